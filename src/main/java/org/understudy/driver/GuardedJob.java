package org.understudy.driver;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.understudy.config.Keyword;
import org.understudy.config.Keywords;
import org.understudy.config.Section;
import org.understudy.exec.Deadline;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Schedule;

/** A job with requirements and triggers, which runs only where its service is up. */
final class GuardedJob implements Job {
    private static final Keyword<List<Requirement>> RUN_REQUIRES = Requirement.of("run");
    private static final Keyword<List<Requirement>> SYNC_REQUIRES =
            Requirement.of("sync_nodes");
    /** The actions that have triggers, by what an order asks for. */
    private static final Map<String, String> ACTIONS = Map.of("run", "run", "nodes", "sync_nodes",
            "drpnodes", "sync_drp");

    static final Keywords OF_TASKS = Keywords.of(RUN_REQUIRES).and(Triggers.of("run", "run"));
    static final Keywords OF_SYNCS = Keywords.of(SYNC_REQUIRES)
            .and(Triggers.of("sync_nodes", "syncnodes")).and(Triggers.of("sync_drp", "syncdrp"));

    private final Job inner;
    private final Section section;
    private final Site site;
    private final Map<Rid, Driver> all;

    /** @param all the service's resources, by the time they are asked */
    GuardedJob(Job inner, Section section, Site site, Map<Rid, Driver> all) {
        this.inner = inner;
        this.section = section;
        this.site = site;
        this.all = all;
    }

    @Override
    public String run(Order order, Deadline deadline) throws InterruptedException {
        if (inner.isRunning()) {
            return inner.run(order, deadline);
        }
        if (!site.around().outlook().isUp(site.service())) {
            throw site.failure(verb(), site.service() + " to be up on this node",
                    "it is not: skip, passive node");
        }
        boolean task = verb().equals("run");
        Requirement.check(section.find(task ? RUN_REQUIRES : SYNC_REQUIRES).orElse(List.of()),
                verb(), all, site, deadline);
        Triggers triggers = new Triggers(section, site, task ? OF_TASKS : OF_SYNCS);
        List<String> actions = (task ? Set.of("run") : order.targets()).stream().map(ACTIONS::get)
                .sorted().toList();
        for (String action : actions) {
            triggers.before(action, deadline);
        }
        String done = inner.run(order, deadline);
        for (String action : actions) {
            triggers.after(action, deadline);
        }
        return done;
    }

    @Override
    public String verb() {
        return inner.verb();
    }

    @Override
    public Schedule schedule() {
        return inner.schedule();
    }

    @Override
    public boolean asksFirst() {
        return inner.asksFirst();
    }

    @Override
    public boolean isDue(ZonedDateTime now) {
        return inner.isDue(now);
    }

    @Override
    public boolean isRunning() {
        return inner.isRunning();
    }

    @Override
    public Duration limit() {
        return inner.limit();
    }

    @Override
    public ResourceStatus status(Deadline deadline) throws InterruptedException {
        return inner.status(deadline);
    }

    @Override
    public boolean start(Deadline deadline) throws InterruptedException {
        return inner.start(deadline);
    }

    @Override
    public boolean stop(Deadline deadline) throws InterruptedException {
        return inner.stop(deadline);
    }

    @Override
    public List<Lack> lacks(Deadline deadline) throws InterruptedException {
        return inner.lacks(deadline);
    }
}
