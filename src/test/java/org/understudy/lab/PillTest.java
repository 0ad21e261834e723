package org.understudy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.understudy.exec.Result;

/** Nodes that end by an order on the shared disk; their init plays the watchdog. */
@Tag("lab")
final class PillTest {
    @RegisterExtension
    static final Stage STAGE = new Stage("pill", "LAB_HB", "multicast:hb1 disk");
    private static final Lab LAB = STAGE.lab;

    private LabNode active;
    private LabNode other;
    private long mark;

    @BeforeAll
    static void begin() throws Exception {
        for (LabNode node : LAB.nodes()) {
            Path conf = node.etc().resolve("cluster.conf");
            Files.writeString(conf, Files.readString(conf)
                    .replaceAll("(?m)(?s)^\\[stonith#n\\d].*?(?=^\\[|\\z)", "")
                    + "\n[stonith#n1]\ntype = disk\n[stonith#n2]\ntype = disk\n"
                    + "[node]\nwatchdog = /run/lab/watchdog\n");
            LAB.does("agent", node.name(), "restart");
        }
    }

    @BeforeEach
    void note() throws Exception {
        active = STAGE.active();
        other = STAGE.passive();
        mark = other.mark();
        LAB.await("each to be seen looking there", Stage.PATIENCE,
                () -> works(active) && works(other));
    }

    private static boolean works(LabNode node) throws InterruptedException {
        return node.runs("svcmgr", "fence", "--test").ok();
    }

    @Test
    void aNodeThatDiesIsOffOnceItsWatchdogWasNotFed() throws Exception {
        LAB.does("kill", active.name());
        STAGE.awaitUp(other);
        confirmed("has not answered");
    }

    @Test
    void anAgentThatHangsTakesItsMachineAlongBeforeTheOtherStarts() throws Exception {
        LAB.does("agent", active.name(), "pause");
        LAB.await("its watchdog", Stage.PATIENCE, () -> !active.on());
        assertTrue(active.console(50).contains("reset by its watchdog"), active.console(50));
        assertEquals(0, other.journal(mark, "action.begin").size(), "not believed before");
        STAGE.awaitUp(other);
        confirmed("has not answered");
    }

    @Test
    void aNodeThatLivesTakesItAndEnds() throws Exception {
        Result done = other.runs("svcmgr", "fence", "--node", active.name(), "--yes");
        assertTrue(done.ok(), done::err);
        assertTrue(!active.on());
        assertTrue(active.console(50).contains("reset by sysrq b"), active.console(50));
        STAGE.awaitUp(other);
        confirmed("took it");
    }

    private void confirmed(String how) {
        String detail = other.entry(mark, "fence.end", "result", "confirmed").facts()
                .get("detail");
        assertTrue(detail.contains(how), detail);
        assertTrue(other.entry(mark, "fence.end", "result", "confirmed").number()
                < other.entry(mark, "action.begin").number(), "confirmed, then started");
    }
}
