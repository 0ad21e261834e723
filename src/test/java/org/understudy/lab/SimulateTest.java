package org.understudy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.understudy.exec.Result;
import org.understudy.wire.JournalLine;
import org.understudy.wire.Shapes;
import org.understudy.wire.Simulated;

/** What is foretold is what then happens, and to foretell it changes nothing. */
@Tag("lab")
final class SimulateTest {
    @RegisterExtension
    static final Stage STAGE = new Stage("simulate");
    private static final Lab LAB = STAGE.lab;

    @Test
    void aCrashThatWasForetoldHappensLikeThat() throws Exception {
        LabNode dead = STAGE.active();
        LabNode heir = STAGE.passive();
        Simulated told = foretold(heir, "--crash", dead.name());
        long mark = heir.mark();
        LAB.does("kill", dead.name());
        STAGE.awaitUp(heir);
        LAB.await("the journal's last word", Stage.PATIENCE,
                () -> !heir.journal(mark, "action.end").isEmpty());

        List<Simulated.Line> decided = told.story().stream()
                .filter(line -> line.kind().equals("decides")).toList();
        List<JournalLine> really = heir.journal(mark, "decision").stream()
                .filter(line -> !line.facts().get("do").equals("hold"))
                .filter(line -> line.facts().containsKey("plan")).toList();
        assertEquals(really.stream().map(line -> heir + " " + line.facts().get("do") + " "
                + line.facts().get("rule") + ": " + line.facts().get("reason")).toList(),
                decided.stream().map(line -> line.node() + " "
                        + line.what().replaceFirst(" .*", "") + " " + line.rule() + ": "
                        + line.reason().replace("starts on " + heir, "starts here")).toList());
        assertEquals(heir.journal(mark, "step.end").stream().map(line -> line.facts().get("do")
                + " " + line.facts().get("rid")).toList(), decided.get(decided.size() - 1)
                        .steps().stream().map(step -> step.what() + " " + step.rid()).toList());
        assertEquals(List.of(heir.name()), told.services().get(0).after());
        assertTrue(told.answers().get(0).startsWith("web would be up on " + heir + " after "),
                told.answers().toString());
    }

    @Test
    void foretellingChangesNothing() throws Exception {
        LabNode one = STAGE.active();
        LabNode other = STAGE.passive();
        long[] marks = {one.mark(), other.mark()};
        Map<String, String> before = remembered();
        foretold(other, "--crash", one.name(), "--then", "--freeze", "--shutdown", other.name());
        foretold(one, "--cut", "hb#1");
        Result refused = one.runs("svcmgr", "simulate", "--crash", "n9");
        assertEquals(1, refused.exit(), refused.summary());
        assertEquals(before, remembered());
        assertEquals(List.of(), one.journal(marks[0]));
        assertEquals(List.of(), other.journal(marks[1]));
        assertTrue(one.is("up") && one.on() && other.on(), LAB::report);
    }

    private static Simulated foretold(LabNode node, String... words) throws InterruptedException {
        Result result = node.runs(Stream.concat(Stream.of("svcmgr", "simulate", "--format",
                "json"), Stream.of(words)).toArray(String[]::new));
        assertTrue(result.ok(), () -> result.summary() + result.err() + LAB.report());
        return Shapes.read(result.out(), Simulated.class);
    }

    /** Every file of both nodes' agents, byte for byte. */
    private static Map<String, String> remembered() throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (LabNode node : LAB.nodes()) {
            Path var = node.process().orElseThrow().resolve("root/var/lib/understudy");
            try (Stream<Path> all = Files.walk(var, 2)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    files.put(node + " " + var.relativize(file),
                            java.util.HexFormat.of().formatHex(Files.readAllBytes(file)));
                }
            }
        }
        assertTrue(!files.isEmpty(), "files of the agents");
        return files;
    }
}
