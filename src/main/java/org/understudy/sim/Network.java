package org.understudy.sim;

import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;

/** Links between made-up nodes: cut in one direction or both, slow, lossy. */
final class Network {
    private final Random random;
    private final Set<String> cut = new TreeSet<>();
    private int lossPercent;
    private int lag;

    Network(Random random) {
        this.random = random;
    }

    void cut(NodeName from, NodeName to, LinkName link) {
        cut.add(from + ">" + to + " " + link);
    }

    void heal() {
        cut.clear();
        lossPercent = 0;
        lag = 0;
    }

    void lose(int percent) {
        lossPercent = percent;
    }

    boolean carries(NodeName from, NodeName to, LinkName link) {
        return !cut.contains(from + ">" + to + " " + link)
                && (lossPercent == 0 || random.nextInt(100) >= lossPercent);
    }

    /** From now on a beat takes up to this long, and so may come after a later one. */
    void slow(Duration most) {
        lag = (int) most.toMillis();
    }

    Duration delay() {
        return Duration.ofMillis(1 + random.nextInt(20));
    }

    /** How long a beat takes. */
    Duration travel() {
        return lag == 0 ? delay() : delay().plusMillis(random.nextInt(lag));
    }
}
