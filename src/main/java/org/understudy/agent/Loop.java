package org.understudy.agent;

import java.util.function.Consumer;
import org.understudy.core.Beats;
import org.understudy.core.Effects;
import org.understudy.core.Facts;
import org.understudy.core.Memories;
import org.understudy.core.Policy;
import org.understudy.heartbeat.Heartbeat;
import org.understudy.model.Action;
import org.understudy.model.Decision;
import org.understudy.model.Event;
import org.understudy.model.Memory;
import org.understudy.model.Moment;
import org.understudy.model.View;

/**
 * The one thread that owns what this node knows. Each round takes an event, decides anew from all
 * that is known, tells the peers, and hands the actions out. It never waits for anything else.
 */
final class Loop implements Runnable {
    private final Inbox inbox;
    private final Clock clock;
    private final Heartbeat heartbeat;
    private final Chronicle chronicle;
    private final Published published;
    private final MemoryFile memory;
    private Action.Hands hands;
    private Consumer<Moment> watching = now -> { };
    private Guardian guardian;

    Loop(Inbox inbox, Clock clock, Heartbeat heartbeat, Chronicle chronicle,
            Published published, MemoryFile memory) {
        this.inbox = inbox;
        this.clock = clock;
        this.heartbeat = heartbeat;
        this.chronicle = chronicle;
        this.published = published;
        this.memory = memory;
    }

    Loop with(Action.Hands those) {
        hands = those;
        return this;
    }

    /** @param those told after each round, on the loop's thread */
    Loop watchedBy(Consumer<Moment> those) {
        watching = those;
        return this;
    }

    /** @param watchdog armed and fed by its rounds */
    Loop guardedBy(Guardian watchdog) {
        guardian = watchdog;
        return this;
    }

    @Override
    public void run() {
        try {
            round(loaded());
            while (!Thread.currentThread().isInterrupted()) {
                round(inbox.take());
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Tells the peers that this node is there, and waits until its files have been read. What comes
     * before that, ticks and beats, comes again by itself.
     */
    private Event loaded() throws InterruptedException {
        Event event;
        do {
            heartbeat.tell(Beats.of(published.round().view()));
            event = inbox.take();
        } while (!(event instanceof Event.Loaded));
        return event;
    }

    /**
     * Written down before it is told: what another node does about it comes after it. Told before
     * it is published: who waits for a round may end the agent, and its last words must be out.
     */
    private void round(Event event) {
        Published.Round last = published.round();
        View view = Facts.after(last.view(), event, clock.now());
        Decision decision = Policy.decide(view);
        View next = guarded(Effects.of(view, decision));
        remember(last.view(), next);
        Published.Round now = new Published.Round(next, decision);
        chronicle.note(event, last, now);
        heartbeat.tell(Beats.of(next));
        published.publish(now);
        chronicle.say();
        decision.actions().forEach(action -> action.to(hands));
        if (!decision.actions().isEmpty()) {
            inbox.tick();
        }
        watching.accept(clock.now());
    }

    /** Armed before anything starts that it has to guard, and before others are told of it. */
    private View guarded(View next) {
        return guardian == null ? next : guardian.round(next, clock.now());
    }

    private void remember(View before, View after) {
        if (before.memory() != after.memory() || before.services() != after.services()) {
            Memory now = Memories.of(after);
            if (!now.equals(Memories.of(before))) {
                memory.keep(now);
            }
        }
    }
}
