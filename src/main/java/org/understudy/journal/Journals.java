package org.understudy.journal;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.understudy.model.Cluster;
import org.understudy.model.NodeName;
import org.understudy.wire.JournalLine;
import org.understudy.wire.Timeline;

/** The journals of all nodes as this one has them: its own, and copies of the others'. */
public final class Journals implements AutoCloseable {
    /** Lines in one answer; the agent's memory is small. */
    private static final int MOST = 3_000;
    private static final int FOLLOWED = 500;

    private final Cluster cluster;
    private final NodeName self;
    private final HybridClock clock;
    private final Arrivals arrivals;
    private final Journal own;
    private final DiskWriter copier;
    private final SortedMap<NodeName, Replica> replicas = new TreeMap<>();

    /**
     * Where the journals are.
     *
     * @param directory of the own one; the others' are below it
     * @param zone in which the own lines show the time
     * @param limits the bounds of the own one
     * @param copies those of each copy
     * @param wall this node's wall clock, in milliseconds
     */
    public record Place(Path directory, ZoneId zone, Limits limits, Limits copies,
            LongSupplier wall) {
    }

    /** Reads what is there. Directories that cannot be read or written cost warnings only. */
    public Journals(Cluster cluster, NodeName self, Place place) {
        this.cluster = cluster;
        this.self = self;
        this.clock = new HybridClock(place.wall());
        this.arrivals = new Arrivals();
        this.own = new Journal(place.directory(), place.zone(), place.limits(), clock, arrivals);
        this.copier = new DiskWriter("journal-copier", place.copies().queue());
        cluster.nodes().stream().filter(node -> !node.equals(self)).forEach(node -> replicas.put(
                node, new Replica(node, new Book(place.directory().resolve("peers")
                        .resolve(node.value()), place.copies(), copier), clock, arrivals)));
        copier.start();
    }

    /** What this node writes. */
    public Journal own() {
        return own;
    }

    public HybridClock clock() {
        return clock;
    }

    SortedMap<NodeName, Replica> replicas() {
        return replicas;
    }

    /** The exchange with the other nodes; not begun. */
    public Replication replication() {
        return new Replication(cluster, self, this);
    }

    /**
     * Which lines of a timeline are wanted.
     *
     * @param from no lines before this moment of this node's wall clock, in milliseconds; 0 for
     *     any
     * @param latest at most so many, the latest
     * @param wanted which; empty for all
     */
    public record Span(long from, int latest, Optional<Predicate<JournalLine>> wanted) {
    }

    /** What happened everywhere, as far as it is known here, causes first. */
    public Timeline timeline(Span span) {
        Map<String, Long> last = last();
        int most = Math.min(span.latest(), MOST);
        int each = Math.max(most, MOST) * 2 / (1 + replicas.size());
        long horizon = 0;
        List<JournalLine> all = new ArrayList<>();
        for (Book book : books().toList()) {
            List<JournalLine> lines = span.from() == 0 ? found(book, span, Math.min(most, each))
                    : book.latest(span.from(), each);
            boolean cut = span.from() > 0 && lines.size() >= each
                    && LineReader.millis(lines.get(0)) >= span.from();
            horizon = cut ? Math.max(horizon, lines.get(0).stamp()) : horizon;
            lines.forEach(line -> last.merge(line.node(), line.number(), Math::max));
            all.addAll(span.wanted().isEmpty() || span.from() > 0 ? withGaps(lines) : lines);
        }
        all.sort(Book.CAUSAL);
        long from = horizon;
        List<JournalLine> told = since(all, span.from()).stream()
                .filter(line -> line.stamp() >= from)
                .filter(span.wanted().orElse(line -> true)).toList();
        int left = Math.max(0, told.size() - most);
        return new Timeline(last, Math.max(left, horizon > 0 ? 1 : 0),
                told.subList(left, told.size()));
    }

    private static List<JournalLine> found(Book book, Span span, int most) {
        return span.wanted().isEmpty() ? book.latest(0, most)
                : book.latest("", span.wanted().get(), most);
    }

    /** The number of each node's last line here. */
    private Map<String, Long> last() {
        Map<String, Long> last = new TreeMap<>();
        last.put(self.value(), own.book().memory().last());
        replicas.forEach((node, copy) -> last.put(node.value(), copy.book().memory().last()));
        return last;
    }

    /**
     * What follows these lines, at most some of each node, at the latest after a time. Nothing is
     * lost by a restart of this agent, or by who asks late.
     *
     * @param after the number of each node's last line that is known
     */
    public Timeline news(Map<String, Long> after, Duration patience,
            Predicate<JournalLine> wanted) throws InterruptedException {
        long seen = arrivals.count();
        Timeline news = following(after, wanted);
        if (news.last().equals(after)) {
            arrivals.await(seen, patience);
            news = following(after, wanted);
        }
        return news;
    }

    private Timeline following(Map<String, Long> after, Predicate<JournalLine> wanted) {
        Map<String, Long> last = last();
        List<JournalLine> fresh = new ArrayList<>();
        last.replaceAll((node, end) -> {
            Book book = node.equals(self.value()) ? own.book()
                    : replicas.get(new NodeName(node)).book();
            long from = after.getOrDefault(node, 0L);
            // A number that is yet to come is another journal's: its latest lines, then.
            List<JournalLine> lines = book.after(from > end ? Math.max(0, end - FOLLOWED) : from,
                    FOLLOWED);
            fresh.addAll(lines);
            return lines.isEmpty() ? Math.min(from, end) : lines.get(lines.size() - 1).number();
        });
        fresh.removeIf(wanted.negate());
        fresh.sort(Book.CAUSAL);
        return new Timeline(last, 0, fresh);
    }

    /** The latest lines about one service, at most so many, causes first. */
    public List<JournalLine> about(String service, Predicate<JournalLine> wanted, int limit) {
        List<JournalLine> all = new ArrayList<>();
        books().forEach(book -> all.addAll(book.latest("\"service\":\"" + service + "\"",
                line -> service.equals(line.facts().get("service")) && wanted.test(line),
                limit)));
        all.sort(Book.CAUSAL);
        return all.subList(Math.max(0, all.size() - limit), all.size());
    }

    private Stream<Book> books() {
        return Stream.concat(Stream.of(own.book()), replicas.values().stream().map(Replica::book));
    }

    /**
     * What was written at that moment or later, and what this node knew of only after something of
     * its own that was: another node's clock may be slow.
     */
    private List<JournalLine> since(List<JournalLine> all, long from) {
        List<JournalLine> told = new ArrayList<>();
        boolean after = false;
        for (JournalLine line : all) {
            boolean late = LineReader.millis(line) >= from;
            after |= late && line.node().equals(self.value());
            if (after || late) {
                told.add(line);
            }
        }
        return told;
    }

    /** Lines never got here when a node could not write them down, or had no more room for them. */
    private static List<JournalLine> withGaps(List<JournalLine> lines) {
        List<JournalLine> all = new ArrayList<>();
        Map<String, Long> last = new HashMap<>();
        for (JournalLine line : lines) {
            Long before = last.put(line.node(), line.number());
            if (before != null && line.number() > before + 1) {
                all.add(Book.gap(line, before));
            }
            all.add(line);
        }
        return all;
    }

    /** Brings what waits to the disk, for at most 4 s. */
    @Override
    public void close() {
        own.close();
        copier.close();
    }
}
