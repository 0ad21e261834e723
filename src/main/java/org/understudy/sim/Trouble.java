package org.understudy.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.understudy.model.Choice;
import org.understudy.model.Event;
import org.understudy.model.Goal;
import org.understudy.model.NodeName;
import org.understudy.model.NodeRequest;
import org.understudy.model.Orchestrate;
import org.understudy.model.Request.Scope;
import org.understudy.model.Resource;
import org.understudy.model.Rid;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.model.Terms;
import org.understudy.model.Vitals;

/** Lets faults befall a made-up world, each when its time has come. */
final class Trouble implements Checker {
    private final World world;
    private final List<SimNode> nodes;
    private final Random random;
    private final Map<ServiceName, Service> edited = new TreeMap<>();
    private final WitnessTrouble witnesses;
    private boolean over;

    Trouble(World world) {
        this.world = world;
        this.nodes = world.nodes();
        this.random = new Random(world.seed() ^ 0x74726f75L);
        this.witnesses = new WitnessTrouble(world);
        nodes.forEach(node -> node.conditions().halves = true);
        world.watch(this);
    }

    Trouble plan(List<Fault> faults) {
        faults.forEach(fault -> world.in(fault.at(), () -> begin(fault)));
        return this;
    }

    /** Somebody switches on again what is off. */
    @Override
    public void powerLost(SimNode node) {
        if (!over) {
            world.in(Duration.ofMillis(20_000 + random.nextInt(600_000)), node::boot);
        }
    }

    /** Ends all trouble: links heal, devices work, files agree, everything that is off boots. */
    void end() {
        over = true;
        world.heal();
        for (SimNode node : nodes) {
            node.conditions().clear();
            node.stir();
            world.fence(node.name().value(), FenceMode.WORKS);
            if (node.undead()) {
                node.powerOff();
            }
            node.resume();
            measured(node, Vitals.UNKNOWN);
            node.files().keySet().stream().filter(edited::containsKey).map(edited::get).toList()
                    .forEach(file -> world.edit(node, file));
            world.in(Duration.ofMillis(random.nextInt(60_000)), node::boot);
            node.comeBack();
        }
    }

    private void begin(Fault fault) {
        if (over) {
            return;
        }
        world.note(fault::toString);
        SimNode node = nodes.get(fault.node());
        switch (fault.kind()) {
            case POWER_LOSS -> powerLoss(node, fault.lasts());
            case BLACKOUT -> nodes.forEach(each -> powerLoss(each, Duration.ofMillis(
                    1 + random.nextInt((int) fault.lasts().toMillis()))));
            case AGENT_DIES -> node.killAgent(fault.lasts());
            case AGENT_RESTARTS -> restart(node, fault.lasts());
            case ROLLING_RESTART -> rolling(0, fault.lasts());
            case PAUSE -> stop(fault, () -> node.pause(fault.amount()));
            case STALL -> stop(fault, () -> node.stall(fault.amount()));
            case CUT_ONE_WAY, CUT_BOTH_WAYS, PARTITION, FLAPPING, LOSS, LAG -> links(fault);
            case RESOURCE_DIES, RESOURCE_SICK -> resource(fault, node);
            case COMMAND -> command(fault);
            case COMMAND_TWICE -> twice(fault);
            case NODE_COMMAND -> nodeCommand(fault, node);
            case SHUTDOWN -> node.shutDown(fault.lasts());
            case OVERLOAD -> overload(fault, node);
            case VOUCHED -> vouched(node);
            case EDIT -> edit(fault);
            case FENCE_DEVICE -> device(fault, node);
            case CLOCK_STEP -> node.disk().step(step(fault));
            case STARTS_FAIL, STOPS_FAIL, STEPS_HANG, SLOW_STEPS, BLIND, SLOW_PROBES ->
                    condition(fault, node);
            case ARBITRATOR_LOST, ARBITRATOR_CUT, ARBITRATOR_DEAF, ARBITRATOR_LATE ->
                    witnesses.befall(fault);
        }
    }

    /** Up to two days forward or back. */
    private static long step(Fault fault) {
        long nanos = Duration.ofMinutes(1 + fault.amount() / 2 % 2880).toNanos();
        return fault.amount() % 2 == 0 ? nanos : -nanos;
    }

    private void powerLoss(SimNode node, Duration lasts) {
        node.powerOff();
        world.in(lasts, node::boot);
    }

    private void restart(SimNode node, Duration lasts) {
        node.leave();
        world.in(lasts.plus(SimNode.FAREWELL), node::comeBack);
    }

    private void rolling(int next, Duration lasts) {
        if (next < nodes.size() && !over) {
            restart(nodes.get(next), lasts);
            world.in(lasts.plusSeconds(3), () -> rolling(next + 1, lasts));
        }
    }

    private void stop(Fault fault, Runnable how) {
        how.run();
        world.in(fault.lasts(), () -> nodes.get(fault.node()).resume());
    }

    private void condition(Fault fault, SimNode node) {
        Consumer<Integer> set = amount -> {
            Conditions now = node.conditions();
            switch (fault.kind()) {
                case STARTS_FAIL -> now.startsFail = amount;
                case STOPS_FAIL -> now.stopsFail = amount;
                case STEPS_HANG -> now.stepsHang = amount;
                case SLOW_STEPS -> now.slowSteps = amount;
                case BLIND -> now.blind = amount;
                case SLOW_PROBES -> now.slowProbes = amount;
                default -> throw new IllegalArgumentException("expected a condition: " + fault);
            }
        };
        set.accept(fault.amount());
        node.stir();
        world.in(fault.lasts(), () -> {
            set.accept(0);
            node.stir();
        });
    }

    private void device(Fault fault, SimNode node) {
        FenceMode[] modes = FenceMode.values();
        world.fence(node.name().value(), modes[fault.amount() % modes.length]);
        world.in(fault.lasts(), () -> world.fence(node.name().value(), FenceMode.WORKS));
    }

    private void links(Fault fault) {
        Network network = world.network();
        for (int link = 0; link < network.links(); link++) {
            if (fault.link() < 0 || fault.link() == link) {
                int one = link;
                switch (fault.kind()) {
                    case LOSS -> during(fault, () -> network.lose(one, fault.amount(), world.now()),
                            () -> network.lose(one, 0, world.now()));
                    case LAG -> during(fault,
                            () -> network.slow(one, Duration.ofMillis(fault.amount()), world.now()),
                            () -> network.slow(one, Duration.ZERO, world.now()));
                    case FLAPPING -> flap(fault, one, world.now() + fault.lasts().toNanos());
                    default -> during(fault, () -> cut(fault, one, true),
                            () -> cut(fault, one, false));
                }
            }
        }
    }

    private void during(Fault fault, Runnable begin, Runnable end) {
        begin.run();
        world.in(fault.lasts(), end);
    }

    private void flap(Fault fault, int link, long end) {
        if (!over && world.now() < end) {
            cut(fault, link, true);
            world.in(Duration.ofMillis(fault.amount()), () -> cut(fault, link, false));
            world.in(Duration.ofMillis(2L * fault.amount()), () -> flap(fault, link, end));
        }
    }

    private void cut(Fault fault, int link, boolean cut) {
        for (int from = 0; from < nodes.size(); from++) {
            for (int to = 0; to < nodes.size(); to++) {
                if (from != to && apart(fault, from, to)) {
                    if (cut) {
                        world.network().cut(from, to, link, world.now());
                    } else {
                        world.network().mend(from, to, link, world.now());
                    }
                }
            }
        }
    }

    private static boolean apart(Fault fault, int from, int to) {
        return switch (fault.kind()) {
            case PARTITION -> (fault.other() >> from & 1) != (fault.other() >> to & 1);
            case CUT_ONE_WAY -> from == fault.node() && to == fault.other();
            default -> from == fault.node() && to == fault.other()
                    || to == fault.node() && from == fault.other();
        };
    }

    private void resource(Fault fault, SimNode node) {
        ServiceName name = service(fault);
        List<Resource> held = node.file(name).map(Service::resources).orElse(List.of()).stream()
                .filter(r -> node.held(name).contains(r.rid())).toList();
        boolean all = fault.amount() % 3 == 0;
        for (int i = 0; i < held.size(); i++) {
            if (all || i == fault.amount() % held.size()) {
                if (fault.kind() == Fault.Kind.RESOURCE_DIES) {
                    node.holdings().die(name, held.get(i).rid());
                } else {
                    node.holdings().sicken(name, held.get(i).rid());
                }
            }
        }
    }

    private ServiceName service(Fault fault) {
        List<ServiceName> names = world.services();
        return names.get(fault.amount() / 7 % names.size());
    }

    /** Operators type on nodes of the service. */
    private SimNode member(ServiceName service, int index) {
        List<SimNode> members =
                nodes.stream().filter(node -> node.file(service).isPresent()).toList();
        return members.get(index % members.size());
    }

    private void command(Fault fault) {
        SimNode node = member(service(fault), fault.node());
        Goal[] goals = Goal.values();
        Goal goal = goals[fault.amount() / 64 % goals.length];
        boolean local = goal != Goal.PLACED && fault.amount() % 2 == 0;
        List<NodeName> may = node.file(service(fault)).orElseThrow().nodes();
        String to = goal == Goal.PLACED && fault.amount() % 4 < 3
                ? may.get(fault.other() % may.size()).value() : "";
        if (local && part(fault, node, goal)) {
            return;
        }
        world.ask(node, service(fault), goal, local ? Scope.LOCAL : Scope.CLUSTER, to);
    }

    /** Every third wish for one node is about a part of a service, if it can be. */
    private boolean part(Fault fault, SimNode node, Goal goal) {
        List<Rid> all = node.file(service(fault)).orElseThrow().resources().stream()
                .map(Resource::rid).toList();
        boolean acts = goal == Goal.STARTED || goal == Goal.STOPPED || goal == Goal.SHUTDOWN
                || goal == Goal.RESTARTED;
        if (!acts || all.isEmpty() || fault.amount() / 1024 % 3 != 0) {
            return false;
        }
        int mask = 1 + fault.amount() / 3072 % ((1 << Math.min(all.size(), 8)) - 1);
        world.ask(node, service(fault), goal, new Choice(all.stream()
                .filter(rid -> (mask >> all.indexOf(rid) % 8 & 1) == 1).toList(),
                goal == Goal.SHUTDOWN));
        return true;
    }

    /** Two operators start the same service on two nodes at nearly the same time. */
    private void twice(Fault fault) {
        SimNode a = member(service(fault), fault.node());
        SimNode b = member(service(fault), fault.node() + 1);
        world.ask(a, service(fault), Goal.STARTED, Scope.LOCAL, "");
        world.in(fault.lasts(), () ->
                world.ask(b, service(fault), Goal.STARTED, Scope.LOCAL, ""));
    }

    /** Freezes, thaws or drains; what is frozen is mostly thawed again some time. */
    private void nodeCommand(Fault fault, SimNode node) {
        NodeRequest.Goal[] goals = NodeRequest.Goal.values();
        NodeRequest.Goal goal = goals[fault.amount() % goals.length];
        boolean cluster = goal != NodeRequest.Goal.DRAINED && fault.amount() % 5 == 0;
        boolean ends = fault.amount() % 2 == 0;
        world.ask(node, goal, cluster, new Terms("", ends ? Optional.of(fault.lasts())
                : Optional.empty()));
        if (fault.amount() % 8 != 1) {
            world.in(fault.lasts(), () -> world.ask(node, NodeRequest.Goal.THAWED, cluster,
                    Terms.NONE));
        }
    }

    private void overload(Fault fault, SimNode node) {
        measured(node, new Vitals(fault.amount() % 1000, fault.amount() % 101,
                fault.amount() % 3 == 0));
        world.in(fault.lasts(), () -> measured(node, Vitals.UNKNOWN));
    }

    private static void measured(SimNode node, Vitals vitals) {
        if (node.agent() != null) {
            node.agent().take(new Event.Measured(vitals));
        }
    }

    /** Vouches for what is off only: an operator who is wrong is another story. */
    private void vouched(SimNode node) {
        for (SimNode other : nodes) {
            if (!other.on() && node != other) {
                world.vouch(node.name().value(), other.name().value());
            }
        }
    }

    /** A changed file reaches one node after the other. */
    private void edit(Fault fault) {
        ServiceName name = service(fault);
        SimNode first = member(name, fault.node());
        Service after = edited(first.file(name).orElseThrow(), fault);
        world.edit(first, after);
        Duration later = fault.lasts();
        for (SimNode node : nodes) {
            if (node != first && node.file(name).isPresent()) {
                world.in(later, () -> world.edit(node, after));
                later = later.plus(fault.lasts());
            }
        }
    }

    private Service edited(Service before, Fault fault) {
        List<NodeName> order = new ArrayList<>(before.nodes());
        Collections.shuffle(order, random);
        Orchestrate orchestrate = fault.amount() % 5 == 0
                ? Orchestrate.values()[fault.amount() / 5 % 3] : before.orchestrate();
        edited.put(before.name(), new Service(before.name(), order, orchestrate,
                before.environment(), 1 + fault.amount() % 100, before.rollback(),
                before.resources(), before.parallelSets(), "edit at " + world.now(),
                before.rules()));
        return edited.get(before.name());
    }
}
