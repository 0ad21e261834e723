package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.understudy.model.Event;
import org.understudy.model.FenceResult;
import org.understudy.model.Goal;
import org.understudy.model.JournalEntry;
import org.understudy.model.LinkName;
import org.understudy.model.Monitor;
import org.understudy.model.NodeRequest;
import org.understudy.model.NodeState;
import org.understudy.model.Request;
import org.understudy.model.Rid;
import org.understudy.model.Status;
import org.understudy.model.Terms;

/** What the journal says of a start is what happened: the facts, and the true cause. */
final class ChronicleTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LONG = SECOND.multipliedBy(12);
    private static final String TIME = "\\d\\d:\\d\\d:\\d\\d";

    @Test
    void crashAndFence() {
        Rounds n2 = running().pass(SECOND.multipliedBy(20));
        assertEquals(1, n2.entries("fence.begin").size(), n2.written.toString());
        n2.pass(Duration.ofMillis(300));
        n2.take(new Event.Fenced(Rounds.N1, FenceResult.CONFIRMED, ""));
        Map<String, String> facts = n2.start().facts();
        assertEquals("crash", facts.get("cause"));
        assertMatches("n1 fell silent on every link at " + TIME + ", was fenced \\(confirmed after"
                + " [\\d.]+s\\)", facts.get("because"));
        assertEquals("n1", facts.get("from"));
        assertEquals("fence of n1: confirmed", facts.get("trigger"));
        assertMatches("n1: hb#1 [\\d.]+s ago", facts.get("heard"));
        assertMatches("n1: n1 is silent on every link and was fenced", facts.get("others"));
        assertEquals("start ip#1, fs#1", facts.get("plan"));
        assertEquals("takes_over", facts.get("rule"));
        JournalEntry fence = n2.entries("decision").stream()
                .filter(e -> e.facts().get("do").equals("fence")).findFirst().orElseThrow();
        assertEquals("time", fence.facts().get("trigger"));
        assertEquals("fence n1", fence.facts().get("plan"));
    }

    @Test
    void durationsOfATakeoverAreInItsEnd() {
        Rounds n2 = running().pass(SECOND.multipliedBy(20));
        n2.take(new Event.Fenced(Rounds.N1, FenceResult.CONFIRMED, ""));
        n2.start();
        n2.chronicle.actionBegins(Rounds.WEB, "start");
        n2.chronicle.stepped(Rounds.WEB, "start", new Rid("ip#1"), span(0, 20));
        n2.chronicle.stepped(Rounds.WEB, "start", new Rid("ip#2"), span(10, 50));
        n2.chronicle.stepped(Rounds.WEB, "start", new Rid("fs#1"), span(50, 1_350));
        n2.chronicle.stepped(Rounds.WEB, "stop", new Rid("fs#1"), span(0, 9_000));
        n2.chronicle.actionEnds(Rounds.WEB, "start", Duration.ofMillis(1_350), List.of());
        Map<String, String> facts = n2.entries("action.end").get(0).facts();
        assertEquals("ok", facts.get("result"));
        assertEquals("ip#1 20ms, ip#2 40ms, fs#1 1.300s", facts.get("steps"));
        assertEquals("ip 50ms, fs 1.300s", facts.get("groups"));
        assertMatches("2\\.\\d{3}s", facts.get("detection"));
        assertEquals(20_000 + 1_350, millis(facts.get("total")));
        assertEquals(millis(facts.get("total")), millis(facts.get("detection"))
                + millis(facts.get("decision")) + millis(facts.get("fence")) + 1_350);
        n2.chronicle.actionBegins(Rounds.WEB, "stop");
        n2.chronicle.actionEnds(Rounds.WEB, "stop", SECOND, List.of("fs#1: busy"));
        Map<String, String> stop = n2.entries("action.end").get(1).facts();
        assertEquals("failed", stop.get("result"));
        assertEquals(null, stop.get("total"));
    }

    @Test
    void vouchedForByAnOperator() {
        Rounds n2 = started(new Rounds(false, false)).pass(LONG);
        n2.take(new Event.Vouched(Rounds.N1, "root@n2"));
        assertMatches("n1 fell silent on every link at " + TIME
                + ", root@n2 vouched that it is off", n2.start().facts().get("because"));
        assertEquals("word of root@n2 that n1 is off", n2.start().facts().get("trigger"));
    }

    @Test
    void acceptedRisk() {
        Rounds n2 = started(new Rounds(false, true)).pass(LONG);
        assertMatches("n1 fell silent on every link at " + TIME + ", nothing proves that it is off"
                + " \\(takeover_without_proof accepts that risk\\)",
                n2.start().facts().get("because"));
    }

    /** The agent had joined long before: that is not why. */
    @Test
    void ofAServiceThatIsNewTheFileIsTheCause() {
        Rounds n2 = new Rounds(true, false).beats(SECOND.multipliedBy(3), Status.DOWN,
                Monitor.IDLE).made().pass(LONG);
        n2.take(new Event.Fenced(Rounds.N1, FenceResult.CONFIRMED, ""));
        assertEquals("loaded", n2.start().facts().get("cause"));
        assertMatches("no node ran it when its file came to n2 at " + TIME + "; n1 fell silent"
                + " on .*", n2.start().facts().get("because"));
    }

    @Test
    void aloneAfterABoot() {
        Rounds n2 = new Rounds(true, false).pass(SECOND.multipliedBy(35));
        n2.take(new Event.Fenced(Rounds.N1, FenceResult.CONFIRMED, ""));
        assertEquals("boot", n2.start().facts().get("cause"));
        assertMatches("no node ran it when the agent of n2, which started at " + TIME
                + ", joined; n1 was not heard since the agent of n2 started at " + TIME
                + ", was fenced \\(confirmed after \\d+ms\\)|.*\\(confirmed after [\\d.]+s\\)",
                n2.start().facts().get("because"));
    }

    @Test
    void cleanShutdown() {
        Rounds n2 = running();
        n2.beat(Status.UP, Monitor.STOPPING, NodeState.SHUTTING);
        n2.beat(Status.DOWN, Monitor.IDLE, NodeState.LEFT).pass(LONG);
        assertEquals("left", n2.start().facts().get("cause"));
        assertMatches("n1 stopped it and left at " + TIME, n2.start().facts().get("because"));
    }

    @Test
    void startThatFailedOnTheOtherNode() {
        Rounds n2 = new Rounds(true, false);
        n2.beats(SECOND.multipliedBy(3), Status.DOWN, Monitor.STARTING);
        n2.beats(LONG, Status.DOWN, Monitor.START_FAILED);
        assertEquals("start_failed", n2.start().facts().get("cause"));
        assertEquals("its start failed on n1", n2.start().facts().get("because"));
        assertEquals("n1", n2.start().facts().get("from"));
        assertTrue(n2.start().facts().get("others").contains("its start failed on n1"));
    }

    @Test
    void operatorsWish() {
        Rounds n2 = new Rounds(true, false);
        n2.beats(SECOND, Status.DOWN, Monitor.IDLE);
        n2.take(new Event.Asked(new Request("1", "root@n2", Rounds.WEB, Goal.STARTED,
                Request.Scope.LOCAL))).beats(SECOND, Status.DOWN, Monitor.IDLE);
        assertEquals("operator", n2.start().facts().get("cause"));
        assertEquals("root@n2 asked for it to be started on n2",
                n2.start().facts().get("because"));
    }

    @Test
    void switchByAnOperator() {
        Rounds n2 = running();
        n2.take(new Event.Asked(new Request("1", "root@n2", Rounds.WEB, Goal.PLACED,
                Request.Scope.CLUSTER, Optional.of(Rounds.N2), Terms.NONE)));
        n2.beats(SECOND, Status.DOWN, Monitor.IDLE);
        assertEquals("root@n2 switched it to n2", n2.start().facts().get("because"));
    }

    @Test
    void whatChangesByItselfIsWrittenDownOnce() {
        Rounds n2 = new Rounds(true, false).probed(Status.DOWN).probed(Status.UP)
                .probed(Status.UP);
        assertEquals(List.of(Map.of("service", "web", "was", "down", "avail", "up",
                "resources", "fs#1 up, ip#1 up")), n2.entries("instance.changed").stream()
                .map(JournalEntry::facts).toList());
    }

    @Test
    void aFreezeIsOneRecordWithItsTerms() {
        Rounds n2 = running();
        n2.take(new Event.Asked(new Request("f1", "root@n2", Rounds.WEB, Goal.FROZEN,
                Request.Scope.LOCAL, Optional.empty(), terms())));
        n2.take(new Event.Asked(new Request("t1", "root@n2", Rounds.WEB, Goal.THAWED,
                Request.Scope.LOCAL)));
        assertEquals(List.of("service.frozen", "service.thawed"), n2.written.stream()
                .map(JournalEntry::event).filter(event -> event.matches(".*(freeze|froz|thaw).*"))
                .toList());
        Map<String, String> frozen = n2.entries("service.frozen").get(0).facts();
        assertEquals("root@n2", frozen.get("author"));
        assertEquals("f1", frozen.get("id"));
        assertEquals("new disk", frozen.get("reason"));
        assertMatches("\\d{4}-\\d\\d-\\d\\d " + TIME, frozen.get("until"));
        assertEquals("t1", n2.entries("service.thawed").get(0).facts().get("id"));
        Map<String, String> asked = n2.entries("request.pending").get(0).facts();
        assertEquals("new disk", asked.get("reason"));
        assertEquals("60.0s", asked.get("lasts"));
    }

    @Test
    void freezesOfTheNodeAndTheClusterAreWrittenDown() {
        Rounds n2 = running();
        n2.take(new Event.NodeAsked(new NodeRequest("a", "root@n2", NodeRequest.Goal.FROZEN,
                false, terms())));
        Map<String, String> node = n2.entries("node.frozen").get(0).facts();
        assertEquals(List.of("root@n2", "a", "new disk"),
                List.of(node.get("author"), node.get("id"), node.get("reason")));
        n2.pass(SECOND.multipliedBy(61));
        assertEquals(Map.of("detail", "its time is over"),
                n2.entries("node.thawed").get(0).facts());
        n2.take(new Event.NodeAsked(new NodeRequest("b", "root@n2", NodeRequest.Goal.FROZEN,
                true, Terms.NONE)));
        n2.take(new Event.NodeAsked(new NodeRequest("c", "root@n2", NodeRequest.Goal.THAWED,
                true, Terms.NONE)));
        assertEquals("b", n2.entries("cluster.frozen").get(0).facts().get("id"));
        assertEquals(Map.of("author", "root@n2", "id", "c"),
                n2.entries("cluster.thawed").get(0).facts());
        assertEquals(1, n2.entries("node.frozen").size());
    }

    /** S18. */
    @Test
    void aDecisionTakenWithOneLinkLeftSaysSo() {
        LinkName one = new LinkName("hb#1");
        LinkName two = new LinkName("hb#2");
        Rounds n2 = new Rounds(true, false, one, two);
        for (int i = 0; i < 10; i++) {
            n2.pass(Duration.ofMillis(200)).beat(one, Status.UP, Monitor.IDLE, NodeState.IDLE)
                    .beat(two, Status.UP, Monitor.IDLE, NodeState.IDLE);
        }
        for (int i = 0; i < 20; i++) {
            n2.pass(Duration.ofMillis(200)).beat(two, Status.UP, Monitor.IDLE, NodeState.IDLE);
        }
        n2.pass(SECOND.multipliedBy(20));
        n2.take(new Event.Fenced(Rounds.N1, FenceResult.CONFIRMED, ""));
        assertMatches("n1 fell silent on hb#2, the one link that was left, at " + TIME + ", was .*",
                n2.start().facts().get("because"));
        assertEquals("n1: one link was left, hb#2", n2.start().facts().get("last_link"));
    }

    @Test
    void linksThatAreCutTogetherLeaveNoLastOne() {
        LinkName one = new LinkName("hb#1");
        LinkName two = new LinkName("hb#2");
        Rounds n2 = new Rounds(true, false, one, two);
        for (int i = 0; i < 10; i++) {
            n2.pass(Duration.ofMillis(200)).beat(one, Status.UP, Monitor.IDLE, NodeState.IDLE)
                    .pass(Duration.ofMillis(100))
                    .beat(two, Status.UP, Monitor.IDLE, NodeState.IDLE);
        }
        n2.pass(SECOND.multipliedBy(20));
        n2.take(new Event.Fenced(Rounds.N1, FenceResult.CONFIRMED, ""));
        assertMatches("n1 fell silent on every link at .*", n2.start().facts().get("because"));
        assertEquals(null, n2.start().facts().get("last_link"));
    }

    /** S23. */
    @Test
    void aDoubleStartIsFoundAsSuchAndOnce() {
        Rounds n2 = running().probed(Status.UP);
        n2.beats(SECOND, Status.UP, Monitor.IDLE);
        assertEquals(1, n2.entries("double_start").size());
        assertEquals("up here, and up on n1 too (double_start): stop one of them",
                n2.entries("double_start").get(0).facts().get("reason"));
        n2.probed(Status.DOWN).beats(SECOND, Status.UP, Monitor.IDLE);
        n2.probed(Status.UP).beats(SECOND, Status.UP, Monitor.IDLE);
        assertEquals(2, n2.entries("double_start").size());
    }

    private static Terms terms() {
        return new Terms("new disk", Optional.of(Duration.ofMinutes(1)));
    }

    /** A link that comes and goes, and a resource: the journal must last for months. */
    @Test
    void nothingFloodsTheJournal() {
        Rounds n2 = running();
        int before = n2.written.size();
        for (int i = 0; i < 500; i++) {
            n2.pass(Duration.ofMillis(2_200));
            n2.beat(Status.UP, Monitor.IDLE, NodeState.IDLE);
        }
        Map<String, Long> counts = n2.written.subList(before, n2.written.size()).stream()
                .collect(Collectors.groupingBy(e -> e.event() + " " + e.facts()
                        .getOrDefault("do", ""), Collectors.counting()));
        assertTrue(counts.getOrDefault("peer.alive ", 0L) < 60 + 500 * 2.2 / 10 + 5,
                counts.toString());
        assertTrue(counts.getOrDefault("decision hold", 0L) < 60 + 500 * 2.2 / 10 + 5,
                counts.toString());
        n2.pass(SECOND.multipliedBy(30));
        JournalEntry last = n2.written.stream().filter(e -> e.event().startsWith("peer."))
                .reduce((older, newer) -> newer).orElseThrow();
        assertEquals("peer.silent", last.event(), "the last state is always told");
        assertTrue(n2.written.stream().anyMatch(e -> e.facts().containsKey("left_out")));
    }

    /** n1 runs it, and then says nothing more. */
    private static Rounds running() {
        return started(new Rounds(true, false));
    }

    private static Rounds started(Rounds n2) {
        return n2.beats(SECOND.multipliedBy(2), Status.UP, Monitor.IDLE);
    }

    private static Course.Span span(long from, long to) {
        return new Course.Span(from * 1_000_000, to * 1_000_000);
    }

    private static long millis(String text) {
        return text.endsWith("ms") ? Long.parseLong(text.replace("ms", ""))
                : Long.parseLong(text.replace("s", "").replace(".", ""));
    }

    private static void assertMatches(String pattern, String text) {
        assertTrue(text.matches(pattern), "expected " + pattern + "\ngot " + text);
    }
}
