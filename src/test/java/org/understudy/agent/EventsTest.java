package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.api.Call;
import org.understudy.api.Feed;
import org.understudy.journal.Journals;
import org.understudy.journal.Limits;
import org.understudy.model.Cluster;
import org.understudy.model.JournalEntry;
import org.understudy.model.NodeName;
import org.understudy.wire.JournalLine;

/** What a stream of events begins with, over the lives of an agent. */
@Timeout(60)
final class EventsTest {
    private static final NodeName N1 = new NodeName("n1");
    private static final Cluster ALONE = new Cluster("lab", List.of(N1), List.of(), Set.of(),
            Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, false);

    @TempDir
    Path dir;

    @Test
    void beginsWithWhatComesUnlessToldFromWhere() {
        try (Journals journals = journals(Limits.NODE)) {
            write(journals, 5);
            Feed feed = new JournalAnswers(journals, null, null);
            assertEquals(5, feed.wish(call(Map.of())).after());
            assertEquals(2, feed.wish(call(Map.of("after", "2"))).after());
            assertEquals(3, feed.wish(call(Map.of("after", "-2"))).after());
            assertEquals(0, feed.wish(call(Map.of("after", "99"))).after());
            String why = assertThrows(IllegalArgumentException.class,
                    () -> feed.wish(call(Map.of("after", "soon")))).getMessage();
            assertEquals("after: expected a whole number, got \"soon\"", why);
        }
    }

    @Test
    void goesOnWithTheNumbersOfTheAgentBefore() {
        try (Journals journals = journals(Limits.NODE)) {
            write(journals, 5);
        }
        try (Journals journals = journals(Limits.NODE)) {
            write(journals, 2);
            assertEquals(List.of(4L, 5L, 6L, 7L), new JournalAnswers(journals, null, null)
                    .after(3, 100).stream().map(JournalLine::number).toList());
        }
    }

    @Test
    void tellsWhatIsOnlyOnTheDiskAnyMore() {
        Limits forgetful = new Limits(4L << 20, 10_000, 20);
        try (Journals journals = journals(forgetful)) {
            write(journals, 700);
        }
        try (Journals journals = journals(forgetful)) {
            assertEquals(LongStream.rangeClosed(2, 700).boxed().toList(),
                    new JournalAnswers(journals, null, null).after(1, 1000).stream()
                            .map(JournalLine::number).toList());
        }
    }

    @Test
    void saysHowManyAreLostWhoeverIsAsked() throws InterruptedException {
        Limits small = new Limits(4_000, 1_000, 10);
        try (Journals journals = journals(small)) {
            write(journals, 200);
        }
        try (Journals journals = journals(small)) {
            Feed feed = new JournalAnswers(journals, null, null);
            List<JournalLine> lines = feed.after(1, 500);
            assertEquals("journal.gap", lines.get(0).event());
            assertEquals(lines.get(1).number() - 2,
                    Long.parseLong(lines.get(0).facts().get("missing")));
            assertEquals(200, lines.get(lines.size() - 1).number());
            assertTrue(lines.size() > 11, lines.size() + " lines, those on the disk among them");
            Feed.Wish web = feed.wish(call(Map.of("services", "web")));
            assertTrue(web.wanted().test(lines.get(0)));
            assertEquals(200, feed.last(0, Duration.ZERO));
        }
    }

    private Journals journals(Limits limits) {
        return new Journals(ALONE, N1, new Journals.Place(dir, ZoneOffset.UTC, limits,
                limits, () -> 1));
    }

    private static Call call(Map<String, String> query) {
        return new Call("GET", "/v1/events", query, "", 0);
    }

    private static void write(Journals journals, int count) {
        for (int i = 0; i < count; i++) {
            journals.own().append(new JournalEntry(Instant.EPOCH, N1, "a.b", Map.of()));
        }
    }
}
