package org.understudy.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.understudy.model.Beat;

/**
 * Passes over stretches in which nothing happens but ticks, beats and readings that were seen to
 * change nothing.
 *
 * <p>It is exact: a tick or a reading is passed over only when the last one, which the core took
 * in, changed nothing, and a peer's beat when the core took that very beat in; and when nothing
 * has changed since. So only time itself can change
 * anything. What time changes stays changed: a pause that is over stays over, a wish that is too
 * old stays so. So the core is asked what a tick at the end of the stretch would do, with all the
 * beats that come until then; if that changes nothing, no earlier tick did, and if it does, a
 * shorter stretch is tried. Nobody falls silent or has stood still because of a leap: each view is
 * given the very beats and the very last round that it would have had.
 */
final class Leap {
    private static final long SHORTEST = Duration.ofSeconds(2).toNanos();
    private static final long LONGEST = Duration.ofMinutes(10).toNanos();
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    private final World world;
    private long changes = Long.MAX_VALUE;
    private long notBefore;

    Leap(World world) {
        this.world = world;
    }

    /** Something changed; what was found out about the time to come does not hold any more. */
    void stir() {
        changes = Long.MAX_VALUE;
    }

    /** The moment up to which nothing happens; now when that is not known. */
    long tried(long end) {
        long now = world.now();
        if (now < notBefore) {
            return now;
        }
        notBefore = now + PAUSE;
        long then = Math.min(horizon(end), changes == Long.MAX_VALUE ? changes
                : now + (changes - now) / 2);
        while (then - now >= SHORTEST) {
            if (still(then)) {
                go(then);
                return then;
            }
            changes = then;
            then = now + (then - now) / 2;
        }
        return now;
    }

    /** Until when only what repeats itself can happen. */
    private long horizon(long end) {
        long now = world.now();
        if (!world.network().plain() || !world.network().flying().stream().allMatch(this::idle)) {
            return now;
        }
        long horizon = Math.min(Math.min(end, world.agenda().next() - 1),
                Math.min(world.arbitrators().steadyUntil(), now + LONGEST));
        for (SimNode node : world.nodes()) {
            if (node.agent() == null) {
                continue;
            }
            if (node.running() && (!node.agent().pulse().idle() || wakes(node.agent()))
                    || !hearsNothingNew(node)) {
                return now;
            }
            if (node.running()) {
                horizon = Math.min(horizon, node.agent().pulse().quietUntil() - 1);
            }
        }
        return horizon;
    }

    /** Whether it stood still not long ago, so that it matters when it is answered. */
    private boolean wakes(SimAgent agent) {
        return agent.stalled() >= 0
                && world.now() - agent.stalled() <= 2 * world.timing().timeout().toNanos();
    }

    private boolean idle(Network.Flight flight) {
        SimNode to = world.nodes().get(flight.to());
        return to.agent() == null || idle(to.agent(), flight.from(), flight.link(),
                flight.told());
    }

    private static boolean idle(SimAgent agent, int from, int link, Beat told) {
        return agent.paused() ? agent.full()
                : !agent.hearing().news(from, told) && agent.hearing().live(from, link);
    }

    private boolean hearsNothingNew(SimNode node) {
        for (SimNode from : world.nodes()) {
            for (int link = 0; link < world.network().links(); link++) {
                if (carried(from, node, link) && !idle(node.agent(), from.index(), link,
                        from.agent().telling().told())) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean carried(SimNode from, SimNode to, int link) {
        return from != to && from.running()
                && !world.network().cut(from.index(), to.index(), link);
    }

    private boolean still(long then) {
        for (SimNode node : world.nodes()) {
            if (node.running()) {
                Arrivals heard = arrivals(node, then);
                if (!node.agent().still(heard, until(node, then), then)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** When each link last brought a beat of each node, up to that moment. */
    private long[][] heard(SimNode node, long then) {
        int links = world.network().links();
        long[][] heard = new long[world.nodes().size()][links];
        for (SimNode from : world.nodes()) {
            for (int link = 0; link < links; link++) {
                heard[from.index()][link] = Math.max(
                        node.agent().hearing().heard(from.index(), link),
                        carried(from, node, link) ? arrived(from, node, link, then) : -1);
            }
        }
        for (Network.Flight flight : world.network().flying()) {
            if (flight.to() == node.index() && flight.arrives() <= then) {
                heard[flight.from()][flight.link()] =
                        Math.max(heard[flight.from()][flight.link()], flight.arrives());
            }
        }
        return heard;
    }

    /** The same, and when these had left; that matters only where votes are counted. */
    private Arrivals arrivals(SimNode node, long then) {
        Arrivals all = Arrivals.none(world.nodes().size(), 0);
        Hearing hearing = node.agent().hearing();
        boolean counted = world.cluster().quorum().on();
        for (SimNode from : world.nodes()) {
            boolean beats = counted && from != node;
            all.sent()[from.index()] = beats ? lastLeft(from, node, then) : hearing.sent(from);
            all.acked()[from.index()] = beats ? Math.max(hearing.acked(from),
                    acked(from, node, then)) : hearing.acked(from);
        }
        return new Arrivals(heard(node, then), all.sent(), all.acked());
    }

    /** When the last beat had left, by its sender's clock, that comes up to that moment. */
    private long lastLeft(SimNode from, SimNode to, long at) {
        long left = pulsed(from, to, at);
        if (left >= 0) {
            return from.clock(left).nanos();
        }
        return lastFlying(from, to, at).map(Beat::sent).orElseGet(() -> to.agent() == null ? 0L
                : to.agent().hearing().sent(from));
    }

    /** What the last beat that comes up to then says it had of the node it comes to. */
    private long acked(SimNode from, SimNode to, long then) {
        long left = pulsed(from, to, then);
        if (left < 0) {
            return lastFlying(from, to, then).map(to.agent().hearing()::answer).orElse(0L);
        }
        boolean answers = to.agent().hearing().answer(from.agent().telling().told()) > 0;
        return answers ? lastLeft(to, from, left) : 0;
    }

    private long pulsed(SimNode from, SimNode to, long at) {
        long left = -1;
        for (int link = 0; link < world.network().links(); link++) {
            left = !carried(from, to, link) ? left
                    : Math.max(left, sent(from, to, link, at));
        }
        return left;
    }

    private Optional<Beat> lastFlying(SimNode from, SimNode to, long at) {
        return world.network().flying().stream().filter(flight -> flight.arrives() <= at
                && flight.from() == from.index() && flight.to() == to.index())
                .max(Comparator.comparingLong(Network.Flight::arrives)
                        .thenComparingLong(Network.Flight::order)).map(Network.Flight::beat);
    }

    private long arrived(SimNode from, SimNode to, int link, long then) {
        long sent = sent(from, to, link, then);
        return sent < 0 ? -1
                : sent + world.network().travel(from.index(), to.index(), link, sent);
    }

    /** When the last beat to come leaves that arrives up to then; negative when none does. */
    private long sent(SimNode from, SimNode to, int link, long then) {
        Pulse pulse = from.agent().pulse();
        for (long sent = pulse.lastBeat(then); sent >= pulse.nextBeat();
                sent -= pulse.interval()) {
            if (sent + world.network().travel(from.index(), to.index(), link, sent) <= then) {
                return sent;
            }
        }
        return -1;
    }

    /** When the node's last round, or what stands for it, is. */
    private static long until(SimNode node, long then) {
        return node.agent().pulse().last(node.agent().last(), then);
    }

    private void go(long then) {
        List<Network.Flight> flying = flying(then);
        Arrivals[] all = new Arrivals[world.nodes().size()];
        for (SimNode node : world.nodes()) {
            all[node.index()] = node.running() ? arrivals(node, then) : null;
        }
        for (SimNode node : world.nodes()) {
            if (node.running()) {
                Arrivals heard = all[node.index()];
                node.agent().leap(heard, until(node, then), then);
            }
        }
        world.arbitrators().leap(then);
        world.network().fly(flying);
        for (SimNode node : world.nodes()) {
            if (node.agent() != null) {
                node.agent().pulse().leap(then);
            }
        }
        world.agenda().at(then);
    }

    private Beat stamped(SimNode from, long sent) {
        return !world.cluster().quorum().on() ? from.agent().telling().stamped(sent)
                : from.agent().telling().stamped(sent, other -> lastLeft(other, from, sent));
    }

    /** What is on its way at that moment. */
    private List<Network.Flight> flying(long then) {
        List<Network.Flight> flying = new ArrayList<>(world.network().flying());
        flying.removeIf(flight -> flight.arrives() <= then);
        for (SimNode from : world.nodes()) {
            long sent = from.running() ? from.agent().pulse().lastBeat(then) : -1;
            for (SimNode to : world.nodes()) {
                for (int link = 0; sent >= 0 && link < world.network().links(); link++) {
                    long arrives = sent + world.network()
                            .travel(from.index(), to.index(), link, sent);
                    if (carried(from, to, link) && arrives > then) {
                        flying.add(world.network().again(arrives, new Network.Flight(0, 0,
                                from.index(), to.index(), link,
                                stamped(from, sent),
                                from.agent().telling().told(), from.agent().telling().since())));
                    }
                }
            }
        }
        return flying;
    }
}
