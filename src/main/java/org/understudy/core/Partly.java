package org.understudy.core;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.understudy.model.Action;
import org.understudy.model.Action.Partial.Way;
import org.understudy.model.Choice;
import org.understudy.model.Event;
import org.understudy.model.Goal;
import org.understudy.model.Local;
import org.understudy.model.Monitor;
import org.understudy.model.Orchestrate;
import org.understudy.model.Request;
import org.understudy.model.Resource;
import org.understudy.model.Resource.Flag;
import org.understudy.model.Ruling;
import org.understudy.model.Ruling.Rule;
import org.understudy.model.Status;
import org.understudy.model.View;

/**
 * What is done for a wish about some resources of a service, on this node. A start of a part needs
 * what the start of all of it needs: half a service here and half of it there is twice a service.
 */
final class Partly {
    private final View view;
    private final Local local;
    private final Request request;
    private final Choice choice;

    Partly(View view, Local local, Request request) {
        this.view = view;
        this.local = local;
        this.request = request;
        this.choice = request.part().orElseThrow();
    }

    /** Acts, waits until it may, or refuses. */
    Ruling ruling() {
        return switch (request.goal()) {
            case STARTED -> chosen().isEmpty() ? nothing("start") : start(Way.START);
            case STOPPED, SHUTDOWN -> stoppable().isEmpty() ? nothing("stop")
                    : exposed().orElseGet(this::stop);
            case RESTARTED -> stoppable().isEmpty() ? nothing("restart")
                    : exposed().orElseGet(this::restart);
            case FROZEN, THAWED, CLEARED, ABORTED, PLACED -> Ruling.hold(Rule.REFUSED,
                    request.goal().word() + ": expected all of the service, got "
                            + choice.words());
        };
    }

    private List<Resource> chosen() {
        return chosen(local, choice);
    }

    private static List<Resource> chosen(Local local, Choice choice) {
        return local.service().resources().stream().filter(Resource::acts)
                .filter(r -> choice.rids().contains(r.rid())).toList();
    }

    private List<Resource> stoppable() {
        return chosen().stream()
                .filter(r -> choice.standby() || !r.is(Flag.STANDBY)).toList();
    }

    /** Disks that other nodes can write to again must not be written to here any more. */
    private Optional<Ruling> exposed() {
        List<Resource> left = local.service().resources().stream()
                .filter(r -> stoppable().stream().anyMatch(
                        chosen -> chosen.rid().equals(r.rid().reservation())))
                .filter(r -> !stoppable().contains(r))
                .filter(r -> !Settling.stopped(Aggregate.status(local, r)))
                .toList();
        return left.isEmpty() ? Optional.empty() : Optional.of(Ruling.hold(Rule.REFUSED,
                left.stream().map(r -> r.rid() + " is "
                        + Aggregate.status(local, r).word()).collect(Collectors.joining(", "))
                        + ", and without its reservation other nodes could write to its disks:"
                        + " stop it first"));
    }

    private Ruling nothing(String what) {
        return Ruling.hold(Rule.REFUSED, chosen().isEmpty()
                ? "none of " + choice.words() + " is to be acted upon here"
                : choice.words() + ": a " + what + " leaves standby resources up; --force");
    }

    /** What is on several nodes anyway, or belongs to what is up here, needs no proof. */
    private Ruling start(Way way) {
        if (shared(local, choice)) {
            return act(way, false);
        }
        Starting starting = new Starting(view, local, request);
        Ruling ruling = held() ? starting.unlessHeard(() -> act(way, false)) : starting.here();
        boolean refused = ruling.rule() == Rule.ELSEWHERE || ruling.rule() == Rule.NEEDS_OPERATOR;
        return refused ? new Ruling(Rule.REFUSED, ruling.actions(), ruling.reason()) : ruling;
    }

    /** Whether these are up on several nodes anyway, so that to have them up claims nothing. */
    static boolean shared(Local local, Choice choice) {
        return local.service().rules().flexible() || chosen(local, choice).stream()
                .allMatch(r -> r.is(Flag.STANDBY));
    }

    /** It is to be up here and some of it is: nobody else may have begun to start it. */
    private boolean held() {
        return local.care().expected() && !Settling.stopped(Aggregate.told(local));
    }

    private Ruling restart() {
        return Settling.stopped(Aggregate.told(local)) && !shared(local, choice)
                ? Ruling.hold(Rule.REFUSED, Obstacles.absent(local))
                : start(Way.RESTART);
    }

    /** Where the cluster would start it again by itself, stopping it also freezes it here. */
    private Ruling stop() {
        return freezes(local, choice) && !local.frozen()
                ? Ruling.act(Rule.ASKED, new Action.Freeze(local.service().name(),
                        Optional.of(request.terms().freeze(request.author(), view.now()).byStop()),
                        0),
                        choice.words() + " stopped here by " + request.author()
                                + ": frozen first")
                : act(Way.STOP, false);
    }

    /** Whether a stop of these would be undone by the cluster if it was not frozen. */
    static boolean freezes(Local local, Choice choice) {
        return local.service().orchestrate() != Orchestrate.NO
                || local.service().resources().stream()
                        .filter(r -> choice.rids().contains(r.rid()))
                        .anyMatch(r -> r.restart().tries() > 0 || r.is(Flag.MONITOR)
                                || r.is(Flag.STANDBY));
    }

    private Ruling act(Way way, boolean proved) {
        return Ruling.act(Rule.ASKED, action(request, way, proved), choice.words() + " "
                + request.goal().word() + " here by " + request.author());
    }

    /** The action itself, for a wish that is about a part. */
    static Action.Partial action(Request request, Way way, boolean proved) {
        return new Action.Partial(request.service(), way, request.part().orElseThrow(),
                request.id(), proved);
    }

    static Way way(Goal goal) {
        return switch (goal) {
            case STARTED -> Way.START;
            case RESTARTED -> Way.RESTART;
            case STOPPED, SHUTDOWN, FROZEN, THAWED, CLEARED, ABORTED, PLACED -> Way.STOP;
        };
    }

    /** The view in which the action on a part has ended, and the wish for it with it. */
    static View ended(View view, Event.Ended event, Action.Partial action) {
        Local before = view.services().get(event.service());
        String wrong = event.ok() ? wrong(before, action) : event.detail();
        View next = view.with(event.service(), local -> local.doing(wrong.isEmpty()
                ? Monitor.IDLE : failed(local, action.way()), view.now(), wrong));
        return Settling.end(next, action.request(), wrong.isEmpty() ? Settling.Verdict.REACHED
                : Settling.Verdict.failed(wrong));
    }

    /** What is to be up here is looked after again; anything else is for an operator to clear. */
    private static Monitor failed(Local local, Way way) {
        return switch (way) {
            case START, RESTART -> local.care().expected() ? Monitor.IDLE : Monitor.START_FAILED;
            case STOP -> Monitor.STOP_FAILED;
        };
    }

    /** What is not as it should be, though every step says it went well. */
    private static String wrong(Local local, Action.Partial action) {
        boolean stops = action.way() == Way.STOP;
        return local.service().resources().stream().filter(Resource::acts)
                .filter(r -> action.choice().rids().contains(r.rid()) && !r.is(Flag.OPTIONAL))
                .filter(r -> !stops || action.choice().standby() || !r.is(Flag.STANDBY))
                .filter(r -> !as(stops, Aggregate.status(local, r)))
                .map(r -> r.rid() + " is " + Aggregate.status(local, r).word())
                .collect(Collectors.collectingAndThen(Collectors.joining(", "), all ->
                        all.isEmpty() ? "" : "it ended without an error but " + all));
    }

    private static boolean as(boolean stopped, Status status) {
        return switch (status) {
            case UP, STDBY_UP, UP_AND_STDBY -> !stopped;
            case DOWN, STDBY_DOWN, DOWN_AND_STDBY -> stopped;
            case NA -> true;
            case WARN, UNDEF -> false;
        };
    }
}
