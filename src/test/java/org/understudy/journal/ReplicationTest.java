package org.understudy.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;
import org.understudy.wire.JournalLine;
import org.understudy.wire.Json;
import org.understudy.wire.Page;
import org.understudy.wire.Page.Mark;
import org.understudy.wire.Page.Part;
import org.understudy.wire.PageCodec;

class ReplicationTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final LinkName LINK = new LinkName("hb#1");

    @TempDir
    Path directory;
    private Net net;

    @AfterEach
    void close() {
        if (net != null) {
            net.close();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyLineArrivesOnceAndInOrderWhateverTheNetworkDoes(long seed) {
        net = net(seed, Limits.NODE).bad(0.3, 0.2, 80);
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            fill("n1", 1, random.nextInt(12) == 0 ? 3_000 : random.nextInt(300));
            fill("n2", random.nextInt(2), 50);
            net.run(Duration.ofMillis(random.nextInt(60)));
        }
        net.run(Duration.ofMinutes(2));
        same("n1", "n2");
        same("n2", "n1");
        assertTrue(net.sizes.stream().allMatch(size -> size <= PageCodec.MAX_BYTES));
    }

    @Test
    void aLineIsElsewhereWithinMomentsAndQuietNodesSendLittle() {
        net = net(1, Limits.NODE).run(SECOND.multipliedBy(3));
        fill("n1", 3, 100);
        net.run(Duration.ofMillis(60));
        assertEquals(3, net.copy("n2", "n1").size());
        net.run(SECOND);
        int before = net.sizes.size();
        net.run(SECOND.multipliedBy(10));
        assertTrue(net.sizes.size() - before <= 22, "sent " + (net.sizes.size() - before));
    }

    @Test
    void aPeerThatWasAwayCatchesUpAndTheRateStaysBounded() {
        net = net(1, Limits.NODE).run(SECOND);
        fill("n1", 5, 100);
        net.run(SECOND);
        net.off("n2");
        fill("n1", 1_500, 400);
        net.run(SECOND.multipliedBy(60));
        net.on("n2");
        net.sizes.clear();
        net.run(SECOND.multipliedBy(4));
        long sent = net.sizes.stream().filter(size -> size > 300).count();
        assertTrue(sent > 200 && sent < 4 * 100 + 20, "pages in 4 s: " + sent);
        net.run(SECOND.multipliedBy(30));
        same("n1", "n2");
    }

    @Test
    void aLostLinkIsChangedForTheOther() {
        net = net(1, Limits.NODE).run(SECOND.multipliedBy(2)).cutFirstLink();
        fill("n1", 10, 100);
        net.run(SECOND.multipliedBy(8));
        same("n1", "n2");
    }

    @Test
    void aRestartedReceiverGoesOnFromItsDisk() {
        net = net(1, Limits.NODE);
        fill("n1", 40, 100);
        net.run(SECOND.multipliedBy(3));
        net.off("n2");
        net.on("n2");
        assertEquals(40, net.copy("n2", "n1").size(), "from the disk");
        fill("n1", 1, 3_000);
        net.run(SECOND.multipliedBy(3));
        same("n1", "n2");
    }

    @Test
    void aReceiverKilledInTheMiddleOfALineAsksForItAgain() throws IOException {
        net = net(1, Limits.NODE);
        fill("n1", 10, 100);
        net.run(SECOND.multipliedBy(3));
        net.off("n2");
        Path file = directory.resolve("n2/peers/n1/journal");
        byte[] all = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(all, all.length - 60));
        net.on("n2");
        assertEquals(9, net.copy("n2", "n1").size());
        net.run(SECOND.multipliedBy(3));
        same("n1", "n2");
        net.off("n2");
        net.on("n2");
        same("n1", "n2");
    }

    /** Killed with lines in memory that only the other has; and its wall clock is far behind. */
    @Test
    void whatAKilledSenderLostStaysWithTheOthersAndItsNextLifeIsNotLost() throws IOException {
        net = net(1, Limits.NODE).skew("n2", Duration.ofMinutes(5));
        net.off("n2");
        net.on("n2");
        fill("n1", 10, 100);
        net.run(SECOND.multipliedBy(3));
        net.off("n1");
        Path disk = directory.resolve("n1/journal");
        Files.copy(disk, directory.resolve("before"));
        net.on("n1");
        net.beat("n2", "n1");
        fill("n1", 3, 100);
        net.run(SECOND.multipliedBy(3));
        List<JournalLine> seen = net.copy("n2", "n1");
        net.off("n1");
        Files.copy(directory.resolve("before"), disk, StandardCopyOption.REPLACE_EXISTING);
        net.on("n1");
        fill("n1", 4, 100);
        assertTrue(net.own("n1").get(10).stamp() < seen.get(12).stamp(), "a clash");
        net.run(SECOND.multipliedBy(5));
        fill("n1", 2, 100);
        net.run(SECOND.multipliedBy(5));
        List<JournalLine> copy = net.copy("n2", "n1");
        assertEquals(seen, copy.subList(0, 13));
        assertEquals(net.own("n1").subList(10, 16), copy.subList(13, 19));
        assertEquals(19, copy.size());
    }

    @Test
    void whatWasRotatedAwayIsSkippedAndSaidSo() {
        net = net(1, new Limits(20_000, 10_000, 50));
        fill("n1", 5, 100);
        net.run(SECOND.multipliedBy(3));
        net.off("n2");
        fill("n1", 1_000, 100);
        net.off("n1");
        net.on("n1");
        net.on("n2");
        net.run(SECOND.multipliedBy(60));
        List<JournalLine> told = net.of("n2").timeline(
                new Journals.Span(0, 5_000, Optional.empty())).lines();
        assertEquals(1_005, told.get(told.size() - 1).number());
        JournalLine gap = told.stream().filter(line -> line.event().equals("journal.gap"))
                .findFirst().orElseThrow();
        int at = told.indexOf(gap);
        assertEquals(told.get(at + 1).number() - told.get(at - 1).number() - 1,
                Long.parseLong(gap.facts().get("missing")));
        assertTrue(told.size() > 100, "more than what is in memory: " + told.size());
    }

    @Test
    void aPeerCanFillItsOwnBoundedFileOnly() throws IOException {
        net = net(1, new Limits(5_000, 1_000, 20));
        for (int i = 0; i < 300; i++) {
            fill("n1", 1, 200);
            net.run(Duration.ofMillis(50));
        }
        net.run(SECOND.multipliedBy(5));
        net.off("n2");
        try (Stream<Path> files = Files.walk(directory.resolve("n2"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertTrue(file.startsWith(directory.resolve("n2/peers/n1")), file.toString());
                assertTrue(Files.size(file) <= 5_000, file + " " + Files.size(file));
            }
        }
        net.on("n2");
        assertTrue(net.copy("n2", "n1").size() <= 20);
    }

    @Test
    void linesThatAreNotOfTheirSenderOrNoLinesAtAllAreRefused() {
        net = net(1, Limits.NODE);
        Replica replica = net.of("n1").replicas().get(new NodeName("n2"));
        long stamp = HybridClock.stamp(Net.BEGIN.toEpochMilli(), 1);
        for (byte[] bytes : List.of(encoded(stamp, "n1"), bytes("{\"facts\":{\"a\":null}}\n"),
                bytes("null\n"), bytes("{}\n"), bytes("\n\n"),
                encoded(-5, "n2"), encoded(Long.MAX_VALUE, "n2"), encoded(stamp + 1, "n2"))) {
            replica.take(new Part(0, stamp, 0, bytes));
            assertEquals(Mark.NOTHING, replica.have());
        }
        assertEquals(8, replica.refused());
        for (int i = 0; i < 100; i++) {
            replica.take(new Part(0, stamp, replica.have().offset(), new byte[1_000]));
            assertTrue(replica.have().offset() <= PageCodec.MAX_LINE);
        }
        replica.take(new Part(0, stamp, 0, encoded(stamp, "n2")));
        assertEquals(new Mark(stamp, 0, 0), replica.have());
        assertEquals(List.of(), net.own("n1"));
    }

    @Test
    void pagesBeyondTheBoundAreNotTakenIn() {
        net = net(1, Limits.NODE);
        Page page = new Page("lab", "n2", 1, Part.NOTHING, Mark.NOTHING);
        long taken = IntStream.range(0, 1_000).filter(i -> net.replication("n1")
                .heard(LINK, new NodeName("n2"), page)).count();
        assertEquals(256, taken);
        assertFalse(net.replication("n2").heard(LINK, new NodeName("n9"), page), "a stranger");
    }

    @Test
    void noiseIsNoPage() {
        Random random = new Random(3);
        byte[] good = PageCodec.encode(new Page("lab", "n2", 7,
                new Part(1, 2, 3, new byte[] {'x', '\n'}), new Mark(4, 5, 6)));
        assertEquals(new Mark(4, 5, 6), PageCodec.decode(good).have());
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = good.clone();
            for (int j = 0; j <= random.nextInt(4); j++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            try {
                assertTrue(PageCodec.decode(bad).part().bytes().length <= good.length);
            } catch (IllegalArgumentException refused) {
                assertFalse(refused.getMessage().isBlank());
            }
        }
        for (String head : List.of("", "J", "J{", "J{}\n", "J[]\n", "J{\"v\":1}\n", "Jnull\n",
                "J{\"v\":1,\"c\":\"lab\",\"n\":\"n2\",\"l\":1,\"hs\":0,\"hf\":0,"
                        + "\"ho\":2000000000}\n")) {
            assertThrows(IllegalArgumentException.class,
                    () -> PageCodec.decode(head.getBytes(StandardCharsets.UTF_8)), head);
        }
        byte[] long1 = new byte[PageCodec.MAX_BYTES + 1];
        long1[0] = 'J';
        assertThrows(IllegalArgumentException.class, () -> PageCodec.decode(long1));
    }

    @Test
    void aLineOfAnOlderReleaseHasItsPlaceToo() throws IOException {
        Files.createDirectories(directory.resolve("n1"));
        String line = "{\"number\":%d,\"at\":\"2026-02-01T10:00:00.000+01:00\",\"node\":\"n1\","
                + "\"event\":\"%s\",\"facts\":{}}\n";
        Files.writeString(directory.resolve("n1/journal"),
                line.formatted(1, "a.b") + line.formatted(2, "a.c"));
        net = net(1, Limits.NODE);
        fill("n1", 1, 10);
        net.run(SECOND.multipliedBy(3));
        assertEquals(List.of("a.b", "a.c", "step.end"), net.copy("n2", "n1").stream()
                .map(JournalLine::event).toList());
    }

    /** What one wrote is what the other has; shown are the numbers alone. */
    private void same(String of, String at) {
        assertEquals(numbers(net.own(of)), numbers(net.copy(at, of)));
        assertTrue(net.own(of).equals(net.copy(at, of)), "word by word");
    }

    private static List<Long> numbers(List<JournalLine> lines) {
        return lines.stream().map(JournalLine::number).toList();
    }

    private Net net(long seed, Limits limits) {
        Net fresh = new Net(directory, limits, seed, "n1", "n2");
        fresh.on("n1");
        fresh.on("n2");
        return fresh;
    }

    private void fill(String node, int lines, int length) {
        for (int i = 0; i < lines; i++) {
            net.write(node, "step.end", "detail", "é".repeat(length));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] encoded(long stamp, String node) {
        return (new String(Json.encode(new JournalLine(1, stamp, "2026-03-01T12:00:00.000Z", node,
                "a.b", Map.of("c", "d"))), StandardCharsets.UTF_8) + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
