package org.understudy.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.understudy.model.Instance;
import org.understudy.model.Local;
import org.understudy.model.NodeName;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
import org.understudy.model.View;

/** The instances of a service on all the nodes that are heard. */
final class Elsewhere {
    private Elsewhere() {
    }

    /** Whether an instance is up on a heard node or here. */
    static boolean up(View view, ServiceName service) {
        return any(view, service, instance -> up(instance.avail()));
    }

    /** Whether an instance is up on that node, heard or this one. */
    static boolean up(View view, ServiceName service, NodeName node) {
        return instance(view, service, node).filter(there -> up(there.avail())).isPresent();
    }

    /** Whether an instance may be acted upon right now. */
    static boolean busy(View view, ServiceName service) {
        return any(view, service, instance -> instance.monitor().busy());
    }

    /** Whether no heard node has anything of it. */
    static boolean stopped(View view, ServiceName service) {
        return !any(view, service, instance -> !Settling.stopped(instance.avail()));
    }

    /** Whether nobody heard has ever told of it. */
    static boolean unknown(View view, ServiceName service) {
        return !any(view, service, instance -> true);
    }

    /** The first heard node, other than this one, whose instance is like this. */
    static Optional<NodeName> first(View view, ServiceName service,
            Predicate<Instance> like) {
        for (NodeName node : view.peers().keySet()) {
            if (view.told(node, service).filter(like).isPresent()
                    && Liveness.alive(view, node)) {
                return Optional.of(node);
            }
        }
        return Optional.empty();
    }

    /** The instance on a node that is heard, or on this one. */
    static Optional<Instance> instance(View view, ServiceName service, NodeName node) {
        if (node.equals(view.self().node())) {
            return Optional.ofNullable(view.services().get(service))
                    .map(local -> Beats.decisive(view, local));
        }
        return Liveness.alive(view, node) ? view.told(node, service) : Optional.empty();
    }

    /** Instances of the service's nodes that are heard, this one's too. */
    static List<Instance> heard(View view, Local local) {
        List<Instance> all = new ArrayList<>();
        local.service().nodes().forEach(node ->
                instance(view, local.service().name(), node).ifPresent(all::add));
        return all;
    }

    /** Those of the service's nodes that are heard, or this one, whose instance is like this. */
    static List<NodeName> nodes(View view, Local local, Predicate<Instance> like) {
        return local.service().nodes().stream().filter(node ->
                instance(view, local.service().name(), node).filter(like).isPresent()).toList();
    }

    static boolean up(Status avail) {
        return avail == Status.UP || avail == Status.UP_AND_STDBY;
    }

    private static boolean any(View view, ServiceName service, Predicate<Instance> like) {
        Local local = view.services().get(service);
        return local != null && like.test(Beats.decisive(view, local))
                || first(view, service, like).isPresent();
    }
}
