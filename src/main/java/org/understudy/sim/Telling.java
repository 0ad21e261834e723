package org.understudy.sim;

import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.understudy.core.Beats;
import org.understudy.core.Liveness;
import org.understudy.model.Beat;
import org.understudy.model.Heard;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.View;

/** What one life of an agent tells the others, and when. */
final class Telling {
    /** News of so short a time leaves in one beat. */
    private static final long COALESCE = Duration.ofMillis(20).toNanos();

    private final World world;
    private final SimNode node;
    private Beat told;
    private long since;
    private long sent = -COALESCE;
    private boolean unsent;
    private boolean claims;

    Telling(World world, SimNode node) {
        this.world = world;
        this.node = node;
    }

    Beat told() {
        return told;
    }

    /** Since when it tells that. */
    long since() {
        return since;
    }

    /** Whether it says that it is about to start something, and so waits for answers. */
    boolean claims() {
        return claims;
    }

    /** Tells what is new, if anything is. */
    void speak(SimAgent agent) {
        Beat now = Beats.of(agent.view());
        if (told != null && told.same(now)) {
            return;
        }
        told = now;
        since = world.now();
        unsent = true;
        claims = told.instances().values().stream()
                .anyMatch(there -> there.monitor() == Monitor.READY);
        if (world.now() - sent >= COALESCE) {
            send();
        } else {
            world.in(Duration.ofNanos(sent + COALESCE - world.now()), () -> {
                if (node.agent() == agent && !agent.paused() && unsent) {
                    send();
                }
            });
        }
    }

    void send() {
        unsent = false;
        sent = world.now();
        world.network().send(node.index(), stamped(sent), told, since, sent);
    }

    /** What it tells, with the time, and when what it heard last had left. */
    Beat stamped(long now) {
        return stamped(now, node.agent().hearing()::sent);
    }

    /** @param sent when the last beat it had of each node then had left, by that one's clock */
    Beat stamped(long now, ToLongFunction<SimNode> sent) {
        SortedMap<NodeName, Heard> heard = new TreeMap<>(told.heard());
        heard.replaceAll((name, one) -> node.agent().hearing().stamped(world.node(name), one,
                sent));
        return new Beat(told.cluster(), told.node(), told.boot(), told.machine(), 0,
                told.generation(), told.state(), told.instances(), heard, told.standing(),
                node.clock(now).nanos());
    }

    void leap(long lastBeat) {
        sent = Math.max(sent, lastBeat);
    }

    /** The same, and which votes it has, and who has lost its own. */
    boolean tellsAsMuch(View now) {
        return tellsWhomItHears(now) && (!world.cluster().quorum().on()
                || told.standing().equals(Beats.of(now).standing()));
    }

    /** Whether the others were told whom this node hears in this view. */
    boolean tellsWhomItHears(View now) {
        return told != null && now.peers().keySet().stream().allMatch(peer ->
                !told.heard().containsKey(peer)
                        || told.heard().get(peer).hears() == Liveness.alive(now, peer));
    }
}
