package org.understudy.agent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.understudy.model.BootId;
import org.understudy.model.Event;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;

/**
 * The one way into the loop. Bounded and never blocking. Of the beats of a node on a link only the
 * latest waits, and for no more than one other event for each of them: a loop that is behind, as
 * at a start with many services on a busy machine, must not take others for silent whose words lie
 * here unread. No event overtakes a beat that came before it.
 */
final class Inbox implements Consumer<Event> {
    private static final int BOUND = 8192;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Deque<Waiting> events = new ArrayDeque<>();
    /** The oldest first; a later one takes the place of the one before. */
    private final Map<Lane, Waiting> beats = new LinkedHashMap<>();
    private long count;
    private boolean ticking;
    private boolean beatLast;

    /** On which way the beats of a node come. */
    private record Lane(LinkName link, NodeName node) {
    }

    /**
     * What has come.
     *
     * @param number in what order
     */
    private record Waiting(long number, Event event) {
    }

    @Override
    public void accept(Event event) {
        lock.lock();
        try {
            if (event instanceof Event.BeatHeard heard) {
                Lane lane = new Lane(heard.link(), heard.beat().node());
                Waiting before = beats.get(lane);
                if (before != null && !isLife(before, heard.beat().boot())) {
                    before = null; // what an earlier life said on other links comes first
                    beats.remove(lane);
                }
                beats.put(lane, new Waiting(before == null ? ++count : before.number(), event));
            } else if (!offer(event)) {
                throw new IllegalStateException("inbox: expected room for " + event + ", got "
                        + BOUND + " events waiting");
            }
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    private static boolean isLife(Waiting waiting, BootId boot) {
        return waiting.event() instanceof Event.BeatHeard heard
                && heard.beat().boot().equals(boot);
    }

    private boolean offer(Event event) {
        return events.size() < BOUND && events.offer(new Waiting(++count, event));
    }

    /** At most one tick waits at a time. */
    void tick() {
        lock.lock();
        try {
            if (!ticking && offer(new Event.Tick())) {
                ticking = true;
                filled.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    Event take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (events.isEmpty() && beats.isEmpty()) {
                filled.await();
            }
            beatLast = beatNext();
            Event event = beatLast ? oldestBeat() : events.remove().event();
            ticking &= !(event instanceof Event.Tick);
            return event;
        } finally {
            lock.unlock();
        }
    }

    private boolean beatNext() {
        return !beats.isEmpty() && (events.isEmpty() || !beatLast || events.peek().number()
                > beats.values().iterator().next().number());
    }

    private Event oldestBeat() {
        Iterator<Waiting> all = beats.values().iterator();
        Event event = all.next().event();
        all.remove();
        return event;
    }
}
