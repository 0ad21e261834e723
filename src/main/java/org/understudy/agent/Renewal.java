package org.understudy.agent;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.understudy.config.ClusterFile;
import org.understudy.core.Liveness;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.View;
import org.understudy.wire.FileVersion;

/**
 * Has the agent take in another cluster.conf: ends it, for whoever keeps it to start it again. One
 * node after the other, and only while all members have the same file, are heard and do nothing,
 * so that a file that cuts its node off cuts off that one alone.
 */
final class Renewal implements Runnable {
    static final Duration PERIOD = Duration.ofMillis(500);
    /** Longer than the one before needs to say that it goes. */
    static final Duration TURN = Duration.ofSeconds(3);

    private final Supplier<Optional<ClusterFile>> other;
    private final Published published;
    private final Versions versions;
    private final Clock clock;
    private final Runnable restart;
    private Optional<Moment> quiet = Optional.empty();
    private boolean done;

    /**
     * @param other what the files say, where that is not what the agent goes by
     * @param restart ends the agent so that it is started again
     */
    Renewal(Supplier<Optional<ClusterFile>> other, Published published, Versions versions,
            Clock clock, Runnable restart) {
        this.other = other;
        this.published = published;
        this.versions = versions;
        this.clock = clock;
        this.restart = restart;
    }

    @Override
    public void run() {
        View view = published.round().view();
        Optional<ClusterFile> next = other.get();
        if (done || next.isEmpty() || !ready(view, next.get())) {
            quiet = Optional.empty();
            return;
        }
        Moment now = clock.now();
        quiet = quiet.or(() -> Optional.of(now));
        int turn = next.get().cluster().nodes().indexOf(view.self().node());
        if (now.since(quiet.get()).compareTo(TURN.multipliedBy(turn + 1L)) >= 0) {
            done = true;
            restart.run();
        }
    }

    /** Whom it takes in has not been heard yet; whom it forgets is not to be waited for. */
    private boolean ready(View view, ClusterFile next) {
        SortedSet<NodeName> members = new TreeSet<>(view.peers().keySet());
        members.retainAll(next.cluster().nodes());
        Optional<FileVersion> own = versions.of(Versions.CLUSTER);
        boolean agreed = Lineage.of(Versions.CLUSTER, versions).newest().isEmpty()
                && members.stream().allMatch(node -> Optional.ofNullable(versions
                        .told(Versions.CLUSTER).get(node.value()))
                        .filter(told -> own.filter(told::says).isPresent()).isPresent());
        return agreed && view.self().state() == NodeState.IDLE && isIdle(view)
                && members.stream().allMatch(node -> Liveness.alive(view, node)
                        && view.peer(node).beat().filter(beat -> beat.state() == NodeState.IDLE)
                                .isPresent());
    }

    private static boolean isIdle(View view) {
        List<Boolean> busy = view.services().values().stream()
                .map(local -> local.monitor().state().busy() || local.target().current()
                        .isPresent()).toList();
        return !busy.contains(true);
    }
}
