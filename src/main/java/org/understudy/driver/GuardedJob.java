package org.understudy.driver;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.understudy.config.Keyword;
import org.understudy.config.Keywords;
import org.understudy.config.Section;
import org.understudy.exec.Await;
import org.understudy.exec.Deadline;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Schedule;

/**
 * A job with requirements and triggers, which runs only where its service is up, once at a time. A
 * stop ends it wherever it is: in a trigger, on its way into a process, or in that.
 */
final class GuardedJob implements Job {
    private static final Keyword<List<Requirement>> RUN_REQUIRES = Requirement.of("run");
    private static final Keyword<List<Requirement>> SYNC_REQUIRES =
            Requirement.of("sync_nodes");
    /** The actions that have triggers, by what an order asks for. */
    private static final Map<String, String> ACTIONS = Map.of("run", "run", "nodes", "sync_nodes",
            "drpnodes", "sync_drp");

    private static final Duration LOOK = Duration.ofMillis(50);

    static final Keywords OF_TASKS = Keywords.of(RUN_REQUIRES).and(Triggers.of("run", "run"));
    static final Keywords OF_SYNCS = Keywords.of(SYNC_REQUIRES)
            .and(Triggers.of("sync_nodes", "syncnodes")).and(Triggers.of("sync_drp", "syncdrp"));

    private final Job inner;
    private final Section section;
    private final Site site;
    private final Map<Rid, Driver> all;
    /** Who runs it now. Only under this object's lock is it interrupted. */
    private Thread runner;
    private boolean told;

    /** @param all the service's resources, by the time they are asked */
    GuardedJob(Job inner, Section section, Site site, Map<Rid, Driver> all) {
        this.inner = inner;
        this.section = section;
        this.site = site;
        this.all = all;
    }

    @Override
    public String run(Order order, Deadline deadline) throws InterruptedException {
        if (!begin()) {
            throw site.failure(verb(), "one run at a time", "another one underway");
        }
        try {
            return inner.isRunning() ? inner.run(order, deadline) : guarded(order, deadline);
        } catch (InterruptedException e) {
            if (finish()) {
                throw site.failure(verb(), "an end", "it was ended half-way");
            }
            throw e;
        } finally {
            finish();
        }
    }

    private String guarded(Order order, Deadline deadline) throws InterruptedException {
        site.mustBeAllowed(verb());
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

    private synchronized boolean begin() {
        if (runner != null) {
            return false;
        }
        runner = Thread.currentThread();
        told = false;
        return true;
    }

    /** @return whether it was told to end; whatever else interrupts this thread stays so */
    private synchronized boolean finish() {
        boolean ended = told && runner == Thread.currentThread();
        if (ended && Thread.interrupted()) {
            site.say("it had come to its end");
        }
        runner = runner == Thread.currentThread() ? null : runner;
        return ended;
    }

    @Override
    public boolean stop(Deadline deadline) throws InterruptedException {
        if (!isBegun()) {
            return inner.stop(deadline);
        }
        if (!inner.stop(deadline)) {
            site.say("its run is ended");
            interrupt();
        }
        // What was on its way when it was interrupted may have become a process all the same.
        if (!Await.until(() -> !inner.stop(deadline) && !isRunning(), LOOK, deadline)) {
            interrupt();
            throw site.failure("end its run", "an end", "none in time");
        }
        return true;
    }

    private synchronized boolean isBegun() {
        return runner != null;
    }

    private synchronized void interrupt() {
        if (runner != null) {
            told = true;
            runner.interrupt();
        }
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
        return !isBegun() && inner.isDue(now);
    }

    @Override
    public boolean isRunning() {
        return isBegun() || inner.isRunning();
    }

    @Override
    public Duration limit() {
        return inner.limit();
    }

    @Override
    public ResourceStatus status(Deadline deadline) throws InterruptedException {
        ResourceStatus found = inner.status(deadline);
        if (!isBegun() || inner.isRunning()) {
            return found;
        }
        List<String> messages = new ArrayList<>(List.of("running"));
        messages.addAll(found.messages());
        return new ResourceStatus(found.status(), found.label(), messages);
    }

    @Override
    public boolean start(Deadline deadline) throws InterruptedException {
        return inner.start(deadline);
    }

    @Override
    public List<Lack> lacks(Deadline deadline) throws InterruptedException {
        return inner.lacks(deadline);
    }
}
