package org.understudy.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.understudy.api.Call;
import org.understudy.model.Local;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.ServiceName;
import org.understudy.model.View;
import org.understudy.wire.Asked;
import org.understudy.wire.Json;
import org.understudy.wire.Outcome;

/**
 * Switches a service to another node and back, by the same requests as an operator would, and says
 * how long it was down each way.
 */
final class ThereAndBack implements Drill {
    private static final Duration LOOK = Duration.ofMillis(100);
    /** Each way. */
    private static final Duration LIMIT = Duration.ofMinutes(15);
    /** How long a failed switch may leave it down before that is taken for its end. */
    private static final Duration REST = Duration.ofMinutes(1);

    private final Published published;
    private final Clock clock;
    private final Requests requests;
    private final Call asked;
    private final ServiceName name;
    private final List<NodeName> from;
    private final NodeName to;

    /** One way, as it went; {@code wrong} is empty when it came to its end. */
    private record Leg(String wrong, Optional<Duration> down) {
        String downtime(String way) {
            return down.map(time -> Course.exact(time) + " " + way).orElse("");
        }
    }

    /**
     * A drill on one service of this node's.
     *
     * @param asked who asked for it; what is switched, is so in their name
     * @param target where to; the only other node when empty
     * @throws IllegalArgumentException if it cannot be switched, or not there
     */
    ThereAndBack(LinkCut.Means means, Requests requests, Call asked, Local local, String target) {
        this.published = means.published();
        this.clock = means.clock();
        this.requests = requests;
        this.asked = asked;
        this.name = local.service().name();
        if (local.service().rules().flexible()) {
            throw new IllegalArgumentException(name + ": expected a service that is up on one"
                    + " node at a time, got topology = flex");
        }
        List<NodeName> nodes = local.service().nodes();
        this.from = Places.of(published.round().view(), local);
        List<NodeName> others = nodes.stream().filter(node -> !from.contains(node)).toList();
        this.to = target.isEmpty() && others.size() == 1 ? others.get(0) : nodes.stream()
                .filter(node -> node.value().equals(target)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("to: expected one of "
                        + Places.words(others) + ", got \"" + target + "\""));
        if (from.equals(List.of(to))) {
            throw new IllegalArgumentException("to: expected another node than " + to
                    + ", where " + name + " is up");
        }
    }

    @Override
    public String what() {
        return "switch-and-back";
    }

    @Override
    public String kind() {
        return "service";
    }

    @Override
    public String of() {
        return name.value();
    }

    @Override
    public List<Local> services(View view) {
        return List.of(local(view));
    }

    private Local local(View view) {
        return Optional.ofNullable(view.services().get(name)).orElseThrow(() -> new Refusal(404,
                "no service " + name + " on this node any more", "svcmon lists the services"));
    }

    @Override
    public List<String> reasons(View view) {
        List<String> all = new ArrayList<>(new Obstacles(view, local(view)).of(to).stream()
                .map(why -> name + " cannot go to " + to + ": " + why).toList());
        Outcome planned = ask(to, true);
        if (planned.state().equals("refused")) {
            all.add("its switch would be refused: " + planned.detail());
        }
        return all;
    }

    @Override
    public List<String> plan() {
        List<String> plan = new ArrayList<>(ask(to, true).follows());
        plan.add("then back to " + Places.words(from) + " in the same way; it is down each time");
        return plan;
    }

    private Outcome ask(NodeName node, boolean dryRun) {
        Asked wish = new Asked("placed", node.value(), "cluster", "drill", 0, true, dryRun);
        try {
            return requests.ask(local(published.round().view()), new Call("POST", asked.path(),
                    Map.of(), Answers.text(Json.encode(wish)), asked.uid(), asked.node()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome("", "failed", "cluster", "the agent is ending");
        }
    }

    @Override
    public End play(Supplier<Optional<String>> ender) throws InterruptedException {
        Leg there = leg(to, ender);
        Optional<String> early = ender.get().filter(by -> !there.wrong().isEmpty());
        if (!there.wrong().isEmpty() && early.isEmpty()) {
            return new End("failed", after(), there.downtime("there"), "on the way to " + to + ": "
                    + there.wrong() + "; what follows is what follows from any such switch, and it"
                    + " is up on " + where());
        }
        Leg back = leg(from.get(0), Optional::empty);
        String downtime = Stream.of(there.downtime("there"), back.downtime("back"))
                .filter(way -> !way.isEmpty()).collect(Collectors.joining(", "));
        if (!back.wrong().isEmpty()) {
            return new End("failed", after(), downtime, "on the way back: "
                    + back.wrong() + "; it is up on " + where());
        }
        if (early.isPresent()) {
            return new End("reverted", after(), downtime, early.get() + " ended it on the way to "
                    + to + "; it went back at once, and is up on " + where());
        }
        return new End("ok", "there and back", downtime, "up on " + to + " in between, and on "
                + where() + " as before");
    }

    private String where() {
        View view = published.round().view();
        return Places.words(Places.of(view, local(view)));
    }

    private String after() {
        View view = published.round().view();
        List<NodeName> now = Places.of(view, local(view));
        return now.equals(from) ? Places.NOTHING
                : name + ": " + Places.words(from) + " to " + Places.words(now);
    }

    /** Until it is up there, or all is quiet again after it failed, or somebody ends it. */
    private Leg leg(NodeName target, Supplier<Optional<String>> ender)
            throws InterruptedException {
        Moment end = clock.now().plus(LIMIT);
        Outcome outcome = ask(target, false);
        Optional<Moment> down = Optional.empty();
        Optional<Duration> took = Optional.empty();
        Moment pending = clock.now();
        boolean over = false;
        while (!over && ender.get().isEmpty() && clock.now().isBefore(end)) {
            Published.Round last = published.round();
            boolean up = !Places.of(last.view(), local(last.view())).isEmpty();
            if (!up && down.isEmpty()) {
                down = Optional.of(clock.now());
            } else if (up && down.isPresent() && took.isEmpty()) {
                took = Optional.of(clock.now().since(down.get()));
            }
            outcome = now(outcome);
            boolean quiet = !outcome.state().equals("pending")
                    && !Places.busy(last.view(), local(last.view()));
            pending = quiet ? pending : clock.now();
            over = quiet && (up || clock.now().since(pending).compareTo(REST) > 0);
            published.await(next -> next != last, LOOK);
        }
        View view = published.round().view();
        boolean arrived = Places.of(view, local(view)).equals(List.of(target));
        String wrong = arrived ? "" : !over ? "it has not come to an end within "
                + LIMIT.toMinutes() + "m, and goes on" : "its switch " + outcome.state()
                + (outcome.detail().isEmpty() ? "" : ": " + outcome.detail());
        return new Leg(wrong, took);
    }

    /** A loop that is behind may not know of it yet. */
    private Outcome now(Outcome last) throws InterruptedException {
        try {
            return last.id().isEmpty() ? last : requests.outcome(last.id(), Duration.ZERO);
        } catch (Refusal unknown) {
            return last;
        }
    }
}
