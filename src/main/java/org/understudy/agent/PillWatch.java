package org.understudy.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import org.understudy.heartbeat.PillBox;
import org.understudy.model.Moment;
import org.understudy.model.Rules.MonitorAction;

/**
 * Looks again and again for an order to this machine to end, on a thread of its own, and obeys it:
 * first the watchdog is fed no more, then that is written on the disk, then the machine is reset.
 */
final class PillWatch implements Runnable, Guardian.Orders {
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Opening opening;
    private final String machine;
    private final Duration period;
    private final Clock clock;
    private final Chronicle chronicle;
    private final BiFunction<MonitorAction, String, Object> reset;
    private final Map<String, Long> ignored = new TreeMap<>();
    private volatile Guardian guardian;
    private volatile Optional<Moment> read = Optional.empty();
    private volatile Duration told = Duration.ZERO;
    private volatile Optional<String> notice = Optional.empty();

    /** Opens the disk. */
    interface Opening {
        PillBox open() throws IOException;
    }

    /**
     * What it works with.
     *
     * @param machine this boot of this machine
     * @param period how often it looks
     */
    record Terms(String machine, Duration period, Clock clock, Chronicle chronicle) {
    }

    /** @param reset ends this machine; returns only where it cannot, and says why */
    PillWatch(Opening opening, Terms terms, BiFunction<MonitorAction, String, Object> reset) {
        this.opening = opening;
        this.machine = terms.machine();
        this.period = terms.period();
        this.clock = terms.clock();
        this.chronicle = terms.chronicle();
        this.reset = reset;
    }

    /** Looks from now on, for a node with this watchdog. */
    void start(Guardian own) {
        with(own);
        Threads.start("pill", this);
    }

    /** @param own this node's watchdog */
    void with(Guardian own) {
        guardian = own;
    }

    @Override
    public boolean bound() {
        return true;
    }

    @Override
    public Optional<Moment> read() {
        return read;
    }

    @Override
    public Duration told() {
        return told;
    }

    /** What every status says of it. */
    @Override
    public Optional<String> notice() {
        return notice;
    }

    @Override
    public void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try (PillBox box = opening.open()) {
                while (!Thread.currentThread().isInterrupted()) {
                    if (look(box)) {
                        return;
                    }
                    LockSupport.parkNanos(this, period.toNanos());
                }
            } catch (IOException e) {
                trouble(String.valueOf(e.getMessage()));
                LockSupport.parkNanos(this, AGAIN.toNanos());
            }
        }
    }

    /** Whether there was an order. */
    boolean look(PillBox box) throws IOException {
        Moment begun = clock.now();
        Optional<PillBox.Order> order = box.ordered(machine);
        if (order.isPresent()) {
            obey(box, order.get());
            return true;
        }
        read = Optional.of(begun);
        notice = Optional.empty();
        tell(box);
        Duration watchdog = guardian.armed();
        if (!watchdog.equals(told)) {
            told = Duration.ZERO;
            box.answer(machine, PillBox.Answer.looking(watchdog));
            told = watchdog;
        } else if (!told.isZero() && box.isOutdated()) {
            box.answer(machine, PillBox.Answer.looking(told)); // an old key opens nothing soon
        }
        return false;
    }

    private void obey(PillBox box, PillBox.Order order) {
        Duration watchdog = guardian.starve();
        String why = "a pill of " + order.by();
        chronicle.write("pill.taken", "peer", order.by(), "watchdog", Chronicle.text(watchdog));
        try {
            box.answer(machine, new PillBox.Answer(true, order.nonce(), watchdog));
        } catch (IOException e) {
            chronicle.write("pill.unanswered", "detail", String.valueOf(e.getMessage()));
        }
        chronicle.write("node.reset_failed", "detail", reset.apply(MonitorAction.REBOOT, why));
    }

    private void trouble(String words) {
        Optional<String> next = Optional.of("this node cannot see whether it is to end: " + words);
        if (!next.equals(notice)) {
            chronicle.write("pill.unread", "detail", words);
        }
        notice = next;
    }

    /** Each kind once, and again whenever there is more of it. */
    private void tell(PillBox box) {
        box.ignored().forEach((why, count) -> {
            if (!count.equals(ignored.put(why, count))) {
                chronicle.write("pill.ignored", "reason", why, "count", count);
            }
        });
    }
}
