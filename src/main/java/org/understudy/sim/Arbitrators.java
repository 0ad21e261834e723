package org.understudy.sim;

import java.util.Arrays;
import java.util.List;
import org.understudy.model.ArbitratorName;
import org.understudy.model.Quorum;

/**
 * Made-up arbitrators. Each gives its vote to one node at a time, for one lease; one that was lost
 * does not know whom it gave its vote last, and so gives none for a lease.
 */
final class Arbitrators {
    /** What a node gets to hear when it asks. */
    enum Answer { GIVEN, REFUSED, NONE }

    private static final int NOBODY = -1;

    private final World world;
    private final Quorum quorum;
    private final int nodes;
    private final int[] holder;
    private final long[] until;
    /** Until when each node had its vote, if it ever had. */
    private final long[][] had;
    private final long[] rests;
    private final int[] lost;
    private final int[][] cut;
    private final int[][] deaf;
    private final long[] lag;
    private boolean left;

    Arbitrators(World world) {
        this.world = world;
        this.quorum = world.cluster().quorum();
        this.nodes = world.cluster().nodes().size();
        int size = quorum.on() ? quorum.arbitrators().size() : 0;
        this.holder = new int[size];
        this.until = new long[size];
        this.had = new long[size][nodes];
        this.rests = new long[size];
        this.lost = new int[size];
        this.cut = new int[size][nodes];
        this.deaf = new int[size][nodes];
        this.lag = new long[size];
        Arrays.fill(holder, NOBODY);
        for (long[] each : had) {
            Arrays.fill(each, -1);
        }
    }

    int size() {
        return holder.length;
    }

    ArbitratorName name(int arbitrator) {
        return quorum.arbitrators().get(arbitrator);
    }

    /** Its index; negative when there is none of this name. */
    int index(String name) {
        return quorum.on() ? quorum.arbitrators().indexOf(new ArbitratorName(name)) : NOBODY;
    }

    /** A node asks for the vote: that it got it, it may never get to hear. */
    Answer ask(int arbitrator, SimNode node) {
        int index = node.index();
        if (!reaches(arbitrator, index)) {
            return Answer.NONE;
        }
        long now = world.now();
        boolean gives = now >= rests[arbitrator]
                && (holder[arbitrator] == index || until[arbitrator] <= now);
        if (gives) {
            if (holder[arbitrator] != index) {
                world.note(() -> name(arbitrator) + " votes for " + node.name());
                world.stirred();
            }
            holder[arbitrator] = index;
            renewed(arbitrator, now);
        }
        return deaf[arbitrator][index] > 0 ? Answer.NONE
                : gives ? Answer.GIVEN : Answer.REFUSED;
    }

    private void renewed(int arbitrator, long asked) {
        until[arbitrator] = asked + quorum.lease().toNanos();
        had[arbitrator][holder[arbitrator]] = until[arbitrator];
    }

    private boolean reaches(int arbitrator, int node) {
        return !left && lost[arbitrator] == 0 && cut[arbitrator][node] == 0;
    }

    /** Until when it had given its vote to that node; negative when it never had. */
    long had(int arbitrator, int node) {
        return had[arbitrator][node];
    }

    /** How long a question and its answer take at most; zero for no time at all. */
    long lag(int arbitrator) {
        return lag[arbitrator];
    }

    void slow(int arbitrator, long nanos) {
        lag[arbitrator] = nanos;
    }

    /** It is gone, or back and has forgotten everything. */
    void lose(int arbitrator, boolean gone) {
        lost[arbitrator] = Math.max(0, lost[arbitrator] + (gone ? 1 : -1));
        rests[arbitrator] = world.now() + quorum.lease().toNanos();
    }

    /** What a node asks does not arrive any more, or does again. */
    void cut(int arbitrator, int node, boolean apart) {
        cut[arbitrator][node] = Math.max(0, cut[arbitrator][node] + (apart ? 1 : -1));
    }

    /** What a node asks arrives, and the answer does not; or does again. */
    void deafen(int arbitrator, int node, boolean apart) {
        deaf[arbitrator][node] = Math.max(0, deaf[arbitrator][node] + (apart ? 1 : -1));
    }

    void heal() {
        for (int arbitrator = 0; arbitrator < size(); arbitrator++) {
            if (lost[arbitrator] > 0) {
                rests[arbitrator] = world.now() + quorum.lease().toNanos();
            }
            lost[arbitrator] = 0;
            lag[arbitrator] = 0;
            Arrays.fill(cut[arbitrator], 0);
            Arrays.fill(deaf[arbitrator], 0);
        }
    }

    /** All of them are left out: nobody has their votes. */
    void leave() {
        left = true;
    }

    /** Until when each gives its vote to whom it does now, if nothing else happens. */
    long steadyUntil() {
        long steady = Long.MAX_VALUE;
        for (int arbitrator = 0; arbitrator < size(); arbitrator++) {
            steady = Math.min(steady, steadyUntil(arbitrator));
        }
        return steady;
    }

    private long steadyUntil(int arbitrator) {
        long now = world.now();
        boolean given = until[arbitrator] > now;
        if (left || lost[arbitrator] > 0 || given && renews(arbitrator, holder[arbitrator])) {
            return lag[arbitrator] > 0 ? now : Long.MAX_VALUE;
        }
        if (lag[arbitrator] > 0) {
            return now;
        }
        if (given || rests[arbitrator] > now) {
            return Math.max(until[arbitrator], rests[arbitrator]) - 1;
        }
        for (int node = 0; node < nodes; node++) {
            if (renews(arbitrator, node)) {
                return now;
            }
        }
        return Long.MAX_VALUE;
    }

    private boolean renews(int arbitrator, int node) {
        return node != NOBODY && world.nodes().get(node).running() && reaches(arbitrator, node);
    }

    /** A node that asks at this moment has the vote anew, and gets to hear so. */
    boolean renewable(int arbitrator, SimNode node) {
        return holder[arbitrator] == node.index() && until[arbitrator] > world.now()
                && reaches(arbitrator, node.index()) && deaf[arbitrator][node.index()] == 0;
    }

    /** Every node asked for the last time before a moment, and all went on as it was. */
    void leap(List<SimNode> all, long then) {
        for (int arbitrator = 0; arbitrator < size(); arbitrator++) {
            int who = holder[arbitrator];
            if (until[arbitrator] > world.now() && renews(arbitrator, who)) {
                long asked = all.get(who).agent().pulse().lastVote(then);
                if (asked >= 0) {
                    renewed(arbitrator, asked);
                }
            }
        }
    }
}
