package org.understudy.core;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.model.Action;
import org.understudy.model.Group;
import org.understudy.model.Instance;
import org.understudy.model.Local;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.Resource;
import org.understudy.model.Resource.Flag;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Rules.MonitorAction;
import org.understudy.model.Ruling;
import org.understudy.model.Ruling.Rule;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
import org.understudy.model.View;

/**
 * Disks that reject the writes of a node once another one has reserved them. Whoever starts the
 * service reserves them first, so a silent node may still run it, and can do no harm to what it has
 * on disks. Whoever finds its own taken stops what it has left.
 */
public final class Reserving {
    private static final String TAKEN = "another node has reserved its disks";
    private static final Set<Group> ON_DISKS = EnumSet.of(Group.DISK, Group.FS);

    private Reserving() {
    }

    /**
     * Whether a start here takes from all other nodes the means to write: every disk of the service
     * is reserved, and those that reserve them can be read here.
     */
    static boolean excludes(View view, ServiceName service) {
        Local local = view.services().get(service);
        return local != null && local.service().reserved() && unreadable(local).isEmpty();
    }

    /** What keeps reservations that were asked for from being a proof; empty when none were. */
    static Optional<String> flaw(View view, ServiceName service) {
        Local local = view.services().get(service);
        if (local == null || local.service().reservations().isEmpty()) {
            return Optional.empty();
        }
        return unreadable(local).or(() -> local.service().reserved() ? Optional.empty()
                : Optional.of("not every disk of the service is reserved"));
    }

    private static Optional<String> unreadable(Local local) {
        return local.service().reservations().stream()
                .filter(one -> switch (Aggregate.status(local, one)) {
                    case UP, DOWN, WARN -> false;
                    case NA, UNDEF, STDBY_UP, STDBY_DOWN, UP_AND_STDBY, DOWN_AND_STDBY -> true;
                }).findFirst().map(one -> one.rid() + " is "
                        + Aggregate.status(local, one).word() + " here");
    }

    /**
     * Whether the disks that a silent node has are not to be taken from it: it took them from this
     * node, or may have, as it was shut out in an earlier life of this agent and not heard since.
     */
    static boolean spares(View view, ServiceName service, NodeName node) {
        boolean before = view.peer(node).beat().isEmpty()
                && view.memory().shot().containsKey(node)
                && !view.fencings().containsKey(node);
        Local local = view.services().get(service);
        return takenSince(view, local, node) || local.service().reservations().stream()
                .map(Resource::rid)
                .filter(rid -> holder(local, rid).filter(node::equals).isPresent())
                .anyMatch(rid -> before
                        || view.self().node().equals(local.care().holders().get(rid)));
    }

    /**
     * Whether a silent node has taken the disks since it was last heard: so it is alive and runs
     * the service, and to take them back would go on for ever.
     */
    private static boolean takenSince(View view, Local local, NodeName node) {
        Optional<Instance> told = view.told(node, local.service().name());
        return view.peer(node).beat().isPresent() && told.filter(there -> !down(there)).isEmpty()
                && local.service().reservations().stream().map(Resource::rid)
                        .filter(rid -> holder(local, rid).filter(node::equals).isPresent())
                        .anyMatch(rid -> !node.equals(local.care().holders().get(rid)));
    }

    private static Optional<NodeName> holder(Local local, Rid rid) {
        return Optional.ofNullable(local.resources().get(rid)).flatMap(ResourceStatus::holder);
    }

    /** With it noted who holds the disks, as long as that one is heard. */
    static Local noted(View view, Local local) {
        if (local.service().reservations().isEmpty()) {
            return local;
        }
        SortedMap<Rid, NodeName> holders = new TreeMap<>(local.care().holders());
        for (Resource one : local.service().reservations()) {
            Optional<NodeName> holder = holder(local, one.rid());
            if (holder.isEmpty()) {
                holders.remove(one.rid());
            } else if (Liveness.of(view, holder.get()) == Liveness.Voice.ALIVE
                    || holder.get().equals(view.self().node())) {
                holders.put(one.rid(), holder.get());
            }
        }
        return holders.equals(local.care().holders()) ? local
                : local.with(local.care().holders(holders));
    }

    /** Whether another node has taken disks that this one had reserved, or has in use. */
    private static boolean lost(View view, Local local) {
        return local.resources().values().stream().anyMatch(ResourceStatus::lost)
                || local.service().reservations().stream()
                        .flatMap(one -> holder(local, one.rid()).stream())
                        .anyMatch(node -> !node.equals(view.self().node())) && uses(local);
    }

    /**
     * Whether some of it is up here, and something on disks is up or not well: it may have been
     * started before its disks were to be reserved, so nothing says that they ever were its own.
     * Disks alone come up with a machine that boots.
     */
    private static boolean uses(Local local) {
        List<Resource> own = local.service().resources().stream().filter(one -> one.acts()
                && !one.reserves() && !one.is(Flag.STANDBY)).toList();
        return own.stream().filter(one -> one.group() != Group.DISK)
                .anyMatch(one -> Aggregate.status(local, one) == Status.UP)
                && own.stream().filter(one -> ON_DISKS.contains(one.group()))
                        .map(one -> Aggregate.status(local, one))
                        .anyMatch(status -> status == Status.UP || status == Status.WARN);
    }

    /** What a node does that lost its disks: it takes nothing back, and stops what is left here. */
    static Optional<Ruling> leaving(View view, Local local) {
        boolean left = lost(view, local) && !local.frozen() && view.frozen().isEmpty()
                && !local.is(Monitor.STOP_FAILED);
        return !left ? Optional.empty() : Optional.of(Ruling.act(Rule.TOO_MANY,
                new Action.Toc(local.service().name(), MonitorAction.SWITCH, TAKEN),
                TAKEN + ": what is left here cannot write to them, and is stopped"));
    }

    /** Why a start goes no further: another node took the disks meanwhile. */
    static Optional<String> refused(View view, ServiceName service) {
        Local local = view.services().get(service);
        if (local == null || local.service().reservations().isEmpty()) {
            return Optional.empty();
        }
        boolean taken = lost(view, local) || view.others(local.service()).stream().anyMatch(node ->
                Liveness.of(view, node) == Liveness.Voice.SILENT
                        && !Exclusion.off(view, service, node) && takenSince(view, local, node));
        return taken ? Optional.of(TAKEN) : Optional.empty();
    }

    /**
     * Whether a start may take disks from the node that has them now: it is the one that had them
     * when the start was decided. Where they could not be read then, another proof is needed.
     */
    public static boolean mayTake(View view, ServiceName service, Rid rid, NodeName from) {
        Local local = view.services().get(service);
        if (local == null || refused(view, service).isPresent()) {
            return false;
        }
        return holder(local, rid).map(from::equals).orElseGet(() -> unreadable(local).isPresent()
                && idle(view, service, from));
    }

    /** Whether it is certain that nothing of the service runs on another node. */
    public static boolean idle(View view, ServiceName service, NodeName node) {
        return switch (Liveness.of(view, node)) {
            case LEFT -> true;
            case ALIVE -> view.told(node, service).filter(Reserving::down).isPresent();
            case AWAITED, AWAY, SILENT -> Exclusion.off(view, service, node);
        };
    }

    private static boolean down(Instance there) {
        return Settling.stopped(there.avail()) && !there.monitor().busy()
                && there.monitor() != Monitor.STOP_FAILED;
    }
}
