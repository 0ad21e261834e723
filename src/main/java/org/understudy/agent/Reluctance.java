package org.understudy.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.understudy.config.ConfigException;
import org.understudy.config.Readout;
import org.understudy.config.ServiceForm;
import org.understudy.core.Handover;
import org.understudy.core.Liveness;
import org.understudy.driver.Drivers;
import org.understudy.model.Edition;
import org.understudy.model.Edition.Lag;
import org.understudy.model.Local;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.ServiceName;
import org.understudy.model.View;
import org.understudy.wire.FileVersion;
import org.understudy.wire.Problem;

/**
 * What speaks against this node leaving its cluster now.
 *
 * @param paths where its files are
 * @param notice what is not as it should be with cluster.conf and node.conf
 * @param versions which files the others have
 */
record Reluctance(Paths paths, Supplier<Optional<String>> notice, Versions versions) {
    private static final String NODES = "svcmgr nodes";
    private static final String ALL = "*";

    /**
     * Looks at all of it before anything is touched.
     *
     * @param force whether what no other node starts may be stopped all the same
     */
    void refuse(View view, boolean force) {
        NodeName self = view.self().node();
        if (view.peers().isEmpty()) {
            throw new Refusal(409, self + " has nobody to leave: it is the only node of cluster "
                    + view.cluster().name(), "svcmgr cluster print config");
        }
        if (!paths.kept()) {
            throw new Refusal(409, "the agent of " + self + " starts again to leave, and nobody"
                    + " would start it here", "svcmgr node shutdown --wait, then the same again");
        }
        if (view.self().state() != NodeState.IDLE) {
            throw new Refusal(409, "expected the agent of " + self + " to be idle, got "
                    + view.self().state().name().toLowerCase(Locale.ROOT), NODES);
        }
        ofOthers(view);
        ofFiles(view);
        Handover.minority(view).ifPresent(why -> {
            throw new Refusal(409, why, "svcmgr nodes; the arbitrators have to answer");
        });
        ofServices(view, force);
    }

    private static void ofOthers(View view) {
        List<NodeName> silent = view.peers().keySet().stream()
                .filter(node -> !Liveness.alive(view, node)).toList();
        if (!silent.isEmpty()) {
            throw new Refusal(409, new Problem("expected all members to be heard, or they would"
                    + " take this node for lost, got silence from " + silent
                    + "; nothing is changed", List.of("without them: svcmgr node shutdown --wait"
                    + " here, svcmgr -s <service> set nodes-=" + view.self().node() + " on a node"
                    + " that stays and here, svcmgr cluster leave here, svcmgr cluster forget "
                    + view.self().node() + " there"), NODES));
        }
        List<NodeName> busy = view.peers().keySet().stream().filter(node -> view.peer(node).beat()
                .filter(beat -> beat.state() == NodeState.IDLE).isEmpty()).toList();
        if (!busy.isEmpty()) {
            throw new Refusal(409, "expected the other agents to be idle, but " + busy
                    + " come or go; nothing is changed", NODES);
        }
    }

    private void ofFiles(View view) {
        notice.get().ifPresent(why -> {
            throw new Refusal(409, why + "; nothing is changed", "svcmgr cluster print config");
        });
        SortedMap<String, Edition> apart = new TreeMap<>(versions.editions());
        apart.values().removeIf(edition -> edition.lag() == Lag.NONE);
        if (!apart.isEmpty()) {
            throw new Refusal(409, new Problem("expected the same files on all nodes; nothing is"
                    + " changed", apart.entrySet().stream().map(one -> one.getKey() + ": "
                            + one.getValue().from() + " " + (one.getValue().lag() == Lag.SPLIT
                                    ? "has another one, changed apart from this one"
                                    : "has a newer one")).toList(),
                    apart.containsKey(Versions.CLUSTER) ? "svcmgr cluster config diff "
                            + apart.get(Versions.CLUSTER).from().get(0)
                            : "svcmgr -s " + apart.firstKey() + " config diff "
                            + apart.get(apart.firstKey()).from().get(0)));
        }
        Optional<FileVersion> own = versions.of(Versions.CLUSTER);
        List<NodeName> behind = view.peers().keySet().stream().filter(node -> Optional.ofNullable(
                versions.told(Versions.CLUSTER).get(node.value()))
                .filter(told -> own.filter(told::says).isPresent()).isEmpty()).toList();
        if (!behind.isEmpty()) {
            throw new Refusal(409, behind + " has not taken this node's cluster.conf yet; nothing"
                    + " is changed", "the same again in a few seconds");
        }
    }

    private void ofServices(View view, boolean force) {
        SortedMap<String, String> wrong = new TreeMap<>();
        for (Local local : view.services().values()) {
            ServiceName name = local.service().name();
            if (local.service().nodes().size() > 1 && !isEditable(name)) {
                wrong.put(name.value(), "its nodes are not written as words, so that they have to"
                        + " be changed by hand: " + nodes(name));
            } else if (!force) {
                Handover.obstacle(view, name).ifPresent(why -> wrong.put(name.value(),
                        "is up here, and " + why));
            }
        }
        if (!wrong.isEmpty()) {
            throw new Refusal(409, new Problem("expected every service that is up here to go on"
                    + " elsewhere, and nothing is changed", wrong.entrySet().stream()
                            .map(one -> one.getKey() + ": " + one.getValue()).toList(),
                    "svcmgr -s " + wrong.firstKey() + " switch --to <node>; or --force to stop"
                            + " what nobody starts"));
        }
    }

    private boolean isEditable(ServiceName name) {
        return nodes(name).equals(ALL) || !words(name).isEmpty();
    }

    private String nodes(ServiceName name) {
        Optional<Path> file = Stream.of(".conf", ".env")
                .map(ending -> paths.services().resolve(name + ending))
                .filter(Files::exists).findFirst();
        try {
            return file.map(path -> new Readout(new ServiceForm(new Drivers(), self()), path)
                    .raw("nodes").strip()).orElse("");
        } catch (ConfigException unreadable) {
            return "";
        }
    }

    /** What its file calls this node; empty where it does not name it one by one. */
    List<String> words(ServiceName name) {
        return Arrays.stream(nodes(name).split("[\\s,]+"))
                .filter(word -> word.matches("[\\w.-]+"))
                .filter(word -> ClusterClerk.means(new NodeName(word), self())).toList();
    }

    private NodeName self() {
        return versions.self();
    }

    /** The others whose cluster.conf names this node no more, as far as they have told. */
    List<NodeName> unnamed(View view) {
        return view.peers().keySet().stream().filter(node -> Optional.ofNullable(
                versions.told(Versions.CLUSTER).get(node.value()))
                .filter(told -> !told.nodes().contains(self().value())).isPresent()).toList();
    }

    Leftovers leftovers() {
        return new Leftovers(paths, self());
    }
}
