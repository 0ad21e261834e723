package org.understudy.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.understudy.core.Departure;
import org.understudy.core.Majority;
import org.understudy.core.Duel;
import org.understudy.core.Memories;
import org.understudy.model.Action;
import org.understudy.model.BootId;
import org.understudy.model.Decision;
import org.understudy.model.Event;
import org.understudy.model.Fencing;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Ruling;
import org.understudy.model.Self;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/**
 * One life of an agent around the real core.
 *
 * <p>A beat or an echo that repeats what is known, when nothing else has changed since, has no
 * round of its own, and a beat or a reading that turns out to change nothing decides nothing: the
 * next event's round takes it in, a tick later at most.
 */
final class SimAgent {
    private static final long NEVER = -1;

    private final World world;
    private final SimNode node;
    private final Core core;
    private final SimHands hands;
    private final List<Runnable> waiting = new ArrayList<>();
    private final Pulse pulse;
    private final Hearing hearing;
    private final Telling telling;
    private final Voting voting;
    private boolean paused;
    private boolean feeds;
    private int keep;
    private long resumed = NEVER;
    private long stalled = NEVER;
    private long stopped;
    private View view;
    private long last;
    private Decision decision = Decision.NONE;

    SimAgent(World world, SimNode node, int life) {
        this.world = world;
        this.node = node;
        this.core = world.core();
        this.hands = new SimHands(world, node, this);
        this.pulse = new Pulse(world.timing(), world.now(),
                world.arbitrators().size() > 0);
        this.hearing = new Hearing(world, node);
        this.telling = new Telling(world, node);
        this.voting = new Voting(world, node);
        this.last = world.now();
        this.view = View.fresh(new Self(node.name(), new BootId(node.name() + "-" + life),
                node.machine(), NodeState.INIT, clock()).with(node.watchdog().guard(), ""),
                world.cluster(),
                Memories.past(node.disk().read(), clock()));
    }

    /** Goes on with what a real agent knew, in the midst of its life. */
    SimAgent(World world, SimNode node, View known) {
        this(world, node, 0);
        this.view = known;
    }

    void begin() {
        load();
    }

    /** What runs at this moment begins anew: how far it is, nobody can tell. */
    void goOn() {
        telling.speak(this);
        view.services().forEach((name, local) -> hands.again(local));
        view.fencings().forEach((target, last) -> {
            if (last.phase() == Fencing.Phase.RUNNING) {
                hands.fence(new Action.Fence(target));
            }
        });
        take(new Event.Tick());
    }

    View view() {
        return view;
    }

    boolean paused() {
        return paused;
    }

    /** What it last said of the service, for people. */
    String reason(ServiceName service) {
        return Optional.ofNullable(decision.rulings().get(service)).map(Ruling::reason)
                .orElse("not known");
    }

    Pulse pulse() {
        return pulse;
    }

    Hearing hearing() {
        return hearing;
    }

    Telling telling() {
        return telling;
    }

    Voting voting() {
        return voting;
    }

    /** Whether it feeds the watchdog of its machine. */
    boolean feeds() {
        return feeds;
    }

    /** When it last went on after it had stood still; negative when never. */
    long resumed() {
        return resumed;
    }

    /** When it last went on after so long a stop that beats got lost by it; negative when never. */
    long stalled() {
        return stalled;
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
        telling.send();
    }

    /** Whether all the others know that it is away. */
    boolean farewellTold() {
        return Departure.toldAll(view.at(clock()), view.generation());
    }

    /** The one thing that is due. */
    void beat() {
        switch (pulse.begun()) {
            case TICK -> pulse.done(Pulse.Beat.TICK, paused || !round(new Event.Tick()));
            case BEAT -> {
                pulse.done(Pulse.Beat.BEAT, true);
                if (!paused) {
                    telling.send();
                }
            }
            case PROBE -> pulse.done(Pulse.Beat.PROBE, paused || probe());
            case ECHO -> pulse.done(Pulse.Beat.ECHO, paused || echo());
            case VOTE -> pulse.done(Pulse.Beat.VOTE, paused || voting.ask(this));
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
        SortedMap<Rid, ResourceStatus> found = node.read(service);
        if (node.conditions().slowProbes == 0) {
            return !round(new Event.Probed(service.name(), found), () -> { }, !overslept());
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
        boolean news = hearing.news(flight.from(), flight.told());
        if (!news && hearing.live(flight.from(), flight.link()) && !overslept()) {
            hearing.repeated(flight);
            return;
        }
        if (news) {
            world.each(checker -> checker.hears(node, flight));
        }
        round(new Event.BeatHeard(world.network().link(flight.link()).name(), flight.beat()),
                () -> hearing.took(flight),
                hearing.live(flight.from(), flight.link()) && !overslept());
        hearing.settled(flight.from());
    }

    /** Whether it has missed a tick: then whatever comes has a round. */
    private boolean overslept() {
        return world.now() - last > world.timing().tick().toNanos();
    }

    /** Does this now, or when it runs again. */
    void later(Runnable what) {
        if (paused) {
            waiting.add(what);
        } else {
            what.run();
        }
    }

    void take(Event event) {
        take(event, () -> { });
    }

    /** Takes an event in, now or when it runs again; that is told first. */
    void take(Event event, Runnable tell) {
        later(() -> {
            tell.run();
            round(event);
        });
    }

    /** The agent's loop: the same calls as in the real one. True when it changed anything. */
    boolean round(Event event) {
        return round(event, () -> { }, false);
    }

    /** @param known whether nothing is decided should the event tell nothing new */
    private boolean round(Event event, Runnable heardNow, boolean known) {
        View before = voting.read(hearing.read(view, last));
        heardNow.run();
        last = world.now();
        View after = core.after(before, event, clock());
        if (known && Sameness.of(before, after) && telling.tellsWhomItHears(after)) {
            view = after;
            return false;
        }
        Decision next = core.decide(after);
        view = core.effects(after, next);
        pulse.echo(asks(view), world.now());
        feed(harmless(view));
        if (Sameness.of(before, view) && next.equals(decision) && next.actions().isEmpty()
                && telling.tellsWhomItHears(view)) {
            return false;
        }
        node.disk().write(Memories.of(view));
        tell(next);
        decision = next;
        pulse.stir();
        world.stirred();
        hearing.stir();
        List<Action> actions = checked(next);
        telling.speak(this);
        actions.forEach(action -> action.to(hands));
        if (!actions.isEmpty()) {
            // What actions change is looked at in a round of its own.
            world.in(Duration.ofMillis(1), () -> tickAgain());
        }
        return true;
    }

    private boolean harmless(View now) {
        return !world.cluster().quorum().on() || Majority.harmless(now);
    }

    private void feed(boolean well) {
        feeds = well;
        if (well) {
            node.watchdog().feed(world.now());
        } else {
            node.watchdog().starve();
        }
    }

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

    private void tell(Decision next) {
        next.rulings().forEach((service, ruling) -> {
            if (!ruling.equals(decision.rulings().get(service))) {
                world.note(() -> "> " + node.name() + " " + SimHands.words(ruling) + " " + service
                        + "     \"" + ruling.reason() + "\"");
                world.each(checker -> checker.rules(node, service, ruling));
            }
        });
    }

    private static boolean asks(View now) {
        return !Duel.asked(now).isEmpty();
    }

    /** Whether a tick at {@code then} would change nothing, had these beats come by then. */
    boolean still(Arrivals when, long until, long then) {
        View from = voting.read(hearing.read(view, when, until), then);
        View after = core.after(from, new Event.Tick(), node.clock(then));
        Decision next = core.decide(after);
        View end = core.effects(after, next);
        return next.equals(decision) && next.actions().isEmpty() && Sameness.of(from, end)
                && telling.tellsAsMuch(end) && asks(end) == pulse.echoes()
                && harmless(end) == feeds;
    }

    /** Goes on at a later moment until which nothing happened but what repeats itself. */
    void leap(Arrivals when, long until, long then) {
        telling.leap(pulse.lastBeat(then));
        hearing.leap(when);
        voting.leap(then);
        last = until;
        if (feeds) {
            node.watchdog().feed(pulse.last(0, then));
        }
    }

    long last() {
        return last;
    }

    private Moment clock() {
        return node.clock(world.now());
    }
}
