package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.model.NodeName;
import org.understudy.wire.Json;
import org.understudy.wire.KeyText;

/** Three nodes with their real files; what they ask each other may be lost on the way. */
class KeyChangeTest {
    private static final NodeName N1 = new NodeName("n1");
    private static final NodeName N2 = new NodeName("n2");
    private static final NodeName N3 = new NodeName("n3");

    private final Map<NodeName, Paths> nodes = new TreeMap<>();
    private final Set<NodeName> silent = new HashSet<>();
    private final List<String> steps = new ArrayList<>();
    private int most = Integer.MAX_VALUE;
    private String before;

    @TempDir
    Path directory;

    @BeforeEach
    void cluster() throws IOException {
        before = ClusterKey.fresh().text();
        for (NodeName node : List.of(N1, N2, N3)) {
            Path etc = Files.createDirectories(directory.resolve(node.value()));
            Files.writeString(etc.resolve("cluster.conf"), "[cluster]\nname = lab\nnodes = n1 n2 n3"
                    + "\ntakeover_without_proof = true\n[hb#1]\ntype = multicast\n");
            nodes.put(node, new Paths(etc, etc, etc, etc));
            ClusterKey.of(before).write(etc.resolve("cluster.key"));
        }
    }

    @Test
    void eachNodeHasBothKeysBeforeAnyOneSealsWithTheNewOne() {
        assertTrue(change(N1).rotate().changed());
        List<String> after = keys(N1);
        assertEquals(1, after.size());
        assertNotEquals(ClusterKey.of(before).keys(), after);
        assertEquals(after, keys(N2));
        assertEquals(after, keys(N3));
        assertEquals(List.of("n2 old new", "n3 old new", "n2 new old", "n3 new old", "n2 new",
                "n3 new"), steps.stream().map(step -> step
                        .replace(after.get(0), "new")
                        .replace(ClusterKey.of(before).keys().get(0), "old")).toList());
    }

    /** At every moment all nodes can open what each of them seals. */
    @Test
    void whereverItIsInterruptedItGoesOnAndNobodyIsEverShutOut() {
        for (int lost = 0; lost < 6; lost++) {
            String text = keys(N1).get(0);
            most = steps.size() + lost;
            Refusal refusal = assertThrows(Refusal.class, () -> change(N1).rotate());
            assertTrue(refusal.getMessage().startsWith("the change is not finished: n"),
                    refusal.getMessage());
            assertOpen();
            most = Integer.MAX_VALUE;
            assertTrue(change(N1).rotate().changed());
            assertEquals(1, keys(N1).size());
            assertNotEquals(text, keys(N1).get(0));
            assertEquals(keys(N1), keys(N2));
            assertEquals(keys(N1), keys(N3));
        }
    }

    @Test
    void nothingIsChangedWhileANodeIsNotHeard() throws IOException {
        silent.add(N3);
        assertEquals("expected all members to be heard, or they would be shut out, got silence from"
                + " [n3]; nothing is changed", assertThrows(Refusal.class,
                        () -> change(N1).rotate()).getMessage());
        for (NodeName node : nodes.keySet()) {
            assertEquals(before, Files.readString(nodes.get(node).key()));
        }
    }

    @Test
    void twoKeysThatSomebodyWroteByHandAreLeftToThem() throws IOException {
        String two = before + ClusterKey.fresh().text();
        ClusterKey.of(two).write(nodes.get(N1).key());
        assertTrue(assertThrows(Refusal.class, () -> change(N1).rotate()).getMessage()
                .contains("nothing that says which is the new one"));
        assertEquals(two, Files.readString(nodes.get(N1).key()));
    }

    @Test
    void aKeyOfAnotherClusterIsNotTaken() throws IOException {
        assertThrows(Refusal.class,
                () -> change(N2).take(new KeyText(ClusterKey.fresh().text())));
        assertThrows(IllegalArgumentException.class,
                () -> change(N2).take(new KeyText("no key")));
        assertEquals(before, Files.readString(nodes.get(N2).key()));
    }

    @Test
    void noStepShutsOutWhoIsOneStepBehind() {
        assertTrue(KeyChange.follows(List.of("a"), List.of("a", "b")));
        assertTrue(KeyChange.follows(List.of("a", "b"), List.of("b", "a")));
        assertTrue(KeyChange.follows(List.of("b", "a"), List.of("b")));
        assertTrue(KeyChange.follows(List.of("b"), List.of("b", "a")));
        assertFalse(KeyChange.follows(List.of("a"), List.of("b")));
        assertFalse(KeyChange.follows(List.of("a", "b"), List.of("b")));
        assertFalse(KeyChange.follows(List.of("a", "b"), List.of("a", "c")));
    }

    @Test
    void anArbitratorsCopyIsNotForgotten() throws IOException {
        Files.writeString(nodes.get(N1).cluster(), Files.readString(nodes.get(N1).cluster())
                .replace("[hb#1]", "quorum = true\n[hb#1]")
                + "[arbitrator#1]\nuri = vote://10.9.9.9:10500\n");
        assertTrue(assertThrows(Refusal.class, () -> change(N1).rotate()).getMessage()
                .startsWith("expected no arbitrator"));
        assertEquals(List.of(), steps);
    }

    private void assertOpen() {
        nodes.keySet().forEach(one -> nodes.keySet().forEach(other ->
                assertTrue(keys(one).contains(keys(other).get(0)), one + " and " + other)));
    }

    private List<String> keys(NodeName node) {
        return ClusterKey.read(nodes.get(node).key()).keys();
    }

    private KeyChange change(NodeName on) {
        return new KeyChange(nodes.get(on), on, new Standing(List.of(),
                node -> !silent.contains(node), (node, call) -> {
            if (steps.size() >= most) {
                throw new Refusal(504, "no answer from " + node + " in time", "again");
            }
            KeyText text = Json.decode(call.body().getBytes(StandardCharsets.UTF_8),
                    KeyText.class);
            steps.add(node + " " + String.join(" ", ClusterKey.of(text.text()).keys()));
            return Answers.ok(change(node).take(text));
        }));
    }
}
