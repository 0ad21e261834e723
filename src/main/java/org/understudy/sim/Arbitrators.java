package org.understudy.sim;

import java.util.Arrays;
import java.util.Optional;
import org.understudy.core.Arbitration;
import org.understudy.model.ArbitratorName;
import org.understudy.model.Moment;
import org.understudy.model.Quorum;

/** Made-up arbitrators. One that was lost and is back knows of its vote what a real one does. */
final class Arbitrators {
    /** What a node gets to hear when it asks. */
    enum Answer { GIVEN, REFUSED, NONE }

    private static final int NOBODY = -1;

    private final World world;
    private final Quorum quorum;
    private final int nodes;
    private final Arbitration[] votes;
    /** Until when each node had its vote, if it ever had. */
    private final long[][] had;
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
        this.votes = new Arbitration[size];
        this.had = new long[size][nodes];
        this.lost = new int[size];
        this.cut = new int[size][nodes];
        this.deaf = new int[size][nodes];
        this.lag = new long[size];
        // They have been there for long.
        Arrays.fill(votes, new Arbitration(Optional.empty(), new Moment(0), false));
        for (long[] each : had) {
            Arrays.fill(each, -1);
        }
    }

    int size() {
        return votes.length;
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
        boolean gives = votes[arbitrator].gives(node.name(), now());
        if (gives) {
            if (!votes[arbitrator].holder().equals(Optional.of(node.name()))) {
                world.note(() -> name(arbitrator) + " votes for " + node.name());
                world.stirred();
            }
            given(arbitrator, node, world.now());
        }
        return deaf[arbitrator][index] > 0 ? Answer.NONE
                : gives ? Answer.GIVEN : Answer.REFUSED;
    }

    private Moment now() {
        return new Moment(world.now());
    }

    private void given(int arbitrator, SimNode node, long asked) {
        long end = asked + quorum.lease().toNanos();
        votes[arbitrator] = votes[arbitrator].given(node.name(), new Moment(end));
        had[arbitrator][node.index()] = end;
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

    /** It is gone, or back and knows no more than what is on its disk. */
    void lose(int arbitrator, boolean gone) {
        lost[arbitrator] = Math.max(0, lost[arbitrator] + (gone ? 1 : -1));
        begun(arbitrator);
    }

    private void begun(int arbitrator) {
        votes[arbitrator] = Arbitration.begun(votes[arbitrator].holder(), now());
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
                begun(arbitrator);
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
        Arbitration vote = votes[arbitrator];
        Optional<SimNode> holder = vote.holder().map(world::node)
                .filter(node -> renews(arbitrator, node.index()));
        boolean away = left || lost[arbitrator] > 0;
        boolean given = given(arbitrator);
        if (lag[arbitrator] > 0 || !away && vote.resting() && holder.isPresent()) {
            return now;
        }
        if (away || given && holder.isPresent()) {
            return Long.MAX_VALUE;
        }
        if (now().isBefore(vote.until())) {
            return vote.until().nanos() - 1;
        }
        for (int node = 0; node < nodes; node++) {
            if (renews(arbitrator, node)) {
                return now;
            }
        }
        return Long.MAX_VALUE;
    }

    /** Whether somebody has its vote at this moment. */
    private boolean given(int arbitrator) {
        return !votes[arbitrator].resting() && now().isBefore(votes[arbitrator].until());
    }

    private boolean renews(int arbitrator, int node) {
        return world.nodes().get(node).running() && reaches(arbitrator, node);
    }

    /** A node that asks at this moment has the vote anew, and gets to hear so. */
    boolean renewable(int arbitrator, SimNode node) {
        return given(arbitrator) && votes[arbitrator].holder().equals(Optional.of(node.name()))
                && reaches(arbitrator, node.index()) && deaf[arbitrator][node.index()] == 0;
    }

    /** Every node asked for the last time before a moment, and all went on as it was. */
    void leap(long then) {
        for (int one = 0; one < size(); one++) {
            int arbitrator = one;
            votes[one].holder().map(world::node)
                    .filter(who -> given(arbitrator) && renews(arbitrator, who.index()))
                    .ifPresent(who -> {
                        long asked = who.agent().pulse().lastVote(then);
                        if (asked >= 0) {
                            given(arbitrator, who, asked);
                        }
                    });
        }
    }
}
