package org.understudy.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.understudy.model.Edition;
import org.understudy.model.NodeName;
import org.understudy.model.ServiceName;
import org.understudy.wire.FileTable;
import org.understudy.wire.FileVersion;
import org.understudy.wire.Json;

/**
 * Which version of each file this node has, and what the others have told of theirs. A version is
 * known by what it has seen of each node's changes, so that it is certain whether one follows the
 * other or both were made apart, whatever the clocks say. Kept on disk; safe for all threads. Who
 * asks what is known never waits for that disk.
 */
final class Versions {
    /** The name of cluster.conf. */
    static final String CLUSTER = "cluster";
    /** A node that was away for longer brings a deleted service back. */
    static final Duration KEPT = Duration.ofDays(90);
    private static final int MOST = 4000;
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final Path directory;
    private final NodeName self;
    private final Clock clock;
    private final Chronicle chronicle;
    private final Unwritten unwritten;
    private final Written<Page> page;
    private final SortedMap<String, FileVersion> own = new TreeMap<>();
    private final SortedMap<String, SortedMap<String, FileVersion>> heard = new TreeMap<>();
    private final Coming coming;
    private final Map<String, Refused> refused = new HashMap<>();
    /** Held while the disk is used, which may hang; taken before this object's own, never after. */
    private final Object disk = new Object();
    private boolean read;
    private byte[] written = {};

    /**
     * As written down.
     *
     * @param own of this node
     * @param others what others have that is not in ours
     */
    record Page(List<FileVersion> own, List<Heard> others) {
    }

    /** What a node told. */
    record Heard(String node, FileVersion version) {
    }

    /** A version that cannot be used here, with all that is wrong with it, for a while. */
    private record Refused(String checksum, List<String> problems, long until) {
    }

    Versions(Path directory, NodeName self, Clock clock, Chronicle chronicle) {
        this.directory = directory;
        this.self = self;
        this.clock = clock;
        this.chronicle = chronicle;
        this.unwritten = new Unwritten(clock, chronicle);
        this.page = new Written<>(directory.resolve("versions.json"), Page.class,
                "config.versions_lost", unwritten);
        this.coming = new Coming(directory, unwritten);
    }

    /** What was written down by earlier lives; once. */
    void read() {
        synchronized (disk) {
            if (!read) {
                read = true;
                page.read(this::take);
                coming.read();
            }
        }
    }

    private synchronized void take(Page told) {
        told.own().forEach(one -> own.put(one.name(), one));
        told.others().forEach(one -> heard.computeIfAbsent(one.node(),
                node -> new TreeMap<>()).put(one.version().name(), one.version()));
    }

    /** Writes down what is new; what is too old to matter is forgotten. */
    void write() {
        synchronized (disk) {
            byte[] now = Json.encode(page());
            if (!Arrays.equals(now, written) && page.write(now)) {
                written = now;
            }
            if (Arrays.equals(now, written)) {
                coming.write(); // what has come is known by then, also after a power cut
            }
        }
    }

    private synchronized Page page() {
        long old = clock.wall().minus(KEPT).toEpochMilli();
        own.values().removeIf(one -> one.gone() && one.since() < old);
        List<Heard> others = new ArrayList<>();
        heard.forEach((node, files) -> files.values().stream().filter(this::isNews)
                .forEach(one -> others.add(new Heard(node, one))));
        coming.keepOnly(this::follows);
        return new Page(List.copyOf(own.values()), others);
    }

    /** Whether it follows what is here: what somebody wrote since then is not undone by it. */
    private boolean follows(FileVersion version) {
        FileVersion ours = own.get(version.name());
        return ours == null || version.covers(ours) && !ours.covers(version);
    }

    private boolean isNews(FileVersion told) {
        FileVersion ours = own.get(told.name());
        return ours == null ? isForUs(told) : !ours.covers(told);
    }

    /** Which files of this kind, and beside them, cannot be written. */
    Unwritten unwritten() {
        return unwritten;
    }

    NodeName self() {
        return self;
    }

    boolean isForUs(FileVersion version) {
        return !version.gone() && version.nodes().contains(self.value());
    }

    synchronized Optional<FileVersion> of(String name) {
        return Optional.ofNullable(own.get(name));
    }

    /** What the others have told of a file, by node. */
    synchronized SortedMap<String, FileVersion> told(String name) {
        SortedMap<String, FileVersion> told = new TreeMap<>();
        heard.forEach((node, files) -> {
            if (files.containsKey(name)) {
                told.put(node, files.get(name));
            }
        });
        return told;
    }

    /** Names of all files that this node or another one has told of. */
    synchronized List<String> names() {
        return Stream.concat(own.keySet().stream(), heard.values().stream()
                .flatMap(files -> files.keySet().stream())).distinct().sorted().toList();
    }

    /** What this node tells the others. */
    synchronized FileTable table() {
        return new FileTable(List.copyOf(own.values()));
    }

    /** Another one for another table. */
    synchronized String digest() {
        StringBuilder all = new StringBuilder();
        own.values().forEach(one -> all.append(one.name()).append(' ').append(one.checksum())
                .append(' ').append(one.number()).append(' ').append(one.seen()).append('\n'));
        return LastGood.checksum(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** A node has told all of its versions; what it told before is of no use any more. */
    synchronized void heard(NodeName node, Collection<FileVersion> files) {
        SortedMap<String, FileVersion> told = new TreeMap<>();
        files.stream().limit(MOST).forEach(one -> told.put(one.name(), one));
        heard.put(node.value(), told);
    }

    /** Nodes that are no members have no say. */
    synchronized void keepOnly(Collection<NodeName> members) {
        heard.keySet().retainAll(members.stream().map(NodeName::value).toList());
    }

    /**
     * Content that is about to be put in its place has this version, and is no edit; nor is it one
     * when the power is cut before {@link #found} or {@link #adopt} has been written down.
     */
    void expect(FileVersion version) {
        coming.add(version);
        synchronized (disk) {
            coming.write();
        }
    }

    /**
     * A file lies there and can be used. Another content than before is a change made here.
     *
     * @param least its number is at least this
     */
    synchronized FileVersion found(String name, String checksum, List<NodeName> nodes,
            long least) {
        coming.of(name, checksum).filter(this::follows).ifPresent(this::adopt);
        FileVersion last = own.get(name);
        if (last == null || last.gone() || !last.checksum().equals(checksum)) {
            long number = last == null ? Math.max(least, 1) : last.number() + 1;
            own.put(name, made(new FileVersion(name, number, checksum, self.value(),
                    last == null ? "" : last.checksum(), last == null ? new TreeMap<>()
                            : last.seen(), false, nodes.stream().map(NodeName::value).toList(),
                    clock.wall().toEpochMilli())));
        }
        return own.get(name);
    }

    /** Somebody deleted it here. */
    private synchronized void buried(String name) {
        FileVersion last = own.get(name);
        if (last != null && !last.gone()) {
            own.put(name, made(new FileVersion(name, last.number() + 1, "", self.value(),
                    last.checksum(), last.seen(), true, last.nodes(),
                    clock.wall().toEpochMilli())));
        }
    }

    /** It cannot be used here; a while later it is tried again. */
    void refuse(FileVersion version, String from, List<String> problems) {
        if (!problems.equals(refused(version, problems))) {
            problems.forEach(problem -> chronicle.write("config.refused", "service",
                    version.name(), "from", from, "version", words(version), "problem", problem));
        }
    }

    /** What was wrong with it before. */
    private synchronized List<String> refused(FileVersion version, List<String> problems) {
        coming.remove(version.name());
        Refused last = refused.put(version.name(), new Refused(version.checksum(), problems,
                clock.wall().plus(AGAIN).toEpochMilli()));
        return last == null ? List.of() : last.problems();
    }

    /** Whether that version could not be used just now. */
    synchronized boolean isRefused(FileVersion version) {
        Refused last = refused.get(version.name());
        return last != null && last.checksum().equals(version.checksum())
                && clock.wall().toEpochMilli() < last.until();
    }

    /** What was wrong with it, a line each. */
    synchronized List<String> problems(FileVersion version) {
        Refused last = refused.get(version.name());
        return last == null || !last.checksum().equals(version.checksum()) ? List.of()
                : last.problems();
    }

    /** How it stands with each file. */
    synchronized SortedMap<String, Edition> editions() {
        SortedMap<String, Edition> editions = new TreeMap<>();
        names().forEach(name -> {
            Lineage lineage = Lineage.of(name, this);
            editions.put(name, lineage.edition(lineage.next().map(Map.Entry::getValue)
                    .filter(next -> !problems(next).isEmpty()).isPresent()));
        });
        return editions;
    }

    /** What is to be known of a file that cannot be taken here; empty when there is none. */
    synchronized Optional<String> notice(String name) {
        Lineage lineage = Lineage.of(name, this);
        if (name.equals(CLUSTER) && lineage.isSplit()) {
            String others = String.join(", ", lineage.newest().keySet());
            return Optional.of("cluster.conf was changed here and on " + others + ", apart from"
                    + " each other: svcmgr cluster config diff " + lineage.newest().firstKey()
                    + "; then config take " + others + ", or config take " + self);
        }
        return lineage.next().filter(next -> !problems(next.getValue()).isEmpty()).map(next ->
                words(next.getValue()) + ", known from " + next.getKey() + ", is refused here: "
                        + Reports.brief(problems(next.getValue())));
    }

    /** Where it is noted that somebody deletes a service here: the agent takes it in. */
    static Path mark(Path var, ServiceName service) {
        return var.resolve("good").resolve("deleted").resolve(service.value());
    }

    /** What was of another cluster is nothing to this one. */
    static void forget(Path var) throws IOException {
        Files.deleteIfExists(Coming.file(var.resolve("good")));
        Files.deleteIfExists(var.resolve("good").resolve("versions.json"));
        Path marks = var.resolve("good").resolve("deleted");
        if (Files.isDirectory(marks)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(marks)) {
                for (Path mark : all) {
                    Files.delete(mark);
                }
            }
        }
    }

    /** Takes in what somebody deleted; {@code lies} are those whose file is still there. */
    void bury(Predicate<String> lies) {
        synchronized (disk) {
            Path marks = directory.resolve("deleted");
            if (Files.isDirectory(marks)) {
                try (DirectoryStream<Path> all = Files.newDirectoryStream(marks)) {
                    bury(all, lies);
                    unwritten.written(marks);
                } catch (IOException e) {
                    unwritten.failed(marks, e);
                }
            }
        }
    }

    private void bury(Iterable<Path> marks, Predicate<String> lies) throws IOException {
        for (Path mark : marks) {
            if (!lies.test(mark.getFileName().toString())) {
                buried(mark.getFileName().toString());
                write();
                Files.delete(mark);
            }
        }
    }

    /** This node has that version now. */
    synchronized void adopt(FileVersion version) {
        refused.remove(version.name());
        own.put(version.name(), version);
    }

    /**
     * The version that follows all that are known of a file, with the content of one of them.
     *
     * @param least its number is more than this
     */
    synchronized FileVersion settling(FileVersion content, long least) {
        FileVersion last = own.get(content.name());
        SortedMap<String, Long> seen = FileVersion.merged(content.seen(),
                last == null ? Map.of() : last.seen());
        long number = Math.max(Math.max(content.number(), least),
                last == null ? 0 : last.number());
        for (FileVersion told : told(content.name()).values()) {
            seen = FileVersion.merged(seen, told.seen());
            number = Math.max(number, told.number());
        }
        return made(new FileVersion(content.name(), number + 1, content.checksum(), self.value(),
                last == null ? "" : last.checksum(), seen, content.gone(), content.nodes(),
                clock.wall().toEpochMilli()));
    }

    /** Larger than any number this node used before, even if all it wrote down was lost. */
    private FileVersion made(FileVersion version) {
        SortedMap<String, Long> seen = new TreeMap<>(version.seen());
        long before = seen.getOrDefault(self.value(), 0L);
        seen.put(self.value(), Math.max(before + 1, clock.wall().toEpochMilli()));
        return new FileVersion(version.name(), version.number(), version.checksum(),
                version.author(), version.parent(), seen, version.gone(), version.nodes(),
                version.since());
    }

    /** {@code generation 3 of n1 (checksum 1f0c…, made 2026-03-01 14:03:02)}. */
    static String words(FileVersion version) {
        return "generation " + version.number() + " of " + version.author() + (version.gone()
                ? " (deleted " : " (checksum " + version.checksum() + ", made ")
                + Generation.time(Instant.ofEpochMilli(version.since())) + ")";
    }
}
