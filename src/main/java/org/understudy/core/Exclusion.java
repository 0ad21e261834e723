package org.understudy.core;

import java.time.Duration;
import java.util.Optional;
import org.understudy.model.Action;
import org.understudy.model.Beat;
import org.understudy.model.Fencing;
import org.understudy.model.Fencing.Phase;
import org.understudy.model.NodeName;
import org.understudy.model.Ruling;
import org.understudy.model.Ruling.Rule;
import org.understudy.model.ServiceName;
import org.understudy.model.Standing.Shot;
import org.understudy.model.View;

/**
 * The rule that demands the fence: a node that may run a service, and is not heard, must be proved
 * to be off, or to have stopped, before the service starts anywhere else. Unknown is not down.
 */
final class Exclusion {
    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(60);
    /** A node that may have been switched off is given the time to boot. */
    private static final Duration BOOT = Duration.ofMinutes(10);
    private static final int DEFENCES = 3;

    private final View view;
    private final ServiceName service;
    private final NodeName node;
    private final Fencing last;

    private Exclusion(View view, ServiceName service, NodeName node) {
        this.view = view;
        this.service = service;
        this.node = node;
        this.last = view.fencings().get(node);
    }

    /** What stands between a start here and the proof about {@code node}; empty: proved. */
    static Optional<Ruling> missing(View view, ServiceName service, NodeName node) {
        return new Exclusion(view, service, node).missing();
    }

    /** In what way a node that is not heard is proved not to run it; empty for one heard. */
    static Optional<String> proof(View view, ServiceName service, NodeName node) {
        return new Exclusion(view, service, node).proof();
    }

    /** Whether a start without a proof about this node would only be an accepted risk. */
    static boolean risked(View view, ServiceName service, NodeName node) {
        return new Exclusion(view, service, node).risked();
    }

    private boolean risked() {
        return switch (Liveness.of(view, node)) {
            case ALIVE, LEFT -> false;
            case AWAITED, AWAY, SILENT -> !stopped() && !Reserving.excludes(view, service);
        };
    }

    /** Whether a node that is not heard is certain to run nothing of the service. */
    static boolean off(View view, ServiceName service, NodeName node) {
        return new Exclusion(view, service, node).stopped();
    }

    /** Whether a start here would rest on nothing but the disks that it takes from this node. */
    static boolean reserves(View view, ServiceName service, NodeName node) {
        return Liveness.of(view, node) == Liveness.Voice.SILENT
                && !off(view, service, node) && Reserving.excludes(view, service);
    }

    private Optional<Ruling> missing() {
        return switch (Liveness.of(view, node)) {
            case LEFT, ALIVE -> Optional.empty();
            case AWAITED -> vouched(view, node) ? Optional.empty()
                    : waiting(node + " has not been heard since this agent started; waiting for it"
                            + " for up to " + Words.of(view.cluster().rejoinGracePeriod()));
            case AWAY -> waiting(node + " announced that its agent is away; after "
                    + Words.of(view.cluster().maintenanceGracePeriod()) + " it counts as silent");
            case SILENT -> missingOfSilent();
        };
    }

    private Optional<String> proof() {
        return switch (Liveness.of(view, node)) {
            case ALIVE -> Optional.empty();
            case LEFT -> Optional.of(node + " stopped its services and left");
            case AWAITED, AWAY, SILENT -> Optional.of(node + ofSilent());
        };
    }

    private String ofSilent() {
        if (last != null && last.phase() == Phase.VOUCHED) {
            return " is silent and " + last.detail();
        }
        if (last != null && last.off()) {
            return " is silent and was fenced, which was confirmed";
        }
        Optional<NodeName> other = told(Phase.CONFIRMED).or(() -> told(Phase.VOUCHED));
        if (other.isPresent()) {
            return " is silent and was fenced by " + other.get() + ", which was confirmed";
        }
        if (Majority.excludes(view, node, service)) {
            return " is silent, has lost its majority and has stopped by now ("
                    + Majority.words(view) + " here)";
        }
        return Reserving.excludes(view, service)
                ? " is silent, and its writes are rejected by the disks, which are reserved first"
                : " is silent; that it may still run is accepted by takeover_without_proof";
    }

    /** Whether an operator said that a node which was never heard is off. */
    static boolean vouched(View view, NodeName node) {
        Fencing last = view.fencings().get(node);
        return last != null && last.phase() == Phase.VOUCHED;
    }

    /** Off for certain, by this node's fence, another's, or an operator's word. */
    private boolean off() {
        return last != null && last.off() || told(Phase.CONFIRMED).isPresent()
                || told(Phase.VOUCHED).isPresent();
    }

    private boolean stopped() {
        return off() || Majority.excludes(view, node, service);
    }

    /** A heard node whose try to fence this one is in that phase. */
    private Optional<NodeName> told(Phase phase) {
        String machine = view.peer(node).beat().map(Beat::machine).orElse("");
        return machine.isEmpty() ? Optional.empty() : view.peers().keySet().stream()
                .filter(other -> Liveness.alive(view, other))
                .filter(other -> {
                    Shot shot = view.peer(other).beat()
                            .map(beat -> beat.standing().fencings().get(node)).orElse(null);
                    return shot != null && shot.phase() == phase
                            && shot.machine().equals(machine);
                }).findFirst();
    }

    private Optional<Ruling> missingOfSilent() {
        if (view.cluster().takeoverWithoutProof() || stopped()) {
            return Optional.empty();
        }
        Optional<NodeName> witness = Liveness.witness(view, node);
        if (witness.isPresent()) {
            return waiting(node + " is silent here, but " + witness.get() + " hears it");
        }
        if (Majority.resets(view, node) && !Majority.overdue(view, node)) {
            return waiting(node + " is silent; without a majority it stops, which is certain "
                    + Words.of(view.cluster().quorum().certain()) + " after its last beat");
        }
        boolean fenced = view.cluster().fenced().contains(node);
        if (Reserving.excludes(view, service) && (!fenced || inVain())) {
            return reserving();
        }
        if (!fenced) {
            return Optional.of(Ruling.hold(Rule.NEEDS_OPERATOR, node + " is silent and nothing"
                    + " proves that it is off: cluster.conf has no [stonith#" + node + "]"
                    + Reserving.flaw(view, service).map(flaw -> ", and " + flaw).orElse("")));
        }
        return Optional.of(fencing());
    }

    /** Whether a fence was tried and did not confirm that the node is off. */
    private boolean inVain() {
        return last != null && (last.phase() == Phase.FAILED || last.phase() == Phase.UNKNOWN)
                && told(Phase.RUNNING).isEmpty();
    }

    /** To take a node's disks ends what it runs: so it is no less a shot than a fence. */
    private Optional<Ruling> reserving() {
        if (Reserving.spares(view, service, node)) {
            return Optional.of(Ruling.hold(Rule.NEEDS_OPERATOR, node + " is silent and has taken"
                    + " the disks back, or may have: they are not taken again and again;"
                    + " svcmgr fence-ack --node " + node + " --i-verified-it-is-off lets this"
                    + " go on"));
        }
        return !view.now().isBefore(Duel.opens(view, node)) ? Optional.empty()
                : waiting(node + Duel.words(view, node));
    }

    private Ruling fencing() {
        Optional<NodeName> other = told(Phase.RUNNING);
        if (other.isPresent()) {
            return Ruling.hold(Rule.PROOF_OF_EXCLUSION, other.get() + " is fencing " + node);
        }
        if (last != null) {
            return retried();
        }
        boolean heard = view.peer(node).beat().isPresent();
        if (!heard && Memories.shotBefore(view, node)) {
            return Ruling.hold(Rule.NEEDS_OPERATOR, node + " was fenced by this node before and"
                    + " not heard since: it is not fenced again and again; svcmgr fence-ack"
                    + " --node " + node + " --i-verified-it-is-off lets this go on");
        }
        if (view.now().isBefore(Duel.opens(view, node))) {
            return Ruling.hold(Rule.WAITING, node + Duel.words(view, node));
        }
        return fence("");
    }

    private Ruling retried() {
        if (last.running()) {
            return Ruling.hold(Rule.PROOF_OF_EXCLUSION, "fencing " + node);
        }
        boolean boots = last.phase() == Phase.UNKNOWN && last.attempts() >= DEFENCES;
        Duration pause = boots ? BOOT : pause(last.attempts());
        if (view.now().since(last.at()).compareTo(pause) >= 0) {
            return fence(", try " + (last.attempts() + 1));
        }
        return Ruling.hold(Rule.PROOF_OF_EXCLUSION, node + " is silent and the fence did not"
                + " confirm that it is off: " + last.detail() + "; next try " + Words.of(pause)
                + " after that");
    }

    private Ruling fence(String attempt) {
        return Ruling.act(Rule.PROOF_OF_EXCLUSION, new Action.Fence(node),
                node + " is silent on every link: it must be fenced first" + attempt);
    }

    /** What a node does that runs the service and may be fenced by this silent one for it. */
    static Optional<Ruling> defence(View view, ServiceName service, NodeName node) {
        Exclusion one = new Exclusion(view, service, node);
        boolean tried = one.last != null && one.last.attempts() >= DEFENCES
                && !one.last.running();
        if (one.off() || tried || view.now().isBefore(Duel.opens(view, node))) {
            return Optional.empty();
        }
        Ruling ruling = one.last == null && one.told(Phase.RUNNING).isEmpty() ? one.fence("")
                : one.fencing();
        return Optional.of(new Ruling(Rule.DEFENDS, ruling.actions(), "up here; " + node
                + " is silent and would start it: it is fenced before it can fence this node"));
    }

    /** Doubles with every try, up to a minute. */
    static Duration pause(int attempts) {
        Duration pause = FIRST_RETRY.multipliedBy(1L << Math.min(attempts - 1, 10));
        return pause.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : pause;
    }

    private static Optional<Ruling> waiting(String reason) {
        return Optional.of(Ruling.hold(Rule.WAITING, reason));
    }
}
