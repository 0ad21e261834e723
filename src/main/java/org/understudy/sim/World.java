package org.understudy.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.understudy.model.Beat;
import org.understudy.model.Cluster;
import org.understudy.model.Event;
import org.understudy.model.FenceResult;
import org.understudy.model.Goal;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;
import org.understudy.model.Request;
import org.understudy.model.Rid;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
import org.understudy.model.Terms;

/**
 * A made-up cluster in virtual time, running the real core. All chance comes from the seed: the
 * same seed gives the same trace. Invariants are checked after every event.
 */
public final class World {
    private static final LinkName LINK = new LinkName("hb#1");
    private static final int TRACE_BOUND = 20_000;

    private final long seed;
    private final Random random;
    private final Timing timing;
    private final Agenda agenda = new Agenda();
    private final Network network;
    private final SortedMap<NodeName, SimNode> nodes = new TreeMap<>();
    private final SortedMap<NodeName, FenceMode> fences = new TreeMap<>();
    private final List<String> trace = new ArrayList<>();
    private final Invariants invariants = new Invariants(this);
    private final Cluster cluster;
    private List<Service> services = List.of();
    private int breakPercent;
    private int blindPercent;
    private int requests;

    /** What the fence device of a node does. */
    public enum FenceMode { WORKS, FAILS, HANGS }

    public World(long seed, Timing timing, String... names) {
        this.seed = seed;
        this.timing = timing;
        this.random = new Random(seed);
        this.network = new Network(random);
        List<NodeName> members = Arrays.stream(names).map(NodeName::new).toList();
        SortedMap<NodeName, String> addresses = new TreeMap<>();
        members.forEach(node -> addresses.put(node, node.value()));
        Link link = new Link(LINK, "unicast", addresses, 1, timing.timeout(), timing.interval());
        this.cluster = new Cluster("sim", members, List.of(link), Set.copyOf(members),
                Duration.ofSeconds(10), Duration.ofSeconds(5), timing.rejoin(),
                Duration.ofSeconds(60), false);
        members.forEach(node -> {
            nodes.put(node, new SimNode(this, node, Math.abs(random.nextLong() >> 8)));
            fences.put(node, FenceMode.WORKS);
        });
    }

    /** With these services on every node. */
    public World with(Service... defined) {
        services = List.of(defined);
        return this;
    }

    public long seed() {
        return seed;
    }

    public Cluster cluster() {
        return cluster;
    }

    Timing timing() {
        return timing;
    }

    Random random() {
        return random;
    }

    long now() {
        return agenda.now();
    }

    List<Service> services() {
        return services;
    }

    Service service(ServiceName name) {
        return services.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    }

    Collection<SimNode> nodes() {
        return nodes.values();
    }

    /** Lets this much time pass, checking the invariants after every event. */
    public World run(Duration time) {
        long end = agenda.now() + time.toNanos();
        while (agenda.step(end)) {
            invariants.oneHolder();
        }
        return this;
    }

    /** Plans something for later. */
    public void in(Duration delay, Runnable what) {
        agenda.in(delay, what);
    }

    public void boot(String node) {
        at(node).boot();
    }

    public void bootAll() {
        nodes.values().forEach(SimNode::boot);
    }

    /** Pulls the plug. */
    public void kill(String node) {
        at(node).powerOff();
    }

    /** Kills the agent alone; it is back after this time. */
    public void killAgent(String node, Duration back) {
        at(node).killAgent(back);
    }

    /** The agent announces that it goes, and goes; the services stay. */
    public void leave(String node) {
        at(node).leave();
    }

    public void comeBack(String node) {
        at(node).comeBack();
    }

    public void pause(String node) {
        at(node).pause();
    }

    public void resume(String node) {
        at(node).resume();
    }

    /** Cuts the link in one direction. */
    public void cut(String from, String to) {
        note("cut " + from + " > " + to);
        network.cut(new NodeName(from), new NodeName(to), LINK);
    }

    public void heal() {
        note("links heal");
        network.heal();
    }

    /** From now on this share of all beats gets lost. */
    public void lose(int percent) {
        network.lose(percent);
    }

    /** From now on beats take up to this long and overtake each other. */
    public void slow(Duration most) {
        note("beats take up to " + most.toMillis() + "ms");
        network.slow(most);
    }

    /** From now on this share of all readings of a resource has no answer. */
    public void blind(int percent) {
        blindPercent = percent;
    }

    boolean blind() {
        return blindPercent > 0 && random.nextInt(100) < blindPercent;
    }

    public void fence(String node, FenceMode mode) {
        note("fence of " + node + " " + mode.name().toLowerCase(Locale.ROOT));
        fences.put(new NodeName(node), mode);
    }

    /** From now on this share of all start steps fails. */
    public void breakSteps(int percent) {
        breakPercent = percent;
    }

    /** An operator types a command on a node. */
    public void ask(String node, Goal goal, Request.Scope scope) {
        ask(node, goal, scope, "");
    }

    /** An operator wants the services on a certain node, or on the preferred one. */
    public void ask(String node, Goal goal, Request.Scope scope, String to) {
        for (Service service : services) {
            note("asked on " + node + ": " + goal.word() + (to.isEmpty() ? "" : "@" + to) + " "
                    + service.name());
            at(node).take(new Event.Asked(new Request("r" + ++requests, "root@" + node,
                    service.name(), goal, scope,
                    to.isEmpty() ? Optional.empty() : Optional.of(new NodeName(to)), Terms.NONE)));
        }
    }

    /** An operator vouches, truly, that a node is off. */
    public void vouch(String on, String node) {
        note("vouched on " + on + ": " + node + " is off");
        at(on).take(new Event.Vouched(new NodeName(node), "root@" + on));
    }

    /** On how many nodes the service is wholly up. */
    public long nodesUp(String service) {
        ServiceName name = new ServiceName(service);
        return nodes.values().stream().filter(node -> node.on()
                && node.held(name).size() == service(name).resources().size()).count();
    }

    /** Whether that node has all of the service up. */
    public boolean up(String node, String service) {
        ServiceName name = new ServiceName(service);
        return at(node).on() && at(node).truth(service(name)).values().stream()
                .allMatch(found -> found.status() == Status.UP);
    }

    /** All that happened, one line each, with the virtual time. */
    public String trace() {
        return trace.stream().collect(Collectors.joining("\n", "", "\n"));
    }

    void note(String what) {
        if (trace.size() < TRACE_BOUND) {
            trace.add(String.format("%10.3fs %s", agenda.now() / 1e9, what));
        }
    }

    void started(SimNode node, ServiceName service) {
        invariants.startPermitted(node, service);
    }

    void changed() {
        invariants.oneHolder();
    }

    boolean breaks(SimNode node, Rid rid) {
        boolean broken = breakPercent > 0 && random.nextInt(100) < breakPercent;
        if (broken) {
            note(node.name() + " start of " + rid + " fails");
        }
        return broken;
    }

    void carry(SimNode from, Beat beat, LinkName link) {
        for (SimNode to : nodes.values()) {
            if (to != from && network.carries(from.name(), to.name(), link)) {
                in(network.travel(), () -> to.take(new Event.BeatHeard(link, beat)));
            }
        }
    }

    /** Whether an echo request comes back. */
    boolean answers(NodeName from, NodeName to) {
        return nodes.get(to).on() && cluster.links().stream().anyMatch(link ->
                network.carries(from, to, link.name()) && network.carries(to, from, link.name()));
    }

    /** The fence device of {@code target} is told to switch it off. */
    void fence(SimNode by, NodeName target) {
        int life = by.life();
        Consumer<Event.Fenced> reply = event -> {
            if (by.life() == life) {
                by.take(event);
            }
        };
        Duration work = Duration.ofMillis(50 + random.nextInt(2000));
        switch (fences.get(target)) {
            case WORKS -> in(work, () -> {
                nodes.get(target).powerOff();
                in(network.delay(), () -> reply.accept(
                        new Event.Fenced(target, FenceResult.CONFIRMED, "")));
            });
            case FAILS -> in(work, () -> reply.accept(
                    new Event.Fenced(target, FenceResult.FAILED, "exit 1")));
            case HANGS -> in(cluster.fenceTimeout(), () -> reply.accept(
                    new Event.Fenced(target, FenceResult.UNKNOWN, "killed at its deadline")));
        }
    }

    private SimNode at(String node) {
        return nodes.get(new NodeName(node));
    }
}
