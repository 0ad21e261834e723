package org.understudy.sim;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.understudy.model.Action;
import org.understudy.model.Beat;
import org.understudy.model.BootId;
import org.understudy.model.Cluster;
import org.understudy.model.FenceResult;
import org.understudy.model.Fencing.Phase;
import org.understudy.model.Goal;
import org.understudy.model.Instance;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.NodeRequest;
import org.understudy.model.NodeState;
import org.understudy.model.Quorum;
import org.understudy.model.Request;
import org.understudy.model.Request.Scope;
import org.understudy.model.Ruling;
import org.understudy.model.ServiceName;

/** What was said, heard, asked and confirmed in a made-up world: what checkers judge by. */
final class Ledger implements Checker {
    /** A wish ends after ten minutes; it may have been taken up by others meanwhile. */
    private static final long WISH = Duration.ofMinutes(25).toNanos();

    private record Asked(long at, int node, Request request) {
    }

    /** What one node last had from another one. */
    private record Word(Beat beat, long told) {
    }

    /** When a node heard a claim, and in which life of its agent. */
    private record Taken(long at, BootId boot) {
    }

    private final World world;
    private final Deque<Asked> asked = new ArrayDeque<>();
    private final Map<String, Long> claims = new HashMap<>();
    private final Map<String, Taken> claimsHeard = new HashMap<>();
    private final Map<String, Word> words = new HashMap<>();
    private final Map<String, Long> proved = new HashMap<>();
    private final Set<String> shots = new HashSet<>();
    private final Set<SimNode> departing = new HashSet<>();
    private final long[] begun;

    Ledger(World world) {
        this.world = world;
        this.begun = new long[world.nodes().size()];
    }

    private static String key(SimNode at, SimNode about) {
        return at.index() + " " + about.index() + " ";
    }

    @Override
    public void begins(SimNode node) {
        String mine = node.index() + " ";
        claims.keySet().removeIf(key -> key.startsWith(mine));
        words.keySet().removeIf(key -> key.startsWith(mine));
        proved.keySet().removeIf(key -> key.startsWith(mine));
        begun[node.index()] = world.now();
        departing.remove(node);
    }

    @Override
    public void hears(SimNode at, Network.Flight flight) {
        SimNode from = world.nodes().get(flight.from());
        String key = key(at, from);
        Word last = words.get(key);
        if (last != null && last.beat().boot().equals(flight.beat().boot())
                && last.beat().generation() > flight.beat().generation()) {
            return;
        }
        words.put(key, new Word(flight.beat(), flight.since()));
        BootId boot = at.view().self().boot();
        flight.beat().instances().forEach((service, instance) -> {
            long claimed = claims.getOrDefault(from.index() + " " + service, Long.MAX_VALUE);
            String lived = key + service + " " + boot;
            Taken taken = claimsHeard.get(lived);
            if (instance.monitor() == Monitor.READY && flight.since() >= claimed
                    && (taken == null || taken.at() < claimed || !taken.boot().equals(boot))) {
                claimsHeard.put(lived, new Taken(world.now(), boot));
            }
        });
    }

    @Override
    public void decides(SimNode by, ServiceName service, Action action, Ruling ruling) {
        if (action instanceof Action.Announce announce) {
            if (announce.state() == Monitor.READY) {
                claims.putIfAbsent(by.index() + " " + service, world.now());
            } else {
                claims.remove(by.index() + " " + service);
            }
        } else if (action instanceof Action.Stop) {
            claims.remove(by.index() + " " + service);
        }
    }

    @Override
    public void walked(SimNode on, org.understudy.model.Service service, SimWalk.Way way,
            boolean ok) {
        claims.remove(on.index() + " " + service.name());
    }

    @Override
    public void answers(SimNode by, NodeName target, FenceResult result) {
        if (result == FenceResult.CONFIRMED) {
            proved.put(key(by, world.node(target)) + "fenced", world.now());
            shots.add(key(by, world.node(target)) + said(by, world.node(target))
                    .map(Beat::machine).orElse(""));
        }
    }

    @Override
    public void vouched(SimNode on, NodeName node) {
        proved.put(key(on, world.node(node)) + "vouched", world.now());
        shots.add(key(on, world.node(node)) + said(on, world.node(node))
                .map(Beat::machine).orElse(""));
    }

    @Override
    public void asked(SimNode on, Request request) {
        asked.add(new Asked(world.now(), on.index(), request));
        while (!asked.isEmpty() && world.now() - asked.peek().at() > WISH) {
            asked.remove();
        }
    }

    @Override
    public void nodeAsked(SimNode on, NodeRequest request) {
        if (request.goal() == NodeRequest.Goal.DRAINED) {
            departing.add(on);
        }
    }

    @Override
    public void shutsDown(SimNode node) {
        departing.add(node);
    }

    /** Whether an operator told this life of its agent to give its services up. */
    boolean departs(SimNode node) {
        return departing.contains(node);
    }

    /** When this life of the node's agent began. */
    long begun(SimNode node) {
        return begun[node.index()];
    }

    /** Whether an operator may still want this of the node's instance. */
    boolean wanted(SimNode node, ServiceName service, Set<Goal> goals) {
        return asked.stream().anyMatch(a -> world.now() - a.at() <= WISH
                && a.request().service().equals(service) && goals.contains(a.request().goal())
                && (a.request().scope() == Scope.CLUSTER || a.node() == node.index()));
    }

    /** Whether an operator typed this on the node itself, for the node alone. */
    boolean wantedHere(SimNode node, ServiceName service, Goal goal) {
        return here(node, service, goal).findAny().isPresent();
    }

    /** The same, for a part of it. */
    boolean wantedInPart(SimNode node, ServiceName service, Goal goal) {
        return here(node, service, goal).anyMatch(a -> a.request().part().isPresent());
    }

    private Stream<Asked> here(SimNode node, ServiceName service, Goal goal) {
        return asked.stream().filter(a -> world.now() - a.at() <= WISH
                && a.request().service().equals(service) && a.request().goal() == goal
                && a.request().scope() == Scope.LOCAL && a.node() == node.index());
    }

    /** Whether an operator typed this on the node since then. */
    boolean askedSince(SimNode node, Goal goal, long since) {
        return asked.stream().anyMatch(a -> a.at() >= since && a.request().goal() == goal
                && a.node() == node.index());
    }

    /** When the node last heard the other one on any link; negative when never. */
    long lastHeard(SimNode node, SimNode other) {
        long last = -1;
        for (int link = 0; link < world.network().links(); link++) {
            last = Math.max(last, node.agent().hearing().heard(other.index(), link));
        }
        return last;
    }

    /** Whether a beat of the other one came within its link's timeout, own stops not counted. */
    boolean hears(SimNode node, SimNode other) {
        for (int link = 0; link < world.network().links(); link++) {
            long last = node.agent().hearing().heard(other.index(), link);
            if (last >= 0 && world.now() - Math.max(last, node.agent().stalled())
                    <= world.network().link(link).timeout().toNanos()) {
                return true;
            }
        }
        return false;
    }

    /** Whether too few votes were certain of late for a majority. */
    boolean outvoted(SimNode node) {
        Cluster cluster = world.cluster();
        long late = world.now() - world.timing().timeout().toNanos() / 2;
        long votes = 1 + world.nodes().stream().filter(other -> other != node
                && lastHeard(node, other) >= late
                && node.when(node.agent().hearing().acked(other)) >= late).count();
        for (int one = 0; one < world.arbitrators().size(); one++) {
            votes += node.agent().voting().until(one) > world.now() ? 1 : 0;
        }
        return cluster.quorum().on() && 2 * votes
                <= cluster.nodes().size() + cluster.quorum().arbitrators().size();
    }

    /** Whether the other one, without a majority for so long, has stopped or was reset. */
    boolean stoppedByNow(SimNode node, SimNode other) {
        Quorum quorum = world.cluster().quorum();
        int voters = world.nodes().size() + world.arbitrators().size();
        return quorum.on() && quorum.watchdog()
                && (lost(node, other) || 2 * without(other) > voters);
    }

    private boolean lost(SimNode node, SimNode other) {
        return world.now() - Math.max(begun(node), lastHeard(node, other))
                >= world.cluster().quorum().certain().toNanos();
    }

    /** Voters that cannot have given it their vote for so long; who is off is not counted. */
    private int without(SimNode other) {
        Quorum quorum = world.cluster().quorum();
        int voters = (int) world.nodes().stream()
                .filter(node -> node != other && node.agent() != null && lost(node, other))
                .count();
        for (int one = 0; one < world.arbitrators().size(); one++) {
            long had = world.arbitrators().had(one, other.index());
            voters += had < 0 || world.now() - had + quorum.lease().toNanos()
                    >= quorum.certain().toNanos() ? 1 : 0;
        }
        return voters;
    }

    /** What the other node last said here; empty when it was not heard in this life. */
    Optional<Beat> said(SimNode node, SimNode other) {
        return Optional.ofNullable(words.get(key(node, other))).map(Word::beat);
    }

    /** What the other node last said here of the service. */
    Optional<Instance> said(SimNode node, SimNode other, ServiceName service) {
        return said(node, other).map(beat -> beat.instances().get(service));
    }

    /** Whether the node was told, after its last beat, that the other one is off. */
    boolean off(SimNode node, SimNode other, String how) {
        Long at = proved.get(key(node, other) + how);
        return at != null && lastHeard(node, other) <= at;
    }

    /** Whether it is certain that a node which is not heard runs nothing. */
    boolean provedOff(SimNode node, SimNode other) {
        return off(node, other, "fenced") || off(node, other, "vouched")
                || toldOff(node, other).isPresent() || stoppedByNow(node, other)
                || said(node, other).filter(beat -> beat.state() == NodeState.LEFT).isPresent();
    }

    /** Who is heard, told this node that the other one is off, and was itself told so. */
    Optional<SimNode> toldOff(SimNode node, SimNode other) {
        String machine = said(node, other).map(Beat::machine).orElse("");
        return world.nodes().stream().filter(third -> third != node && third != other
                && hears(node, third) && said(node, third).map(beat -> beat.standing().fencings()
                        .get(other.name())).filter(shot -> shot.machine().equals(machine)
                                && (shot.phase() == Phase.CONFIRMED
                                        || shot.phase() == Phase.VOUCHED)).isPresent()
                && (shots.contains(key(third, other) + machine)
                        || shots.contains(key(third, other)))).findFirst();
    }

    /** Whether the other node heard this one's claim, and spoke after that and was heard. */
    boolean agreed(SimNode node, SimNode other, ServiceName service) {
        Long claimed = claims.get(node.index() + " " + service);
        Word word = words.get(key(node, other));
        Taken heard = word == null ? null : claimsHeard.get(
                key(other, node) + service + " " + word.beat().boot());
        return claimed != null && heard != null && heard.at() >= claimed
                && word.told() >= heard.at() && word.beat().boot().equals(heard.boot());
    }
}
