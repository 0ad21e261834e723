package org.understudy.agent;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.understudy.api.Call;
import org.understudy.core.Forecast;
import org.understudy.core.Foresight;
import org.understudy.model.Choice;
import org.understudy.model.Event;
import org.understudy.model.Goal;
import org.understudy.model.Local;
import org.understudy.model.NodeName;
import org.understudy.model.Orchestrate;
import org.understudy.model.Request;
import org.understudy.model.Request.Scope;
import org.understudy.model.Ruling;
import org.understudy.model.ServiceName;
import org.understudy.model.Terms;
import org.understudy.model.View;
import org.understudy.model.Wish;
import org.understudy.wire.Asked;
import org.understudy.wire.AskedPart;
import org.understudy.wire.Json;
import org.understudy.wire.Outcome;

/** Operators' wishes: taken in, handed to the loop, followed until they are settled. */
final class Requests {
    private static final Duration TAKEN_IN = Duration.ofSeconds(2);

    private final Published published;
    private final Consumer<Event> inbox;
    private final Turns turns;

    Requests(Published published, Consumer<Event> inbox, Clock clock, Progress progress) {
        this.published = published;
        this.inbox = inbox;
        this.turns = new Turns(published, clock, progress);
    }

    /**
     * Hands the wish to the loop; answers as soon as the loop has it, or before that when somebody
     * has to say yes to what follows from it, or another action runs.
     */
    Outcome ask(Local local, Call call) throws InterruptedException {
        Asked asked = Wording.asked(call);
        View view = published.round().view();
        return ask(request(local, asked, Wording.author(call, view)), asked);
    }

    /** As {@link #ask}, for some resources on this node. */
    Outcome askPart(Local local, Call call) throws InterruptedException {
        AskedPart body = Json.decode(call.body().getBytes(StandardCharsets.UTF_8),
                AskedPart.class);
        Asked asked = body.asked();
        View view = published.round().view();
        Request whole = request(local, new Asked(asked.goal(), "", "local", asked.reason(),
                asked.lastsMillis(), asked.yes(), asked.dryRun()), Wording.author(call, view));
        Choice choice = Parts.choice(local.service(), whole.goal(), body.part());
        return choice.rids().isEmpty() ? new Outcome("", "reached", "local", "",
                List.of("nothing to do: no such resource of " + local.service().name()))
                : ask(whole.about(choice), asked);
    }

    private Outcome ask(Request request, Asked asked) throws InterruptedException {
        View view = published.round().view();
        if (asked.dryRun()) {
            return planned(view, request);
        }
        List<String> follows = follows(view, request);
        if (request.goal() == Goal.THAWED && !follows.isEmpty() && !asked.yes()) {
            return new Outcome("", "confirm", lower(request.scope()), "", follows);
        }
        Outcome taken = turns.take(request, () -> {
            inbox.accept(new Event.Asked(request));
            Published.Round round = published.await(
                    later -> find(later, request.id()).isPresent(), TAKEN_IN);
            return find(round, request.id()).map(wish -> outcome(round, wish))
                    .orElseGet(() -> new Outcome(request.id(), "pending", lower(request.scope()),
                            "this agent is behind with its work: it has not begun with that yet"));
        });
        return new Outcome(taken.id(), taken.state(), taken.scope(), taken.detail(), follows);
    }

    private static Outcome planned(View view, Request request) {
        String scope = lower(request.scope());
        return Foresight.refusal(view, request)
                .map(why -> new Outcome("", "refused", scope, why))
                .orElseGet(() -> new Outcome("", "plan", scope, "",
                        PlanLines.of(view, Foresight.of(view, request))));
    }

    private Request request(Local local, Asked asked, String author) {
        Goal goal = Wording.word(Goal.class, asked.goal());
        Optional<NodeName> to = asked.to().isBlank() ? Optional.empty()
                : Optional.of(new NodeName(asked.to()));
        to.filter(node -> !local.service().nodes().contains(node)).ifPresent(node -> {
            throw new Refusal(400, "expected one of its nodes " + local.service().nodes()
                    + ", got " + node, "svcmgr nodes");
        });
        Scope scope = goal == Goal.PLACED ? Scope.CLUSTER : scope(local, asked.scope());
        Terms terms = Wording.terms(asked);
        checkFreeze(local, goal, scope, terms);
        return new Request(UUID.randomUUID().toString(), author, local.service().name(), goal,
                scope, to, terms);
    }

    /** Terms that would not be kept are refused. */
    private static void checkFreeze(Local local, Goal goal, Scope scope, Terms terms) {
        boolean stops = goal == Goal.STOPPED || goal == Goal.SHUTDOWN;
        boolean freezes = goal == Goal.FROZEN || stops && (scope == Scope.CLUSTER
                || local.service().orchestrate() != Orchestrate.NO);
        if (terms.lasts().isPresent() && !freezes) {
            throw new Refusal(400, "a duration is for a freeze, and " + goal.word()
                    + " does not freeze it here", "svcmgr freeze --help");
        }
        local.kept().freeze().filter(held -> goal == Goal.FROZEN && !terms.equals(Terms.NONE))
                .ifPresent(held -> {
                    String thaw = "svcmgr -s " + local.service().name() + " thaw";
                    throw new Refusal(400, "it is " + held.words() + " already; " + thaw
                            + " first", thaw);
                });
    }

    private static List<String> follows(View view, Request request) {
        ServiceName name = request.service();
        if (request.part().isPresent()) {
            return Parts.follows(view, request);
        }
        boolean cluster = request.scope() == Scope.CLUSTER;
        Optional<String> start = switch (request.goal()) {
            case THAWED -> Wording.start(view, Forecast.thawed(view, name, cluster), name);
            case STARTED -> cluster ? Forecast.startsAsked(view, name)
                    .map(node -> name + " will start on " + node) : Optional.empty();
            case FROZEN -> cluster ? ended(view.services().get(name)) : Optional.empty();
            case STOPPED, SHUTDOWN, CLEARED, RESTARTED, ABORTED, PLACED -> Optional.empty();
        };
        return start.stream().toList();
    }

    /** A freeze in the middle of a switch may leave a service down on all nodes. */
    private static Optional<String> ended(Local local) {
        return local.target().current().filter(one -> one.goal() != Goal.FROZEN).map(one ->
                local.service().name() + " was to be " + one.goal().word() + one.to().map(node ->
                        " on " + node).orElse("") + ", as " + one.author()
                        + " asked: that ends where it is now; thaw, then ask again");
    }

    /**
     * How the wish stands, at the latest after this time; at once when it is settled. A loop that
     * is behind may not have it yet.
     */
    Outcome outcome(String id, Duration patience) throws InterruptedException {
        Published.Round round = published.await(later -> find(later, id)
                .filter(wish -> wish.state() != Wish.State.PENDING).isPresent(), patience);
        return find(round, id).map(wish -> outcome(round, wish))
                .orElseThrow(() -> new Refusal(404, "no request " + id
                        + " is known: only the last ones are kept",
                        "svcmgr timeline shows older ones"));
    }

    private static Outcome outcome(Published.Round round, Wish wish) {
        return new Outcome(wish.request().id(), lower(wish.state()),
                lower(wish.request().scope()), detail(round, wish));
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

    private static Scope scope(Local local, String word) {
        if (!word.equals("auto")) {
            return Wording.word(Scope.class, word);
        }
        return local.service().orchestrate() == Orchestrate.HA ? Scope.CLUSTER : Scope.LOCAL;
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
