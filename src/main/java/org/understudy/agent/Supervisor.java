package org.understudy.agent;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.understudy.core.Aggregate;
import org.understudy.model.Moment;
import org.understudy.model.Status;
import org.understudy.model.View;
import org.understudy.wire.NodeStatus;

/**
 * Tells systemd, where it started this process and wants to know, that the agent is ready, how it
 * is, and that it still decides in time; see sd_notify(3). An agent that does not is killed and
 * started anew by it; the services go on meanwhile. Elsewhere it tells nobody.
 */
final class Supervisor {
    static final Duration PERIOD = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    /** So many times per limit, so that one word that is lost is no reason to end. */
    private static final int OFTEN = 4;

    /** One message out. */
    interface Line {
        /**
         * Never blocks.
         *
         * @throws IllegalStateException when nobody takes it
         */
        void send(byte[] message);
    }

    private final String address;
    private final Duration limit;
    private final Function<String, Line> lines;
    private Line line;
    private Moment last;
    private Moment fed;
    private String said = "";
    private boolean unheard;

    /** @param limit without a sign of life for so long the agent is killed; zero for never */
    Supervisor(String address, Duration limit, Function<String, Line> lines) {
        this.address = address;
        this.limit = limit;
        this.lines = lines;
    }

    /**
     * As systemd says in the environment.
     *
     * @param without makes the line where no socket can be had
     */
    static Supervisor of(Map<String, String> environment, Function<String, Line> without) {
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        return new Supervisor(environment.getOrDefault("NOTIFY_SOCKET", ""),
                micros.matches("\\d{1,15}") ? Duration.ofNanos(Long.parseLong(micros) * 1000)
                        : Duration.ZERO, address -> socket(address, without));
    }

    /** An agent that cannot say that it is ready would be ended for that, again and again. */
    private static Line socket(String address, Function<String, Line> without) {
        try {
            return new NotifySocket(address);
        } catch (IllegalStateException e) {
            LOG.warn("systemd.other_way socket={} detail=\"{}\"", address, e.getMessage());
            return without.apply(address);
        }
    }

    /** The agent answers. Who waits for its start goes on, and the watchdog begins. */
    synchronized void ready() {
        if (!address.isEmpty()) {
            line = lines.apply(address);
            send("READY=1");
        }
    }

    /** It ends by itself; that may take as long as its last action. */
    synchronized void ending() {
        send("STOPPING=1");
    }

    /** One line for {@code systemctl status}. */
    synchronized void status(View view, Iterable<NodeStatus> nodes) {
        long up = view.services().values().stream()
                .filter(local -> Aggregate.avail(local) == Status.UP).count();
        int heard = 0;
        for (NodeStatus node : nodes) {
            heard += node.state().equals("alive") ? 1 : 0;
        }
        String now = up + " of " + view.services().size() + " services up here"
                + (view.peers().isEmpty() ? ""
                        : "; " + heard + " of " + view.peers().size() + " peers heard");
        if (!now.equals(said) && send("STATUS=" + now)) {
            said = now;
        }
    }

    /**
     * The loop has ended a round. Feeds the watchdog, unless the round before is longer ago than
     * that may be: a loop that comes to its turn now and then does not decide in time.
     */
    synchronized void round(Moment now) {
        Duration since = last == null ? Duration.ZERO : now.since(last);
        last = now;
        boolean due = fed == null || now.since(fed).compareTo(limit.dividedBy(OFTEN)) >= 0;
        if (!limit.isZero() && due && since.compareTo(limit.dividedBy(2)) <= 0
                && send("WATCHDOG=1")) {
            fed = now;
        }
    }

    private boolean send(String message) {
        if (line == null) {
            return false;
        }
        try {
            line.send(message.getBytes(StandardCharsets.UTF_8));
            unheard = false;
            return true;
        } catch (IllegalStateException e) {
            if (!unheard) {
                LOG.error("systemd.unheard detail=\"{}\"", e.getMessage());
            }
            unheard = true;
            return false;
        }
    }
}
