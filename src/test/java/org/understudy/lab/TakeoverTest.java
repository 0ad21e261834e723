package org.understudy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.understudy.exec.Result;
import org.understudy.wire.JournalLine;

/** A node dies, or cannot be heard. */
@Tag("lab")
final class TakeoverTest {
    @RegisterExtension
    static final Stage STAGE = new Stage("takeover");
    private static final Lab LAB = STAGE.lab;

    @Test
    void s02ServiceOfAnUnpluggedNodeAnswersFromTheOtherAfterTheFence() throws Exception {
        LabNode dead = STAGE.active();
        LabNode heir = STAGE.passive();
        long count = STAGE.count();
        long mark = heir.mark();
        LAB.does("kill", dead.name());
        STAGE.awaitUp(heir);
        assertTrue(STAGE.count() > count, "the counter on the disk went on");
        LAB.await("the journal's last word", Stage.PATIENCE,
                () -> !heir.journal(mark, "action.end").isEmpty());

        List<JournalLine> story = List.of(heir.entry(mark, "peer.silent", "peer", dead.name()),
                heir.entry(mark, "fence.begin", "peer", dead.name()),
                heir.entry(mark, "fence.end", "result", "confirmed"),
                heir.entry(mark, "decision", "do", "start"),
                heir.entry(mark, "action.begin", "do", "start"),
                heir.entry(mark, "action.end", "do", "start", "result", "ok"));
        assertEquals(story.stream().map(JournalLine::number).sorted().toList(),
                story.stream().map(JournalLine::number).toList(), "in this order");
        assertTrue(story.get(0).facts().get("last_beat").matches("[2-9]\\.\\ds ago"),
                story.get(0).toString());
        assertTrue(story.get(2).facts().get("took").matches("[\\d.]+m?s"), "fence took");
        assertTrue(story.get(5).facts().get("took").matches("[\\d.]+m?s"), "start took");
        assertEquals("starts here: " + dead + " is silent and was fenced, which was confirmed",
                story.get(3).facts().get("reason"));
        String timeline = heir.runs("svcmgr", "timeline").out();
        assertTrue(Stream.of("peer.silent", "fence.end", "action.end")
                .allMatch(timeline::contains), timeline);
    }

    @Test
    void s24DeadNodeThatBootsTakesNothingBackAndFencesNobody() throws Exception {
        LabNode dead = STAGE.active();
        LabNode heir = STAGE.passive();
        long before = dead.mark();
        LAB.does("kill", dead.name());
        STAGE.awaitUp(heir);
        long mark = heir.mark();
        LAB.does("boot", dead.name());
        LAB.await(dead + " to join", Stage.PATIENCE, () -> dead.joined() && heir.joined());
        LAB.holds("web stays on " + heir, Duration.ofSeconds(6),
                () -> heir.is("up") && !dead.is("up") && heir.on() && dead.on());
        assertEquals(List.of(), dead.journal(before, "action.begin"));
        assertEquals(List.of(), dead.journal(before, "fence.begin"));
        assertEquals(List.of(), heir.journal(mark, "fence.begin"));
        assertEquals(List.of(), heir.journal(mark, "action.begin"));
        assertEquals(List.of(dead.name(), "-", heir.name()), STAGE.watch.holders());
        assertTrue(dead.does("explain").contains("because: up on " + heir), "it says why");
    }

    @Test
    void s06BothBootAndThePreferredNodeStartsItOnce() throws Exception {
        long[] marks = killBoth();
        CompletableFuture.allOf(LAB.nodes().stream().map(node -> CompletableFuture.runAsync(
                () -> boot(node))).toArray(CompletableFuture[]::new)).join();
        LabNode first = LAB.node("n1");
        STAGE.awaitUp(first);
        LAB.await("both to join", Stage.PATIENCE,
                () -> LAB.nodes().stream().allMatch(LabNode::joined));
        assertEquals(1, first.journal(marks[0], "action.begin").size());
        assertEquals(List.of(), LAB.node("n2").journal(marks[1], "action.begin"));
        assertEquals(List.of(), first.journal(marks[0], "fence.begin"));
        assertEquals(List.of(), LAB.node("n2").journal(marks[1], "fence.begin"));
    }

    @Test
    void s07NodeThatBootsAloneWaitsAndFencesBeforeItStarts() throws Exception {
        long mark = killBoth()[1];
        LabNode alone = LAB.node("n2");
        Instant booted = Instant.now(); // the nodes' clock is this machine's
        boot(alone);
        LAB.await("it to say what it waits for", Stage.PATIENCE, () -> alone.journal(mark,
                "decision").stream().anyMatch(d -> d.facts().get("reason")
                        .contains("waiting to hear")));
        STAGE.awaitUp(alone);
        JournalLine fence = alone.entry(mark, "fence.begin", "peer", "n1");
        Duration waited = Duration.between(booted, OffsetDateTime.parse(fence.at()).toInstant());
        assertTrue(waited.compareTo(Duration.ofSeconds(8)) >= 0, "grace of 8 s, got " + waited);
        JournalLine confirmed = alone.entry(mark, "fence.end", "result", "confirmed");
        JournalLine start = alone.entry(mark, "action.begin", "do", "start");
        assertTrue(confirmed.number() < start.number(), "confirmed, then started");
    }

    @Test
    void s10AllLinksCutLeaveOneHolder() throws Exception {
        LabNode one = STAGE.active();
        LabNode other = STAGE.passive();
        LAB.does("cut", "n1", "n2");
        LAB.await("one node to be fenced", Stage.PATIENCE, () -> !one.on() || !other.on());
        LabNode left = one.on() ? one : other;
        STAGE.awaitUp(left);
        LAB.holds("it stays", Duration.ofSeconds(5), () -> STAGE.from(left)
                && left.mounted() && left.addressed() && !LAB.other(left).on());
    }

    /** The last journal numbers of both. The idle one goes first, so that nothing moves. */
    private static long[] killBoth() throws InterruptedException {
        long[] marks = {LAB.node("n1").mark(), LAB.node("n2").mark()};
        LabNode active = STAGE.active();
        LAB.does("kill", LAB.other(active).name());
        LAB.does("kill", active.name());
        return marks;
    }

    private static void boot(LabNode node) {
        try {
            Result result = LAB.run(Stage.PATIENCE, "boot", node.name());
            assertTrue(result.ok(), result::summary);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
