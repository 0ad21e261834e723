package org.understudy.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.understudy.core.Liveness;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.Local;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.Orchestrate;
import org.understudy.model.View;

/**
 * Cuts one link of this node for a while. The cut holds only while this says so again and again;
 * it ends at once when any other link fails, anything moves or somebody wants it to.
 */
final class LinkCut implements Drill {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration LEASE = Duration.ofSeconds(1);
    private static final Duration USUAL = Duration.ofSeconds(10);
    private static final Duration MARGIN = Duration.ofSeconds(5);
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofMinutes(10);

    private final Published published;
    private final Clock clock;
    private final Vigil vigil;
    private final BiConsumer<LinkName, Duration> cut;
    private final Link link;
    private final Duration lasts;
    private final NodeName self;
    private final List<String> others;
    private Optional<Moment> silent = Optional.empty();

    /**
     * What it is made with.
     *
     * @param cut cuts a link of this node for so long, a second at most
     */
    record Means(Published published, Clock clock, Vigil vigil,
            BiConsumer<LinkName, Duration> cut) {
    }

    /**
     * A drill on one link.
     *
     * @param name which; the first one when empty
     * @param time how long; as long as is usual when zero
     * @throws IllegalArgumentException if there is no such link, or it cannot last so long
     */
    LinkCut(Means means, String name, Duration time) {
        this.published = means.published();
        this.clock = means.clock();
        this.vigil = means.vigil();
        this.cut = means.cut();
        View view = published.round().view();
        this.self = view.self().node();
        List<Link> links = view.cluster().links();
        this.link = links.stream().filter(one -> name.isEmpty() || one.name().value().equals(name))
                .findFirst().orElseThrow(() -> new IllegalArgumentException("link: expected "
                        + (links.isEmpty() ? "a cluster with links" : "one of " + links.stream()
                        .map(one -> one.name().value()).collect(Collectors.joining(", ")))
                        + ", got \"" + name + "\""));
        this.others = links.stream().filter(one -> one != link).map(one -> one.name().value())
                .toList();
        Duration usual = Collections.max(List.of(USUAL, link.timeout().plus(MARGIN)));
        this.lasts = time.isZero() ? Collections.min(List.of(usual, MOST)) : time;
        if (lasts.compareTo(LEAST) < 0 || lasts.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("for: expected 1s to 10m, got "
                    + Chronicle.text(lasts));
        }
    }

    @Override
    public String what() {
        return "link-cut";
    }

    @Override
    public String kind() {
        return "link";
    }

    @Override
    public String of() {
        return link.name().value();
    }

    @Override
    public List<Local> services(View view) {
        return view.services().values().stream().filter(local -> local.service().orchestrate()
                == Orchestrate.HA && local.service().nodes().size() > 1).toList();
    }

    @Override
    public List<String> reasons(View view) {
        if (view.peers().isEmpty() || others.isEmpty()) {
            return List.of(view.peers().isEmpty() ? "there is no other node"
                    : link.name() + " is the only link: the nodes would take each other for lost");
        }
        return view.cluster().links().stream().filter(one -> one != link).filter(one ->
                Vigil.bound(one).plus(LOOK.multipliedBy(2)).plus(link.interval())
                        .compareTo(one.timeout()) >= 0).map(one -> "if " + one.name()
                        + " failed, " + link.name() + ", with a beat every "
                        + Chronicle.text(link.interval()) + ", would not be back before the"
                        + " timeout of " + one.name() + ", " + Chronicle.text(one.timeout()))
                .toList();
    }

    @Override
    public List<String> plan() {
        List<String> plan = new ArrayList<>();
        plan.add(of() + " of " + self + ": cut in both directions, for " + Chronicle.text(lasts));
        plan.add(link.timeout().compareTo(lasts) < 0 ? "after " + Chronicle.text(link.timeout())
                + " without a beat it counts as silent" : "no node calls it silent by then: that"
                + " takes " + Chronicle.text(link.timeout()));
        plan.add("beats go on on " + String.join(", ", others) + "; if one of them fails, " + of()
                + " is restored at once");
        plan.add("nothing moves, and " + of() + " is restored");
        return plan;
    }

    @Override
    public End play(Supplier<Optional<String>> ender) throws InterruptedException {
        View before = published.round().view();
        Moment begun = clock.now();
        Optional<String> wrong;
        try {
            wrong = held(before, begun, ender);
        } finally {
            cut.accept(link.name(), Duration.ZERO);
        }
        Moment restored = clock.now();
        String how = of() + " was cut for " + Chronicle.text(restored.since(begun))
                + silent.map(at -> ", silent from " + Chronicle.text(at.since(begun)) + " on")
                        .orElse("");
        List<String> away = missing(restored);
        String moved = Places.moved(before, published.round().view());
        if (!away.isEmpty()) {
            return new End("failed", moved, "", how + wrong.map("; it ended early: "::concat)
                    .orElse("") + "; restored, but not heard again on it: "
                    + String.join(", ", away));
        }
        String again = ", and heard again " + Chronicle.text(clock.now().since(restored))
                + " after it was restored";
        return wrong.map(why -> new End("reverted", moved, "", how + again + "; it ended early: "
                + why)).orElseGet(() -> new End(moved.equals(Places.NOTHING) ? "ok" : "failed",
                        moved, "", how + again));
    }

    /** Why it ended before its time. */
    private Optional<String> held(View before, Moment begun, Supplier<Optional<String>> ender)
            throws InterruptedException {
        Moment end = begun.plus(lasts);
        Moment last = begun;
        while (clock.now().isBefore(end)) {
            Moment now = clock.now();
            if (now.since(last).compareTo(LEASE) > 0) {
                return Optional.of("the agent of " + self + " stood still for "
                        + Chronicle.text(now.since(last)));
            }
            Optional<String> wrong = ender.get().map(by -> by + " ended it")
                    .or(() -> wrong(before));
            if (wrong.isPresent()) {
                return wrong;
            }
            cut.accept(link.name(), Collections.min(List.of(LEASE, end.since(now))));
            last = now;
            published.await(round -> wrong(before).isPresent(),
                    Collections.min(List.of(LOOK, end.since(now))));
            note();
        }
        return Optional.empty();
    }

    private void note() {
        View view = published.round().view();
        if (silent.isEmpty() && view.peers().keySet().stream()
                .noneMatch(node -> Liveness.heard(view, node, link.name()))) {
            silent = Optional.of(clock.now());
        }
    }

    private Optional<String> wrong(View before) {
        View view = published.round().view();
        List<String> failing = vigil.failing(view, clock.now(), Optional.of(link.name()));
        String moved = Places.moved(before, view);
        return !failing.isEmpty() ? Optional.of(String.join("; ", failing))
                : moved.equals(Places.NOTHING) ? Optional.empty() : Optional.of(moved);
    }

    /** Who has not been heard on the link since then, although there was time enough. */
    private List<String> missing(Moment restored) throws InterruptedException {
        View view = published.await(round -> missing(round.view(), restored).isEmpty(),
                link.timeout().plus(MARGIN)).view();
        return missing(view, restored);
    }

    private List<String> missing(View view, Moment restored) {
        return view.peers().entrySet().stream().filter(peer -> Optional.ofNullable(
                peer.getValue().heard().get(link.name())).filter(restored::isBefore).isEmpty())
                .map(peer -> peer.getKey().value()).toList();
    }
}
