package org.understudy.core;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.understudy.model.Action;
import org.understudy.model.Care;
import org.understudy.model.Care.Tries;
import org.understudy.model.Local;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.Orchestrate;
import org.understudy.model.Resource;
import org.understudy.model.Resource.Flag;
import org.understudy.model.Rid;
import org.understudy.model.Ruling;
import org.understudy.model.Ruling.Rule;
import org.understudy.model.Rules.MonitorAction;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
import org.understudy.model.View;

/**
 * What is done about resources that went down where the service is to be up: they are started
 * again in place, and when that does not help, a monitored one makes the service leave.
 */
final class Repair {
    private static final int STANDBY_TRIES = 2;
    /** What has been up again for so long did not fail for the same cause. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(1);

    private final View view;
    private final Local local;
    private final ServiceName name;

    Repair(View view, Local local) {
        this.view = view;
        this.local = local;
        this.name = local.service().name();
    }

    /** Empty when nothing is down that this node looks after, or nothing is to be done. */
    Optional<Ruling> ruling() {
        boolean idle = local.monitor().state() == Monitor.IDLE || local.monitor().state().waits();
        if (!idle || local.frozen() || view.frozen().isPresent() || !Placement.joined(view)) {
            return Optional.empty();
        }
        return again().or(this::lost);
    }

    /**
     * Whether something will still be done here about what is down: until then nobody else may
     * start it, even if nothing of it is left up here.
     */
    static boolean pending(View view, Local local) {
        Repair repair = new Repair(view, local);
        return local.care().expected() && !local.frozen() && view.frozen().isEmpty()
                && !local.monitor().state().failed() && repair.down()
                .anyMatch(resource -> repair.triesLeft(resource)
                || resource.is(Flag.MONITOR)
                        && local.service().rules().monitorAction().isPresent());
    }

    private Stream<Resource> down() {
        return local.service().resources().stream()
                .filter(Resource::acts)
                .filter(r -> local.care().expected() || r.is(Flag.STANDBY))
                .filter(r -> down(Aggregate.status(local, r)));
    }

    private static boolean down(Status status) {
        return switch (status) {
            case DOWN, WARN, STDBY_DOWN, DOWN_AND_STDBY -> true;
            case UP, NA, STDBY_UP, UP_AND_STDBY, UNDEF -> false;
        };
    }

    /** The tries of what stayed up, or of which nothing is known, count no more. */
    static Care forgiven(View view, Local local) {
        SortedMap<Rid, Tries> left = new TreeMap<>(local.care().tries());
        left.entrySet().removeIf(tried -> local.service().resources().stream()
                .filter(r -> r.rid().equals(tried.getKey()))
                .noneMatch(r -> down(Aggregate.status(local, r)) || view.now()
                        .since(tried.getValue().last()).compareTo(forgotten(r)) < 0));
        return left.size() == local.care().tries().size() ? local.care() : local.care().tries(left);
    }

    private static Duration forgotten(Resource resource) {
        Duration twice = resource.restart().delay().multipliedBy(2);
        return twice.compareTo(FORGOTTEN) > 0 ? twice : FORGOTTEN;
    }

    private Optional<Ruling> again() {
        List<Resource> left = down().filter(this::triesLeft).toList();
        if (left.isEmpty()) {
            return Optional.empty();
        }
        List<Rid> due = left.stream().filter(this::due).map(Resource::rid).toList();
        if (due.isEmpty()) {
            return Optional.of(Ruling.hold(Rule.REPAIRS, words(left)
                    + ": it is started again after its restart_delay"));
        }
        return Optional.of(Ruling.act(Rule.REPAIRS, new Action.Recover(name, due),
                words(left) + ": starting " + due.stream().map(this::attempt)
                        .collect(Collectors.joining(", ")) + " again"));
    }

    private String attempt(Rid rid) {
        Resource resource = local.service().resource(rid);
        return rid + " (" + (tries(resource).map(Tries::count).orElse(0) + 1) + " of "
                + limit(resource) + ")";
    }

    private boolean triesLeft(Resource resource) {
        return tries(resource).map(Tries::count).orElse(0) < limit(resource);
    }

    private static int limit(Resource resource) {
        return resource.is(Flag.STANDBY) ? Math.max(resource.restart().tries(), STANDBY_TRIES)
                : resource.restart().tries();
    }

    private boolean due(Resource resource) {
        Duration delay = resource.restart().delay();
        return tries(resource).filter(last -> view.now().since(last.last()).compareTo(delay) < 0)
                .isEmpty();
    }

    private Optional<Tries> tries(Resource resource) {
        return Optional.ofNullable(local.care().tries().get(resource.rid()));
    }

    private Optional<Ruling> lost() {
        List<Resource> monitored = down().filter(r -> r.is(Flag.MONITOR)).toList();
        return monitored.isEmpty() || !local.care().expected() || startsAnew() ? Optional.empty()
                : Optional.of(left(monitored));
    }

    /**
     * Nothing of it is up any more and nobody else would take it: then it is as any service that is
     * down everywhere, and started here by the same rules and up to the same limit.
     */
    private boolean startsAnew() {
        return local.service().orchestrate() == Orchestrate.HA
                && Settling.stopped(Aggregate.told(local))
                && (local.service().rules().monitorAction().isEmpty()
                        || Placement.successors(view, local).isEmpty());
    }

    private Ruling left(List<Resource> monitored) {
        String what = "monitored " + words(monitored);
        Optional<MonitorAction> action = local.service().rules().monitorAction();
        if (action.isEmpty()) {
            return Posture.rests(local, Rule.NEEDS_OPERATOR,
                    what + " here; there is no monitor_action");
        }
        if (local.service().orchestrate() != Orchestrate.HA) {
            return Posture.rests(local, Rule.NEEDS_OPERATOR,
                    what + " here, but without orchestrate = ha no other node would start it");
        }
        List<NodeName> others = Placement.successors(view, local);
        Optional<Ruling> blocked = new Starting(view, local, true).excluded();
        if (!others.isEmpty() && blocked.isPresent()) {
            return Posture.rests(local, Rule.NEEDS_OPERATOR, what + " here, but no other node"
                    + " could start it: " + blocked.get().reason());
        }
        if (others.isEmpty()) {
            return Posture.rests(local, Rule.NEEDS_OPERATOR, what + " here, but "
                    + action.get().name().toLowerCase(Locale.ROOT)
                    + " would not help: no other node can run it: "
                    + view.others(local.service()).stream()
                            .flatMap(n -> Placement.obstacles(view, local, n).stream())
                            .collect(Collectors.joining("; ")));
        }
        if (Limit.reached(view, local)) {
            return Posture.rests(local, Rule.NEEDS_OPERATOR,
                    what + " here; " + Limit.words(local));
        }
        String why = what + " here: it leaves for " + others.get(0);
        return switch (action.get()) {
            case SWITCH, FREEZESTOP -> Ruling.act(Rule.REPAIRS,
                    new Action.Toc(name, action.get(), what), why);
            case REBOOT, CRASH -> Departing.leftAlone(view).map(other -> Posture.rests(local,
                    Rule.NEEDS_OPERATOR, what + " here, but the machine is not ended: " + other
                            + " is frozen and up on it")).orElseGet(() -> Ruling.act(Rule.REPAIRS,
                    new Action.Reset(name, action.get(), name + ": " + what), why));
        };
    }

    private String words(List<Resource> resources) {
        return resources.stream()
                .map(r -> r.rid() + " is " + Aggregate.status(local, r).word())
                .collect(Collectors.joining(", "));
    }
}
