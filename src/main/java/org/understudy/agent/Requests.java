package org.understudy.agent;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.understudy.api.Call;
import org.understudy.core.Liveness;
import org.understudy.model.Event;
import org.understudy.model.Goal;
import org.understudy.model.Local;
import org.understudy.model.NodeName;
import org.understudy.model.Orchestrate;
import org.understudy.model.Request;
import org.understudy.model.Request.Scope;
import org.understudy.model.Ruling;
import org.understudy.model.Terms;
import org.understudy.model.View;
import org.understudy.model.Wish;
import org.understudy.wire.Asked;
import org.understudy.wire.Json;
import org.understudy.wire.NodeStatus;
import org.understudy.wire.Outcome;

/** Operators' wishes: taken in, handed to the loop, followed until they are settled. */
final class Requests {
    private static final Duration TAKEN_IN = Duration.ofSeconds(2);

    private final Published published;
    private final Consumer<Event> inbox;

    Requests(Published published, Consumer<Event> inbox) {
        this.published = published;
        this.inbox = inbox;
    }

    /** Hands the wish to the loop; answers as soon as the loop has it. */
    Outcome ask(Local local, Call call) throws InterruptedException {
        Asked asked = Json.decode(call.body().getBytes(StandardCharsets.UTF_8), Asked.class);
        Goal goal = word(Goal.class, asked.goal());
        Optional<NodeName> to = asked.to().isBlank() ? Optional.empty()
                : Optional.of(new NodeName(asked.to()));
        to.filter(node -> !local.service().nodes().contains(node)).ifPresent(node -> {
            throw new IllegalArgumentException("expected one of its nodes "
                    + local.service().nodes() + ", got " + node);
        });
        Request request = new Request(UUID.randomUUID().toString(), author(call),
                local.service().name(), goal,
                goal == Goal.PLACED ? Scope.CLUSTER : scope(local, asked.scope()), to,
                Terms.NONE);
        inbox.accept(new Event.Asked(request));
        return outcome(request.id(), TAKEN_IN, round -> find(round, request.id()).isPresent());
    }

    /** Takes an operator's word that a node is off, unless this node hears it. */
    NodeStatus vouch(String name, Call call) throws InterruptedException {
        NodeName node = new NodeName(name);
        View view = published.round().view();
        if (!view.peers().containsKey(node)) {
            throw new Refusal(404, "expected one of " + view.peers().keySet() + ", got " + node,
                    "svcmgr nodes");
        }
        if (Liveness.alive(view, node)) {
            throw new Refusal(409, node + " is not off: its beats are heard", "svcmgr nodes");
        }
        inbox.accept(new Event.Vouched(node, author(call)));
        Published.Round after = published.await(round -> round.view().fencings()
                .containsKey(node) && round.view().fencings().get(node).off(), TAKEN_IN);
        return new Screens(after).nodes().stream().filter(one -> one.name().equals(node.value()))
                .findFirst().orElseThrow();
    }

    /** How the wish stands, at the latest after this time; at once when it is settled. */
    Outcome outcome(String id, Duration patience) throws InterruptedException {
        return outcome(id, patience, round -> find(round, id)
                .filter(wish -> wish.state() == Wish.State.PENDING).isEmpty());
    }

    private Outcome outcome(String id, Duration patience,
            Predicate<Published.Round> wanted) throws InterruptedException {
        Published.Round round = published.await(wanted, patience);
        Wish wish = find(round, id).orElseThrow(() -> new Refusal(404, "no request " + id
                + " is known: only the last ones are kept", "svcmgr timeline shows older ones"));
        return new Outcome(id, wish.state().name().toLowerCase(Locale.ROOT),
                wish.request().scope().name().toLowerCase(Locale.ROOT), detail(round, wish));
    }

    private static String detail(Published.Round round, Wish wish) {
        Ruling ruling = round.decision().rulings().get(wish.request().service());
        return wish.state() == Wish.State.PENDING && ruling != null ? ruling.reason()
                : wish.detail();
    }

    private static Optional<Wish> find(Published.Round round, String id) {
        return round.view().wishes().stream().filter(w -> w.request().id().equals(id))
                .findFirst();
    }

    private String author(Call call) {
        return (call.uid() == 0 ? "root" : "uid " + call.uid()) + "@"
                + published.round().view().self().node();
    }

    private static Scope scope(Local local, String word) {
        if (!word.equals("auto")) {
            return word(Scope.class, word);
        }
        return local.service().orchestrate() == Orchestrate.HA ? Scope.CLUSTER : Scope.LOCAL;
    }

    private static <E extends Enum<E>> E word(Class<E> type, String word) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(word)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("expected one of "
                + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT)
                + ", got \"" + word + "\"");
    }
}
