package org.understudy.heartbeat;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.heartbeat.RelayFrame.Posted;
import org.understudy.heartbeat.RelayFrame.Wanted;
import org.understudy.model.Cluster;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;

/** Nodes that hear each other through a real relay, and who else writes there. */
class RelayTest {
    private static final NodeName N2 = new NodeName("n2");

    @TempDir
    private Path dir;
    private final List<Node> nodes = new ArrayList<>();
    private RelayProcess relay;
    private Cluster cluster;

    @BeforeEach
    void start() throws IOException {
        relay = new RelayProcess(dir);
        cluster = on("lab", "n1", "n2");
    }

    @AfterEach
    void end() throws InterruptedException {
        nodes.forEach(Node::close);
        relay.close();
    }

    private Cluster on(String name, String... members) {
        return Node.with(Node.cluster(name, 1, Node.INTERVAL, members),
                new Link(new LinkName("hb#1"), relay.way(), Duration.ofSeconds(4),
                        Node.INTERVAL));
    }

    @Test
    void nodesHearEachOtherUntilOneEnds() {
        Cluster three = on("lab", "n1", "n2", "n3");
        Node n1 = node("n1", three, 1).tell(three, "a", 1);
        Node n2 = node("n2", three, 1).tell(three, "b", 1);
        Node n3 = node("n3", three, 1).tell(three, "c", 1);
        within(() -> n1.heard("b") && n1.heard("c") && n2.heard("a") && n2.heard("c")
                && n3.heard("a") && n3.heard("b"));
        within(() -> n1.heard.size() > 20);
        assertFalse(n1.heard("a"));
        assertEquals(0, n1.dropped(Reason.REPLAY) + n1.dropped(Reason.SELF)
                + n1.dropped(Reason.TWIN) + n1.dropped(Reason.DAMAGED)
                + n1.dropped(Reason.STALE));
        assertEquals(List.of(), n1.troubles());
        n2.close();
        n3.close();
        n1.settled();
    }

    @Test
    void newsComesAtOnceAndNotWithTheNextBeat() {
        Cluster slow = Node.with(cluster, new Link(new LinkName("hb#1"), relay.way(),
                Duration.ofSeconds(60), Duration.ofSeconds(20)));
        Node n1 = node("n1", slow, 1).tell(slow, "a", 1);
        Node n2 = node("n2", slow, 1).tell(slow, "b", 1);
        for (int i = 2; i < 6; i++) {
            int generation = i;
            within(() -> n1.troubles().isEmpty() && n2.troubles().isEmpty());
            n1.tell(slow, "a", generation);
            n2.tell(slow, "b", generation);
            await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        }
        long told = System.nanoTime();
        within(() -> n1.heard(5) && n2.heard(5));
        assertTrue(System.nanoTime() - told < Duration.ofSeconds(15).toNanos());
    }

    @Test
    void relayThatGoesAndComesBackIsMissedAndTakenUpAgain() throws Exception {
        Node n1 = node("n1", cluster, 1).tell(cluster, "a", 1);
        Node n2 = node("n2", cluster, 1).tell(cluster, "b", 1);
        within(() -> n1.heard("b") && n2.heard("a"));
        relay.kill();
        within(() -> n1.troubles().size() == 1 && n2.troubles().size() == 1);
        assertTrue(n1.troubles().get(0).startsWith("not open: "), n1.troubles().get(0));
        int heard = n1.settled();
        relay.start();
        within(() -> n1.heard.size() > heard + 5 && n1.troubles().isEmpty());
        assertEquals(0, n1.dropped(Reason.REPLAY) + n1.dropped(Reason.TWIN)
                + n1.dropped(Reason.DAMAGED) + n1.dropped(Reason.NOISE));
    }

    @Test
    void anAgentThatIsStartedAgainIsHeard() {
        Node n1 = node("n1", cluster, 1).tell(cluster, "a", 1);
        Node n2 = node("n2", cluster, 1).tell(cluster, "b", 1);
        within(() -> n1.heard("b") && n2.heard("a"));
        n2.close();
        Node again = node("n2", cluster, 1).tell(cluster, "c", 1);
        within(() -> n1.heard("c") && again.heard("a"));
        assertEquals(0, n1.dropped(Reason.TWIN));
    }

    @Test
    void aSecondNodeOfTheSameNameIsNamedByTheOthers() {
        Node n1 = node("n1", cluster, 1).tell(cluster, "a", 1);
        Node n2 = node("n2", cluster, 1).tell(cluster, "b", 1);
        within(() -> n1.heard("b") && n2.heard("a"));
        node("n2", cluster, 1).tell(cluster, "clone", 1);
        within(() -> n1.dropped(Reason.TWIN) > 0);
    }

    @Test
    void keyChangesWithoutAGap() {
        Node n1 = node("n1", cluster, 2, 1).tell(cluster, "a", 1);
        Node n2 = node("n2", cluster, 1, 2).tell(cluster, "b", 1);
        within(() -> n1.heard("b") && n2.heard("a"));
        n2.close();
        Node later = node("n2", cluster, 2, 1).tell(cluster, "c", 1);
        within(() -> n1.heard("c") && later.heard("a"));
        n1.close();
        Node last = node("n1", cluster, 2).tell(cluster, "d", 1);
        within(() -> later.heard("d") && last.heard("c"));
    }

    @Test
    void otherClustersAndOtherKeysHaveOtherSlots() {
        Cluster prod = on("prod", "n1", "n2");
        Node n1 = node("n1", cluster, 1).tell(cluster, "a", 1);
        Node n2 = node("n2", cluster, 1).tell(cluster, "b", 1);
        Node stranger = node("n2", cluster, 2).tell(cluster, "stranger", 1);
        Node other = node("n2", prod, 1).tell(prod, "other", 1);
        within(() -> n1.heard("b") && n2.heard("a") && n1.heard.size() > 20);
        assertFalse(n1.heard("stranger") || n1.heard("other"));
        assertEquals(List.of(), stranger.heard);
        assertEquals(List.of(), other.heard);
        assertEquals(0, n1.dropped(Reason.WRONG_KEY) + n1.dropped(Reason.FOREIGN)
                + n1.dropped(Reason.DAMAGED));
    }

    /** As a relay could do itself that is not what it seems. */
    @Test
    void whatIsToldAgainForgedOrNoiseIsCountedAndIsSilence() throws Exception {
        Node n1 = node("n1", cluster, 1).tell(cluster, "a", 1);
        Node n2 = node("n2", cluster, 1).tell(cluster, "b", 1);
        within(() -> n1.heard("b") && n2.heard("a"));
        byte[] recorded = read(slot(N2));
        within(() -> n1.heard.size() > 10);
        n2.close();
        int heard = n1.settled();
        long before = n1.dropped(Reason.REPLAY);
        write(slot(N2), recorded);
        within(() -> n1.dropped(Reason.REPLAY) > before);
        byte[] forged = recorded.clone();
        forged[120] ^= 1;
        write(slot(N2), forged);
        within(() -> n1.dropped(Reason.DAMAGED) == 1);
        write(slot(N2), new byte[] {1, 2, 3});
        within(() -> n1.dropped(Reason.NOISE) == 1);
        write(slot(N2), new byte[0]);
        write(slot(N2), DiskSlot.packed(List.of(new byte[RelayFrame.MOST_POSTED - 4]),
                RelayFrame.MOST_POSTED));
        within(() -> n1.dropped(Reason.NOISE) == 2);
        assertEquals(heard, n1.heard.size());
        assertEquals("slot of n2", n1.heartbeat.dropped().get(0).source());
        Node again = node("n2", cluster, 1).tell(cluster, "c", 1);
        within(() -> n1.heard("c") && again.heard("a"));
    }

    @Test
    void whatTheRelayRefusesIsShown() throws Exception {
        try (RelayLine line = relay.line()) {
            for (int i = 0; i < 128; i++) {
                line.ask(RelayFrame.post(new UUID(7, i), new byte[] {1}), RelayProcess.soon());
                await().pollDelay(Duration.ofMillis(10)).until(() -> true);
            }
            Node n1 = node("n1", cluster, 1).tell(cluster, "a", 1);
            within(() -> n1.troubles().stream().anyMatch(text -> text.endsWith(
                    "refused by 127.0.0.1:" + relay.way().port() + ": no slot is free")));
        }
    }

    @Test
    void aSlotSaysNothingOfWhoseItIs() {
        KeyFile one = Node.key(1);
        RelaySlots slots = slots("n1", one);
        assertEquals(slots.own(), slots("n2", one).others().keySet().iterator().next());
        assertNotEquals(slots.own(), slots("n1", Node.key(2)).own());
        assertNotEquals(slots.own(), slots("n2", one).own());
        assertEquals(2, slots("n1", Node.key(1, 2)).others().size());
    }

    private RelaySlots slots(String self, KeyFile keys) {
        return new RelaySlots(new Lane(cluster, new NodeName(self), cluster.links().get(0)), keys);
    }

    private UUID slot(NodeName node) {
        return slots(node.value(), Node.key(1)).own();
    }

    private byte[] read(UUID slot) throws IOException {
        try (RelayLine line = relay.line()) {
            RelayFrame answer = line.ask(RelayFrame.fetch(new Wanted(Duration.ZERO,
                    Map.of(slot, 0L))), RelayProcess.soon());
            List<Posted> all = answer.slots();
            assertEquals(slot, all.get(0).slot());
            return all.get(0).bytes();
        }
    }

    private void write(UUID slot, byte[] bytes) throws IOException {
        try (RelayLine line = relay.line()) {
            assertEquals(RelayFrame.Sort.TAKEN, line.ask(RelayFrame.post(slot, bytes),
                    RelayProcess.soon()).sort());
        }
    }

    private Node node(String name, Cluster in, int... key) {
        Node node = new Node(in, name, Node.key(key), Replicator.NONE).start();
        nodes.add(node);
        return node;
    }

    private static void within(BooleanSupplier condition) {
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(10))
                .until(condition::getAsBoolean);
    }
}
