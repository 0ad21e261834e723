package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.exec.Await;
import org.understudy.exec.Command;
import org.understudy.exec.Commands;
import org.understudy.exec.Result;
import org.understudy.model.NodeName;

/** Syncs on a made-up machine: who gets what when, and what is said of it. */
@Covers("sync")
class SyncTest implements JobContract {
    private static final String FIRST = "none was made yet: the first one by hand, from the node"
            + " with the good files, with --force";
    private static final String PLAIN = "src = /srv/web/\ndst = /srv/web\ntarget = nodes\n";

    @TempDir
    Path dir;
    private final Fixture.Watched watched = new Fixture.Watched();
    private final FakeMachine machine = new FakeMachine();

    @BeforeEach
    void peersAnswer() {
        machine.when("rsync .*", m -> FakeMachine.exit(0, "Number of regular files transferred: 2"
                + "\nTotal transferred file size: 1,024 bytes\n"));
        machine.when("ssh .* mountpoint .*", m -> FakeMachine.exit(0, ""));
        machine.when("rsync --version", m -> FakeMachine.exit(0, ""));
        machine.when("ssh -V", m -> FakeMachine.exit(0, ""));
    }

    @Override
    public Job job() {
        return sync(PLAIN);
    }

    @Override
    public Job slow() {
        return under(command -> command.argv().get(0).equals("rsync") ? hanging(command)
                : machine.run(command), "nodes = n1 n2\n", PLAIN);
    }

    @Override
    public Fixture.Watched watched() {
        return watched;
    }

    @Override
    public String machine() throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            return copies() + files.map(Path::toString).sorted()
                    .collect(Collectors.joining("\n"));
        }
    }

    /** As if this node had got a copy before. */
    private void copied() throws IOException {
        Files.createDirectories(dir.resolve("var/web"));
        Files.writeString(dir.resolve("var/web/sync.1.n1.synced"),
                watched.now.minusHours(1).toInstant() + "\n");
    }

    private Job sync(String text) {
        return under("nodes = n1 n2 n3\n", text);
    }

    private Job under(String defaults, String text) {
        return under(machine, defaults, text);
    }

    private Job under(Commands commands, String defaults, String text) {
        return Fixture.job(dir, commands, watched, "[DEFAULT]\n" + defaults + "[sync#1]\n" + text);
    }

    private String run(Job job) throws InterruptedException {
        return job.run(NOW, Fixture.in(10));
    }

    private String failure(Job job) {
        return assertThrows(DriverException.class, () -> run(job)).getMessage();
    }

    private String status(Job job) throws Exception {
        var found = job.status(Fixture.in(5));
        return found.status().word() + found.messages();
    }

    /** Copies of data, not of stamps. */
    private List<String> copies() {
        return machine.ran().stream().filter(c -> c.startsWith("rsync -HAX")).toList();
    }

    @Test
    void copiesToEachOtherNodeAndKnowsHowOldThatIs() throws Exception {
        Job job = sync(PLAIN);
        assertEquals("rsync /srv/web/ to nodes", job.status(Fixture.in(5)).label());
        assertEquals("warn[n2, n3 need update, " + FIRST + "]", status(job));
        assertEquals("n2: 2 files, 1,024 bytes; n3: 2 files, 1,024 bytes", run(job));
        assertEquals(List.of("n2", "n3"), copies().stream().map(c -> c.replaceFirst(
                ".*root@(n\\d):/srv/web$", "$1")).toList());
        assertEquals("up[]", status(job));
        watched.now = watched.now.plusHours(27);
        assertEquals("up[]", status(job));
        watched.now = watched.now.plusSeconds(1);
        assertEquals("warn[n2, n3 need update]", status(job));
    }

    @Test
    void commandSaysWhatTheFileSays() throws Exception {
        run(under("nodes = n1 n2\nbwlimit = 5mb/s\n", PLAIN + "options = --exclude='a b'\n"));
        String ssh = "ssh -o BatchMode=yes -o ConnectTimeout=10 -o ServerAliveInterval=15"
                + " -o ServerAliveCountMax=4";
        assertEquals(List.of("rsync -HAXpogDtrlx --delete --force --stats --timeout=120"
                + " --bwlimit=5120 --exclude=a b -e " + ssh + " -- /srv/web/ root@n2:/srv/web"),
                copies());
        run(under("nodes = n1 n2\n", PLAIN + "options = -a\nreset_options = true\n"));
        assertTrue(machine.ran().contains("rsync --stats --timeout=120 -a -e " + ssh
                + " -- /srv/web/ root@n2:/srv/web"));
        assertTrue(machine.ran().contains("rsync -Rt --timeout=120 -e " + ssh + " -- "
                + dir.resolve("var") + "/./web/sync.1.n2.synced root@n2:" + dir.resolve("var")
                + "/"));
    }

    @Test
    void patternsAreExpandedHereAndNothingElseIs() throws Exception {
        for (String name : List.of("a b.log", "c.log", "d.txt")) {
            Files.createFile(dir.resolve(name));
        }
        Commands real = new org.understudy.exec.SystemCommands();
        Job job = under(command -> command.argv().get(0).equals("/bin/sh") ? real.run(command)
                : machine.run(command), "nodes = n1 n2\n", "src = " + dir
                        + "/*.log /srv/`id`;x\ndst = /srv\ntarget = nodes\n");
        run(job);
        assertTrue(copies().get(0).endsWith(" -- " + dir + "/a b.log " + dir
                + "/c.log /srv/`id`;x root@n2:/srv"), copies()::toString);
    }

    @Test
    void passiveNodeCopiesNothingAndKnowsItsOwnCopy() throws Exception {
        watched.up = false;
        Job job = sync(PLAIN);
        assertTrue(failure(job).contains("web to be up on this node, got it is down"));
        assertFalse(job.isDue(watched.now));
        assertEquals("warn[passive node needs update]", status(job));
        copied();
        assertEquals("up[]", status(job));
        assertEquals("n/a[]", status(under("nodes = n1 n2\ndrpnodes = n3\n",
                PLAIN.replace("nodes", "drpnodes"))));
        assertEquals(List.of(), copies());
    }

    @Test
    void ofSeveralInstancesOnlyThePrimaryIsTheSource() throws Exception {
        String flex = "nodes = n2 n1\ntopology = flex\n";
        assertTrue(failure(under(flex, PLAIN)).contains("n1: skip, passive node"));
        assertEquals("n2: 2 files, 1,024 bytes",
                run(under(flex + "flex_primary = n1\n", PLAIN)));
    }

    @Test
    void nodeWithoutItsFilesystemGetsNothingAndOthersDo() throws Exception {
        machine.when("ssh .* root@n2 mountpoint -q -- '/srv/web'",
                m -> FakeMachine.exit(32, ""));
        Job job = sync(PLAIN + "dstfs = /srv/web\n");
        String said = failure(job);
        assertTrue(said.contains("sync n2: expected dstfs /srv/web mounted on n2, got nothing"
                + " mounted there"), said);
        assertTrue(said.contains("n3: 2 files"), said);
        assertEquals("warn[n2 need update]", status(job));
        machine.when("ssh .*", m -> FakeMachine.exit(255, "ssh: no route"));
        assertTrue(failure(job).contains("exit 255: ssh: no route"));
    }

    /** What is copied there would be written over what it works with. */
    @Test
    void nodeThatMayRunTheServiceGetsNothing() throws Exception {
        watched.doubtful.add(new NodeName("n2"));
        String said = failure(sync(PLAIN));
        assertTrue(said.contains("sync n2: expected a node that has the service down, got"
                + " n2 is silent"), said);
        assertTrue(said.contains("n3: 2 files"), said);
    }

    /** An empty directory would empty the others' copies. */
    @Test
    void nothingIsCopiedFromWhereAFilesystemOfTheServiceIsNotMounted() {
        ServiceResources all = Drivers.build(Fixture.file(dir, "[DEFAULT]\nnodes = n1 n2\n[fs#1]\n"
                + "type = tmpfs\ndev = none\nmnt = /srv/web\n[sync#1]\n" + PLAIN),
                Fixture.around(dir, machine, watched));
        String said = failure(all.jobs().values().iterator().next());
        assertTrue(said.contains("fs#1 mounted"), said);
        assertEquals(List.of(), copies());
    }

    @Test
    void obeysItsPeriodUnlessForced() throws Exception {
        copied();
        Job job = sync(PLAIN);
        Job.Order gently = Job.Order.ALL;
        assertTrue(job.isDue(watched.now));
        job.run(gently, Fixture.in(10));
        assertFalse(job.isDue(watched.now));
        assertEquals("skip n2: its copy is young enough; --force; skip n3: its copy is young"
                + " enough; --force", job.run(gently, Fixture.in(10)));
        watched.now = watched.now.plusHours(6);
        assertEquals("skip sync: not in allowed period (04:00-06:00@121); --force",
                job.run(gently, Fixture.in(10)));
        assertEquals(2, copies().size());
        run(job);
        assertEquals(4, copies().size());
        assertTrue(job.isDue(watched.now.withHour(5).plusDays(1)));
    }

    /** A node that was never copied to, or has lost its disk, must not empty the others'. */
    @Test
    void firstCopyIsNeverMadeByItself() throws Exception {
        Job job = sync(PLAIN);
        assertFalse(job.isDue(watched.now));
        assertTrue(assertThrows(DriverException.class, () -> job.run(Job.Order.ALL,
                Fixture.in(5))).getMessage().endsWith("got " + FIRST));
        assertEquals(List.of(), copies());
        run(job);
        assertTrue(job.isDue(watched.now.plusDays(1)));
    }

    @Test
    void intervalsKeepACopyAndZeroSwitchesOff() throws Exception {
        Job job = sync(PLAIN + "schedule = @10\nsync_interval = 1h\n");
        run(job);
        assertFalse(job.isDue(watched.now.plusMinutes(59)));
        assertTrue(job.isDue(watched.now.plusMinutes(60)));
        assertFalse(sync(PLAIN + "sync_interval = 0s\n").isDue(watched.now));
        assertFalse(under("nodes = n1 n2\nsync_schedule = @0\n", PLAIN).isDue(watched.now));
        assertTrue(under("nodes = n1 n2\nsync_schedule = @0\n", PLAIN)
                .run(Job.Order.ALL, Fixture.in(5)).startsWith("n2: 2 files"));
    }

    @Test
    void targetsAreThoseOfTheFileAndOfTheOrder() throws Exception {
        Job job = under("nodes = n1 n2\ndrpnodes = n9\n", PLAIN.replace("= nodes",
                "= nodes drpnodes"));
        assertTrue(job.run(new Job.Order(Set.of("drpnodes"), true), Fixture.in(5))
                .startsWith("n9: 2 files"));
        assertEquals("n2: 2 files, 1,024 bytes; n9: 2 files, 1,024 bytes", run(job));
        assertEquals("n/a[no destination nodes]", status(under("nodes = n1\n", PLAIN)));
        assertEquals("no destination nodes", run(under("nodes = n1\n", PLAIN)));
    }

    @Test
    void triggersAndRequirementsAreThoseOfTheTarget() throws Exception {
        machine.when("/usr/bin/logger .*", m -> FakeMachine.exit(0, ""));
        machine.when("/usr/bin/no .*", m -> FakeMachine.exit(1, ""));
        String triggers = "pre_syncnodes = /usr/bin/logger nodes\npost_sync_drp = /usr/bin/logger"
                + " drp\n";
        Job job = under("nodes = n1 n2\n", PLAIN + triggers);
        job.run(new Job.Order(Set.of("nodes"), true), Fixture.in(5));
        assertTrue(machine.ran().contains("/usr/bin/logger nodes"));
        assertFalse(machine.ran().contains("/usr/bin/logger drp"));
        assertTrue(failure(sync(PLAIN + "blocking_pre_sync_nodes = /usr/bin/no go\n"))
                .contains("blocking_pre_sync_nodes"));
        assertTrue(failure(sync(PLAIN + "sync_nodes_requires = impossible\n"))
                .contains("impossible"));
    }

    @Test
    void oneRunAtATimeAndOneThatIsEndedCountsAsNone() throws Exception {
        Job job = slow();
        Runner runner = Runner.of(() -> run(job));
        assertTrue(Await.until(job::isRunning, Duration.ofMillis(20), Fixture.in(20)));
        assertEquals("warn[running, n2 need update, " + FIRST + "]", status(job));
        assertTrue(failure(job).contains("one run at a time"));
        assertTrue(job.stop(Fixture.in(20)));
        assertEquals(DriverException.class, runner.thrown().getClass());
        assertEquals("warn[n2 need update, " + FIRST + "]", status(job));
    }

    @Test
    void nothingIsCopiedWhenItsServiceIsStoppedMeanwhile() {
        machine.when("ssh .* mountpoint .*", m -> {
            watched.up = false;
            return FakeMachine.exit(0, "");
        });
        assertTrue(failure(sync(PLAIN + "dstfs = /srv\n")).contains("web to be up"));
        assertEquals(List.of(), copies());
    }

    /** It takes all the time it is given. */
    private static Result hanging(Command command) throws InterruptedException {
        Await.until(() -> false, Duration.ofMillis(20), command.deadline());
        return new Result(Result.Ending.KILLED, -1, "", "", Duration.ZERO);
    }

    @Test
    void missingProgramsAreLacked() throws Exception {
        assertEquals(List.of(), sync(PLAIN).lacks(Fixture.in(5)));
        Commands none = command -> new Result(
                Result.Ending.MISSING, -1, "", "none", Duration.ZERO);
        assertEquals("[expected the command rsync, got none: apt-get install rsync,"
                + " expected the command ssh, got none: apt-get install openssh-client]",
                under(none, "nodes = n1 n2\n", PLAIN).lacks(Fixture.in(5)).stream()
                        .map(Lack::text).toList().toString());
        assertTrue(failure(under(command(none), "nodes = n1 n2\n", PLAIN))
                .contains("cannot be run"));
    }

    private Commands command(Commands rsyncs) {
        return (Command command) -> command.argv().get(0).equals("rsync") ? rsyncs.run(command)
                : machine.run(command);
    }

    @Test
    void badValuesAreNamed() {
        for (String bad : List.of("src = relative", "dst = relative", "target = n2",
                "bwlimit = fast", "schedule = sometimes", "sync_max_delay = 1500", "snap = true")) {
            String key = bad.split(" ")[0];
            String text = PLAIN.replaceAll("(?m)^" + key + " =.*\n", "") + bad + "\n";
            String said = assertThrows(RuntimeException.class, () -> sync(text)).getMessage();
            assertTrue(said.contains("[sync#1] " + key + ": "), said);
        }
    }
}
