package org.understudy.sim;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.understudy.model.Action;
import org.understudy.model.Instance;
import org.understudy.model.Monitor;
import org.understudy.model.NodeState;
import org.understudy.model.Resource.Flag;
import org.understudy.model.Ruling;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;

/**
 * I2: whoever starts a service has, of every other node of it, either a beat that is not too old,
 * says that it has nothing of it, and answers the claim; or proof that it is off, or the means to
 * shut it out.
 */
final class ProofOfExclusion implements Checker {
    private final World world;
    private final Ledger ledger;

    ProofOfExclusion(World world, Ledger ledger) {
        this.world = world;
        this.ledger = ledger;
    }

    @Override
    public void decides(SimNode by, ServiceName service, Action action, Ruling ruling) {
        boolean starts = action instanceof Action.Start
                || action instanceof Action.Partial part && begins(by, part);
        if (starts && !by.file(service).orElseThrow().rules().flexible()) {
            for (SimNode other : concerned(by, service).toList()) {
                missing(by, other, service, action instanceof Action.Start).ifPresent(why -> {
                    throw new Broken("I2", by.name() + " starts " + service + ": " + why);
                });
            }
        }
    }

    /** What is up here already is not begun, and standby resources are up in several places. */
    private boolean begins(SimNode by, Action.Partial part) {
        return part.way() != Action.Partial.Way.STOP && !by.holds(part.service())
                && !saidUp(by, part.service())
                && by.file(part.service()).orElseThrow().resources().stream()
                        .filter(r -> part.choice().rids().contains(r.rid()))
                        .anyMatch(r -> r.acts() && !r.is(Flag.STANDBY));
    }

    /** Whether every node that runs was told by this one that it has it, and so leaves it. */
    private boolean saidUp(SimNode by, ServiceName service) {
        return concerned(by, service).filter(SimNode::running).allMatch(other ->
                ledger.said(other, by, service).filter(said -> said.avail() == Status.UP
                        || said.avail() == Status.WARN).isPresent());
    }

    private Stream<SimNode> concerned(SimNode by, ServiceName service) {
        List<SimNode> listed = by.file(service).stream().flatMap(f -> f.nodes().stream())
                .map(world::node).filter(node -> node != by).toList();
        return Stream.concat(listed.stream(), world.nodes().stream().filter(node -> node != by
                && !listed.contains(node) && ledger.said(by, node, service).isPresent()));
    }

    private Optional<String> missing(SimNode by, SimNode other, ServiceName service,
            boolean whole) {
        if (whole && !ledger.hears(by, other) && by.file(service).orElseThrow().reserved()) {
            return Optional.empty(); // shut out before anything is taken, or another checker tells
        }
        boolean risked = world.cluster().takeoverWithoutProof();
        if (other.uses(service) && !other.undead() && (!risked || ledger.hears(by, other))) {
            return Optional.of(other.name() + " holds " + other.held(service));
        }
        boolean left = ledger.said(by, other).filter(beat -> beat.state() == NodeState.LEFT)
                .isPresent();
        if (ledger.off(by, other, "fenced") || ledger.off(by, other, "vouched")
                || ledger.toldOff(by, other).isPresent()) {
            return Optional.empty();
        }
        if (ledger.hears(by, other)) {
            return missing(by, other, service, ledger.said(by, other, service));
        }
        return left || ledger.stoppedByNow(by, other) || risked ? Optional.empty()
                : Optional.of(other.name() + " is not heard and not proved off");
    }

    private Optional<String> missing(SimNode by, SimNode other, ServiceName service,
            Optional<Instance> said) {
        if (said.isEmpty()) {
            return Optional.of(other.name() + " does not know it");
        }
        Monitor monitor = said.get().monitor();
        if (monitor.busy() || monitor == Monitor.STOP_FAILED) {
            return Optional.of(other.name() + " said " + monitor.word());
        }
        boolean stopped = switch (said.get().avail()) {
            case DOWN, NA, STDBY_UP, STDBY_DOWN, DOWN_AND_STDBY -> true;
            case UP, WARN, UP_AND_STDBY, UNDEF -> false;
        };
        if (!stopped) {
            return Optional.of(other.name() + " said " + said.get().avail());
        }
        return ledger.agreed(by, other, service) ? Optional.empty()
                : Optional.of(other.name() + " is heard and has not answered the claim");
    }
}
