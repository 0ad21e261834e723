package org.understudy.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.understudy.model.Cluster;
import org.understudy.model.Fencing;
import org.understudy.model.Goal;
import org.understudy.model.Link;
import org.understudy.model.NodeName;
import org.understudy.model.NodeRequest;
import org.understudy.model.NodeState;
import org.understudy.model.Request.Scope;
import org.understudy.model.Rid;
import org.understudy.model.ServiceName;
import org.understudy.model.Terms;
import org.understudy.model.View;

/** Plays what would follow from some happenings in a real cluster; nothing of it is real. */
public final class WhatIf {
    private static final Duration MOST = Duration.ofHours(1);
    private static final Duration SLICE = Duration.ofSeconds(10);
    /** What is under way at first is let go on for so long. */
    private static final Duration SETTLES = Duration.ofSeconds(1);
    private static final Duration REBOOTS = Duration.ofSeconds(60);
    private static final Duration FOR_GOOD = MOST.plus(MOST);

    private final World world;
    private final NodeName self;
    private final Narrator narrator;
    private final List<String> notes;
    private final BooleanSupplier enough;
    private final long end;

    /**
     * Begins where the cluster is.
     *
     * @param view what one node knows of it
     * @param pace how long things take; what it does not know takes no time
     * @param enough whether there is no more time to go on; may read a clock
     */
    public WhatIf(View view, Timing timing, Pace pace, BooleanSupplier enough) {
        Situation.Made made = Situation.of(view, timing, new Foreseen(pace));
        this.world = made.world();
        this.self = view.self().node();
        this.notes = new ArrayList<>(made.notes());
        this.narrator = new Narrator(world, pace);
        this.enough = enough;
        this.end = MOST.toNanos();
        world.watch(narrator);
        made.goOn();
    }

    /** What follows from them, one after the other. */
    public Story play(List<Happening> happenings) {
        world.run(SETTLES);
        if (!happenings.isEmpty() && happenings.get(0).quiet()) {
            calm();
        }
        narrator.begin();
        boolean inTime = true;
        for (Happening one : happenings) {
            inTime = inTime && (!one.quiet() || calm()) && passed(one.after());
            if (inTime) {
                happen(one);
                narrator.look();
            }
        }
        boolean ended = inTime && calm();
        return new Story(narrator.lines(), world.services().stream()
                .map(service -> narrator.ending(service)).toList(), notes,
                Duration.ofNanos(world.now()).minus(narrator.zero()), ended);
    }

    /** Lets time pass; false when there is not so much. */
    private boolean passed(Duration time) {
        long then = world.now() + time.toNanos();
        while (world.now() < then && world.now() < end && !enough.getAsBoolean()) {
            slice(then);
        }
        return world.now() >= then;
    }

    private void slice(long then) {
        world.run(Duration.ofNanos(Math.min(SLICE.toNanos(),
                Math.max(1, Math.min(end, then) - world.now()))));
    }

    /** Goes on until nothing more follows; false when time is up before. */
    private boolean calm() {
        long quiet = quiet(world.cluster()).toNanos();
        while (world.now() < end && !enough.getAsBoolean()) {
            long then = narrator.news() + quiet;
            if (world.now() >= then && !busy()) {
                return true;
            }
            slice(Math.max(then, world.now() + SETTLES.toNanos()));
        }
        return false;
    }

    /** Longer than anything that makes a node wait before it decides. */
    private static Duration quiet(Cluster cluster) {
        Duration links = cluster.links().stream().map(Link::timeout).max(Duration::compareTo)
                .orElse(Duration.ZERO);
        return links.multipliedBy(3).plus(cluster.rejoinGracePeriod())
                .plus(cluster.maintenanceGracePeriod()).plus(cluster.fenceTimeout())
                .plus(cluster.readyPeriod()).plus(cluster.quorum().certain());
    }

    private boolean busy() {
        return world.nodes().stream().filter(SimNode::running).map(SimNode::view).anyMatch(view ->
                view.self().state() == NodeState.SHUTTING
                || view.self().state() == NodeState.DRAINING
                || view.services().values().stream().anyMatch(l -> l.monitor().state().busy())
                || view.fencings().values().stream()
                        .anyMatch(fencing -> fencing.phase() == Fencing.Phase.RUNNING));
    }

    private void happen(Happening one) {
        Happening.About about = one.about();
        switch (one.kind()) {
            case CRASH -> each(about, node -> {
                narrator.happens(about.node(), "loses its power");
                node.powerOff();
            });
            case REBOOT -> each(about, node -> leave(node, "is rebooted by its operator",
                    REBOOTS));
            case SHUTDOWN -> each(about, node -> leave(node, "is shut down by its operator",
                    FOR_GOOD));
            case CUT -> cut(about);
            case HEAL -> {
                narrator.happens(Optional.empty(), "all links work");
                world.heal();
            }
            case FAIL -> fail(about.service().orElseThrow(), about.rid().orElseThrow());
            case FREEZE -> freeze(about, true);
            case THAW -> freeze(about, false);
            case SWITCH -> switched(about.service().orElseThrow(), about.node().orElseThrow());
        }
    }

    private void each(Happening.About about, java.util.function.Consumer<SimNode> what) {
        SimNode node = world.node(about.node().orElseThrow());
        if (node.on()) {
            what.accept(node);
        } else {
            narrator.happens(about.node(), "is off already");
        }
    }

    private void leave(SimNode node, String how, Duration lasts) {
        narrator.leaves(node.name(), how);
        node.shutDown(lasts);
    }

    private void cut(Happening.About about) {
        narrator.happens(about.node(), about.link().orElseThrow() + " breaks");
        for (int link = 0; link < world.network().links(); link++) {
            if (!world.network().link(link).name().equals(about.link().get())) {
                continue;
            }
            for (SimNode from : world.nodes()) {
                for (SimNode to : world.nodes()) {
                    if (from != to && about.node().map(node -> node.equals(from.name())
                            || node.equals(to.name())).orElse(true)) {
                        world.network().cut(from.index(), to.index(), link, world.now());
                    }
                }
            }
        }
        world.stirred();
    }

    private void fail(ServiceName service, Rid rid) {
        List<SimNode> there = world.nodes().stream()
                .filter(node -> node.on() && node.held(service).contains(rid)).toList();
        there.forEach(node -> {
            narrator.happens(Optional.of(node.name()), rid + " of " + service + " fails");
            node.holdings().die(service, rid);
        });
        if (there.isEmpty()) {
            narrator.happens(Optional.empty(), rid + " of " + service + " is up nowhere");
        }
    }

    private void freeze(Happening.About about, boolean on) {
        String word = on ? "frozen" : "thawed";
        if (about.service().isPresent()) {
            asked(node -> node.file(about.service().get()).isPresent(),
                    about.service().get() + " is " + word).ifPresent(node ->
                    world.ask(node, about.service().get(), on ? Goal.FROZEN : Goal.THAWED,
                            Scope.CLUSTER, ""));
            return;
        }
        String whom = about.node().map(NodeName::value).orElse("the cluster");
        asked(node -> about.node().map(node.name()::equals).orElse(true), whom + " is " + word)
                .ifPresent(node -> world.ask(node, on ? NodeRequest.Goal.FROZEN
                        : NodeRequest.Goal.THAWED, about.node().isEmpty(), Terms.NONE));
    }

    private void switched(ServiceName service, NodeName to) {
        asked(node -> node.file(service).isPresent(), service + " is switched to " + to)
                .ifPresent(node -> world.ask(node, service, Goal.PLACED, Scope.CLUSTER,
                        to.value()));
    }

    /** Where an operator types it: on the asked node if that is possible. */
    private Optional<SimNode> asked(Predicate<SimNode> where, String what) {
        Optional<SimNode> on = Optional.of(world.node(self)).filter(SimNode::running)
                .filter(where).or(() -> world.nodes().stream().filter(SimNode::running)
                        .filter(where).findFirst());
        narrator.happens(Optional.empty(), on.isPresent() ? what
                : what + ": no agent is there to be told");
        return on;
    }
}
