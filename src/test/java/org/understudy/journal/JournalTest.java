package org.understudy.journal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.model.JournalEntry;
import org.understudy.model.NodeName;
import org.understudy.wire.JournalLine;

class JournalTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");

    private static final long STAMP = HybridClock.stamp(AT.toEpochMilli(), 0);

    @TempDir
    Path directory;

    @Test
    void aLineOnDiskIsTheLineInMemory() throws IOException {
        try (Journal journal = journal()) {
            journal.append(entry("peer.silent"));
            assertEquals(List.of(new JournalLine(1, STAMP, "2026-01-02T04:04:05.678+01:00", "n1",
                    "peer.silent", Map.of("reason", "beyond 10s"))), journal.after(0, 10));
        }
        assertEquals(List.of("{\"number\":1,\"stamp\":" + STAMP
                + ",\"at\":\"2026-01-02T04:04:05.678+01:00\","
                + "\"node\":\"n1\",\"event\":\"peer.silent\","
                + "\"facts\":{\"reason\":\"beyond 10s\"}}"), lines("journal"));
    }

    @Test
    void numbersGoOnAfterARestart() {
        fill(3);
        try (Journal journal = journal()) {
            assertEquals(List.of(1L, 2L, 3L), numbers(journal.after(0, 10)));
            journal.append(entry("agent.start"));
            assertEquals(List.of(4L), numbers(journal.after(3, 10)));
            assertEquals(List.of(2L, 3L), numbers(journal.after(1, 2)));
        }
    }

    /** As when an agent began before its disk was mounted, and wrote there later. */
    @Test
    void numbersGoOnAfterTheGreatestWhereTheyBeganAnewOnce() throws IOException {
        fill(3);
        List<String> first = lines("journal");
        Files.delete(directory.resolve("journal"));
        fill(2);
        first.addAll(lines("journal"));
        Files.write(directory.resolve("journal"), first);
        try (Journal journal = journal()) {
            journal.append(entry("agent.start"));
            assertEquals(4, journal.last());
            assertEquals(List.of(4L), numbers(journal.after(3, 10)));
        }
    }

    @Test
    void theDiskStaysWithinItsBound() throws IOException {
        Limits small = new Limits(1_000, 1_000, 50);
        try (Journal journal = new Journal(directory, ZoneOffset.UTC, small, clock())) {
            for (int i = 0; i < 500; i++) {
                journal.append(entry("step.end"));
            }
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(2, files.count());
        }
        assertTrue(Files.size(directory.resolve("journal")) <= 1_000);
        assertTrue(Files.size(directory.resolve("journal.1")) <= 1_000);
        try (Journal journal = new Journal(directory, ZoneOffset.UTC, small, clock())) {
            List<Long> kept = numbers(journal.after(0, 1_000));
            assertTrue(kept.size() > 8, "kept " + kept);
            assertEquals(LongStream.rangeClosed(kept.get(0), 500).boxed().toList(), kept);
        }
    }

    @Test
    void aTornLastLineIsSkippedAndHarmsNoneAfterIt() throws IOException {
        fill(2);
        Files.writeString(directory.resolve("journal"), "{\"number\":3,\"at\":\"20",
                StandardOpenOption.APPEND);
        fill(1);
        fill(1);
        try (Journal journal = journal()) {
            assertEquals(List.of(1L, 2L, 3L, 4L), numbers(journal.after(0, 10)));
        }
        assertEquals(5, lines("journal").size());
    }

    @Test
    void theMemoryIsBounded() {
        Limits five = new Limits(1 << 20, 100, 5);
        try (Journal journal = new Journal(directory, ZoneOffset.UTC, five, clock())) {
            for (int i = 0; i < 20; i++) {
                journal.append(entry("step.end"));
            }
            assertEquals(List.of(16L, 17L, 18L, 19L, 20L), numbers(journal.after(0, 100)));
        }
        try (Journal journal = new Journal(directory, ZoneOffset.UTC, five, clock())) {
            assertEquals(List.of(16L, 17L, 18L, 19L, 20L), numbers(journal.after(0, 100)));
        }
    }

    @Test
    void aDirectoryThatCannotBeWrittenCostsNothingButTheDisk() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "in the way");
        Path below = file.resolve("journal");
        try (Journal journal = new Journal(below, ZoneOffset.UTC, Limits.NODE, clock())) {
            for (int i = 0; i < 5_000; i++) {
                journal.append(entry("step.end"));
            }
            assertEquals(2_000, journal.after(0, 10_000).size());
        }
    }

    @Test
    void whatIsSettledIsOnTheDisk() throws Exception {
        try (Journal journal = journal()) {
            for (int i = 0; i < 150; i++) {
                journal.append(entry("step.end"));
            }
            assertTrue(journal.settle(Duration.ofMinutes(1)));
            assertEquals(150, lines("journal").size());
        }
    }

    @Test
    void whenTheDiskIsBackTheJournalSaysWhatIsMissing() throws Exception {
        Path inTheWay = Files.writeString(directory.resolve("file"), "in the way");
        try (Journal journal = new Journal(inTheWay, ZoneOffset.UTC, Limits.NODE, clock())) {
            journal.append(entry("one"));
            journal.append(entry("two"));
            assertTrue(journal.settle(Duration.ofMinutes(1)));
            Files.delete(inTheWay);
            await().atMost(Duration.ofMinutes(1)).pollInterval(
                    Duration.ofMillis(100)).until(() -> {
                journal.append(entry("later"));
                return journal.after(0, 1_000).stream()
                        .anyMatch(line -> line.event().equals("journal.dropped"));
            });
        }
        List<String> written = Files.readAllLines(inTheWay.resolve("journal"));
        assertTrue(written.stream().anyMatch(line -> line.contains("journal.dropped")));
        assertTrue(written.stream().noneMatch(line -> line.contains("\"two\"")));
    }

    @Test
    void aReaderWaitsForTheNextLineButNotForEver() throws Exception {
        try (Journal journal = journal()) {
            assertEquals(List.of(), journal.after(0, 10, Duration.ofMillis(50)));
            CompletableFuture<List<JournalLine>> next = CompletableFuture.supplyAsync(() -> {
                try {
                    return journal.after(0, 10, Duration.ofSeconds(5));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            journal.append(entry("peer.silent"));
            assertEquals(List.of(1L), numbers(next.get()));
        }
    }

    private static HybridClock clock() {
        return new HybridClock(AT::toEpochMilli);
    }

    private Journal journal() {
        return new Journal(directory, ZoneOffset.ofHours(1), Limits.NODE, clock());
    }

    private void fill(int entries) {
        try (Journal journal = journal()) {
            for (int i = 0; i < entries; i++) {
                journal.append(entry("step.end"));
            }
            assertTrue(journal.settle(Duration.ofMinutes(1)));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> lines(String file) throws IOException {
        return Files.readAllLines(directory.resolve(file));
    }

    private static JournalEntry entry(String event) {
        return new JournalEntry(AT, new NodeName("n1"), event, Map.of("reason", "beyond 10s"));
    }

    private static List<Long> numbers(List<JournalLine> lines) {
        return lines.stream().map(JournalLine::number).toList();
    }
}
