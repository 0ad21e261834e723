package org.understudy.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.core.Beats;
import org.understudy.core.Duel;
import org.understudy.core.Effects;
import org.understudy.core.Facts;
import org.understudy.core.Memories;
import org.understudy.core.Policy;
import org.understudy.model.Beat;
import org.understudy.model.BootId;
import org.understudy.model.Decision;
import org.understudy.model.Event;
import org.understudy.model.FenceResult;
import org.understudy.model.Link;
import org.understudy.model.Memory;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Ruling;
import org.understudy.model.Self;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
import org.understudy.model.View;

/** One made-up machine: its power, its disk, what its resources really do, and the real core. */
final class SimNode {
    private final World world;
    private final NodeName name;
    private final long origin;
    private Memory memory = Memory.NONE;
    private final SortedMap<ServiceName, Set<Rid>> held = new TreeMap<>();
    private final SortedMap<NodeName, Long> lastBeat = new TreeMap<>();
    private final SortedMap<NodeName, Long> lastConfirmed = new TreeMap<>();
    private final List<Event> waiting = new ArrayList<>();
    private final SimHands hands;
    private boolean on;
    private boolean paused;
    private boolean agent;
    private int boots;
    private int life;
    private long sequence;
    private View view;
    private Beat told;
    private Decision last = Decision.NONE;

    SimNode(World world, NodeName name, long origin) {
        this.world = world;
        this.name = name;
        this.origin = origin;
        this.hands = new SimHands(world, this);
    }

    NodeName name() {
        return name;
    }

    boolean on() {
        return on;
    }

    boolean paused() {
        return paused;
    }

    /** Which life of the agent this is; what an earlier one began does not go on. */
    int life() {
        return life;
    }

    View view() {
        return view;
    }

    Set<Rid> held(ServiceName service) {
        return held.computeIfAbsent(service, s -> new LinkedHashSet<>());
    }

    /** When a beat of that node was last taken in, and a fence of it last confirmed, here. */
    Map<NodeName, Long> lastBeat() {
        return lastBeat;
    }

    Map<NodeName, Long> lastConfirmed() {
        return lastConfirmed;
    }


    void boot() {
        if (on) {
            return;
        }
        on = true;
        boots++;
        world.note(name + " boots");
        startAgent();
    }

    /** Power off: everything this machine held is free at once. */
    void powerOff() {
        if (!on) {
            return;
        }
        on = false;
        agent = false;
        paused = false;
        life++;
        held.clear();
        waiting.clear();
        world.note(name + " is off");
    }

    /** The agent alone dies; its resources stay; it is started again a moment later. */
    void killAgent(Duration back) {
        if (!on) {
            return;
        }
        world.note(name + " agent dies");
        int dead = ++life;
        agent = false;
        waiting.clear();
        paused = false;
        world.in(back, () -> {
            if (on && life == dead) {
                startAgent();
            }
        });
    }

    /** The agent is told to end, and says so; its resources stay. */
    void leave() {
        if (agent && !paused) {
            take(new Event.Leaving(false));
            life++;
            agent = false;
            world.note(name + " agent leaves");
        }
    }

    /** The agent is started again on a machine that kept running. */
    void comeBack() {
        if (on && !agent) {
            world.note(name + " agent starts");
            startAgent();
        }
    }

    void pause() {
        if (on) {
            paused = true;
            world.note(name + " stops running");
        }
    }

    void resume() {
        if (!on || !paused) {
            return;
        }
        paused = false;
        world.note(name + " runs again");
        List<Event> late = List.copyOf(waiting);
        waiting.clear();
        late.forEach(this::take);
    }

    private void startAgent() {
        life++;
        agent = true;
        lastBeat.clear();
        lastConfirmed.clear();
        view = View.fresh(new Self(name, new BootId(name + "-" + life), name + "-" + boots,
                NodeState.INIT, clock()), world.cluster(), memory);
        last = Decision.NONE;
        told = null;
        take(new Event.Loaded(world.services()));
        once(Duration.ofMillis(300), this::probe);
        every(world.timing().tick(), () -> {
            take(new Event.Tick());
            ping();
        });
        every(world.timing().interval(), this::beat);
        every(world.timing().probe(), this::probe);
    }

    private void once(Duration delay, Runnable what) {
        int mine = life;
        world.in(delay, () -> {
            if (on && life == mine) {
                what.run();
            }
        });
    }

    private void every(Duration period, Runnable what) {
        once(period, () -> {
            what.run();
            every(period, what);
        });
    }

    /** Asks what is silent for an echo; a kernel answers whatever its agent does. */
    private void ping() {
        if (paused || !agent) {
            return;
        }
        for (NodeName silent : Duel.asked(view)) {
            boolean answers = world.answers(name, silent);
            once(Duration.ofMillis(300), () -> take(new Event.Pinged(silent, answers)));
        }
    }

    private void beat() {
        if (!paused) {
            send(Beats.of(view));
        }
    }

    private void send(Beat beat) {
        told = beat;
        Beat numbered = beat.numbered(++sequence, clock());
        for (Link link : world.cluster().links()) {
            world.carry(this, numbered, link.name());
        }
    }

    /** Reads what is really there. */
    void probe() {
        for (Service service : world.services()) {
            SortedMap<Rid, ResourceStatus> found = truth(service);
            found.replaceAll((rid, read) -> world.blind()
                    ? new ResourceStatus(Status.UNDEF, "") : read);
            take(new Event.Probed(service.name(), found));
        }
    }

    SortedMap<Rid, ResourceStatus> truth(Service service) {
        SortedMap<Rid, ResourceStatus> found = new TreeMap<>();
        service.resources().forEach(r -> found.put(r.rid(), status(service.name(), r.rid())));
        return found;
    }

    ResourceStatus status(ServiceName service, Rid rid) {
        return new ResourceStatus(held(service).contains(rid) ? Status.UP : Status.DOWN, "");
    }

    /** The agent's loop: the same three calls as in the real one. */
    void take(Event event) {
        if (!agent) {
            return;
        }
        if (paused) {
            if (!(event instanceof Event.Tick)) {
                waiting.add(event);
            }
            return;
        }
        remember(event);
        view = Facts.after(view, event, clock());
        Decision next = Policy.decide(view);
        view = Effects.of(view, next);
        memory = Memories.of(view);
        tell(next);
        last = next;
        next.actions().forEach(action -> action.to(hands));
        Beat now = Beats.of(view);
        if (told == null || !told.same(now)) {
            send(now);
        }
    }

    private void remember(Event event) {
        if (event instanceof Event.Vouched vouched) {
            lastConfirmed.put(vouched.node(), world.now());
        }
        if (event instanceof Event.BeatHeard heard) {
            lastBeat.put(heard.beat().node(), world.now());
        }
        if (event instanceof Event.Fenced fenced
                && fenced.result() == FenceResult.CONFIRMED) {
            lastConfirmed.put(fenced.node(), world.now());
        }
    }

    private void tell(Decision next) {
        for (Map.Entry<ServiceName, Ruling> entry : next.rulings().entrySet()) {
            Ruling ruling = entry.getValue();
            if (!ruling.equals(last.rulings().get(entry.getKey()))) {
                world.note("> " + name + " " + SimHands.words(ruling) + " " + entry.getKey()
                        + "     \"" + ruling.reason() + "\"");
            }
        }
    }

    private Moment clock() {
        return new Moment(origin + world.now());
    }
}
