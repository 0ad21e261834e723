package org.understudy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.understudy.exec.Result;
import org.understudy.wire.JournalLine;

/** What an operator types, and what then happens on both nodes. */
@Tag("lab")
final class OperatorTest {
    @RegisterExtension
    static final Stage STAGE = new Stage("operator");
    private static final Lab LAB = STAGE.lab;
    private static final List<String> ORDER = List.of("ip#1", "disk#1", "fs#1", "container#1");
    private static final List<String> REVERSE =
            List.of("container#1", "fs#1", "disk#1", "ip#1");

    private LabNode active;
    private LabNode passive;
    private long here;
    private long there;

    @BeforeEach
    void note() {
        active = STAGE.active();
        passive = STAGE.passive();
        here = active.mark();
        there = passive.mark();
    }

    @Test
    void s43StopIsTheReverseOfStart() throws Exception {
        assertEquals("web: stopped\n", lastLine(passive.does("stop", "--wait")));
        assertEquals(REVERSE, steps(active, here, "stop"));
        assertTrue(active.is("down") && passive.is("down"), "down on both");
        assertTrue(active.frozen() && passive.frozen(), "and the cluster leaves it so");
        assertTrue(!active.mounted() && !active.addressed(), "nothing is held");
        LAB.holds("it stays down", Duration.ofSeconds(4),
                () -> active.is("down") && passive.is("down"));
        long[] marks = {LAB.node("n1").mark(), LAB.node("n2").mark()};
        assertEquals("web: started\n", lastLine(passive.does("start", "--wait")));
        STAGE.awaitUp(LAB.node("n1"));
        assertEquals(ORDER, steps(LAB.node("n1"), marks[0], "start"));
        assertEquals(List.of(), steps(LAB.node("n2"), marks[1], "start"));
        assertFalse(active.frozen() || passive.frozen(), "thawed");
    }

    @Test
    void localStopFreezesHereAndTheOtherNodeTakesOver() throws Exception {
        active.does("stop", "--local");
        assertEquals(REVERSE, steps(active, here, "stop"));
        assertTrue(active.is("down") && active.frozen(), "stopped and frozen here");
        STAGE.awaitUp(passive);
        assertEquals(ORDER, steps(passive, there, "start"));
        assertFalse(passive.frozen(), "not frozen there");
        assertEquals(List.of(), passive.journal(there, "fence.begin"));
        active.does("thaw", "--local");
        assertFalse(active.frozen(), "thawed");
        LAB.holds("no way back", Duration.ofSeconds(4), () -> passive.is("up"));
    }

    @Test
    void s56SwitchDoesWhatItsDryRunPrints() throws Exception {
        List<String> plan = active.does("switch", "--to", passive.name(), "--dry-run").lines()
                .toList();
        assertEquals("web on " + active + ": stop", plan.get(0));
        int then = plan.indexOf("web on " + passive + ": start");
        LAB.holds("nothing is done", Duration.ofSeconds(2), () -> active.is("up"));
        assertEquals(List.of(), active.journal(here, "action.begin"));
        active.does("switch", "--to", passive.name(), "--wait");
        assertEquals(rids(plan.subList(1, then)), steps(active, here, "stop"));
        assertEquals(rids(plan.subList(then + 1, plan.size())), steps(passive, there, "start"));
        Result refused = active.svcmgr("start", "--local", "--dry-run");
        assertTrue(refused.err().contains("web: started refused: up on " + passive),
                refused.err());
    }

    @Test
    void theDevicesOfTheServiceAreToldWhereItIsUp() throws Exception {
        String up = active.does("print", "devlist").strip();
        assertTrue(up.matches("/dev/loop\\d+"), up);
        List<String> rows = active.does("print", "devs").lines()
                .map(line -> line.replaceAll(" +", " ").strip()).toList();
        assertEquals(List.of("service rid role device", "web disk#1 gives " + up,
                "web disk#1 disk " + up, "web fs#1 uses " + up, "web fs#1 disk " + up), rows);
        String down = passive.does("print", "devs");
        assertTrue(down.contains("disk#1") && down.contains("is on no loop device now"), down);
    }

    @Test
    void aPartIsStoppedAndStartedAgainWhileNobodyTakesTheService() throws Exception {
        List<String> plan = active.does("stop", "--rid", "ip#1", "--dry-run").lines().toList();
        assertEquals(List.of("web on " + active + ": freeze", "web on " + active + ": stop",
                "  ip#1"), plan);
        assertTrue(active.addressed(), "nothing was done");
        active.does("stop", "--rid", "ip#1");
        assertFalse(active.addressed(), "stopped");
        assertTrue(active.mounted() && active.frozen(), "the rest is left, and left alone");
        LAB.holds("nobody else starts it", Duration.ofSeconds(6), () -> passive.is("down"));
        assertEquals(List.of(), passive.journal(there, "action.begin"));
        active.does("start", "--rid", "ip#1");
        active.does("thaw", "--local");
        STAGE.awaitUp(active);
        assertEquals(1, active.journal(here, "step.begin", "do", "stop").size());
        assertEquals(1, active.journal(here, "step.begin", "do", "start").size());
    }

    @Test
    void noPartIsStartedBesideWhatIsUpElsewhere() throws Exception {
        for (String[] words : new String[][] {{"start", "--rid", "fs#1"},
            {"start", "--upto", "disk"}, {"startfs"}, {"start", "--rid", "ip"}}) {
            Result refused = passive.svcmgr(words);
            assertEquals(1, refused.exit(), refused::out);
            assertTrue(refused.err().contains("up on " + active), refused::err);
        }
        Result unknown = passive.svcmgr("start", "--rid", "fs#9");
        assertTrue(unknown.err().contains("expected one of container#1, disk#1, fs#1, ip#1"),
                unknown::err);
        assertFalse(passive.mounted() || passive.addressed(), "nothing is held there");
        assertEquals(List.of(), passive.journal(there, "action.begin"));
        assertEquals(List.of(active.name()), STAGE.watch.holders());
    }

    /** The service's own daemon has it or not: that is known once it runs, on its filesystem. */
    @Test
    void noContainerBeginsWhereTheImageOfAnotherCannotCome() throws Exception {
        active.does("stop", "--wait");
        LabNode n1 = LAB.node("n1");
        n1.does("set", "container#2.type=docker", "container#2.image=no/such:1",
                "container#2.image_pull_policy=never");
        long mark = n1.mark();
        String said = n1.svcmgr("start", "--local", "--wait").err();
        assertTrue(said.contains("container#2: the image no/such:1 is not on this node")
                && said.contains("svcmgr -s web docker pull no/such:1"), said);
        assertEquals(List.of(), n1.journal(mark, "resource.log", "rid", "container#1").stream()
                .filter(one -> one.facts().get("message").startsWith("docker ")).toList());
        assertFalse(n1.mounted() || n1.addressed(), "undone");
        n1.does("unset", "container#2");
        n1.does("clear");
        n1.does("start");
        STAGE.awaitUp(n1);
    }

    /** Its check cannot be run, so nobody knows; its operator has looked. */
    @Test
    void whatCannotBeReadIsForgottenOnAnOperatorsWordAndTheRestStaysUp() throws Exception {
        active.does("set", "app#1.type=forking", "app#1.check=kill -STOP $$", "app#1.check_timeout"
                + "=1s");
        for (LabNode node : LAB.nodes()) {
            LAB.await("its check was not answered on " + node, Stage.PATIENCE, () ->
                    node.does("print", "status").contains("killed at its deadline"));
        }
        LAB.await("nobody to know it", Stage.PATIENCE, () -> active.is("undef"));
        active.does("unset", "app#1");
        for (LabNode node : LAB.nodes()) {
            LAB.await("the file waits on " + node, Stage.PATIENCE,
                    () -> node.does("print", "status").contains("drops [app#1]"));
        }
        Result early = active.svcmgr("forget", "--rid", "fs#1", "--i-verified-it-is-down");
        assertTrue(early.err().contains("fs#1 is up"), early::err);
        String told = active.does("forget", "--rid", "app#1", "--i-verified-it-is-down");
        assertTrue(told.contains("[app#1] forgotten"), told);
        passive.does("forget", "--rid", "app#1", "--i-verified-it-is-down");
        STAGE.awaitUp(active);
        assertTrue(active.mounted() && active.addressed(), "the rest is as it was");
        assertEquals(List.of(), active.journal(here, "action.begin"));
    }

    /** Once nothing of it is up here, others may work on what a run still writes. */
    @Test
    void aRunEndsByAnAbortAndBeforeAPartIsStopped() throws Exception {
        for (LabNode node : LAB.nodes()) {
            node.does("set", "task#1.command=sleep 600");
        }
        LAB.await("the task", Stage.PATIENCE,
                () -> active.does("print", "status").contains("task#1"));
        run();
        String ended = active.does("abort", "--rid", "task#1");
        assertTrue(ended.contains("task#1: its run is ended"), ended);
        assertEquals("failed", active.entry(here, "run.end").facts().get("result"));
        here = active.mark();
        run();
        active.does("stop", "--rid", "ip#1");
        assertTrue(active.entry(here, "run.end").number()
                < active.entry(here, "step.begin", "rid", "ip#1").number());
        active.does("start", "--rid", "ip#1");
        active.does("thaw", "--local");
        STAGE.awaitUp(active);
    }

    private void run() throws InterruptedException {
        Result begun = active.svcmgr("run", "--rid", "task#1", "--time", "1s");
        assertTrue(begun.err().contains("it goes on"), begun::err);
    }

    @Test
    void aStartIsAbortedInItsStepAndUndone() throws Exception {
        active.does("stop", "--wait");
        LabNode n1 = LAB.node("n1");
        n1.does("set", "container#1.blocking_pre_start@n1=/bin/sleep 300");
        long mark = n1.mark();
        passive.does("start");
        LAB.await("the step that takes for ever", Stage.PATIENCE,
                () -> !n1.journal(mark, "step.begin", "rid", "container#1").isEmpty());
        assertTrue(n1.does("print", "status").contains("start: container#1, "), n1::name);
        Result busy = n1.svcmgr("stop", "--local", "--waitlock", "1s");
        assertEquals(1, busy.exit());
        assertTrue(busy.err().contains("another action is running: starting by root@")
                && busy.err().contains("container#1"), busy::err);
        n1.does("abort", "--wait");
        LAB.await("the end", Stage.PATIENCE,
                () -> !n1.journal(mark, "action.end", "result", "failed").isEmpty());
        String detail = n1.entry(mark, "action.end", "result", "failed").facts().get("detail");
        assertTrue(detail.startsWith("aborted by root@n1; container#1: interrupted; undone: "),
                detail);
        assertFalse(n1.mounted() || n1.addressed(), "undone");
        STAGE.awaitUp(LAB.node("n2")); // orchestrate = ha: somebody else is tried
    }

    private static List<String> rids(List<String> lines) {
        return lines.stream().map(line -> line.strip().split(" ")[0]).toList();
    }

    @Test
    void localStartIsRefusedWhileItIsUpElsewhere() throws Exception {
        Result refused = passive.svcmgr("start", "--local");
        assertEquals(1, refused.exit());
        assertTrue(refused.err().contains("web: started refused: up on " + active),
                refused.err());
        assertEquals(List.of(active.name()), STAGE.watch.holders());
        assertEquals(List.of(), passive.journal(there, "action.begin"));
    }

    @Test
    void c02FrozenServiceIsLeftAloneEvenWhenItsNodeDies() throws Exception {
        passive.does("freeze", "--wait");
        assertTrue(active.frozen() && passive.frozen(), "frozen on both");
        assertTrue(active.is("up"), "and still up");
        LAB.does("kill", active.name());
        LAB.await("the silence", Stage.PATIENCE,
                () -> !passive.journal(there, "peer.silent").isEmpty());
        LAB.holds("nothing is done", Duration.ofSeconds(4), () -> passive.is("down"));
        assertEquals(List.of(), passive.journal(there, "fence.begin"));
        passive.does("thaw", "--wait", "--yes");
        STAGE.awaitUp(passive);
        passive.entry(there, "fence.end", "result", "confirmed");
    }

    @Test
    void localFreezeAndThawAreForThisNodeOnly() throws Exception {
        passive.does("freeze", "--local");
        assertTrue(passive.frozen() && !active.frozen(), "here only");
        passive.does("thaw", "--local");
        assertFalse(passive.frozen(), "thawed");
        assertEquals(List.of(active.name()), STAGE.watch.holders());
    }

    @Test
    void setChangesTheFileAndBadValuesLeaveItUntouched() throws Exception {
        String before = Files.readString(passive.file());
        Result refused = passive.svcmgr("set", "orchestrate=maybe");
        assertEquals(1, refused.exit());
        assertTrue(refused.err().contains("web.conf:8:1 [DEFAULT] orchestrate: expected one of no,"
                + " start, ha, got \"maybe\""), refused.err());
        assertEquals(1, passive.svcmgr("set", "fs#1.mnt_otp=rw").exit());
        assertEquals(2, passive.svcmgr("set", "orchestrate").exit());
        assertEquals(before, Files.readString(passive.file()));
        passive.does("set", "orchestrate=no");
        String expected = before.replace("orchestrate = ha", "orchestrate = no");
        assertEquals(expected, Files.readString(passive.file()));
        assertEquals(expected, passive.does("print", "config"));
        LAB.await("it to be in force", Stage.PATIENCE, () -> passive.web()
                .filter(web -> web.orchestrate().equals("no")).isPresent());
        assertEquals(List.of(active.name()), STAGE.watch.holders());
    }

    @Test
    void serviceThatIsNotOrchestratedIsNotTakenOver() throws Exception {
        active.does("set", "orchestrate=no");
        passive.does("set", "orchestrate=no");
        LAB.does("kill", active.name());
        LAB.await("the silence", Stage.PATIENCE,
                () -> !passive.journal(there, "peer.silent").isEmpty());
        LAB.holds("nothing is done", Duration.ofSeconds(4), () -> passive.is("down"));
        assertEquals(List.of(), passive.journal(there, "fence.begin"));
        passive.does("start", "--time", "60s");
        STAGE.awaitUp(passive);
        assertTrue(passive.entry(there, "fence.end", "result", "confirmed").number()
                < passive.entry(there, "action.begin").number(), "confirmed, then started");
    }

    @Test
    void dockerReachesTheServicesOwnDaemonWhereItIsUp() throws Exception {
        String list = active.does("docker", "ps", "--format", "{{.Names}} {{.Image}}");
        assertEquals("web.container.1 lab/web:1\n", list);
        Result down = passive.svcmgr("docker", "ps");
        assertEquals(1, down.exit());
        assertTrue(down.err().contains("fs#1 resource in down state"), down.err());
        assertFalse(passive.mounted(), "and nothing was started for it");
    }

    @Test
    void s36StartThatFailsIsUndoneTriedOnceElsewhereAndParked() throws Exception {
        active.does("docker", "rm", "-f", "web.container.1"); // to be made anew, of no image
        active.does("stop", "--wait");
        long[] marks = {LAB.node("n1").mark(), LAB.node("n2").mark()};
        image("lab/none:9");
        Result failed = passive.svcmgr("start", "--wait", "--time", "80s");
        assertEquals(1, failed.exit());
        assertTrue(failed.err().contains("web: started failed: start failed on"), failed.err());
        for (LabNode node : LAB.nodes()) {
            undone(node, marks[LAB.nodes().indexOf(node)]);
        }
        LAB.holds("it is parked", Duration.ofSeconds(6), () -> LAB.nodes().stream()
                .allMatch(node -> node.is("down")));
        for (LabNode node : LAB.nodes()) {
            long mark = marks[LAB.nodes().indexOf(node)];
            assertEquals(1, node.journal(mark, "action.begin").size(), "tried once");
            String screens = node.screens();
            assertTrue(screens.contains("start failed") && screens.contains("lab/none:9"),
                    screens);
        }
        image("lab/web:1");
        passive.does("clear", "--wait");
        STAGE.awaitUp(LAB.node("n1"));
    }

    private static void image(String name) throws InterruptedException {
        for (LabNode node : LAB.nodes()) {
            node.does("set", "container#1.image=" + name);
        }
    }

    private static void undone(LabNode node, long mark) throws InterruptedException {
        LAB.await("the failure on " + node, Stage.PATIENCE,
                () -> !node.journal(mark, "rollback.end").isEmpty());
        assertEquals(ORDER, steps(node, mark, "start"));
        assertEquals(REVERSE, steps(node, mark, "stop"));
        node.entry(mark, "rollback.end", "result", "ok");
        assertTrue(!node.mounted() && !node.addressed(), "nothing is held");
    }

    @Test
    void startThatLeavesAWarningIsTriedOnce() throws Exception {
        active.does("stop", "--wait");
        long[] marks = {LAB.node("n1").mark(), LAB.node("n2").mark()};
        image("lab/none:9"); // the container is there, of another image: that is a warning
        Result failed = passive.svcmgr("start", "--wait", "--time", "80s");
        assertEquals(1, failed.exit());
        LAB.holds("tried once", Duration.ofSeconds(6), () -> LAB.node("n1")
                .journal(marks[0], "action.begin").size() == 1);
        assertEquals(List.of(), LAB.node("n2").journal(marks[1], "action.begin"));
    }

    @Test
    void s38MountByHandOnThePassiveNodeIsLeftAlone() throws Exception {
        STAGE.watch.mountByHand();
        Result mount = passive.runs("mount", "-o", "ro,noload,loop", "/mnt/shared/web.img",
                "/srv/web");
        assertTrue(mount.ok(), mount::summary);
        LAB.await("it to be seen", Stage.PATIENCE, () -> passive.is("warn"));
        LAB.holds("nothing is done", Duration.ofSeconds(6),
                () -> active.is("up") && passive.mounted() && active.on());
        assertEquals(List.of(), passive.journal(there, "action.begin"));
        assertEquals(List.of(), active.journal(here, "action.begin"));
        passive.entry(there, "concurrency_violation", "service", "web");
        assertTrue(passive.screens().contains("concurrency violation: "), passive::name);
        assertTrue(passive.runs("umount", "/srv/web").ok());
        LAB.await("it to be gone", Stage.PATIENCE, () -> passive.is("down"));
        assertTrue(STAGE.from(active), "it answers");
    }

    private static List<String> steps(LabNode node, long mark, String what) {
        return node.journal(mark, "step.begin", "do", what).stream().map(JournalLine::facts)
                .map(facts -> facts.get("rid")).toList();
    }

    private static String lastLine(String out) {
        return out.lines().reduce("", (a, b) -> b) + "\n";
    }
}
