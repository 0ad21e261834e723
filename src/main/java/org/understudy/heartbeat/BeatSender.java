package org.understudy.heartbeat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.understudy.model.Beat;
import org.understudy.model.Moment;

/**
 * Sends the latest beat on one link from its own thread: at fixed points in time that do not drift,
 * and at once when there is news. Touches no lock, disk, DNS or log.
 *
 * <p>A beat says that this node decides. So nothing is sent any more once nobody has told anything
 * for half of the link's timeout, which is also from when the core calls itself stalled: a loop
 * that hangs is silent to others one and a half timeouts after it last spoke, and one that is only
 * slow, but ends a round within that bound, is heard all the time.
 */
final class BeatSender implements AutoCloseable {
    private static final long COALESCE = Duration.ofMillis(20).toNanos();
    private static final long FAREWELL_MILLIS = 500;

    private final Vouched told;
    private final AtomicReference<Carrier> carrier;
    private final Packer packer;
    private final long interval;
    private final Duration bound;
    private final Thread thread;
    private volatile boolean closed;
    private volatile Exception trouble;
    private volatile boolean again;

    // Of the sending thread alone.
    private Beat sent;
    private long sentAt;
    private long due;
    private long sequence;

    /** Makes a beat a datagram, or several. */
    interface Packer {
        List<byte[]> pack(Beat beat);
    }

    BeatSender(Lane lane, Vouched told, AtomicReference<Carrier> carrier, Packer packer) {
        this.packer = packer;
        this.told = told;
        this.carrier = carrier;
        this.bound = lane.link().timeout().dividedBy(2);
        this.interval = lane.link().interval().toNanos();
        this.thread = new Thread(this::run, "beat-" + lane.link().name());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** What was told last is to leave once more, now. Never blocks. */
    void again() {
        again = true;
        wake();
    }

    /** There is something new to tell. Never blocks. */
    void wake() {
        LockSupport.unpark(thread);
    }

    /** The link is open, perhaps again: what went wrong before is over. */
    void opened() {
        trouble = null;
        wake();
    }

    /** Why the last beat did not leave; empty when it did. */
    Optional<Exception> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Sends the last words once more, in case they are a farewell, and ends. */
    @Override
    public void close() {
        closed = true;
        wake();
        try {
            thread.join(FAREWELL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        due = System.nanoTime();
        sentAt = due - COALESCE;
        while (!closed) {
            sendIfDue(System.nanoTime());
            LockSupport.parkNanos(this, untilNext(System.nanoTime()));
        }
        send(System.nanoTime());
    }

    private void sendIfDue(long now) {
        if (now - due >= 0) {
            due += ((now - due) / interval + 1) * interval;
            send(now);
        } else if (news() && now - sentAt >= COALESCE) {
            send(now);
        }
    }

    private long untilNext(long now) {
        return news() ? Math.min(due - now, sentAt + COALESCE - now) : due - now;
    }

    private boolean news() {
        Beat now = told.beat();
        return again || now != sent && (sent == null || !sent.same(now));
    }

    private void send(long now) {
        again = false;
        sent = told.beat();
        sentAt = now;
        Carrier open = carrier.get();
        if (sent == null || open == null) {
            return;
        }
        if (!told.lately(System.nanoTime(), bound)) {
            trouble = new TimeoutException("the agent has decided nothing for over "
                    + bound.toMillis() + "ms and does not vouch for what it said before");
            return;
        }
        try {
            open.send(packer.pack(sent.numbered(++sequence, new Moment(System.nanoTime()))));
            trouble = null;
        } catch (Exception e) {
            trouble = e;
        }
    }
}
