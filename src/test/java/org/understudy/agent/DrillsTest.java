package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.journal.Journals;
import org.understudy.journal.Limits;
import org.understudy.model.BootId;
import org.understudy.model.Cluster;
import org.understudy.model.Decision;
import org.understudy.model.JournalEntry;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.Memory;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Peer;
import org.understudy.model.Self;
import org.understudy.model.View;

/** How drills end that do not end by themselves. */
final class DrillsTest {
    private static final NodeName N1 = new NodeName("n1");
    private static final NodeName N2 = new NodeName("n2");
    private static final LinkName FIRST = new LinkName("hb#1");
    private static final LinkName SECOND = new LinkName("hb#2");

    @TempDir
    Path dir;
    private final ManualClock clock = new ManualClock();
    private final Published published = new Published(heard(new Moment(0)));

    private static Cluster cluster() {
        return new Cluster("lab", List.of(N1, N2), List.of(link(FIRST), link(SECOND)), Set.of(),
                Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, false);
    }

    private static Link link(LinkName name) {
        return new Link(name, new TreeMap<>(), 1, Duration.ofSeconds(15), Duration.ofSeconds(1));
    }

    /** The other node was heard on both links at that moment, and heard this one. */
    private static View heard(Moment at) {
        SortedMap<LinkName, Moment> heard = new TreeMap<>(Map.of(FIRST, at, SECOND, at));
        return View.fresh(new Self(N1, new BootId("a"), "m", NodeState.IDLE, new Moment(0)),
                cluster(), Memory.NONE).with(N2, new Peer(Optional.empty(), heard,
                Optional.of(at), Optional.empty(), Optional.empty()));
    }

    @Test
    void aCutLinkIsRestoredAsSoonAsSomebodyEndsTheDrill() throws Exception {
        List<String> cuts = new ArrayList<>();
        LinkCut drill = new LinkCut(new LinkCut.Means(published, clock, new Vigil(List::of),
                (link, time) -> {
                    cuts.add(link + " " + time);
                    clock.pass(Duration.ofMillis(100));
                    published.publish(new Published.Round(heard(clock.now()), Decision.NONE));
                    clock.pass(time.isZero() ? Duration.ofMillis(-50) : Duration.ZERO);
                }), "", Duration.ofMinutes(10));
        AtomicInteger asked = new AtomicInteger();
        Drill.End end = drill.play(() -> asked.incrementAndGet() < 3 ? Optional.empty()
                : Optional.of("root@n2"));
        assertEquals(List.of("hb#1 PT1S", "hb#1 PT1S", "hb#1 PT0S"), cuts);
        assertEquals("reverted", end.result());
        assertEquals("nothing", end.moved());
        assertTrue(end.detail().endsWith("; it ended early: root@n2 ended it"), end::detail);
    }

    @Test
    void whoEndsADrillEndsTheOneThatIsOnAndNoLaterOne() {
        Underway underway = new Underway();
        assertThrows(Refusal.class, () -> underway.endEarly("root@n1"));
        underway.begin("a", "a drill is on");
        assertEquals(Optional.empty(), underway.ender());
        assertEquals("pending", underway.endEarly("root@n1").state());
        assertEquals("a", underway.endEarly("root@n2").id());
        assertEquals(Optional.of("root@n1"), underway.ender(), "the first one");
        underway.end(underway.endEarly("root@n1"));
        underway.begin("b", "another drill is on");
        assertEquals(Optional.empty(), underway.ender());
    }

    /** It goes on on a thread whose end would be the agent's. */
    @Test
    void aBugInTheSettlingOfEarlierDrillsDoesNotEndTheAgent() {
        try (Journals journals = new Journals(cluster(), N1, new Journals.Place(dir,
                ZoneOffset.UTC, Limits.NODE, Limits.COPY, () -> 1))) {
            journals.own().append(new JournalEntry(clock.wall(), N1, "drill.begun",
                    Map.of("id", "a", "drill", "link-cut", "link", "hb#1")));
            AtomicInteger reached = new AtomicInteger();
            Chronicle broken = new Chronicle(clock, N1, entry -> {
                reached.incrementAndGet();
                throw new IllegalStateException("a bug");
            });
            Drills drills = new Drills(new LinkCut.Means(published, clock, new Vigil(List::of),
                    (link, time) -> { }), null, null, new Underway(),
                    new Drills.Diary(broken, journals));
            assertDoesNotThrow(drills::settle);
            assertEquals(1, reached.get());
        }
    }
}
