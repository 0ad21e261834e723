package org.understudy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two nodes and a real arbitrator on the public network, which the heartbeats do not use. */
@Tag("lab")
final class ArbiterTest {
    @RegisterExtension
    static final Stage STAGE = new Stage("arbiter", "LAB_TIMEOUT", "6s");
    private static final Lab LAB = STAGE.lab;
    private static final ThirdMachine ARBITER = new ThirdMachine(LAB, "arbiter");

    private LabNode active;
    private LabNode other;

    @BeforeAll
    static void begin() throws Exception {
        Path etc = Files.createDirectories(ARBITER.directory().resolve("etc/arbiter"));
        Files.copy(LAB.state().resolve("cluster.key"), etc.resolve(LAB.cluster() + ".key"));
        ARBITER.start();
        for (LabNode node : LAB.nodes()) {
            Path conf = node.etc().resolve("cluster.conf");
            Files.writeString(conf, Files.readString(conf).replace("[cluster]\n",
                    "[cluster]\nquorum = true\n")
                    + "\n[arbitrator#1]\nuri = vote://10.77.0.200:10500\n");
            LAB.does("agent", node.name(), "restart");
        }
    }

    @AfterAll
    static void end() throws InterruptedException {
        ARBITER.end();
    }

    @BeforeEach
    void note() throws Exception {
        active = STAGE.active();
        other = STAGE.passive();
        LAB.await("its vote", Duration.ofSeconds(150), () -> holds(active));
    }

    /** Whether the arbitrator has written down that this node has its vote. */
    private static boolean holds(LabNode node) {
        try {
            return Files.readString(ARBITER.directory().resolve("var/votes"))
                    .equals(LAB.cluster() + " " + node + "\n");
        } catch (IOException none) {
            return false;
        }
    }

    @Test
    void whoRunsItHasTheVoteAndGoesOnWhenTheyAreCutApart() throws Exception {
        long mark = active.mark();
        long lost = other.mark();
        LAB.does("cut", "n1", "n2");
        LAB.await("the other to have no majority", Stage.PATIENCE,
                () -> !other.journal(lost, "decision", "rule", "no_quorum").isEmpty());
        LAB.holds("it goes on, alone", Duration.ofSeconds(10),
                () -> active.is("up") && !other.mounted() && !other.addressed() && holds(active));
        assertEquals(List.of(), other.journal(lost, "fence.begin"));
        assertEquals(List.of(), other.journal(lost, "action.begin"));
        assertEquals(List.of(), active.journal(mark, "action.begin"));
        assertTrue(active.on() && other.on());
    }

    @Test
    void theOtherHasTheVoteOnceALeaseIsOverAndTakesOverOnceItWasFenced() throws Exception {
        long mark = other.mark();
        LAB.does("kill", active.name());
        STAGE.awaitUp(other);
        assertTrue(holds(other));
        long given = other.entry(mark, "vote.given").number();
        long fenced = other.entry(mark, "fence.end", "result", "confirmed").number();
        assertTrue(given < fenced && fenced < other.entry(mark, "action.begin").number(),
                "voted for, fenced, started");
    }

    @Test
    void s21WhoLosesTheOtherAndTheArbitratorStopsAndIsFencedAllTheSame() throws Exception {
        long mark = other.mark();
        LAB.does("fence-mode", "fail");
        LAB.does("cut", "n1", "n2");
        LAB.does("cut", active.name(), "client");
        LAB.await("it stops by itself", Stage.PATIENCE,
                () -> !active.mounted() && !active.addressed() && active.is("down"));
        LAB.await("a try to fence it", Stage.PATIENCE,
                () -> !other.journal(mark, "fence.end", "result", "failed").isEmpty());
        assertEquals(List.of(), other.journal(mark, "action.begin"), "that proves nothing");
        assertTrue(holds(other) && active.on());
        LAB.does("fence-mode", "ok");
        STAGE.awaitUp(other);
        assertTrue(!active.on());
    }

    @Test
    void whoHasLostItsMajorityEndsItsMachineWhereThatIsWanted() throws Exception {
        Path conf = active.etc().resolve("node.conf");
        String before = Files.readString(conf);
        Files.writeString(conf, before.replace("[node]\n", "[node]\nsplit_action = reboot\n"));
        try {
            LAB.does("agent", active.name(), "restart");
            LAB.await("it is up as before", Stage.PATIENCE, () -> active.is("up")
                    && holds(active));
            long mark = other.mark();
            LAB.does("fence-mode", "fail");
            LAB.does("cut", "n1", "n2");
            LAB.does("cut", active.name(), "client");
            LAB.await("its machine to end", Stage.PATIENCE, () -> !active.on());
            assertEquals(List.of(), other.journal(mark, "action.begin"), "that proves nothing");
        } finally {
            Files.writeString(conf, before);
            LAB.does("fence-mode", "ok");
        }
    }

    @Test
    void lossOfTheArbitratorAloneMovesNothing() throws Exception {
        long mark = active.mark();
        ARBITER.kill();
        LAB.await("that it is missed", Stage.PATIENCE, () -> Stage.noticed(active,
                "arbitrator#1 at vote://10.77.0.200:10500 has not answered since "));
        LAB.holds("web stays", Duration.ofSeconds(3), () -> active.is("up") && !other.is("up"));
        assertEquals(List.of(), active.journal(mark, "action.begin"));
        ARBITER.start();
        LAB.await("it answers again", Stage.PATIENCE, () -> !Stage.noticed(active,
                "has not answered"));
    }
}
