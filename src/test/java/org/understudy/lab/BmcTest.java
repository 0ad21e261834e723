package org.understudy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.understudy.fence.SimulatedBmc;

/** Nodes with a BMC each that really cuts their power, on the public network. */
@Tag("lab")
final class BmcTest {
    @RegisterExtension
    static final Stage STAGE = new Stage("bmc");
    private static final Lab LAB = STAGE.lab;
    private static final Map<String, SimulatedBmc> BMCS = new TreeMap<>();
    /** With the file {@code stuck} the switch does nothing. */
    private static final String CHASSIS = """
            case "$2 $3" in
                "get power") if [ -e /proc/$(cat STATE/NODE/pid)/mountinfo ]; then echo power:1
                    else echo power:0; fi ;;
                "set power") [ -e stuck ] || LAB fence NODE >>log 2>&1 ;;
            esac
            """;

    private LabNode dead;
    private LabNode heir;
    private long mark;

    @BeforeAll
    static void wire() throws Exception {
        StringBuilder devices = new StringBuilder();
        for (LabNode node : LAB.nodes()) {
            String chassis = CHASSIS.replace("STATE", LAB.state().toString())
                    .replace("NODE", node.name()).replace("LAB", LAB.command());
            SimulatedBmc bmc = new SimulatedBmc(dir(node), chassis, new SimulatedBmc.Where(
                    "10.77.0.200", 6230 + BMCS.size(), LAB.words("client")));
            BMCS.put(node.name(), bmc);
            devices.append("\n[stonith#").append(node).append("]\n").append(bmc.section())
                    .append("timeout = 5s\n");
        }
        for (LabNode node : LAB.nodes()) {
            Path conf = node.etc().resolve("cluster.conf");
            Files.writeString(conf, Files.readString(conf).replaceAll("(?s)\\[stonith.*", "")
                    + devices);
            LAB.does("agent", node.name(), "restart");
        }
    }

    @AfterAll
    static void end() {
        BMCS.values().forEach(SimulatedBmc::close);
    }

    private static Path dir(LabNode node) {
        return LAB.state().resolve("bmc-" + node);
    }

    @BeforeEach
    void note() throws IOException {
        for (LabNode node : LAB.nodes()) {
            BMCS.get(node.name()).password("secret");
            Files.deleteIfExists(dir(node).resolve("stuck"));
        }
        dead = STAGE.active();
        heir = STAGE.passive();
        mark = heir.mark();
    }

    @Test
    void oneWithoutPowerIsReadToBeOff() throws Exception {
        LAB.does("kill", dead.name());
        startsOnceConfirmed();
    }

    @Test
    void oneThatHangsIsSwitchedOffFirst() throws Exception {
        assertEquals(0, heir.runs("svcmgr", "fence", "--test").exit());
        LAB.does("pause", dead.name());
        startsOnceConfirmed();
        assertTrue(!dead.on());
    }

    @Test
    void wrongPasswordAndAStuckSwitchLetNothingStart() throws Exception {
        BMCS.get(dead.name()).password("Wr0ng");
        assertEquals(1, heir.runs("svcmgr", "fence", "--test").exit());
        assertTrue(Stage.noticed(heir, "the fence of " + dead + " fails its test since "));
        Files.createFile(dir(dead).resolve("stuck"));
        LAB.does("pause", dead.name());
        LAB.await("a try", Stage.PATIENCE, () -> tries() >= 1);
        BMCS.get(dead.name()).password("secret");
        LAB.await("one that is let in", Stage.PATIENCE, () -> heir.journal(mark, "fence.end")
                .stream().anyMatch(end -> end.facts().get("detail")
                        .contains("its power was read to be on")));
        LAB.holds("nothing starts", Duration.ofSeconds(2),
                () -> !heir.mounted() && !heir.addressed() && !heir.is("up"));
        assertEquals(List.of(), heir.journal(mark, "action.begin"));
        assertTrue(dead.on());
        Files.delete(dir(dead).resolve("stuck"));
        startsOnceConfirmed();
    }

    private long tries() {
        return heir.journal(mark, "fence.end").size();
    }

    private void startsOnceConfirmed() throws InterruptedException {
        STAGE.awaitUp(heir);
        String detail = heir.entry(mark, "fence.end", "result", "confirmed").facts()
                .get("detail");
        assertTrue(detail.endsWith(": its power was read to be off"), detail);
        assertTrue(heir.entry(mark, "fence.end", "result", "confirmed").number()
                < heir.entry(mark, "action.begin").number(), "confirmed, then started");
    }
}
