package org.understudy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.wire.JournalLine;

/**
 * Three nodes that cannot fence, but have a majority and a watchdog each, which their init plays.
 * {@code -Dcuts=50} cuts the owner off so many times.
 */
@Tag("lab")
final class QuorumTest {
    private static final int CUTS = Integer.getInteger("cuts", 1);
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    private static Path files;
    private static Lab lab;
    private static Watch watch;

    @BeforeAll
    static void begin() throws Exception {
        Files.writeString(files.resolve("web.conf"), Files.readString(
                Path.of("examples/lab/services/web.conf")).replace("n1 n2", "n1 n2 n3")
                .replace("[DEFAULT]\n", "[DEFAULT]\nmax_takeovers = 100\n"));
        lab = new Lab("quorum", 3, Map.of("LAB_SERVICES", files.toString(), "LAB_NODE_CONF",
                "[node]\nrejoin_grace_period = 12s\nready_period = 2s\n"
                + "watchdog = /run/lab/watchdog"));
        watch = new Watch(lab.nodes());
        lab.up();
        for (LabNode node : lab.nodes()) {
            Path conf = node.etc().resolve("cluster.conf");
            Files.writeString(conf, Files.readString(conf)
                    .replaceAll("(?m)(?s)^\\[stonith#n\\d].*?(?=^\\[|\\z)", "")
                    .replace("[cluster]\n", "[cluster]\nquorum = true\n"));
            lab.does("agent", node.name(), "restart");
        }
        watch.start();
    }

    @AfterAll
    static void end() {
        watch.close();
        lab.close();
    }

    @BeforeEach
    void well() throws Exception {
        mend();
    }

    private static void mend() throws Exception {
        lab.does("heal");
        for (LabNode node : lab.nodes()) {
            lab.run(PATIENCE, "agent", node.name(), "resume");
        }
        lab.await("all to hear each other, and one to run web", PATIENCE, QuorumTest::allWell);
        watch.begin();
    }

    private static boolean allWell() throws InterruptedException {
        for (LabNode node : lab.nodes()) {
            if (!node.on()) {
                lab.run(PATIENCE, "boot", node.name()); // fails while a reset is under way
            }
        }
        return lab.nodes().stream().allMatch(LabNode::joined)
                && lab.nodes().stream().filter(node -> node.is("up")).count() == 1
                && lab.nodes().stream().filter(node -> node.is("down")).count() == 2
                && lab.nodes().stream().allMatch(node -> node.web().orElseThrow().monitor()
                        .equals("idle")) && lab.answer().isPresent();
    }

    private static LabNode owner() {
        return lab.nodes().stream().filter(node -> node.is("up")).findFirst().orElseThrow();
    }

    private static List<LabNode> others(LabNode than) {
        return lab.nodes().stream().filter(node -> node != than).toList();
    }

    @TestFactory
    Stream<DynamicTest> s20TheOwnerThatIsCutOffHasStoppedBeforeAnotherStarts() {
        return IntStream.rangeClosed(1, CUTS).mapToObj(n -> DynamicTest.dynamicTest("cut " + n,
                QuorumTest::cutOff));
    }

    private static void cutOff() throws Exception {
        mend();
        LabNode owner = owner();
        long stopped = owner.mark();
        Map<LabNode, Long> marks = Map.of(others(owner).get(0), others(owner).get(0).mark(),
                others(owner).get(1), others(owner).get(1).mark());
        for (LabNode other : others(owner)) {
            lab.does("cut", owner.name(), other.name());
        }
        lab.await("another node to run web", PATIENCE, () -> others(owner).stream()
                .anyMatch(node -> node.is("up")));
        LabNode heir = others(owner).stream().filter(node -> node.is("up")).findFirst()
                .orElseThrow();
        assertEquals(List.of(), watch.violations(), lab::report);
        assertEquals(List.of(owner.name(), "-", heir.name()), watch.holders());
        JournalLine started = heir.entry(marks.get(heir), "action.begin", "do", "start");
        if (owner.on()) {
            JournalLine end = owner.entry(stopped, "action.end", "do", "stop");
            assertTrue(end.at().compareTo(started.at()) < 0, end.at() + ", " + started.at());
        } else {
            assertTrue(owner.console(50).contains("reset by its watchdog"), owner.console(50));
        }
        System.out.println(owner + " cut off, " + (owner.on() ? "stopped" : "reset") + "; "
                + heir + " started at " + started.at());
    }

    /** It can stop nothing then; its watchdog does it for it. */
    @Test
    void anOwnerThatHangsAndIsCutOffIsResetBeforeAnotherStarts() throws Exception {
        LabNode owner = owner();
        for (LabNode other : others(owner)) {
            lab.does("cut", owner.name(), other.name());
        }
        lab.does("agent", owner.name(), "pause");
        lab.await("its watchdog", PATIENCE, () -> !owner.on());
        assertTrue(others(owner).stream().noneMatch(LabNode::mounted), "nobody has begun");
        lab.await("another node to run web", PATIENCE, () -> others(owner).stream()
                .anyMatch(node -> node.is("up")));
        assertEquals(List.of(), watch.violations(), lab::report);
    }

    /** Loss of the third alone moves nothing; without both, the last one stops or is reset. */
    @Test
    void whoIsLeftAloneLetsGoUntilAllAreBack() throws Exception {
        LabNode owner = owner();
        List<LabNode> rest = others(owner);
        lab.does("kill", rest.get(0).name());
        lab.holds("web stays", Duration.ofSeconds(8), () -> owner.is("up"));
        lab.does("kill", rest.get(1).name());
        lab.await(owner + " to have let go", PATIENCE, () -> !owner.mounted());
        lab.holds("nobody runs it", Duration.ofSeconds(5), () ->
                lab.nodes().stream().noneMatch(LabNode::mounted));
        assertEquals(List.of(owner.name(), "-"), watch.holders());
        mend();
    }
}
