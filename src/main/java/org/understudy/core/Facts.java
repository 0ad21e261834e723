package org.understudy.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.model.Action;
import org.understudy.model.ArbitratorName;
import org.understudy.model.Beat;
import org.understudy.model.Event;
import org.understudy.model.FenceResult;
import org.understudy.model.Fencing;
import org.understudy.model.Fencing.Phase;
import org.understudy.model.Goal;
import org.understudy.model.Instance;
import org.understudy.model.Local;
import org.understudy.model.Moment;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Peer;
import org.understudy.model.Request;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
import org.understudy.model.Target;
import org.understudy.model.View;
import org.understudy.model.Vote;

/** What an event does to what this node knows. */
public final class Facts implements Event.Reader<View> {
    private final View view;

    private Facts(View view) {
        this.view = view;
    }

    /** The view after {@code event}, which came at {@code now}. */
    public static View after(View before, Event event, Moment now) {
        View awake = stalled(before, now) ? before.at(now).stalledAt(now) : before.at(now);
        View next = Joining.of(Freezing.expired(event.to(new Facts(awake))));
        return Generations.after(before, Caring.of(Settling.of(next)));
    }

    /**
     * Whether this process did not run for so long that beats may have been missed by its own
     * fault. Ticks come several times within every link's interval.
     */
    private static boolean stalled(View view, Moment now) {
        Duration gap = now.since(view.now());
        return view.cluster().links().stream()
                .anyMatch(link -> gap.multipliedBy(2).compareTo(link.timeout()) > 0);
    }

    @Override
    public View tick(Event.Tick event) {
        return view;
    }

    @Override
    public View beatHeard(Event.BeatHeard event) {
        Beat beat = event.beat();
        View next = Freezing.heard(Memories.heard(view, beat.node()), beat.standing().cluster())
                .with(beat.node(), view.peer(beat.node())
                        .after(event.link(), beat, view.self(), view.now()));
        Fencing last = view.fencings().get(beat.node());
        if (last != null && !last.running()) {
            next = contradicted(next, beat, last);
        }
        return followed(next.each(local -> known(adopted(local, beat), beat)), beat);
    }

    /** Who told of all its services runs no others. */
    private Local known(Local local, Beat beat) {
        boolean runs = beat.instances().containsKey(local.service().name())
                || local.service().nodes().contains(beat.node());
        return beat.state() == NodeState.INIT ? local
                : Memories.known(view, local, beat.node(), runs);
    }

    /** A machine that was confirmed to be off and still speaks was not off. */
    private View contradicted(View next, Beat beat, Fencing last) {
        if (!beat.machine().equals(last.machine())) {
            return next.withoutFencing(beat.node());
        }
        return !last.off() ? next : Caring.unproved(next, beat.node()).with(beat.node(), last.to(
                Phase.FAILED, view.now(), "it was said to be off but still sends beats"));
    }

    /** A wish taken up from a peer ends here too, even if the agent that was asked is gone. */
    private static View followed(View view, Beat beat) {
        View next = view;
        for (Local local : view.services().values()) {
            ServiceName name = local.service().name();
            Optional<Target> taken = local.target().current();
            if (taken.isPresent() && beat.instances().containsKey(name)
                    && next.wishes().stream()
                            .noneMatch(w -> w.request().id().equals(taken.get().id()))) {
                next = followed(next, name, taken.get());
            }
        }
        return next;
    }

    private static View followed(View next, ServiceName name, Target target) {
        return Settling.asked(next, new Request(target.id(), target.author(), name,
                target.goal(), Request.Scope.CLUSTER, target.to(), target.terms()));
    }

    private Local adopted(Local local, Beat beat) {
        Instance there = beat.instances().get(local.service().name());
        return there == null ? local : adopted(past(local, there.past()), there);
    }

    private Local past(Local local, Instance.Past told) {
        Local known = Memories.with(local, local.kept()
                .moved(local.kept().moves().upTo(told.moves(), view.now())));
        long term = Math.max(told.term(), told.lastTerm());
        return term <= known.care().lastTerm() ? known : known.with(known.care().heard(term));
    }

    private Local adopted(Local local, Instance there) {
        Optional<Target> current = local.target().current();
        if (there.target().isEmpty()) {
            boolean over = current.isPresent() && there.wishes() >= current.get().number();
            return over ? local.settled() : local;
        }
        Target target = there.target().get();
        long last = local.target().last();
        boolean tie = target.number() == last && current.isPresent()
                && target.id().compareTo(current.get().id()) > 0;
        return target.number() > last || tie ? towards(local, target) : local;
    }

    private Local towards(Local local, Target target) {
        Local next = retried(local, target.goal()).towards(target);
        boolean runs = local.monitor().state().busy() && local.monitor().part().isPresent();
        return target.goal() != Goal.ABORTED || runs ? next : next.asked(Optional.empty());
    }

    /** An operator who asks again wants it tried again. */
    private Local retried(Local local, Goal goal) {
        boolean again = switch (goal) {
            case STARTED, PLACED, STOPPED, SHUTDOWN, RESTARTED -> local.monitor().state().failed();
            case CLEARED -> !local.monitor().state().busy();
            case ABORTED -> local.monitor().state().waits();
            case FROZEN, THAWED -> false;
        };
        Local next = goal != Goal.CLEARED ? local
                : local.with(local.care().tries(new TreeMap<>()));
        return again ? next.doing(Monitor.IDLE, view.now(), "") : next;
    }

    @Override
    public View probed(Event.Probed event) {
        return view.with(event.service(),
                local -> Reserving.noted(view, local.read(event.resources())));
    }

    @Override
    public View stepped(Event.Stepped event) {
        return view.with(event.service(), local -> Reserving.noted(view,
                local.read(event.rid(), event.status())));
    }

    @Override
    public View ended(Event.Ended event) {
        Local before = view.services().get(event.service());
        Optional<Action.Partial> part = before == null ? Optional.empty()
                : before.monitor().part();
        if (part.isPresent()) {
            return Partly.ended(view, event, part.get());
        }
        View next = view.with(event.service(), local -> switch (local.monitor().state()) {
            case STARTING -> ended(local, event, Monitor.START_FAILED,
                    Settling.started(local));
            case STOPPING -> ended(local, event, Monitor.STOP_FAILED,
                    Settling.stopped(Aggregate.told(local)));
            case RESTARTING -> ended(local, event, Monitor.START_FAILED,
                    Elsewhere.up(Aggregate.avail(local)));
            case REPAIRING -> local.doing(Monitor.IDLE, view.now(), "");
            case TOCING -> tocked(local, event);
            case IDLE, READY, WAIT_PARENTS, WAIT_CHILDREN, WAIT_PRIORS, START_FAILED, STOP_FAILED,
                    EVICTED -> local;
        });
        View done = next.with(event.service(),
                local -> Memories.with(local, local.kept().starting("")));
        return before != null && before.is(Monitor.RESTARTING)
                ? Settling.restarted(done, event) : done;
    }

    /** Stopped by the monitor action: others go first, if it is not frozen anyway. */
    private Local tocked(Local local, Event.Ended event) {
        Local next = ended(local, event, Monitor.STOP_FAILED,
                Settling.stopped(Aggregate.told(local)));
        return next.is(Monitor.IDLE) && !local.frozen()
                ? next.doing(Monitor.EVICTED, view.now(), local.monitor().failure()) : next;
    }

    private Local ended(Local local, Event.Ended event, Monitor failed, boolean asWanted) {
        if (event.ok() && asWanted) {
            Local next = local.doing(Monitor.IDLE, view.now(), "");
            return failed != Monitor.START_FAILED ? next
                    : next.with(next.care().expected(Elsewhere.up(Aggregate.avail(local))
                            || Aggregate.complete(local)));
        }
        String why = event.ok() ? "it ended without an error but the service is "
                + Aggregate.told(local).word() : event.detail();
        return local.doing(failed, view.now(), why);
    }

    @Override
    public View fenced(Event.Fenced event) {
        Fencing last = view.fencings().get(event.node());
        if (last == null || last.phase() != Phase.RUNNING) {
            return view;
        }
        if (!machine(event.node()).equals(last.machine())) {
            return view.withoutFencing(event.node());
        }
        View next = event.result() != FenceResult.CONFIRMED ? view
                : Memories.took(view, event.node(), view.now().since(last.at()));
        return next.with(event.node(),
                last.to(phase(event.result()), view.now(), event.detail()));
    }

    /** The boot that was last heard; an answer about an earlier one says nothing of this one. */
    private String machine(NodeName node) {
        return view.peer(node).beat().map(Beat::machine).orElse("");
    }

    /** Not believed of a node that is heard. */
    @Override
    public View vouched(Event.Vouched event) {
        if (Liveness.alive(view, event.node())) {
            return view;
        }
        return view.with(event.node(), new Fencing(Phase.VOUCHED, 0, view.now(),
                event.author() + " vouched that it is off", machine(event.node())));
    }

    /** What an operator wants done counts like a fence of the agent's own; one at a time. */
    @Override
    public View fenceAsked(Event.FenceAsked event) {
        Fencing last = view.fencings().get(event.node());
        return last != null && last.running() ? view : view.with(event.node(),
                new Fencing(Phase.ASKED, last == null ? 0 : last.attempts(), view.now(),
                        "asked for by " + event.author(), machine(event.node())));
    }

    private static Phase phase(FenceResult result) {
        return switch (result) {
            case CONFIRMED -> Phase.CONFIRMED;
            case FAILED -> Phase.FAILED;
            case UNKNOWN -> Phase.UNKNOWN;
        };
    }

    @Override
    public View asked(Event.Asked event) {
        Request request = event.request();
        Optional<View> refused = Settling.refused(view, request);
        if (refused.isPresent()) {
            return refused.get();
        }
        View next = request.goal() == Goal.STARTED ? fencedAgain(Settling.asked(view, request),
                request.service()) : Settling.asked(view, request);
        return next.with(request.service(), local -> request.scope() == Request.Scope.LOCAL
                ? retried(local, request.goal()).asked(Optional.of(request))
                : towards(local, new Target(nextNumber(local), request.id(), request.author(),
                        request.goal(), destination(request, local), request.terms())));
    }

    @Override
    public View nodeAsked(Event.NodeAsked event) {
        return Freezing.asked(view, event.request());
    }

    @Override
    public View voted(Event.Voted event) {
        SortedMap<ArbitratorName, Vote> votes = new TreeMap<>(view.votes());
        Vote last = votes.remove(event.arbitrator());
        boolean held = last != null && view.now().isBefore(last.until());
        event.until().ifPresent(until -> votes.put(event.arbitrator(),
                new Vote(held ? last.since() : view.now(), until)));
        return view.votes(votes);
    }

    @Override
    public View pinged(Event.Pinged event) {
        return Liveness.alive(view, event.node()) ? view : view.with(event.node(),
                view.peer(event.node()).after(new Peer.Echo(event.answered(), view.now())));
    }

    @Override
    public View measured(Event.Measured event) {
        return view.with(view.self().with(event.vitals()));
    }

    /** The node that was named; for a placement without one, the preferred that can run it. */
    private Optional<NodeName> destination(Request request, Local local) {
        boolean several = local.service().rules().flexible();
        return request.goal() != Goal.PLACED || several ? request.to() : request.to()
                .or(() -> Placement.candidates(view, local).stream().findFirst());
    }

    /** An operator who asks for a start wants the fence tried now, not when its pause is over. */
    private static View fencedAgain(View view, ServiceName service) {
        View next = view;
        Local local = view.services().get(service);
        for (NodeName node : local == null ? List.<NodeName>of() : view.others(local.service())) {
            Fencing last = view.fencings().get(node);
            boolean paused = last != null
                    && (last.phase() == Phase.FAILED || last.phase() == Phase.UNKNOWN);
            next = paused ? next.withoutFencing(node) : next;
        }
        return next;
    }

    private long nextNumber(Local local) {
        long told = view.others(local.service()).stream()
                .flatMap(node -> view.told(node, local.service().name()).stream())
                .mapToLong(Instance::wishes).max().orElse(0);
        return Math.max(told, local.target().last()) + 1;
    }

    @Override
    public View loaded(Event.Loaded event) {
        SortedMap<ServiceName, Local> next = new TreeMap<>();
        for (Service service : event.services()) {
            Local known = view.services().get(service.name());
            Local local = known != null ? known.with(service)
                    : Local.of(service, Memories.kept(view, service.name()), view.now());
            Local now = local.with(event.editions().getOrDefault(service.name(),
                    local.edition()));
            next.put(service.name(), Memories.with(now,
                    Memories.listed(view, now.kept(), service)));
        }
        View read = event.files().isEmpty() ? view
                : view.with(view.self().files(event.files()));
        return Memories.gathered(read).with(next);
    }

    @Override
    public View leaving(Event.Leaving event) {
        return view.with(event.stopping() ? NodeState.SHUTTING : NodeState.MAINTENANCE);
    }
}
