package org.understudy.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.understudy.core.Departure;
import org.understudy.exec.Command;
import org.understudy.exec.Commands;
import org.understudy.exec.Deadline;
import org.understudy.model.Event;
import org.understudy.model.Link;
import org.understudy.model.Moment;
import org.understudy.model.NodeState;
import org.understudy.model.View;

/**
 * How this node leaves. Alone, the agent says that it is away for a moment and ends; with its
 * machine, it stops all services, says so until the others know, and then ends: they may start
 * them at once. What has not stopped by the limit is left to the others' proofs.
 */
final class Leaving {
    /** The exit code after which the agent is not to be started again. */
    static final int LEFT = 3;

    private static final Duration FAREWELL = Duration.ofSeconds(1);
    private static final Duration LAST_ACTION = Duration.ofSeconds(30);
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration ASKING = Duration.ofSeconds(2);
    static final Path SYSTEMD = Path.of("/run/systemd/system");

    private final Published published;
    private final Consumer<Event> inbox;
    private final Units units;
    private final Clock clock;
    private final Surroundings around;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicBoolean over = new AtomicBoolean();

    /**
     * What it asks and tells.
     *
     * @param halting a file that is there while this machine is shut down without systemd
     */
    record Surroundings(Commands commands, Path halting, Chronicle chronicle) {
    }

    Leaving(Published published, Consumer<Event> inbox, Units units, Clock clock,
            Surroundings around) {
        this.published = published;
        this.inbox = inbox;
        this.units = units;
        this.clock = clock;
        this.around = around;
    }

    /** What is done once the services are stopped and the others know. */
    interface Last {
        /**
         * @param left false when something did not stop in time
         * @return the agent's exit code
         */
        int code(boolean left) throws InterruptedException;
    }

    /**
     * An operator sends this node away: stops its services, then ends the agent. What has not
     * stopped is left as it is where the agent is to start again.
     */
    void begin(Last last) {
        if (begun.compareAndSet(false, true)) {
            inbox.accept(new Event.Leaving(true));
            Threads.start("leaving", () -> {
                try {
                    boolean left = complete();
                    int code = last.code(left);
                    begun.set(left || code == LEFT);
                    over.set(begun.get());
                    System.exit(code);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    /** The process was told to end. */
    void end() throws InterruptedException {
        if (over.get()) {
            return;
        }
        if (begun.get() || halting()) {
            inbox.accept(new Event.Leaving(true));
            complete();
            return;
        }
        inbox.accept(new Event.Leaving(false));
        published.await(round -> round.view().self().state() == NodeState.MAINTENANCE, FAREWELL);
        published.await(round -> !units.busy(), LAST_ACTION);
    }

    private boolean halting() throws InterruptedException {
        if (Files.exists(around.halting())) {
            return true;
        }
        return Files.exists(SYSTEMD) && around.commands().run(Command.of(Deadline.in(ASKING),
                "systemctl", "is-system-running")).out().strip().equals("stopping");
    }

    private boolean complete() throws InterruptedException {
        View view = published.await(
                round -> round.view().self().state() == NodeState.LEFT, LIMIT).view();
        if (view.self().state() == NodeState.LEFT) {
            Moment since = clock.now();
            long generation = view.generation();
            published.await(round -> Departure.told(round.view(), since, clock.now(), generation),
                    patience(view));
        } else {
            around.chronicle().write("node.not_left", "limit", Chronicle.text(LIMIT), "services",
                    view.services().keySet().stream()
                            .filter(name -> Departure.remains(view, name))
                            .map(Object::toString).collect(Collectors.joining(",")));
        }
        over.set(true);
        return view.self().state() == NodeState.LEFT;
    }

    /** A node that has not heard it by then counts as not heard itself. */
    private static Duration patience(View view) {
        return view.cluster().links().stream().map(Link::timeout).max(Duration::compareTo)
                .orElse(Duration.ZERO).plusSeconds(1);
    }
}
