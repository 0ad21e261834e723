package org.understudy.sim;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.model.ArbitratorName;
import org.understudy.model.Event;
import org.understudy.model.Moment;
import org.understudy.model.View;
import org.understudy.model.Vote;

/**
 * How one life of an agent asks the arbitrators. A vote that it is given once more has no round of
 * its own: the next event's round takes it in.
 */
final class Voting {
    /** It waits so long for an answer before it asks again. */
    private static final long PATIENCE = Duration.ofSeconds(5).toNanos();
    private static final long NEVER = -1;

    private final World world;
    private final SimNode node;
    private final Arbitrators arbitrators;
    /** Until when it has each vote, as far as it knows, and since when it waits for an answer. */
    private final long[] until;
    private final long[] asking;
    private boolean unread;

    Voting(World world, SimNode node) {
        this.world = world;
        this.node = node;
        this.arbitrators = world.arbitrators();
        this.until = new long[arbitrators.size()];
        this.asking = new long[arbitrators.size()];
        Arrays.fill(until, NEVER);
        Arrays.fill(asking, NEVER);
    }

    /** Asks every arbitrator that owes no answer; true when that changed nothing. */
    boolean ask(SimAgent agent) {
        boolean idle = true;
        for (int one = 0; one < until.length && node.agent() == agent; one++) {
            if (arbitrators.lag(one) > 0 || asking[one] >= 0) {
                askedLate(agent, one);
                idle = false;
            } else {
                idle &= answered(agent, one, arbitrators.ask(one, node), world.now());
            }
        }
        return idle;
    }

    private void askedLate(SimAgent agent, int one) {
        long now = world.now();
        if (asking[one] >= 0 && now - asking[one] < PATIENCE) {
            return;
        }
        asking[one] = now;
        long most = Math.max(2, arbitrators.lag(one));
        long there = 1 + (long) (node.random().nextDouble() * most / 2);
        long back = 1 + (long) (node.random().nextDouble() * most / 2);
        world.in(Duration.ofNanos(there), () -> {
            Arbitrators.Answer answer = arbitrators.ask(one, node);
            world.in(Duration.ofNanos(back), () -> answeredLate(agent, one, answer, now));
        });
    }

    private void answeredLate(SimAgent agent, int one, Arbitrators.Answer answer, long asked) {
        if (node.agent() == agent && asking[one] == asked
                && answer != Arbitrators.Answer.NONE) {
            agent.later(() -> {
                if (asking[one] == asked) {
                    asking[one] = NEVER;
                    answered(agent, one, answer, asked);
                }
            });
        }
    }

    /** A vote counts from the moment it was asked for. True when nothing changed by it. */
    private boolean answered(SimAgent agent, int one, Arbitrators.Answer answer, long asked) {
        long ends = asked + world.cluster().quorum().lease().toNanos();
        return switch (answer) {
            case NONE -> true;
            case REFUSED -> {
                boolean had = until[one] >= 0;
                until[one] = NEVER;
                yield !had || !agent.round(new Event.Voted(arbitrators.name(one),
                        Optional.empty()));
            }
            case GIVEN -> {
                boolean has = until[one] > world.now();
                until[one] = Math.max(until[one], ends);
                unread = true;
                yield has || !agent.round(new Event.Voted(arbitrators.name(one),
                        Optional.of(node.clock(until[one]))));
            }
        };
    }

    /** Until when it has that vote, for certain; negative when it has not. */
    long until(int arbitrator) {
        return until[arbitrator];
    }

    /** The view once those votes are taken in that had no round of their own. */
    View read(View view) {
        View next = unread ? read(view, until) : view;
        unread = false;
        return next;
    }

    private View read(View view, long[] ends) {
        SortedMap<ArbitratorName, Vote> votes = new TreeMap<>(view.votes());
        for (int one = 0; one < ends.length; one++) {
            Moment end = node.clock(ends[one]);
            votes.computeIfPresent(arbitrators.name(one), (name, vote) ->
                    end.isBefore(vote.until()) ? vote : new Vote(vote.since(), end));
        }
        return view.votes(votes);
    }

    /** The view once it asked again and again until then, and all went on as it was. */
    View read(View view, long then) {
        return until.length == 0 ? view : read(view, ends(then));
    }

    private long[] ends(long then) {
        long[] ends = until.clone();
        long asked = node.agent().pulse().lastVote(then);
        for (int one = 0; one < ends.length; one++) {
            if (asked >= 0 && ends[one] > world.now() && arbitrators.renewable(one, node)) {
                ends[one] = asked + world.cluster().quorum().lease().toNanos();
            }
        }
        return ends;
    }

    void leap(long then) {
        if (until.length > 0) {
            System.arraycopy(ends(then), 0, until, 0, until.length);
            unread = true;
        }
    }
}
