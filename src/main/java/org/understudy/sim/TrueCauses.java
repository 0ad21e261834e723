package org.understudy.sim;

import java.util.Arrays;
import java.util.List;
import org.understudy.model.Action;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Ruling;
import org.understudy.model.ServiceName;

/** I7: the reason of a start names each other node of the service and what is true of it. */
final class TrueCauses implements Checker {
    private final World world;
    private final Ledger ledger;

    TrueCauses(World world, Ledger ledger) {
        this.world = world;
        this.ledger = ledger;
    }

    @Override
    public void decides(SimNode by, ServiceName service, Action action, Ruling ruling) {
        if (!(action instanceof Action.Start)
                || by.file(service).orElseThrow().rules().flexible()) {
            return;
        }
        List<String> clauses = Arrays.asList(
                ruling.reason().replaceFirst("^starts here: ", "").split("; (?!that )"));
        for (NodeName name : by.file(service).orElseThrow().nodes()) {
            SimNode other = world.node(name);
            if (other != by && clauses.stream().noneMatch(clause ->
                    clause.startsWith(name + " ") && holds(by, other, service, clause))) {
                throw new Broken("I7", by.name() + " starts " + service + ", which says nothing"
                        + " true of " + name + ": " + ruling.reason());
            }
        }
    }

    private boolean holds(SimNode by, SimNode other, ServiceName service, String clause) {
        if (clause.endsWith("has it down and agrees")) {
            return ledger.hears(by, other) && (!other.uses(service) || other.undead());
        }
        if (clause.endsWith("is silent and was fenced, which was confirmed")) {
            return ledger.off(by, other, "fenced");
        }
        if (clause.contains(" is silent and was fenced by ")) {
            return ledger.toldOff(by, other)
                    .filter(node -> clause.contains("by " + node.name() + ",")).isPresent();
        }
        if (clause.endsWith("vouched that it is off")) {
            return ledger.off(by, other, "vouched");
        }
        if (clause.contains(" is silent, has lost its majority and has stopped by now (")) {
            return ledger.stoppedByNow(by, other) && !other.uses(service);
        }
        if (clause.endsWith("rejected by the disks, which are reserved first")) {
            return !ledger.hears(by, other) && by.file(service).orElseThrow().reserved();
        }
        if (clause.endsWith("accepted by takeover_without_proof")) {
            return world.cluster().takeoverWithoutProof();
        }
        return clause.endsWith("stopped its services and left") && ledger.said(by, other)
                .filter(beat -> beat.state() == NodeState.LEFT).isPresent();
    }
}
