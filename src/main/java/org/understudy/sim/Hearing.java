package org.understudy.sim;

import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.understudy.model.Beat;
import org.understudy.model.Heard;
import org.understudy.model.LinkName;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.Peer;
import org.understudy.model.View;

/** What one life of an agent heard of each other node, and when. */
final class Hearing {
    private final World world;
    private final SimNode node;
    /** For each peer: what it said last, whether nothing has changed since, and when it did. */
    private final Beat[] known;
    private final Beat[] told;
    private final boolean[] settled;
    private final long[][] heard;
    private final long[] sent;
    private final long[] acked;
    /** Of whom beats were taken in that had no round of their own. */
    private final boolean[] unread;

    Hearing(World world, SimNode node) {
        this.world = world;
        this.node = node;
        int size = world.nodes().size();
        this.known = new Beat[size];
        this.told = new Beat[size];
        this.settled = new boolean[size];
        this.unread = new boolean[size];
        Arrivals none = Arrivals.none(size, world.network().links());
        this.heard = none.heard();
        this.sent = none.sent();
        this.acked = none.acked();
    }

    /** When a link last brought a beat of that node; negative when never. */
    long heard(int from, int link) {
        return heard[from][link];
    }

    /** Whether that link is not silent. */
    boolean live(int from, int link) {
        return heard[from][link] >= 0 && world.now() - heard[from][link]
                <= world.network().link(link).timeout().toNanos();
    }

    /** What a node tells is new to this agent, or may be. */
    boolean news(int from, Beat telling) {
        return !settled[from] || telling != told[from] && !Sameness.repeats(telling, told[from],
                node.agent().telling().claims() ? node.name() : null);
    }

    /** When the last beat had left that came of a node, by that one's clock. */
    long sent(SimNode other) {
        return sent[other.index()];
    }

    /** When the last beat had left of which a node has said that it had it; 0 for none. */
    long acked(SimNode other) {
        return acked[other.index()];
    }

    /** What was heard of a node, with the time at which the last such beat had left. */
    Heard stamped(SimNode other, Heard one, ToLongFunction<SimNode> when) {
        Beat last = known[other.index()];
        return last == null || !last.boot().equals(one.boot())
                || last.generation() != one.generation() ? one
                : new Heard(one.boot(), one.generation(), when.applyAsLong(other), one.hears());
    }

    /** A beat came that had a round of its own. */
    void took(Network.Flight flight) {
        known[flight.from()] = flight.beat();
        told[flight.from()] = flight.told();
        heard[flight.from()][flight.link()] = world.now();
        sent[flight.from()] = flight.beat().sent();
        acked[flight.from()] = Math.max(acked[flight.from()], answer(flight.beat()));
        world.network().took(flight.from(), node.index(),
                world.nodes().get(flight.from()).when(flight.beat().sent()));
    }

    /** When the last of this agent's beats had left that the sender had; 0 for none. */
    long answer(Beat beat) {
        Heard ours = beat.heard().get(node.name());
        return ours == null || !ours.boot().equals(node.view().self().boot()) ? 0 : ours.sent();
    }

    /** That beat changes nothing more, until something else changes. */
    void settled(int from) {
        settled[from] = true;
    }

    /** A beat came that said nothing new. */
    void repeated(Network.Flight flight) {
        took(flight);
        unread[flight.from()] = true;
    }

    /** Something changed. */
    void stir() {
        Arrays.fill(settled, false);
    }

    /** All beats up to some moment came when these say, and said nothing new. */
    void leap(Arrivals when) {
        for (SimNode other : world.nodes()) {
            int from = other.index();
            boolean more = !Arrays.equals(when.heard()[from], heard[from]);
            unread[from] |= more;
            if (other.running() && more) {
                told[from] = other.agent().telling().told();
            }
            heard[from] = when.heard()[from];
            sent[from] = when.sent()[from];
            acked[from] = when.acked()[from];
            world.network().took(from, node.index(), other.when(sent[from]));
        }
    }

    /** The view once those beats are taken in that had no round of their own. */
    View read(View from, long until) {
        View next = read(from, new Arrivals(heard, sent, acked), until);
        Arrays.fill(unread, false);
        return next;
    }

    View read(View from, Arrivals when, long until) {
        SortedMap<NodeName, Peer> peers = null;
        for (SimNode other : world.nodes()) {
            int at = other.index();
            if (known[at] != null && (unread[at] || when.heard() != heard)) {
                peers = peers == null ? new TreeMap<>(from.peers()) : peers;
                peers.computeIfPresent(other.name(), (name, peer) -> read(peer, known[at],
                        moments(when.heard()[at]), when.acked()[at]));
            }
        }
        return (peers == null ? from : from.peers(peers)).at(node.clock(until));
    }

    private static Peer read(Peer peer, Beat known, SortedMap<LinkName, Moment> when,
            long acked) {
        return peer.beat().map(beat -> peer.again(beat.boot().equals(known.boot())
                && beat.generation() == known.generation() ? known : beat, when,
                acked == 0 ? peer.acked() : Optional.of(new Moment(acked)))).orElse(peer);
    }

    private SortedMap<LinkName, Moment> moments(long[] links) {
        SortedMap<LinkName, Moment> moments = new TreeMap<>();
        for (int link = 0; link < links.length; link++) {
            if (links[link] >= 0) {
                moments.put(world.network().link(link).name(), node.clock(links[link]));
            }
        }
        return moments;
    }
}
