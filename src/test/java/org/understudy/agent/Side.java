package org.understudy.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.understudy.driver.Surroundings;
import org.understudy.exec.Result;
import org.understudy.model.Beat;
import org.understudy.model.BootId;
import org.understudy.model.Cluster;
import org.understudy.model.Edition;
import org.understudy.model.JournalEntry;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.Guard;
import org.understudy.model.Memory;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Peer;
import org.understudy.model.Self;
import org.understudy.model.Standing;
import org.understudy.model.Vitals;
import org.understudy.model.View;
import org.understudy.wire.FileCopy;
import org.understudy.wire.FileTable;
import org.understudy.wire.Json;

/** One node's files and what brings them up to the others'; who is cut off is not heard. */
final class Side implements CatchUp.Correspondence {
    static final List<NodeName> NODES = List.of(new NodeName("n1"), new NodeName("n2"),
            new NodeName("n3"));
    private static final LinkName LINK = new LinkName("hb#1");
    private static final Cluster CLUSTER = new Cluster("lab", NODES, List.of(new Link(LINK,
            new TreeMap<>(), 1, Duration.ofMinutes(2), Duration.ofMillis(50))), Set.of(),
            Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, false);

    final NodeName name;
    final Path dir;
    final ManualClock clock = new ManualClock();
    final List<JournalEntry> written = new ArrayList<>();
    private final Map<NodeName, Side> all;
    Set<NodeName> hears = Set.copyOf(NODES);
    /** What is done to what others are given, to stage a fault. */
    java.util.function.UnaryOperator<FileCopy> sending = copy -> copy;
    java.util.function.UnaryOperator<FileTable> telling = table -> table;
    /** The event with which its power is cut; empty for none. */
    String diesAt = "";
    Published published;
    Configuration configuration;
    Versions versions;
    ServiceShelf shelf;
    CatchUp catchUp;

    Side(NodeName name, Path dir, Map<NodeName, Side> all) throws IOException {
        this.name = name;
        this.dir = dir;
        this.all = all;
        Files.createDirectories(dir.resolve("etc/services"));
        all.put(name, this);
        begin();
    }

    /** Another life of the agent. */
    void begin() {
        diesAt = "";
        Chronicle chronicle = new Chronicle(clock, name, this::wrote);
        versions = new Versions(dir.resolve("var/good"), name, clock, chronicle);
        published = new Published(view());
        configuration = new Configuration(dir.resolve("etc/services"), NODES, new Surroundings(
                name, command -> new Result(Result.Ending.EXITED, 0, "", "", Duration.ZERO),
                dir.resolve("var"), dir, (service, rid, level, message) -> { }),
                new Configuration.Outlets(new Units(), new Inbox(), chronicle,
                        new LastGood(dir.resolve("var/good"), versions, clock, chronicle),
                        unit -> false, unit -> Set.of(), (old, next) -> Set.of()));
        shelf = new ServiceShelf(Desks.paths(dir), published, configuration, chronicle);
        catchUp = new CatchUp(published, versions, shelf, this, chronicle, clock);
        configuration.load();
    }

    private void wrote(JournalEntry entry) {
        written.add(entry);
        if (entry.event().equals(diesAt)) {
            throw new PowerCut();
        }
    }

    /** Nothing that would have followed is done; then its next life is {@link #begin}. */
    static final class PowerCut extends Error {
        private static final long serialVersionUID = 1;
    }

    private View view() {
        Self self = new Self(name, new BootId(name + "-boot"), "m", NodeState.IDLE, clock.now());
        View view = View.fresh(self, CLUSTER, Memory.NONE).at(clock.now());
        for (Side other : all.values()) {
            if (other != this && hears.contains(other.name) && other.hears.contains(name)
                    && other.versions != null) {
                view = view.with(other.name, Peer.UNHEARD.after(LINK, other.beat(), self,
                        view.now()));
            }
        }
        return view;
    }

    private Beat beat() {
        Standing standing = new Standing(false, Memory.ClusterFreeze.NEVER, Vitals.UNKNOWN,
                new TreeMap<>(), Duration.ZERO, Set.of(), Set.of(), versions.digest(),
                Guard.NONE);
        return new Beat("lab", name, new BootId(name + "-boot"), "m", 1, 1, NodeState.IDLE,
                new TreeMap<>(), new TreeMap<>(), standing, 0);
    }

    /** A while passes in which it hears the others. */
    void pass() {
        clock.pass(Duration.ofSeconds(40));
        published.publish(new Published.Round(view(), org.understudy.model.Decision.NONE));
        shelf.changed();
        catchUp.run();
    }

    @Override
    public FileTable table(NodeName node) {
        FileTable told = heard(node).versions.table();
        return Json.decode(Json.encode(heard(node).telling.apply(told)), FileTable.class);
    }

    @Override
    public FileCopy copy(NodeName node, String what) {
        FileCopy copy = heard(node).sending.apply(heard(node).shelf.copy(what));
        return Json.decode(Json.encode(copy), FileCopy.class);
    }

    private Side heard(NodeName node) {
        if (!hears.contains(node) || !all.get(node).hears.contains(name)) {
            throw new Refusal(503, node + " is not heard", "");
        }
        return all.get(node);
    }

    Path file(String service) {
        return dir.resolve("etc/services").resolve(service + ".conf");
    }

    /** What its file says of the priority; -1 where there is none. */
    int priority() throws IOException {
        return !Files.exists(file("web")) ? -1 : Integer.parseInt(Files.readString(file("web"))
                .replaceAll("(?s).*priority = (\\d+).*", "$1"));
    }

    void write(int priority, String nodes) throws IOException {
        Files.writeString(file("web"), "[DEFAULT]\nnodes = " + nodes + "\npriority = " + priority
                + "\n[app#1]\ntype = forking\nstart = /bin/true\n");
        configuration.load();
    }

    /** As the command does it, with no agent or with one. */
    void delete() throws IOException {
        Durable.write(Versions.mark(dir.resolve("var"),
                new org.understudy.model.ServiceName("web")), new byte[0]);
        Files.delete(file("web"));
        configuration.load();
    }

    Edition edition() {
        return versions.editions().getOrDefault("web", Edition.NONE);
    }

    Optional<String> notice() {
        return configuration.untaken("web");
    }

    List<String> events() {
        return written.stream().map(JournalEntry::event).toList();
    }
}
