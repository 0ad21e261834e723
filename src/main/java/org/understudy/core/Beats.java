package org.understudy.core;

import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.model.Beat;
import org.understudy.model.Heard;
import org.understudy.model.Instance;
import org.understudy.model.Local;
import org.understudy.model.NodeName;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/** What this node tells its peers. */
public final class Beats {
    private Beats() {
    }

    /** The beat for this view; the sender numbers it. */
    public static Beat of(View view) {
        SortedMap<NodeName, Heard> heard = new TreeMap<>();
        view.peers().forEach((node, peer) -> peer.beat().ifPresent(
                beat -> heard.put(node, new Heard(beat.boot(), beat.generation()))));
        return new Beat(view.cluster().name(), view.self().node(), view.self().boot(),
                view.self().machine(), 0, view.generation(), view.self().state(),
                instances(view), heard);
    }

    /** Whether this node has, or may have, something of the service. */
    public static boolean holds(View view, ServiceName name) {
        Local local = view.services().get(name);
        return local != null && (local.monitor().state().busy()
                || !Settling.stopped(Aggregate.told(local)));
    }

    static SortedMap<ServiceName, Instance> instances(View view) {
        SortedMap<ServiceName, Instance> told = new TreeMap<>();
        view.services().forEach((name, local) -> told.put(name, instance(view, local)));
        return told;
    }

    /** This node's own instance as it is told. */
    public static Instance instance(View view, Local local) {
        Aggregate all = Aggregate.of(local, Sync.status(view, local));
        return new Instance(Aggregate.told(local), all.overall(), local.monitor().state(),
                local.frozen(), local.service().checksum(), local.target().current(),
                local.target().last());
    }
}
