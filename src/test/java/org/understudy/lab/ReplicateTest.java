package org.understudy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.understudy.exec.Result;
import org.understudy.wire.JournalLine;

/** What is changed on one node holds on the others too, and nothing is started by less. */
@Tag("lab")
final class ReplicateTest {
    @RegisterExtension
    static final Stage STAGE = new Stage("replicate");
    private static final Lab LAB = STAGE.lab;

    private LabNode active;
    private LabNode passive;

    @BeforeEach
    void roles() throws Exception {
        active = STAGE.active();
        passive = STAGE.passive();
        LAB.await("each to know the other's last change of the file", Stage.PATIENCE,
                this::agree);
    }

    private boolean agree() {
        try {
            return active.runsItsFile() && passive.runsItsFile() && !active.changes().isEmpty()
                    && active.changes().equals(passive.changes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anEditOnOneNodeIsOnTheOtherSoon() throws Exception {
        passive.does("set", "priority=71");
        awaitPriority(active, "71");
        Files.writeString(active.file(), Files.readString(active.file())
                .replace("priority = 71", "priority = 72"));
        awaitPriority(passive, "72");
        LAB.await("both to say so", Stage.PATIENCE, () -> synced(active) && synced(passive));
        assertEquals(Files.readString(active.file()), Files.readString(passive.file()));
        assertTrue(active.is("up") && STAGE.from(active), "it goes on");
    }

    /** S55. */
    @Test
    void aNodeThatWasOffDuringAnEditRunsTheServiceByTheNewFile() throws Exception {
        off(passive);
        active.does("set", "priority=73");
        Files.setLastModifiedTime(passive.file(), FileTime.fromMillis(
                System.nanoTime() / 1_000_000 + 10_000_000_000_000L));
        long mark = active.mark();
        LAB.does("boot", passive.name());
        awaitPriority(passive, "73");
        LAB.await("both to hear each other", Stage.PATIENCE,
                () -> passive.joined() && active.joined());
        assertEquals(List.of(), active.journal(mark, "config.taken"));
        LAB.does("kill", active.name());
        STAGE.awaitUp(passive);
        List<String> happened = passive.journal(0).stream().map(JournalLine::event).toList();
        assertTrue(happened.lastIndexOf("config.taken") < happened.lastIndexOf("action.begin"),
                happened::toString);
        assertTrue(passive.does("print", "config").contains("priority = 73"));
    }

    @Test
    void aServiceDeletedWhileANodeWasOffDoesNotComeBack() throws Exception {
        Path here = active.etc().resolve("services/brief.conf");
        Path there = passive.etc().resolve("services/brief.conf");
        Result made = active.runs("svcmgr", "-s", "brief", "create", "--kw", "nodes=n1 n2");
        assertTrue(made.ok(), made::summary);
        LAB.await("it on the other node", Stage.PATIENCE, () -> Files.exists(there));
        off(passive);
        Result gone = active.runs("svcmgr", "-s", "brief", "delete", "--yes");
        assertTrue(gone.ok(), gone::summary);
        LAB.does("boot", passive.name());
        LAB.await("it to be gone there", Stage.PATIENCE, () -> Files.notExists(there));
        LAB.await("that to be said", Stage.PATIENCE, () -> !passive.journal(0, "config.deleted",
                "service", "brief").isEmpty());
        assertTrue(Files.notExists(here), "nor does it come from there");
    }

    @Test
    void whatWasChangedApartIsHeldUntilSomebodySaysWhichItIs() throws Exception {
        LAB.does("agent", passive.name(), "stop");
        Files.writeString(passive.file(), priority(passive, 74));
        active.does("set", "priority=75");
        LAB.does("agent", passive.name(), "start");
        LAB.await("the conflict on both", Stage.PATIENCE, () ->
                Stage.noticed(active, "apart from each other")
                        && Stage.noticed(passive, "apart from each other"));
        assertTrue(active.is("up") && STAGE.from(active), "what runs goes on");
        assertEquals(1, active.journal(0, "config.conflict", "service", "web").size());
        String differs = active.does("config", "diff", passive.name());
        assertTrue(differs.contains("- priority = 75") && differs.contains("+ priority = 74"),
                differs);
        Result moved = active.svcmgr("switch", "--to", passive.name(), "--wait", "--time", "20s");
        assertTrue(!moved.ok() && moved.err().contains("apart from each other"), moved::summary);
        active.does("config", "take", passive.name());
        awaitPriority(active, "74");
        LAB.await("both to agree", Stage.PATIENCE, () -> synced(active) && synced(passive)
                && !Stage.noticed(active, "apart") && !Stage.noticed(passive, "apart"));
        active.does("switch", "--to", passive.name(), "--wait", "--time", "80s");
        STAGE.awaitUp(passive);
    }

    @Test
    void clusterConfGoesToTheOthersWhoseAgentsRestartOneAfterTheOther() throws Exception {
        String before = active.runs("svcmgr", "cluster", "get", "hb#1.timeout").out().strip();
        timeout(passive, "23s");
        timeout(active, before);
        assertTrue(active.is("up") && STAGE.from(active), "nothing moved");
        assertEquals(List.of(active.name()), STAGE.watch.holders());
    }

    /** A boot that comes before the fence is ended by it. */
    private void off(LabNode node) throws InterruptedException {
        long mark = active.mark();
        LAB.does("kill", node.name());
        LAB.await("it to be off for certain", Stage.PATIENCE, () -> !active.journal(mark,
                "fence.end", "result", "confirmed").isEmpty());
    }

    private void timeout(LabNode where, String value) throws Exception {
        long[] marks = {active.mark(), passive.mark()};
        Result set = where.runs("svcmgr", "cluster", "set", "hb#1.timeout=" + value);
        assertTrue(set.ok(), set::summary);
        for (LabNode node : List.of(active, passive)) {
            long mark = marks[node == active ? 0 : 1];
            LAB.await("the agent of " + node + " to be another one", Stage.PATIENCE, () ->
                    !node.journal(mark, "agent.renewed").isEmpty()
                            && !node.journal(mark, "agent.begin").isEmpty());
            assertEquals(value, node.runs("svcmgr", "cluster", "get", "hb#1.timeout").out()
                    .strip());
        }
        LAB.await("both to hear each other", Stage.PATIENCE,
                () -> active.joined() && passive.joined());
    }

    private static String priority(LabNode node, int priority) throws IOException {
        return Files.readString(node.file()).replace("[DEFAULT]\n", "[DEFAULT]\npriority = "
                + priority + "\n");
    }

    private static boolean synced(LabNode node) {
        return node.web().filter(web -> web.groups().getOrDefault("sync", "").equals("up"))
                .isPresent();
    }

    private static void awaitPriority(LabNode node, String priority) throws InterruptedException {
        LAB.await("priority " + priority + " on " + node, Stage.PATIENCE,
                () -> node.on() && node.svcmgr("get", "priority").out().strip().equals(priority));
    }
}
