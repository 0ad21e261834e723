package org.understudy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One link between two nodes, and one through a real relay on a third machine. */
@Tag("lab")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class RelayLinkTest {
    @RegisterExtension
    static final Stage STAGE = new Stage("relaylink");
    private static final Lab LAB = STAGE.lab;
    private static final ThirdMachine RELAY = new ThirdMachine(LAB, "relay");

    private Stage.Scene scene;

    @BeforeAll
    static void begin() throws Exception {
        RELAY.start();
        for (LabNode node : LAB.nodes()) {
            Path conf = node.etc().resolve("cluster.conf");
            Files.writeString(conf, Files.readString(conf) + "\n[hb#2]\ntype = relay\naddr = "
                    + ThirdMachine.ADDRESS + "\ntimeout = 2s\n");
            LAB.does("agent", node.name(), "restart");
        }
    }

    @AfterAll
    static void end() throws InterruptedException {
        RELAY.end();
    }

    @BeforeEach
    void note() {
        scene = STAGE.scene();
    }

    @Test
    @Order(1)
    void cutBetweenThemMovesNothingWhileTheRelayIsReached() throws Exception {
        STAGE.cutMovesNothing(scene);
    }

    @Test
    @Order(2)
    void relayThatDiesIsReportedOnceAndMovesNothing() throws Exception {
        LAB.await("both links", Stage.PATIENCE, () -> linked("up"));
        long before = troubles();
        RELAY.kill();
        LAB.await("that it is missed", Stage.PATIENCE,
                () -> Stage.noticed(scene.active(), "hb#2 not open: ") && linked("silent"));
        LAB.holds("web stays", Duration.ofSeconds(6), () -> scene.same() && scene.joined());
        assertTrue(scene.active().runs("svcmgr", "links").out().contains("not open: "));
        assertEquals(before + 1, troubles(), () -> scene.active().console(30));
        RELAY.start();
        LAB.await("both links again", Stage.PATIENCE, () -> linked("up")
                && !Stage.noticed(scene.active(), "hb#2"));
        assertEquals(List.of(), scene.journal("peer.silent"));
        assertEquals(List.of(), scene.journal("action.begin"));
        List<String> told = told().subList((int) before, (int) troubles());
        assertEquals(Set.copyOf(told).size(), told.size(), () -> "twice the same: " + told);
    }

    private boolean linked(String relay) throws InterruptedException {
        return scene.nodes().matches("(?s).*hb#1 up [\\d.]+m?s, hb#2 " + relay + " .*");
    }

    /** How often the log has named the relay. */
    private long troubles() {
        return told().size();
    }

    private List<String> told() {
        return scene.active().console(10_000).lines()
                .filter(line -> line.contains("link.trouble link=hb#2"))
                .map(line -> line.substring(line.indexOf("link.trouble"))).toList();
    }

    @Test
    @Order(3)
    void whoIsCutOffFromAllIsSilentAndOneOfThemIsFenced() throws Exception {
        LabNode active = scene.active();
        long mark = active.mark();
        LAB.does("cut", "n1", "n2");
        LAB.does("cut", scene.passive().name(), "client");
        LAB.await("the fence", Stage.PATIENCE, () -> !active.journal(mark, "fence.end", "result",
                "confirmed").isEmpty());
        assertEquals(List.of(active.name()), STAGE.watch.holders());
    }

    @Test
    @Order(4)
    void aNodeThatDiesIsSilentAtTheRelayToo() throws Exception {
        LAB.does("kill", scene.active().name());
        STAGE.awaitUp(scene.passive());
    }
}
