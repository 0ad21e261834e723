package org.understudy.core;

import java.util.List;
import java.util.Optional;
import org.understudy.model.Action;
import org.understudy.model.Freeze;
import org.understudy.model.Instance;
import org.understudy.model.Local;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.Orchestrate;
import org.understudy.model.Ruling;
import org.understudy.model.Ruling.Rule;
import org.understudy.model.Rules.Placing;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
import org.understudy.model.View;

/** What to do with a service that no operator asks anything of at the moment. */
final class Unasked {
    private final View view;
    private final Local local;
    private final ServiceName name;

    Unasked(View view, Local local) {
        this.view = view;
        this.local = local;
        this.name = local.service().name();
    }

    Ruling ruling() {
        if (local.service().rules().flexible()) {
            return new Flexing(view, local).ruling().orElseGet(this::started);
        }
        return Elsewhere.up(Aggregate.avail(local)) ? up() : started();
    }

    /** It runs here: nothing to do, unless that is threatened or wrong. */
    Ruling up() {
        String down = Obstacles.notUp(local);
        return twice().or(this::defended).orElseGet(() -> Posture.rests(local, Rule.CONTENT,
                down.isEmpty() ? "up here" : "up here; not up: " + down));
    }

    private Optional<Ruling> defended() {
        return frozen().isPresent() ? Optional.empty()
                : Duel.rival(view, local).flatMap(n -> Exclusion.defence(view, name, n));
    }

    /** The instance of the earlier proved claim stays; without any, nobody can tell which. */
    private Optional<Ruling> twice() {
        Optional<NodeName> other = Elsewhere.first(view, name, i -> Elsewhere.up(i.avail()));
        if (other.isEmpty() || local.service().rules().flexible()) {
            return Optional.empty();
        }
        NodeName node = other.get();
        long theirs = view.told(node, name).map(Instance::past).map(Instance.Past::term).orElse(0L);
        long ours = local.care().term();
        boolean yields = theirs > ours
                || theirs == ours && theirs > 0 && Placement.before(node,
                        view.self().node());
        if (yields && frozen().isEmpty() && local.service().orchestrate() == Orchestrate.HA) {
            return Optional.of(Ruling.act(Rule.TOO_MANY, new Action.Stop(name, false),
                    "it is up on " + node + " too (double_start), which has the better claim"
                            + " to it"));
        }
        return Optional.of(Ruling.hold(Rule.TOO_MANY, "up here, and up on " + node
                + " too (double_start)"
                + (ours > theirs ? ", which has no claim to it" : ": stop one of them")));
    }

    /** Why the cluster leaves it alone here, by the instance's freeze or the node's. */
    private Optional<String> frozen() {
        return local.kept().freeze().map(freeze -> words(freeze, "here"))
                .or(() -> view.frozen().map(freeze -> words(freeze, "with this node")));
    }

    private static String words(Freeze freeze, String where) {
        return freeze.words().replaceFirst("^frozen", "frozen " + where);
    }

    private Ruling started() {
        Optional<String> frozen = frozen();
        if (frozen.isPresent()) {
            return Posture.rests(local, Obstacles.failed(local)
                    .orElseGet(() -> Ruling.hold(Rule.CONTENT, frozen.get())));
        }
        Orchestrate orchestrate = local.service().orchestrate();
        if (orchestrate == Orchestrate.NO) {
            return Posture.rests(local, Obstacles.failed(local).orElseGet(() -> Ruling.hold(
                    Rule.CONTENT, "orchestrate = no: it starts when an operator says so")));
        }
        if (!Placement.joined(view)) {
            return Posture.rests(local, Rule.WAITING, Joining.awaited(view));
        }
        if (interrupted()) {
            return new Starting(view, local, true).here();
        }
        return natural(orchestrate).orElseGet(() -> local.service().rules().flexible()
                ? new Flexing(view, local).started() : new Starting(view, local, true).asLeader());
    }

    /** A start that this boot of the machine began, and whose agent died, goes on. */
    private boolean interrupted() {
        boolean rests = local.is(Monitor.IDLE) || local.monitor().state().waits();
        return rests && Aggregate.avail(local) == Status.WARN
                && local.kept().starting().equals(view.self().machine());
    }

    /** With orchestrate = start, a node that is not the preferred one of all never starts it. */
    private Optional<Ruling> natural(Orchestrate orchestrate) {
        Placing placing = local.service().rules().placement();
        int many = local.service().rules().flexible() ? local.service().rules().flex().target() : 1;
        if (orchestrate == Orchestrate.HA && placing != Placing.NONE && many > 0) {
            return Optional.empty();
        }
        List<NodeName> first = Placement.ranked(view, local).stream().limit(many).toList();
        if (orchestrate == Orchestrate.START && !first.contains(view.self().node())) {
            return Optional.of(Posture.rests(local, Rule.ELSEWHERE, first.isEmpty()
                    ? "placement = none: it starts when an operator says so"
                    : "orchestrate = start: only " + first.get(0) + " starts it by itself"));
        }
        return first.isEmpty() ? Optional.of(Posture.rests(local, Rule.CONTENT,
                "placement = none: it starts when an operator says so")) : Optional.empty();
    }
}
