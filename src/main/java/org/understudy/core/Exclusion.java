package org.understudy.core;

import java.time.Duration;
import java.util.Optional;
import org.understudy.model.Action;
import org.understudy.model.Fencing;
import org.understudy.model.NodeName;
import org.understudy.model.Ruling;
import org.understudy.model.Ruling.Rule;
import org.understudy.model.View;

/**
 * The rule that demands the fence: a node that may run a service, and is not heard, must be proved
 * to be off before the service starts anywhere else. Unknown is not down.
 */
final class Exclusion {
    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(60);

    private Exclusion() {
    }

    /** What stands between a start here and the proof that {@code node} is off; empty: proved. */
    static Optional<Ruling> missing(View view, NodeName node) {
        return switch (Liveness.of(view, node)) {
            case LEFT -> Optional.empty();
            case ALIVE -> Optional.empty();
            case AWAITED -> vouched(view, node) ? Optional.empty()
                    : waiting(node + " has not been heard since this agent started; waiting for it"
                            + " for up to " + text(view.cluster().rejoinGracePeriod()));
            case AWAY -> waiting(node + " announced that its agent is away; after "
                    + text(view.cluster().maintenanceGracePeriod()) + " it counts as silent");
            case SILENT -> missingOfSilent(view, node);
        };
    }

    /** In what way a node that is not heard is proved to be off; empty for one that is heard. */
    static Optional<String> proof(View view, NodeName node) {
        return switch (Liveness.of(view, node)) {
            case ALIVE -> Optional.empty();
            case LEFT -> Optional.of(node + " stopped its services and left");
            case AWAITED, AWAY, SILENT -> Optional.of(node + ofSilent(view.fencings().get(node)));
        };
    }

    private static String ofSilent(Fencing last) {
        if (last == null || !last.off()) {
            return " is silent; that it may still run is accepted by takeover_without_proof";
        }
        return last.phase() == Fencing.Phase.VOUCHED ? " is silent and " + last.detail()
                : " is silent and was fenced, which was confirmed";
    }

    /** Whether an operator said that a node which was never heard is off. */
    static boolean vouched(View view, NodeName node) {
        Fencing last = view.fencings().get(node);
        return last != null && last.phase() == Fencing.Phase.VOUCHED;
    }

    private static Optional<Ruling> missingOfSilent(View view, NodeName node) {
        Fencing last = view.fencings().get(node);
        if (view.cluster().takeoverWithoutProof()
                || last != null && last.off()) {
            return Optional.empty();
        }
        if (!view.cluster().fenced().contains(node)) {
            return Optional.of(Ruling.hold(Rule.NEEDS_OPERATOR, node + " is silent and nothing"
                    + " proves that it is off: cluster.conf has no [stonith#" + node + "]"));
        }
        return Optional.of(last == null ? fence(node, "") : retried(view, node, last));
    }

    private static Ruling retried(View view, NodeName node, Fencing last) {
        if (last.phase() == Fencing.Phase.RUNNING) {
            return Ruling.hold(Rule.PROOF_OF_EXCLUSION, "fencing " + node);
        }
        Duration pause = pause(last.attempts());
        if (view.now().since(last.at()).compareTo(pause) >= 0) {
            return fence(node, ", try " + (last.attempts() + 1));
        }
        return Ruling.hold(Rule.PROOF_OF_EXCLUSION, node + " is silent and the fence did not"
                + " confirm that it is off: " + last.detail() + "; next try " + text(pause)
                + " after that");
    }

    private static Ruling fence(NodeName node, String attempt) {
        return Ruling.act(Rule.PROOF_OF_EXCLUSION, new Action.Fence(node),
                node + " is silent on every link: it must be fenced first" + attempt);
    }

    /** Doubles with every try, up to a minute. */
    static Duration pause(int attempts) {
        Duration pause = FIRST_RETRY.multipliedBy(1L << Math.min(attempts - 1, 10));
        return pause.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : pause;
    }

    private static Optional<Ruling> waiting(String reason) {
        return Optional.of(Ruling.hold(Rule.WAITING, reason));
    }

    private static String text(Duration duration) {
        return Words.of(duration);
    }
}
