package org.understudy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.understudy.exec.Result;

/** The node that runs the service leaves the cluster under its agent, and joins again later. */
@Tag("lab")
final class LeaveTest {
    @RegisterExtension
    static final Stage STAGE = new Stage("leave");
    private static final Lab LAB = STAGE.lab;

    private LabNode leaver;
    private LabNode stays;

    @Test
    void itsServiceGoesToTheOtherNobodyIsFencedAndItJoinsAgain() throws Exception {
        leaver = STAGE.active();
        stays = STAGE.passive();
        String address = addresses();
        nothingIsDoneByALook();
        refusedWhileTheOtherIsFrozen();
        long mark = stays.mark();
        Result left = leaver.runs("svcmgr", "cluster", "leave", "--yes", "--time", "80s");
        assertTrue(left.ok(), () -> left.summary() + left.err() + LAB.report());
        assertEquals(leaver + ": in no cluster any more\n", left.out());
        STAGE.awaitUp(stays);
        isAlone();
        othersNameItNoMore();
        LAB.does("agent", leaver.name(), "restart");
        LAB.await("it to be alone still", Stage.PATIENCE, () -> nodes(leaver) == 1);
        assertFalse(leaver.mounted() || leaver.addressed());
        assertEquals(List.of(), stays.journal(mark, "fence.begin"));
        joinsAgain(address);
        assertEquals(List.of(), stays.journal(mark, "fence.begin"));
    }

    private static long nodes(LabNode node) {
        try {
            return node.on() ? node.runs("svcmgr", "nodes", "--format", "csv").out().lines()
                    .skip(1).count() : 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private String conf(LabNode node) throws IOException {
        return Files.readString(node.etc().resolve("cluster.conf"));
    }

    /** As {@code cluster token} wants them. */
    private String addresses() throws Exception {
        List<String> all = new ArrayList<>();
        for (String link : conf(leaver).lines().filter(line -> line.startsWith("[hb#"))
                .map(line -> line.replaceAll("[\\[\\]]", "")).toList()) {
            all.add(link + "=" + leaver.runs("svcmgr", "cluster", "get", link + ".addr@" + leaver)
                    .out().strip());
        }
        return String.join(",", all);
    }

    private void nothingIsDoneByALook() throws Exception {
        String before = conf(leaver);
        Result plan = leaver.runs("svcmgr", "cluster", "leave", "--dry-run");
        assertTrue(plan.ok() && plan.out().contains("web on " + leaver + ": stop\n")
                && plan.out().contains("web: then started by " + stays + "\n"), plan.out());
        Result unasked = leaver.runs("svcmgr", "cluster", "leave");
        assertTrue(unasked.err().contains("expected a yes"), unasked.err());
        assertEquals(before, conf(leaver));
        assertTrue(leaver.is("up"));
    }

    private void refusedWhileTheOtherIsFrozen() throws Exception {
        stays.runs("svcmgr", "node", "freeze");
        LAB.await("it to know that", Stage.PATIENCE, () -> !leave().ok());
        Result refused = leave();
        assertTrue(refused.err().contains("web: is up here, and node " + stays + " is frozen"),
                refused.err());
        stays.runs("svcmgr", "node", "thaw", "--yes");
        LAB.await("it to know that", Stage.PATIENCE, () -> leave().ok());
    }

    private Result leave() throws InterruptedException {
        return leaver.runs("svcmgr", "cluster", "leave", "--dry-run");
    }

    private void isAlone() throws Exception {
        assertEquals(1, nodes(leaver));
        for (String file : List.of("cluster.conf", "cluster.key", "services/web.conf")) {
            assertFalse(Files.exists(leaver.etc().resolve(file)), file);
        }
        Path deleted = LAB.state().resolve(leaver + "/lib/deleted");
        try (Stream<Path> kept = Files.list(deleted)) {
            List<String> names = kept.map(file -> file.getFileName().toString()
                    .replaceFirst("\\.\\d{4}-.*", "")).distinct().sorted().toList();
            assertEquals(List.of("cluster.conf", "cluster.key", "web.conf"), names);
        }
    }

    private void othersNameItNoMore() throws Exception {
        LAB.await("the agent that stays to take it in", Stage.PATIENCE,
                () -> nodes(stays) == 1 && stays.is("up"));
        String text = conf(stays) + Files.readString(stays.file());
        assertFalse(text.contains("@" + leaver) || text.contains("#" + leaver)
                || text.matches("(?s).*nodes = [^\n]*" + leaver + ".*"), text);
    }

    private void joinsAgain(String address) throws Exception {
        String token = stays.runs("svcmgr", "cluster", "token", "--node", leaver.name(), "--addr",
                address).out().strip();
        Result joined = leaver.runs("svcmgr", "cluster", "join", token);
        assertTrue(joined.ok(), () -> joined.summary() + joined.err());
        LAB.does("agent", leaver.name(), "restart");
        LAB.await("both to hear each other", Stage.PATIENCE, () -> nodes(stays) == 2
                && stays.joined() && leaver.joined());
        stays.does("set", "nodes+=" + leaver);
        LAB.await("the service's file to be there", Stage.PATIENCE, () -> leaver.is("down"));
        stays.does("switch", "--to", leaver.name(), "--wait", "--time", "80s");
        STAGE.awaitUp(leaver);
    }
}
