package org.understudy.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.understudy.api.Call;
import org.understudy.api.Reply;
import org.understudy.core.Handover;
import org.understudy.core.Liveness;
import org.understudy.model.Edition;
import org.understudy.model.Edition.Lag;
import org.understudy.model.Freeze;
import org.understudy.model.Local;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.ServiceName;
import org.understudy.model.View;
import org.understudy.wire.Problem;
import org.understudy.wire.Shapes;

/**
 * Whether the cluster is well enough for a drill. Each node says what is not as it should be with
 * it; the one that is asked adds what concerns them all.
 *
 * @param published what is known here
 * @param vigil looks at the links
 * @param clock the one that beats are heard by
 * @param notices what every status says, and which files differ
 * @param neighbours the other nodes
 */
record Readiness(Published published, Vigil vigil, Clock clock, Notices notices,
        Neighbours neighbours) {
    private static final Duration ANSWER = Duration.ofSeconds(5);
    /** A beat may be late. */
    private static final Duration BEATS = Duration.ofSeconds(2);
    private static final int ROOT = 0;

    /** Every reason against a drill on those services; empty when there is none. */
    List<String> reasons(List<Local> services) throws InterruptedException {
        View view = published.round().view();
        List<String> names = services.stream().map(local -> local.service().name().value())
                .toList();
        List<String> all = new ArrayList<>(here(names));
        for (NodeName node : view.peers().keySet()) {
            if (Liveness.alive(view, node)) {
                all.addAll(there(node, names));
            } else {
                all.add(node + " is " + Chronicle.lower(Liveness.of(view, node)));
            }
        }
        services.forEach(local -> of(view, local, all));
        return all.stream().distinct().toList();
    }

    private List<String> there(NodeName node, List<String> names) throws InterruptedException {
        try {
            Reply reply = neighbours.ask(node, new Call("GET", "/v1/drills/obstacles",
                    Map.of("services", String.join(",", names)), "", ROOT), ANSWER);
            return reply.good() ? Shapes.list(reply.json(), String.class) : List.of(node
                    + " cannot say whether it is well: " + Shapes.read(reply.json(),
                            Problem.class).error());
        } catch (Refusal unanswered) {
            return List.of(node + " does not say whether it is well: " + unanswered.words());
        }
    }

    /** What is not as it should be on this node. */
    List<String> here(List<String> names) throws InterruptedException {
        View view = published.await(round -> vigil.failing(round.view(), clock.now(),
                Optional.empty()).isEmpty(), BEATS).view();
        NodeName self = view.self().node();
        List<String> all = new ArrayList<>();
        if (view.self().state() != NodeState.IDLE) {
            all.add("the agent of " + self + " is " + Chronicle.lower(view.self().state()));
        }
        view.frozen().map(Freeze::words).ifPresent(words -> all.add(self + " is " + words));
        all.addAll(vigil.failing(view, clock.now(), Optional.empty()));
        Handover.minority(view).ifPresent(all::add);
        all.addAll(notices.fences().failing());
        notices.around().forEach(notice -> all.add(self + ": " + notice));
        notices.configuration().versions().editions().forEach((name, edition) ->
                differs(name, edition).ifPresent(all::add));
        names.forEach(name -> Optional.ofNullable(view.services().get(new ServiceName(name)))
                .ifPresent(local -> on(self, local, all)));
        return all;
    }

    private static Optional<String> differs(String name, Edition edition) {
        String file = name.equals(Versions.CLUSTER) ? "cluster.conf" : name + ".conf";
        return edition.lag() == Lag.NONE ? Optional.empty()
                : Optional.of(file + ": " + edition.from() + (edition.lag() == Lag.SPLIT
                        ? " has another one, changed apart" : " has a newer one"));
    }

    private void on(NodeName self, Local local, List<String> all) {
        ServiceName name = local.service().name();
        local.kept().freeze().ifPresent(freeze -> all.add(name + " is " + freeze.words() + " on "
                + self));
        if (local.monitor().state().busy() || local.monitor().state().failed()) {
            all.add(name + " is " + local.monitor().state().word() + " on " + self);
        }
        notices.of(name).forEach(notice -> all.add(name + " on " + self + ": " + notice));
    }

    private static void of(View view, Local local, List<String> all) {
        ServiceName name = local.service().name();
        List<NodeName> up = Places.of(view, local);
        boolean flexible = local.service().rules().flexible();
        if (up.isEmpty() || up.size() > 1 && !flexible) {
            all.add(name + " is up on " + (up.isEmpty() ? "no node" : Places.words(up)));
        }
        List<NodeName> others = local.service().nodes().stream()
                .filter(node -> !up.contains(node)).toList();
        Obstacles obstacles = new Obstacles(view, local);
        if (!flexible && others.stream().noneMatch(node -> obstacles.of(node).isEmpty())) {
            all.add("no other node could start " + name + (others.isEmpty() ? "" : ": "
                    + others.stream().map(node -> String.join(", ", obstacles.of(node)))
                            .collect(Collectors.joining("; "))));
        }
    }

    /** The names in a call's query. */
    static List<String> names(Call call) {
        return Arrays.stream(call.query().getOrDefault("services", "").split(","))
                .filter(name -> !name.isBlank()).toList();
    }
}
