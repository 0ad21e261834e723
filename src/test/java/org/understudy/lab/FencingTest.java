package org.understudy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.understudy.exec.Result;
import org.understudy.wire.JournalLine;

/** Fence confirmed, or no start. */
@Tag("lab")
final class FencingTest {
    @RegisterExtension
    static final Stage STAGE = new Stage("fencing");
    private static final Lab LAB = STAGE.lab;

    private LabNode dead;
    private LabNode heir;
    private long mark;

    @BeforeEach
    void note() {
        dead = STAGE.active();
        heir = STAGE.passive();
        mark = heir.mark();
    }

    @Test
    void s11FenceThatFailsForbidsTheStartUntilItWorks() throws Exception {
        LAB.does("fence-mode", "fail");
        LAB.does("kill", dead.name());
        LAB.await("a second try", Stage.PATIENCE, () -> tries("failed") >= 2);
        nothingStarts("exit 1: fence-mode fail: nothing done to " + dead);
        List<JournalLine> begun = heir.journal(mark, "fence.begin");
        assertEquals("2", begun.get(1).facts().get("attempt"));
        startsOnceItWorks();
    }

    @Test
    void s13FenceThatHangsIsKilledWithItsChildrenAndProvesNothing() throws Exception {
        LAB.does("fence-mode", "hang");
        LAB.does("kill", dead.name());
        LAB.await("its children", Stage.PATIENCE, this::childRuns);
        LAB.await("its deadline", Stage.PATIENCE, () -> tries("unknown") >= 1);
        LAB.does("fence-mode", "fail");
        LAB.await("its children to be gone", Stage.PATIENCE, () -> !childRuns());
        String detail = heir.entry(mark, "fence.end").facts().get("detail");
        assertTrue(detail.matches("(?s).*killed at its deadline after [5-9]\\d{3}ms.*"), detail);
        nothingStarts(dead + " is silent and the fence did not confirm that it is off");
        startsOnceItWorks();
    }

    @Test
    void s13MissingFenceCommandProvesNothing() throws Exception {
        LAB.does("fence-mode", "missing");
        LAB.does("kill", dead.name());
        LAB.await("a try", Stage.PATIENCE, () -> tries("failed") >= 1);
        nothingStarts("cannot be run: " + LAB.state().resolve("fence") + ": no such program");
        startsOnceItWorks();
    }

    @Test
    void s15bOperatorsWordStandsInForTheFence() throws Exception {
        String ack = "svcmgr fence-ack --i-verified-it-is-off --node ";
        assertEquals(1, heir.runs("sh", "-c", ack + dead).exit(), "of a node that is heard");
        LAB.does("fence-mode", "fail");
        LAB.does("kill", dead.name());
        LAB.await("a try", Stage.PATIENCE, () -> tries("failed") >= 1);
        assertEquals(2, heir.runs("svcmgr", "fence-ack", "--node", dead.name()).exit());
        assertEquals(0, heir.runs("sh", "-c", ack + dead).exit());
        STAGE.awaitUp(heir);
        assertEquals("root@" + heir + " vouched that it is off",
                heir.entry(mark, "fence.vouched").facts().get("detail"));
        LAB.does("fence-mode", "ok");
    }

    @Test
    void whatAnOperatorFencesIsFencedOnceAndTakenOver() throws Exception {
        Result asked = heir.runs("svcmgr", "fence", "--node", dead.name());
        assertEquals(1, asked.exit(), "nobody said yes");
        assertTrue(asked.err().contains(dead + ", which is alive, is switched off at once"),
                asked.err());
        assertTrue(dead.on());
        Result done = heir.runs("svcmgr", "fence", "--node", dead.name(), "--yes", "--reason",
                "it hangs");
        assertTrue(done.ok(), done::err);
        assertTrue(!dead.on());
        STAGE.awaitUp(heir);
        assertEquals(1, heir.journal(mark, "fence.begin").size());
        assertEquals("asked for by root@" + heir + " (it hangs)",
                heir.entry(mark, "fence.begin").facts().get("why"));
    }

    @Test
    void deviceThatIsGoneIsToldWhileAllIsWell() throws Exception {
        LAB.does("fence-mode", "missing");
        assertEquals(1, heir.runs("svcmgr", "fence", "--test").exit());
        String why = "the fence of " + dead + " fails its test since ";
        assertTrue(Stage.noticed(heir, why), () -> heir.web().toString());
        assertTrue(heir.runs("svcmon").out().contains(why));
        assertEquals("fails", heir.entry(mark, "fence.test").facts().get("result"));
        LAB.does("fence-mode", "ok");
        Result untested = heir.runs("svcmgr", "fence", "--test");
        assertEquals(3, untested.exit(), "it is there, and has no test_cmd: " + untested.out());
        assertTrue(!Stage.noticed(heir, why), () -> heir.web().toString());
    }

    private long tries(String result) {
        return heir.journal(mark, "fence.end", "result", result).size();
    }

    private boolean childRuns() throws InterruptedException {
        return heir.runs("pgrep", "-xf", "sleep 1000000").ok();
    }

    /** Nothing has started, and both screens say why. */
    private void nothingStarts(String why) throws InterruptedException {
        LAB.await("the reason", Stage.PATIENCE, () -> Stage.noticed(heir, why));
        LAB.holds("nothing starts", Duration.ofSeconds(2),
                () -> !heir.mounted() && !heir.addressed() && !heir.is("up"));
        String tree = flat(heir.does("print", "status"));
        assertTrue(tree.contains(why) || tree.contains(dead + " is silent on every link")
                || tree.contains("fencing " + dead), tree);
        String table = heir.runs("svcmon").out();
        assertTrue(table.contains("\nweb: " + dead + " is silent")
                || table.contains("\nweb: fencing " + dead), table);
        assertEquals(List.of(), heir.journal(mark, "action.begin"));
    }

    private static String flat(String tree) {
        return tree.replaceAll("\\s*\\n\\s*", " ");
    }

    private void startsOnceItWorks() throws InterruptedException {
        LAB.does("fence-mode", "ok");
        STAGE.awaitUp(heir);
        assertTrue(heir.entry(mark, "fence.end", "result", "confirmed").number()
                < heir.entry(mark, "action.begin").number(), "confirmed, then started");
    }
}
