package org.understudy.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.core.Beats;
import org.understudy.core.Liveness;
import org.understudy.core.Liveness.Voice;
import org.understudy.model.Beat;
import org.understudy.model.Fencing;
import org.understudy.model.Heard;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.Local;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.Peer;
import org.understudy.model.Self;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/**
 * A real cluster at one moment, as one node knows it, made a world. That node goes on with exactly
 * what it knows; the others with what they told it.
 */
final class Situation {
    private static final Duration LONG_AGO = Duration.ofDays(1);

    private final View view;
    private final NodeName self;
    private final World world;
    private final List<String> notes = new ArrayList<>();

    private Situation(View view, World world) {
        this.view = view;
        this.self = view.self().node();
        this.world = world;
    }

    /** What was made, and what had to be supposed for it. */
    record Made(World world, List<String> notes) {
        /** Everything goes on from here. */
        void goOn() {
            world.nodes().stream().filter(SimNode::running).forEach(node -> node.agent().goOn());
        }
    }

    static Made of(View view, Timing timing, Pace pace) {
        World world = new World(new Layout(0, timing, view.cluster(), List.of()), pace);
        Situation situation = new Situation(view, world);
        situation.make();
        return new Made(world, List.copyOf(situation.notes));
    }

    private void make() {
        links();
        SimNode own = world.node(self);
        Instances.own(own, view);
        own.goOn(view);
        for (NodeName node : view.peers().keySet()) {
            peer(node);
        }
        devices();
        if (!view.cluster().quorum().arbitrators().isEmpty()) {
            world.arbitrators().leave();
            notes.add("arbitrators are left out: no node has their votes");
        }
    }

    private void peer(NodeName node) {
        Optional<Beat> beat = view.peer(node).beat();
        SimNode there = world.node(node);
        view.services().values().stream().map(Local::service)
                .filter(service -> beat.map(told -> told.instances().containsKey(service.name()))
                        .orElse(service.nodes().contains(node)))
                .forEach(service -> there.files().put(service.name(), service));
        Voice voice = Liveness.of(view, node);
        if (beat.isPresent() && on(node, voice)) {
            Instances told = new Instances(view, there, beat.get());
            SortedMap<ServiceName, Local> services = told.made();
            notes.addAll(told.notes());
            there.goOn(view(beat.get(), services, told));
            beat.get().instances().keySet().stream()
                    .filter(name -> !view.services().containsKey(name))
                    .forEach(name -> notes.add(name + " is left out: " + self
                            + " has no file of it"));
        }
    }

    /** Whether its agent runs, as far as one can tell. */
    private boolean on(NodeName node, Voice voice) {
        return switch (voice) {
            case ALIVE -> true;
            case LEFT -> false;
            case AWAITED -> off(node, "has not been heard yet");
            case AWAY -> off(node, "announced that its agent is away");
            case SILENT -> {
                Fencing last = view.fencings().get(node);
                boolean proved = last != null && last.off();
                if (!proved && hidden(node)) {
                    notes.add(node + " is silent but its machine answers, or others hear it:"
                            + " taken to run, cut off from " + self);
                    yield true;
                }
                yield proved ? false : off(node, "is silent");
            }
        };
    }

    private boolean off(NodeName node, String how) {
        notes.add(node + " " + how + ": taken to be off");
        return false;
    }

    private boolean hidden(NodeName node) {
        return view.peer(node).echo().filter(Peer.Echo::answered).isPresent()
                || view.peers().keySet().stream().filter(other -> Liveness.alive(view, other))
                        .anyMatch(other -> hears(other, node));
    }

    /** Whether a peer says so of another node. */
    private boolean hears(NodeName at, NodeName from) {
        return view.peer(at).beat().map(beat -> beat.heard().get(from)).filter(Heard::hears)
                .isPresent();
    }

    /** A way is cut over which nothing is heard; of others it is only known on the whole. */
    private void links() {
        for (SimNode to : world.nodes()) {
            for (SimNode from : world.nodes()) {
                for (int link = 0; from != to && link < world.network().links(); link++) {
                    if (!carries(from.name(), to.name(), world.network().link(link))) {
                        world.network().cut(from.index(), to.index(), link, world.now());
                    }
                }
            }
        }
    }

    private boolean carries(NodeName from, NodeName to, Link link) {
        NodeName peer = from.equals(self) ? to : from;
        boolean known = Liveness.of(view, peer) == Voice.ALIVE;
        if (to.equals(self)) {
            return known ? Liveness.heard(view, peer, link.name()) : !hidden(peer);
        }
        if (from.equals(self)) {
            return known ? hears(to, self) && Liveness.heard(view, peer, link.name())
                    : !hidden(peer);
        }
        return !Liveness.alive(view, to) || !Liveness.alive(view, from) && !hidden(from)
                || hears(to, from);
    }

    /** A device that has just failed is taken to go on failing. */
    private void devices() {
        view.fencings().forEach((node, last) -> {
            switch (last.phase()) {
                case FAILED -> failing(node, FenceMode.FAILS, "failed");
                case UNKNOWN -> failing(node, FenceMode.HANGS, "did not answer");
                case ASKED, RUNNING, CONFIRMED, VOUCHED -> { }
            }
        });
    }

    private void failing(NodeName node, FenceMode mode, String how) {
        world.fence(node.value(), mode);
        notes.add("the last fence of " + node + " " + how + ": taken to go on so");
    }

    /** What a node knows that says this. */
    private View view(Beat beat, SortedMap<ServiceName, Local> services, Instances told) {
        Moment now = told.now();
        Self there = new Self(beat.node(), beat.boot(), beat.machine(), beat.state(),
                new Moment(now.nanos() - LONG_AGO.toNanos()), beat.standing().vitals(),
                beat.standing().files(), beat.standing().guard(), "");
        View fresh = View.fresh(there, view.cluster(), told.memory());
        SortedMap<NodeName, Peer> peers = new TreeMap<>(fresh.peers());
        peers.replaceAll((node, unheard) -> known(beat, node, now));
        SortedMap<NodeName, Fencing> fencings = new TreeMap<>();
        beat.standing().fencings().forEach((node, shot) -> fencings.put(node,
                new Fencing(shot.phase(), 1, now, "", shot.machine())));
        return new View(now, there, view.cluster(), peers, fencings, services, List.of(),
                Optional.empty(), beat.generation(), told.memory(), new TreeMap<>());
    }

    private Peer known(Beat at, NodeName node, Moment now) {
        Heard heard = at.heard().get(node);
        Optional<Beat> said = node.equals(self) ? Optional.of(Beats.of(view))
                : view.peer(node).beat();
        if (heard == null || said.isEmpty()) {
            return Peer.UNHEARD;
        }
        SortedMap<LinkName, Moment> links = new TreeMap<>();
        view.cluster().links().stream().filter(link -> heard.hears()
                && carries(node, at.node(), link)).forEach(link -> links.put(link.name(), now));
        return new Peer(said, links, heard.hears() ? Optional.of(now) : Optional.empty(),
                Optional.empty(), Optional.empty());
    }
}
