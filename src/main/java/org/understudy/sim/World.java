package org.understudy.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.understudy.model.Choice;
import org.understudy.model.Cluster;
import org.understudy.model.Event;
import org.understudy.model.Goal;
import org.understudy.model.NodeName;
import org.understudy.model.NodeRequest;
import org.understudy.model.Request;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.model.Terms;

/**
 * A made-up cluster in virtual time, running the real core. All chance comes from the seed: the
 * same seed gives the same trace. Checkers watch everything that happens.
 */
public final class World {
    private final Layout layout;
    private final Pace pace;
    private final Agenda agenda = new Agenda();
    private final SharedDisks disks = new SharedDisks(this);
    private final Network network;
    private final FenceDevices fences;
    private final Arbitrators arbitrators;
    private final List<SimNode> nodes = new ArrayList<>();
    private final List<Checker> checkers = new ArrayList<>();
    private final Trace trace = new Trace();
    private final Leap leap = new Leap(this);
    private Core core = Core.REAL;
    private boolean leaps = true;
    private int requests;

    /** One link, no services yet, and a trace. */
    public World(long seed, Timing timing, String... names) {
        this(Layout.plain(seed, timing, names));
        trace.on(true);
    }

    World(Layout layout) {
        this(layout, Pace.ANY);
        layout.services().forEach(this::file);
        checkers.addAll(Checks.all(this));
    }

    /** Nothing anywhere, and nothing is checked. */
    World(Layout layout, Pace pace) {
        this.layout = layout;
        this.pace = pace;
        this.network = new Network(layout.seed(), cluster().links(), cluster().nodes().size());
        this.fences = new FenceDevices(this, new Random(layout.seed() ^ 0x66656e6365L));
        this.arbitrators = new Arbitrators(this);
        for (NodeName name : cluster().nodes()) {
            nodes.add(new SimNode(this, nodes.size(), name,
                    new Random(layout.seed() * 31 + nodes.size())));
        }
    }

    /** With these services on every node. */
    public World with(Service... services) {
        List.of(services).forEach(this::file);
        return this;
    }

    private void file(Service service) {
        service.nodes().forEach(node -> node(node).files().put(service.name(), service));
    }

    World core(Core other) {
        core = other;
        return this;
    }

    /** Whether quiet stretches are passed over. */
    World leaps(boolean next) {
        leaps = next;
        return this;
    }

    World tracing(boolean next) {
        trace.on(next);
        return this;
    }

    TakeoverLimit limit() {
        return checkers.stream().filter(TakeoverLimit.class::isInstance)
                .map(TakeoverLimit.class::cast).findFirst().orElseThrow();
    }

    void watch(Checker checker) {
        checkers.add(checker);
    }

    public long seed() {
        return layout.seed();
    }

    public Cluster cluster() {
        return layout.cluster();
    }

    Timing timing() {
        return layout.timing();
    }

    Pace pace() {
        return pace;
    }

    Core core() {
        return core;
    }

    Network network() {
        return network;
    }

    Arbitrators arbitrators() {
        return arbitrators;
    }

    SharedDisks disks() {
        return disks;
    }

    Agenda agenda() {
        return agenda;
    }

    /** Virtual nanoseconds since the world began. */
    long now() {
        return agenda.now();
    }

    List<SimNode> nodes() {
        return nodes;
    }

    SimNode node(NodeName name) {
        return nodes.get(cluster().nodes().indexOf(name));
    }

    private SimNode at(String node) {
        return node(new NodeName(node));
    }

    /** Every service that has a file somewhere. */
    List<ServiceName> services() {
        return nodes.stream().flatMap(node -> node.files().keySet().stream()).distinct()
                .sorted().toList();
    }

    void each(Consumer<Checker> tell) {
        for (Checker checker : checkers) {
            tell.accept(checker);
        }
    }

    void stirred() {
        leap.stir();
    }

    /** Lets this much time pass. */
    public World run(Duration time) {
        long end = agenda.now() + time.toNanos();
        while (next(end)) {
            stepped();
        }
        agenda.at(end);
        return this;
    }

    /** Whether anything is left to be done before {@code end}. */
    private boolean next(long end) {
        if (leaps) {
            leap.tried(end);
        }
        return upcoming() <= end;
    }

    private long upcoming() {
        long next = Math.min(agenda.next(), network.next());
        for (SimNode node : nodes) {
            if (node.agent() != null) {
                next = Math.min(next, node.agent().pulse().next());
            }
        }
        return next;
    }

    private void stepped() {
        long next = upcoming();
        agenda.at(next);
        if (agenda.next() == next) {
            stirred();
            agenda.step();
            nodes.stream().filter(n -> n.agent() != null)
                    .forEach(n -> n.agent().pulse().stirEcho());
        } else if (network.next() == next) {
            Network.Flight flight = network.land();
            SimNode to = nodes.get(flight.to());
            if (to.agent() != null) {
                to.agent().hear(flight);
            }
        } else {
            nodes.stream().filter(n -> n.agent() != null && n.agent().pulse().next() == next)
                    .findFirst().orElseThrow().agent().beat();
        }
    }

    /** Plans something for later. */
    public void in(Duration delay, Runnable what) {
        agenda.in(delay, what);
    }

    public void boot(String node) {
        at(node).boot();
    }

    public void bootAll() {
        nodes.forEach(SimNode::boot);
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
        at(node).pause(Integer.MAX_VALUE);
    }

    public void resume(String node) {
        at(node).resume();
    }

    /** Cuts every link in one direction. */
    public void cut(String from, String to) {
        note(() -> "cut " + from + " > " + to);
        for (int link = 0; link < network.links(); link++) {
            network.cut(at(from).index(), at(to).index(), link, now());
        }
    }

    public void heal() {
        note(() -> "links heal");
        network.heal(now());
        arbitrators.heal();
    }

    public void fence(String node, FenceMode mode) {
        note(() -> "fence of " + node + " " + mode.name().toLowerCase(Locale.ROOT));
        fences.set(new NodeName(node), mode);
    }

    /** From now on this share of all start steps fails. */
    public void breakSteps(int percent) {
        nodes.forEach(node -> node.conditions().startsFail = percent);
    }

    /** A resource ends by itself. */
    public void die(String node, String service, String rid) {
        at(node).holdings().die(new ServiceName(service), new org.understudy.model.Rid(rid));
    }

    /** An operator types a command on a node, for every service. */
    public void ask(String node, Goal goal, Request.Scope scope) {
        ask(node, goal, scope, "");
    }

    /** An operator wants the services on a certain node, or on the preferred one. */
    public void ask(String node, Goal goal, Request.Scope scope, String to) {
        services().forEach(service -> ask(at(node), new Request("r" + ++requests, "root@" + node,
                service, goal, scope, to.isEmpty() ? Optional.empty()
                        : Optional.of(new NodeName(to)), Terms.NONE)));
    }

    /** An operator types a command for one service. */
    void ask(SimNode node, ServiceName service, Goal goal, Request.Scope scope, String to) {
        ask(node, new Request("r" + ++requests, "root@" + node.name(), service, goal, scope,
                to.isEmpty() ? Optional.empty() : Optional.of(new NodeName(to)), Terms.NONE));
    }

    /** An operator types a command for some resources of one service. */
    void ask(SimNode node, ServiceName service, Goal goal, Choice choice) {
        ask(node, new Request("r" + ++requests, "root@" + node.name(), service, goal,
                Request.Scope.LOCAL).about(choice));
    }

    private void ask(SimNode node, Request request) {
        if (node.agent() != null) {
            note(() -> "asked on " + node.name() + ": " + request.goal().word()
                    + request.part().map(part -> " " + part.words() + " of").orElse("")
                    + request.to().map(to -> "@" + to).orElse("") + " " + request.service() + " "
                    + request.scope().name().toLowerCase(Locale.ROOT));
            node.agent().take(new Event.Asked(request),
                    () -> each(checker -> checker.asked(node, request)));
        }
    }

    /** An operator types a command about a node, or about all of them. */
    void ask(SimNode node, NodeRequest.Goal goal, boolean cluster, Terms terms) {
        if (node.agent() != null) {
            NodeRequest request = new NodeRequest("r" + ++requests, "root@" + node.name(), goal,
                    cluster, terms);
            note(() -> "asked on " + node.name() + ": " + goal + (cluster ? " everywhere" : ""));
            node.agent().take(new Event.NodeAsked(request),
                    () -> each(checker -> checker.nodeAsked(node, request)));
        }
    }

    /** An operator vouches that a node is off; does not know better than to be right. */
    public void vouch(String on, String node) {
        if (at(on).agent() != null) {
            note(() -> "vouched on " + on + ": " + node + " is off");
            each(checker -> checker.vouched(at(on), new NodeName(node)));
            at(on).agent().take(new Event.Vouched(new NodeName(node), "root@" + on));
        }
    }

    /** Writes another file for a service on one node; its agent reads it. */
    void edit(SimNode node, Service service) {
        note(() -> node.name() + " has another file of " + service.name() + ": "
                + service.checksum());
        node.files().put(service.name(), service);
        if (node.agent() != null) {
            node.agent().load();
        }
    }

    /** On how many nodes the service is wholly up. */
    public long nodesUp(String service) {
        return nodes.stream().filter(node -> node.up(new ServiceName(service))).count();
    }

    /** Whether that node has all of the service up. */
    public boolean up(String node, String service) {
        return at(node).up(new ServiceName(service));
    }

    /** All that happened, one line each, with the virtual time. */
    public String trace() {
        return trace.toString();
    }

    void note(Supplier<String> what) {
        trace.note(now(), what);
    }

    /** Whether an echo request comes back over any link; a kernel needs no agent for that. */
    boolean answers(SimNode from, SimNode to) {
        boolean carried = false;
        for (int link = 0; link < network.links(); link++) {
            carried |= !network.cut(from.index(), to.index(), link)
                    && !network.cut(to.index(), from.index(), link);
        }
        return carried && to.on() && !to.stalled();
    }

    /** The fence device of {@code target} is told to switch it off. */
    void fence(SimAgent by, SimNode from, NodeName target) {
        fences.use(by, from, target);
    }
}
