package org.understudy.driver;

import java.time.Duration;
import java.util.List;
import org.understudy.config.Section;
import org.understudy.exec.Await;
import org.understudy.exec.Deadline;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Status;

/**
 * An application that stays in the foreground of a session of its own ({@code [app#…]}, type
 * simple). It outlives the agent, which finds it again.
 */
final class SimpleApp implements Driver {
    private static final Duration ACTION = Duration.ofMinutes(2);
    private static final Duration TO_END = Duration.ofSeconds(5);
    /** A program that is not there, or a port that is taken, is seen by then. */
    private static final Duration TO_FAIL = Duration.ofMillis(100);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Site site;
    private final AppKeys keys;
    private final Section section;
    private final String label;

    SimpleApp(Section section, Site site) {
        this.site = site;
        this.section = section;
        this.keys = new AppKeys(section, site);
        this.label = "simple: " + section.find(AppKeys.SCRIPT).orElse(section.get(AppKeys.START));
    }

    /** Not before it is needed: looking for its files makes their directory. */
    private Background process() {
        return new Background(site, site.own("pid"), site.own("log"));
    }

    @Override
    public ResourceStatus status(Deadline deadline) {
        Background process = process();
        return process.pid().isPresent() ? new ResourceStatus(Status.UP, label)
                : new ResourceStatus(Status.DOWN, label, process.gone()
                        ? List.of("ended by itself: " + process.said()) : List.of());
    }

    @Override
    public boolean start(Deadline deadline) throws InterruptedException {
        List<String> command = keys.command(AppKeys.START, "start").orElseThrow(
                () -> site.failure("start " + label, "the keyword start", "none"));
        if (process().pid().isPresent()) {
            site.say(label + " is already up");
            return false;
        }
        process().launch(command, keys.environment(),
                deadline.atMost(keys.limit(AppKeys.START_TIMEOUT, ACTION)));
        if (Await.until(() -> process().pid().isEmpty(), LOOK, deadline.atMost(TO_FAIL))) {
            throw site.failure("start " + label, "a process that stays", process().said());
        }
        return true;
    }

    @Override
    public boolean stop(Deadline deadline) throws InterruptedException {
        if (process().pid().isEmpty()) {
            site.say(label + " is already down");
            process().forget();
            return false;
        }
        Deadline limit = deadline.atMost(keys.limit(AppKeys.STOP_TIMEOUT, ACTION));
        boolean tree = section.get(AppKeys.KILL).equals("tree");
        if (!process().end(tree, limit.atMost(TO_END), limit)) {
            throw site.failure("stop " + label, "no process", "one that KILL did not end");
        }
        process().forget();
        return true;
    }

    @Override
    public List<Lack> lacks(Deadline deadline) throws InterruptedException {
        return keys.lacks(deadline);
    }
}
