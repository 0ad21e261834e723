package org.understudy.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.understudy.config.Catalog;
import org.understudy.config.ClusterFile;
import org.understudy.config.ConfigException;
import org.understudy.config.ServiceFile;
import org.understudy.config.ServiceFiles;
import org.understudy.config.ServiceScan;
import org.understudy.core.Facts;
import org.understudy.core.Liveness;
import org.understudy.driver.Drivers;
import org.understudy.model.Beat;
import org.understudy.model.BootId;
import org.understudy.model.Cluster;
import org.understudy.model.Event;
import org.understudy.model.Heard;
import org.understudy.model.Instance;
import org.understudy.model.LinkName;
import org.understudy.model.Local;
import org.understudy.model.Moment;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Peer;
import org.understudy.model.Resource;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
import org.understudy.model.View;
import org.understudy.wire.Problem;

/**
 * A view as it would be with other files in force on every node. What they do not name stays as it
 * is; what they add is not up anywhere.
 */
final class Given {
    private static final Catalog CATALOG = new Drivers();

    private final NodeName self;
    private final List<NodeName> members;
    private final Path nodeConf;
    private Optional<Cluster> cluster = Optional.empty();
    private final SortedMap<ServiceName, Service> services = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();

    private Given(View view, Path nodeConf) {
        this.self = view.self().node();
        this.members = view.cluster().nodes();
        this.nodeConf = nodeConf;
    }

    /** A view, and what is to be said of it. */
    record With(View view, List<String> notes) {
    }

    /**
     * Reads a service file, a cluster.conf, or a directory with any of them.
     *
     * @param nodeConf in force unless the directory has its own
     * @throws Refusal with all that is wrong with them
     */
    static With of(View view, Path path, Path nodeConf) {
        Given given = new Given(view, nodeConf);
        try {
            given.read(path);
        } catch (ConfigException e) {
            throw refusal(path, e.problems().stream().map(Object::toString).toList());
        }
        return new With(given.in(view), given.notes);
    }

    private static Refusal refusal(Path path, List<String> problems) {
        return new Refusal(422, new Problem(path + " cannot be used", problems,
                "svcmgr validate " + (Files.isDirectory(path) ? path + "/*.conf" : path)));
    }

    private List<NodeName> members() {
        return cluster.map(Cluster::nodes).orElse(members);
    }

    private void read(Path path) {
        if (Files.isDirectory(path)) {
            directory(path);
        } else if (Files.notExists(path)) {
            throw refusal(path, List.of("expected a file or a directory, got nothing there"));
        } else if (path.endsWith("cluster.conf")) {
            cluster = Optional.of(ClusterFile.read(path, nodeConf, self).cluster());
        } else {
            take(ServiceFiles.read(path, CATALOG, self, members()));
        }
    }

    private void directory(Path path) {
        Path conf = path.resolve("cluster.conf");
        Path node = path.resolve("node.conf");
        if (Files.exists(conf)) {
            cluster = Optional.of(ClusterFile.read(conf,
                    Files.exists(node) ? node : nodeConf, self).cluster());
        }
        Path below = path.resolve("services");
        ServiceScan scan = ServiceScan.of(Files.isDirectory(below) ? below : path, CATALOG, self,
                members());
        if (!scan.refused().isEmpty()) {
            throw refusal(path, scan.refused().values().stream()
                    .flatMap(e -> e.problems().stream()).map(Object::toString).toList());
        }
        scan.managed().values().forEach(this::take);
        scan.elsewhere().forEach(this::take);
        if (services.isEmpty() && cluster.isEmpty()) {
            throw refusal(path, List.of("expected cluster.conf or service files, got neither"));
        }
    }

    private void take(ServiceFile file) {
        if (file.isManagedOn(self)) {
            services.put(file.service().name(), file.service());
        } else {
            notes.add(file.service().name() + " is left out: " + self + " is not one of its nodes");
        }
    }

    private View in(View view) {
        View next = cluster.map(other -> in(view, other)).orElse(view);
        SortedMap<ServiceName, Service> all = new TreeMap<>();
        next.services().forEach((name, local) -> all.put(name, local.service()));
        all.putAll(services);
        View loaded = Facts.after(next, new Event.Loaded(List.copyOf(all.values())), next.now());
        View read = loaded.each(local -> services.containsKey(local.service().name())
                ? completed(local) : local);
        SortedMap<NodeName, Peer> peers = new TreeMap<>(read.peers());
        peers.replaceAll((node, peer) -> peer.beat().map(beat ->
                peer.telling(with(beat, told(beat), beat.heard()))).orElse(peer));
        return read.peers(peers);
    }

    /** What is new in a file is down. */
    private static Local completed(Local local) {
        SortedMap<Rid, ResourceStatus> read = new TreeMap<>(local.resources());
        List<Rid> rids = local.service().resources().stream().map(Resource::rid).toList();
        read.keySet().retainAll(new TreeSet<>(rids));
        rids.forEach(rid -> read.putIfAbsent(rid, new ResourceStatus(Status.DOWN, "")));
        return local.read(read);
    }

    private SortedMap<ServiceName, Instance> told(Beat beat) {
        SortedMap<ServiceName, Instance> told = new TreeMap<>(beat.instances());
        services.forEach((name, service) -> {
            Instance old = told.get(name);
            if (old != null) {
                told.put(name, new Instance(old.avail(), old.overall(), old.monitor(),
                        old.frozen(), service.checksum(), old.target(), old.wishes(),
                        old.past(), old.edition()));
            } else if (service.nodes().contains(beat.node())) {
                told.put(name, new Instance(Status.DOWN, Status.DOWN, Monitor.IDLE, false,
                        service.checksum(), Optional.empty(), 0));
            }
        });
        return told;
    }

    private static Beat with(Beat beat, SortedMap<ServiceName, Instance> instances,
            SortedMap<NodeName, Heard> heard) {
        return new Beat(beat.cluster(), beat.node(), beat.boot(), beat.machine(), beat.sequence(),
                beat.generation(), beat.state(), instances, heard, beat.standing(), beat.sent());
    }

    /** In another cluster: who is heard is heard on all its links, and who is new runs nothing. */
    private View in(View view, Cluster other) {
        SortedMap<NodeName, Peer> peers = new TreeMap<>();
        other.nodes().stream().filter(node -> !node.equals(self)).forEach(node -> {
            boolean known = view.peers().containsKey(node);
            Peer peer = view.peer(node);
            if (!known) {
                notes.add(node + " is new: taken to run, with nothing on it");
            }
            peers.put(node, !known ? heard(fresh(view, other, node), view.now(), other)
                    : !Liveness.alive(view, node) ? peer
                            : heard(hearing(peer.beat().orElseThrow(), view, other), view.now(),
                                    other));
        });
        return new View(view.now(), view.self(), other, peers, view.fencings(), view.services(),
                view.wishes(), view.stalled(), view.generation(), view.memory(), view.votes());
    }

    private static Peer heard(Beat beat, Moment now, Cluster cluster) {
        SortedMap<LinkName, Moment> links = new TreeMap<>();
        cluster.links().forEach(link -> links.put(link.name(), now));
        return new Peer(Optional.of(beat), links, Optional.of(now), Optional.empty(),
                Optional.empty());
    }

    private static Beat hearing(Beat beat, View view, Cluster other) {
        SortedMap<NodeName, Heard> heard = new TreeMap<>(beat.heard());
        other.nodes().stream().filter(node -> !node.equals(view.self().node())
                && !view.peers().containsKey(node) && !node.equals(beat.node()))
                .forEach(node -> heard.put(node, new Heard(new BootId(node + "-new"), 1)));
        return with(beat, beat.instances(), heard);
    }

    private static Beat fresh(View view, Cluster other, NodeName node) {
        SortedMap<NodeName, Heard> heard = new TreeMap<>();
        heard.put(view.self().node(), new Heard(view.self().boot(), view.generation()));
        view.peers().forEach((peer, known) -> known.beat().filter(beat ->
                Liveness.alive(view, peer)).ifPresent(beat -> heard.put(peer,
                        new Heard(beat.boot(), beat.generation()))));
        Beat beat = new Beat(other.name(), node, new BootId(node + "-new"), node + "-new", 0, 1,
                NodeState.IDLE, new TreeMap<>(), heard);
        return hearing(beat, view, other);
    }
}
