package org.understudy.agent;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.understudy.model.Event;

/**
 * The one way into the loop. Bounded and never blocking: what comes again by itself (ticks, beats)
 * is dropped and counted when it is full, anything else that finds it full is a bug.
 */
final class Inbox implements Consumer<Event> {
    private static final int BOUND = 8192;

    private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(BOUND);
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final AtomicLong dropped = new AtomicLong();

    @Override
    public void accept(Event event) {
        boolean again = event instanceof Event.BeatHeard;
        if (again && events.size() > BOUND / 2) {
            dropped.incrementAndGet();
        } else if (!events.offer(event)) {
            throw new IllegalStateException("inbox: expected room for " + event + ", got "
                    + BOUND + " events waiting");
        }
    }

    /** At most one tick waits at a time. */
    void tick() {
        if (ticking.compareAndSet(false, true) && !events.offer(new Event.Tick())) {
            ticking.set(false);
        }
    }

    Event take() throws InterruptedException {
        Event event = events.take();
        if (event instanceof Event.Tick) {
            ticking.set(false);
        }
        return event;
    }

    /** Beats that found no room, since the start. */
    long dropped() {
        return dropped.get();
    }
}
