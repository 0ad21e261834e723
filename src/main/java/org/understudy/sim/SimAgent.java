package org.understudy.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.core.Beats;
import org.understudy.core.Duel;
import org.understudy.core.Liveness;
import org.understudy.core.Memories;
import org.understudy.model.Action;
import org.understudy.model.Beat;
import org.understudy.model.BootId;
import org.understudy.model.Decision;
import org.understudy.model.Event;
import org.understudy.model.LinkName;
import org.understudy.model.Moment;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Peer;
import org.understudy.model.Ruling;
import org.understudy.model.Self;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/**
 * One life of an agent around the real core.
 *
 * <p>A beat or an echo that repeats what is known, when nothing else has changed since, has no round
 * of its own: the next event's round takes it in, a tick later at most.
 */
final class SimAgent {
    private static final long NEVER = -1;
    /** News of so short a time leaves in one beat. */
    private static final long COALESCE = Duration.ofMillis(20).toNanos();

    private final World world;
    private final SimNode node;
    private final Core core;
    private final SimHands hands;
    private final List<Runnable> waiting = new ArrayList<>();
    private final Pulse pulse;
    /** For each peer: what it said last, whether nothing has changed since, and when it did. */
    private final Beat[] known;
    private final boolean[] settled;
    private final long[][] heard;
    private boolean unread;
    private boolean paused;
    private int keep;
    private long resumed = NEVER;
    private long stalled = NEVER;
    private long stopped;
    private View view;
    private long last;
    private Decision decision = Decision.NONE;
    private Beat told;
    private long toldSince;
    private long sent = -COALESCE;
    private boolean claims;

    SimAgent(World world, SimNode node, int life) {
        this.world = world;
        this.node = node;
        this.core = world.core();
        this.hands = new SimHands(world, node, this);
        this.pulse = new Pulse(world.timing(), world.now());
        int size = world.nodes().size();
        this.known = new Beat[size];
        this.settled = new boolean[size];
        this.heard = new long[size][world.network().links()];
        for (long[] links : heard) {
            java.util.Arrays.fill(links, NEVER);
        }
        this.last = world.now();
        this.view = View.fresh(new Self(node.name(), new BootId(node.name() + "-" + life),
                node.machine(), NodeState.INIT, clock()), world.cluster(),
                node.memory());
    }

    void begin() {
        load();
    }

    View view() {
        return view;
    }

    boolean paused() {
        return paused;
    }

    /** What it last said of the service, for people. */
    String reason(ServiceName service) {
        Ruling ruling = decision.rulings().get(service);
        return ruling == null ? "not known" : ruling.reason();
    }

    Pulse pulse() {
        return pulse;
    }

    Beat told() {
        return told;
    }

    long toldSince() {
        return toldSince;
    }

    /** When a link last brought a beat of that node; negative when never. */
    long heard(int from, int link) {
        return heard[from][link];
    }

    /** When it last went on after it had stood still; negative when never. */
    long resumed() {
        return resumed;
    }

    /** When it last went on after so long a stop that beats got lost by it; negative when never. */
    long stalled() {
        return stalled;
    }

    /** What the node says is new to this agent, or may be. */
    boolean news(int from, Beat beat) {
        return !settled[from] || beat != known[from] && !repeats(beat, known[from]);
    }

    /** Whether it says the same of its sender and of whom it hears, and answers no claim. */
    private boolean repeats(Beat beat, Beat last) {
        NodeName self = node.name();
        return beat.boot().equals(last.boot()) && beat.generation() == last.generation()
                && beat.state() == last.state()
                && (!claims || Objects.equals(beat.heard().get(self), last.heard().get(self)))
                && beat.heard().keySet().equals(last.heard().keySet())
                && beat.heard().keySet().stream().allMatch(peer -> beat.heard().get(peer).hears()
                        == last.heard().get(peer).hears());
    }

    boolean full() {
        return waiting.size() >= keep;
    }

    void pause(int beats) {
        paused = true;
        keep = beats;
        stopped = last;
    }

    /** What came first after a stop is chance: a timer, or a beat that waited. */
    void resume() {
        paused = false;
        pulse.stir();
        resumed = world.now();
        stalled = resumed - stopped > world.timing().timeout().toNanos() / 2 ? resumed : stalled;
        List<Runnable> late = List.copyOf(waiting);
        waiting.clear();
        if (node.random().nextBoolean()) {
            take(new Event.Tick());
        }
        for (Runnable event : late) {
            if (node.agent() == this) {
                event.run();
            }
        }
    }

    void load() {
        take(new Event.Loaded(List.copyOf(node.files().values())));
    }

    /** Its last words leave once more before it ends. */
    void leave() {
        take(new Event.Leaving(false));
        send();
    }

    /** The one thing of the three that is due. */
    void beat() {
        switch (pulse.begun()) {
            case TICK -> pulse.done(Pulse.Beat.TICK, paused || !round(new Event.Tick()));
            case BEAT -> {
                pulse.done(Pulse.Beat.BEAT, true);
                if (!paused) {
                    send();
                }
            }
            case PROBE -> pulse.done(Pulse.Beat.PROBE, paused || probe());
            case ECHO -> pulse.done(Pulse.Beat.ECHO, paused || echo());
        }
    }

    /** Asks what is silent for an echo; a kernel answers whatever its agent does. */
    private boolean echo() {
        boolean idle = true;
        for (NodeName silent : Duel.asked(view)) {
            boolean answers = world.answers(node, world.node(silent));
            boolean known = view.peer(silent).echo().filter(e -> e.answered() == answers)
                    .isPresent();
            idle &= known || !round(new Event.Pinged(silent, answers));
        }
        return idle;
    }

    /** Reads every service that is not being acted upon; true when that told nothing new. */
    private boolean probe() {
        boolean idle = true;
        for (Service service : List.copyOf(node.files().values())) {
            idle &= hands.busy(service.name()) || probe(service);
        }
        return idle && node.conditions().blind == 0 && node.conditions().slowProbes == 0;
    }

    private boolean probe(Service service) {
        if (node.agent() != this) {
            return true;
        }
        SortedMap<org.understudy.model.Rid, org.understudy.model.ResourceStatus> found =
                node.read(service);
        if (node.conditions().slowProbes == 0) {
            return !round(new Event.Probed(service.name(), found));
        }
        long epoch = hands.epoch(service.name());
        world.in(Duration.ofMillis(
                node.random().nextInt(node.conditions().slowProbes * 1000)), () -> {
            if (node.agent() == this && hands.epoch(service.name()) == epoch) {
                take(new Event.Probed(service.name(), found));
            }
        });
        return false;
    }

    /** Takes a beat in; while it stands still, beats beyond those that are kept are lost. */
    void hear(Network.Flight flight) {
        if (paused) {
            if (!full()) {
                waiting.add(() -> hear(flight));
            }
            return;
        }
        int from = flight.from();
        boolean news = news(from, flight.beat());
        if (!news && live(from, flight.link()) && !overslept()) {
            known[from] = flight.beat();
            heard[from][flight.link()] = world.now();
            unread = true;
            last = world.now();
            return;
        }
        if (news) {
            world.each(checker -> checker.hears(node, flight));
        }
        round(new Event.BeatHeard(name(flight.link()), flight.beat()), () -> {
            known[from] = flight.beat();
            heard[from][flight.link()] = world.now();
        });
        settled[from] = true;
    }

    /** Whether it has missed a tick: then whatever comes has a round. */
    private boolean overslept() {
        return world.now() - last > world.timing().tick().toNanos();
    }

    /** Whether that link is not silent. */
    boolean live(int from, int link) {
        return heard[from][link] >= 0 && world.now() - heard[from][link]
                <= world.network().link(link).timeout().toNanos();
    }

    private LinkName name(int link) {
        return world.network().link(link).name();
    }

    /** Takes an event in, now or when it runs again. */
    void take(Event event) {
        if (paused) {
            waiting.add(() -> round(event));
        } else {
            round(event);
        }
    }

    /** The agent's loop: the same calls as in the real one. True when it changed anything. */
    private boolean round(Event event) {
        return round(event, () -> { });
    }

    private boolean round(Event event, Runnable heardNow) {
        View before = read(view, heard, last);
        heardNow.run();
        unread = false;
        last = world.now();
        View after = core.after(before, event, clock());
        Decision next = core.decide(after);
        view = core.effects(after, next);
        pulse.echo(asks(view), world.now());
        if (same(before, view) && next.equals(decision) && next.actions().isEmpty()
                && hearsAsTold(view)) {
            return false;
        }
        node.memory(Memories.of(view));
        tell(next);
        decision = next;
        pulse.stir();
        world.stirred();
        java.util.Arrays.fill(settled, false);
        List<Action> actions = checked(next);
        speak();
        actions.forEach(action -> action.to(hands));
        if (!actions.isEmpty()) {
            world.in(Duration.ofMillis(1), () -> tickAgain());
        }
        return true;
    }

    /** What actions change is looked at in a round of its own. */
    private void tickAgain() {
        if (node.agent() == this) {
            take(new Event.Tick());
        }
    }

    private List<Action> checked(Decision next) {
        Set<Action> once = new LinkedHashSet<>();
        next.rulings().forEach((service, ruling) -> ruling.actions().forEach(action -> {
            if (once.add(action)) {
                world.each(checker -> checker.decides(node, service, action, ruling));
            }
        }));
        return List.copyOf(once);
    }

    private void speak() {
        Beat now = Beats.of(view);
        if (told == null || !told.same(now)) {
            told = now;
            toldSince = world.now();
            claims = told.instances().values().stream()
                    .anyMatch(there -> there.monitor() == Monitor.READY);
            if (world.now() - sent >= COALESCE) {
                send();
            } else {
                world.in(Duration.ofNanos(sent + COALESCE - world.now()), this::sendNews);
            }
        }
    }

    private void sendNews() {
        if (node.agent() == this && !paused && sent < toldSince) {
            send();
        }
    }

    private void send() {
        sent = world.now();
        world.network().send(node.index(), told, toldSince, world.now());
    }

    private void tell(Decision next) {
        next.rulings().forEach((service, ruling) -> {
            if (!ruling.equals(decision.rulings().get(service))) {
                world.note(() -> line(service, ruling));
            }
        });
    }

    private String line(ServiceName service, Ruling ruling) {
        return "> " + node.name() + " " + SimHands.words(ruling) + " " + service + "     \""
                + ruling.reason() + "\"";
    }

    /** The view once those beats are taken in that had no round of their own. */
    private View read(View from, long[][] when, long until) {
        if (!unread) {
            return from;
        }
        SortedMap<NodeName, Peer> peers = new TreeMap<>(from.peers());
        for (SimNode other : world.nodes()) {
            if (known[other.index()] != null) {
                peers.computeIfPresent(other.name(), (name, peer) ->
                        new Peer(latest(peer, known[other.index()]), moments(when[other.index()]), peer.acked(),
                                peer.echo()));
            }
        }
        return from.peers(peers).at(node.clock(until));
    }

    private static Optional<Beat> latest(Peer peer, Beat known) {
        return peer.beat().map(beat -> beat.boot().equals(known.boot())
                && beat.generation() == known.generation() ? known : beat);
    }

    private SortedMap<LinkName, Moment> moments(long[] links) {
        SortedMap<LinkName, Moment> moments = new TreeMap<>();
        for (int link = 0; link < links.length; link++) {
            if (links[link] >= 0) {
                moments.put(name(link), node.clock(links[link]));
            }
        }
        return moments;
    }

    /** Whether two views differ in nothing but the time. */
    private static boolean same(View a, View b) {
        if (a.peers() != b.peers()) {
            for (NodeName name : a.peers().keySet()) {
                if (!same(a.peer(name), b.peer(name))) {
                    return false;
                }
            }
        }
        return a.equals(b.peers(a.peers()).at(a.now()));
    }

    private static boolean same(Peer a, Peer b) {
        return a == b || a.beat().equals(b.beat())
                && a.echo().map(Peer.Echo::answered).equals(b.echo().map(Peer.Echo::answered));
    }

    /** Whether the peers were told whom this node hears. */
    private boolean hearsAsTold(View now) {
        return told != null && now.peers().keySet().stream().allMatch(peer ->
                !told.heard().containsKey(peer)
                        || told.heard().get(peer).hears() == Liveness.alive(now, peer));
    }

    private static boolean asks(View now) {
        return !Duel.asked(now).isEmpty();
    }

    /** Whether a tick at {@code then} would change nothing, had these beats come until then. */
    boolean still(long[][] when, long until, long then) {
        boolean before = unread;
        unread = true;
        View from = read(view, when, until);
        unread = before;
        View after = core.after(from, new Event.Tick(), node.clock(then));
        Decision next = core.decide(after);
        View end = core.effects(after, next);
        return next.equals(decision) && next.actions().isEmpty() && same(from, end)
                && hearsAsTold(end) && asks(end) == pulse.echoes();
    }

    /** Goes on at a later moment until which nothing happened but what repeats itself. */
    void leap(long[][] when, long until, long then) {
        sent = Math.max(sent, pulse.lastBeat(then));
        for (SimNode other : world.nodes()) {
            int from = other.index();
            if (other.running() && !java.util.Arrays.equals(when[from], heard[from])) {
                known[from] = other.agent().told();
            }
            heard[from] = when[from];
        }
        unread = true;
        last = until;
    }

    long last() {
        return last;
    }

    private Moment clock() {
        return node.clock(world.now());
    }
}
