package org.understudy.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.understudy.model.Beat;
import org.understudy.model.Link;

/** Links between made-up nodes, each direction by itself: cut, slow or lossy. */
final class Network {
    private static final long SWIFT = Duration.ofMillis(20).toNanos();

    /**
     * A beat on its way.
     *
     * @param told what its sender tells, the same object as long as that does not change
     * @param since when its sender began to tell this
     */
    record Flight(long arrives, long order, int from, int to, int link, Beat beat, Beat told,
            long since) {
    }

    private final Chance chance;
    private final List<Link> links;
    private final int size;
    private final int[] cuts;
    private final long[] disturbed;
    private final long[] taken;
    private final int[] loss;
    private final long[] lag;
    private final PriorityQueue<Flight> flights = new PriorityQueue<>(
            Comparator.comparingLong(Flight::arrives).thenComparingLong(Flight::order));
    private long order;

    Network(long seed, List<Link> links, int size) {
        this.chance = new Chance(seed ^ 0x6e6574);
        this.links = links;
        this.size = size;
        this.cuts = new int[links.size() * size * size];
        this.disturbed = new long[cuts.length];
        this.taken = new long[size * size];
        java.util.Arrays.fill(taken, Long.MIN_VALUE);
        this.loss = new int[links.size()];
        this.lag = new long[links.size()];
    }

    int links() {
        return links.size();
    }

    Link link(int link) {
        return links.get(link);
    }

    private int way(int from, int to, int link) {
        return (link * size + from) * size + to;
    }

    /** Cuts one direction, once more; as many mendings make it whole. */
    void cut(int from, int to, int link, long now) {
        cuts[way(from, to, link)]++;
        disturbed[way(from, to, link)] = now;
    }

    void mend(int from, int to, int link, long now) {
        cuts[way(from, to, link)] = Math.max(0, cuts[way(from, to, link)] - 1);
        disturbed[way(from, to, link)] = now;
    }

    void heal(long now) {
        java.util.Arrays.fill(cuts, 0);
        java.util.Arrays.fill(disturbed, now);
        java.util.Arrays.fill(loss, 0);
        java.util.Arrays.fill(lag, 0);
    }

    /** From now on this share of the link's beats gets lost. */
    void lose(int link, int percent, long now) {
        loss[link] = percent;
        java.util.Arrays.fill(disturbed, now);
    }

    /** From now on a beat takes up to this long, and so may come after a later one. */
    void slow(int link, Duration most, long now) {
        lag[link] = most.toNanos();
        java.util.Arrays.fill(disturbed, now);
    }

    boolean cut(int from, int to, int link) {
        return cuts[way(from, to, link)] > 0;
    }

    /** Whether every beat that is sent arrives at once, or none. */
    boolean plain() {
        for (int link = 0; link < loss.length; link++) {
            if (loss[link] > 0 || lag[link] > 0) {
                return false;
            }
        }
        return true;
    }

    /** Since when this way has carried every beat at once; never while it does not. */
    long wholeSince(int from, int to, int link) {
        return cut(from, to, link) || loss[link] > 0 || lag[link] > 0 ? Long.MAX_VALUE
                : disturbed[way(from, to, link)];
    }

    /** A node took in a beat of another one that had left then. */
    void took(int from, int to, long left) {
        taken[from * size + to] = Math.max(taken[from * size + to], left);
    }

    /** When the last beat had left that a node ever took in of another one. */
    long taken(int from, int to) {
        return taken[from * size + to];
    }

    /** How long a beat sent now takes. */
    long travel(int from, int to, int link, long now) {
        return 1_000_000 + chance.below(SWIFT + lag[link], way(from, to, link), now);
    }

    private boolean lost(int from, int to, int link, long now) {
        return loss[link] > 0
                && chance.below(100, way(from, to, link) + 1_000_000, now) < loss[link];
    }

    void send(int from, Beat beat, Beat told, long since, long now) {
        for (int link = 0; link < links.size(); link++) {
            for (int to = 0; to < size; to++) {
                if (to != from && !cut(from, to, link) && !lost(from, to, link, now)) {
                    flights.add(new Flight(now + travel(from, to, link, now), order++, from, to,
                            link, beat, told, since));
                }
            }
        }
    }

    /** When the next beat arrives. */
    long next() {
        return flights.isEmpty() ? Long.MAX_VALUE : flights.peek().arrives();
    }

    Flight land() {
        return flights.remove();
    }

    List<Flight> flying() {
        return new ArrayList<>(flights);
    }

    /** Replaces everything that is on its way. */
    void fly(List<Flight> those) {
        flights.clear();
        flights.addAll(those);
    }

    Flight again(long arrives, Flight like) {
        return new Flight(arrives, order++, like.from(), like.to(), like.link(), like.beat(),
                like.told(), like.since());
    }
}
