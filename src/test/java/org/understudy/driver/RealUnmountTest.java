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
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.exec.Await;
import org.understudy.exec.SystemCommands;
import org.understudy.model.Status;

/** A real filesystem and whoever does not let go of it. Needs root. */
@Tag("lab")
class RealUnmountTest {
    @TempDir
    Path dir;
    private final Lab lab = new Lab();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<Process> holders = new CopyOnWriteArrayList<>();
    private Path mnt;
    private Driver fs;

    @BeforeEach
    void mounted() throws Exception {
        mnt = dir.resolve("mnt");
        fs = fs("");
        fs.start(Fixture.in(10));
    }

    private Driver fs(String more) throws Exception {
        Path image = dir.resolve("ext4.img");
        if (!Files.exists(image)) {
            lab.image(dir, "ext4", "60M");
        }
        Surroundings around = new Surroundings(new org.understudy.model.NodeName("n1"),
                new SystemCommands(), dir.resolve("var"), dir.resolve("run"),
                (service, rid, level, message) -> heard.add(level + " " + message));
        return Drivers.build(Fixture.file(dir, "[fs#1]\ntype = ext4\ndev = " + image + "\nmnt = "
                + mnt + "\n" + more), around).drivers().values().iterator().next();
    }

    @AfterEach
    void clean() throws Exception {
        holders.forEach(holder -> holder.descendants().forEach(ProcessHandle::destroyForcibly));
        holders.forEach(Process::destroyForcibly);
        lab.clean();
    }

    private Process hold(String... argv) throws IOException {
        Process holder = new ProcessBuilder(argv).start();
        holders.add(holder);
        return holder;
    }

    /** Waits until the holder says that it holds. */
    private void await(String file) throws InterruptedException {
        assertTrue(Await.until(() -> Files.exists(dir.resolve(file)), Duration.ofMillis(20),
                Fixture.in(10)), file);
    }

    private void assertGone() throws Exception {
        assertTrue(fs.stop(Fixture.in(40)), heard::toString);
        DriverContract.assertIs(Status.DOWN, fs);
        assertFalse(lab.run("sh", "-c", "cat /proc/*/mountinfo 2>/dev/null || true")
                .contains(mnt.toString()), heard::toString);
    }

    private void assertHeard(String text) {
        assertTrue(heard.stream().anyMatch(line -> line.contains(text)), heard::toString);
    }

    @Test
    void aHolderThatIgnoresTermIsNamedAndKilled() throws Exception {
        Process holder = hold("sh", "-c", "trap '' TERM; cd " + mnt + "; exec 3>" + mnt
                + "/log; touch " + dir + "/ready; while :; do sleep 1; done");
        await("ready");
        assertGone();
        assertFalse(holder.isAlive());
        assertHeard("WARNING " + mnt + " is held by ");
        assertHeard("cwd " + mnt);
        assertHeard("file " + mnt + "/log");
    }

    @Test
    void aMappedFileOfAClosedDescriptorIsAHoldToo() throws Exception {
        Files.copy(Path.of("/bin/sleep"), mnt.resolve("sleep"));
        assertTrue(mnt.resolve("sleep").toFile().setExecutable(true));
        hold(mnt + "/sleep", "600");
        assertGone();
        assertHeard("exe " + mnt + "/sleep");
        assertHeard("mapped " + mnt + "/sleep");
    }

    @Test
    void aProcessInAnotherMountNamespaceIsFoundAndItsCopyUnmounted() throws Exception {
        Process there = hold("unshare", "-m", "--propagation", "private", "sh", "-c", "cd " + mnt
                + "; touch " + dir + "/ready; sleep 600");
        await("ready");
        assertGone();
        assertHeard("is also mounted in the mount namespace of process ");
        assertTrue(there.waitFor(2, java.util.concurrent.TimeUnit.SECONDS));
    }

    @Test
    void aNamespaceThatOnlyHasACopyLosesItAndLives() throws Exception {
        Process there = hold("unshare", "-m", "--propagation", "private", "sh", "-c", "touch "
                + dir + "/ready; exec sleep 600");
        await("ready");
        assertGone();
        assertTrue(there.isAlive());
    }

    @Test
    void aCopyIsFoundEvenWhenItIsUnmountedHere() throws Exception {
        hold("unshare", "-m", "--propagation", "private", "sh", "-c", "touch " + dir
                + "/ready; exec sleep 600");
        await("ready");
        String loop = lab.run("findmnt", "-n", "-o", "SOURCE", mnt.toString());
        lab.run("losetup", "--find", dir.resolve("ext4.img").toString());
        lab.run("umount", mnt.toString());
        lab.run("sh", "-c", "for d in $(losetup -n -O NAME -j " + dir + "/ext4.img); do [ $d = "
                + loop + " ] || losetup -d $d; done");
        assertGone();
    }

    @Test
    void nestedMountsLoopDevicesAndSwapOnItGoFirst() throws Exception {
        Path inner = mnt.resolve("inner.img");
        lab.run("dd", "if=/dev/zero", "of=" + inner, "bs=1M", "count=12");
        lab.run("mkfs.ext4", "-q", inner.toString());
        Path deep = Files.createDirectory(mnt.resolve("deep"));
        lab.run("mount", "-o", "loop", inner.toString(), deep.toString());
        Files.createDirectory(deep.resolve("a"));
        lab.run("mount", "-t", "tmpfs", "none", deep.resolve("a").toString());
        lab.run("dd", "if=/dev/zero", "of=" + mnt + "/swap", "bs=1M", "count=12");
        lab.run("chmod", "600", mnt + "/swap");
        lab.run("mkswap", mnt + "/swap");
        lab.later("swapoff", mnt + "/swap");
        lab.run("swapon", mnt + "/swap");
        hold("sh", "-c", "cd " + deep + "/a; touch " + dir + "/ready; sleep 600");
        await("ready");
        assertGone();
        assertHeard("swap on " + mnt + "/swap");
        assertHeard("is made of " + inner);
        assertEquals("", lab.run("losetup", "-n", "-O", "NAME", "-j", inner.toString()));
    }

    @Test
    void neighboursOnTheSameFilesystemAreLeftAlone() throws Exception {
        Path other = Files.createDirectory(dir.resolve("other"));
        Files.createDirectories(mnt.resolve("a"));
        Files.createDirectories(mnt.resolve("b"));
        lab.later("umount", other.toString());
        lab.run("mount", "--bind", mnt.resolve("a").toString(), other.toString());
        Process neighbour = hold("sh", "-c", "cd " + other + "; touch " + dir + "/ready;"
                + " sleep 600");
        hold("sh", "-c", "cd " + mnt + "/b; touch " + dir + "/ready2; sleep 600");
        await("ready");
        await("ready2");
        assertTrue(fs.stop(Fixture.in(40)));
        assertTrue(neighbour.isAlive(), heard::toString);
    }

    @Test
    void theAgentItselfIsNeverKilledAndTheFailureNamesWhoIsInTheWay() throws Exception {
        try (var open = Files.newOutputStream(mnt.resolve("log"))) {
            open.write(1);
            DriverException e = assertThrows(DriverException.class,
                    () -> fs.stop(Fixture.in(6)));
            assertTrue(e.getMessage().contains("failed to umount " + mnt + ", held by "
                    + ProcessHandle.current().pid() + " (this agent): file " + mnt + "/log"),
                    e.getMessage());
            DriverContract.assertIs(Status.UP, fs);
        }
        assertGone();
    }

    @Test
    void lazyIsTheLastRungAndSaysWhatItLeaves() throws Exception {
        Driver lazy = fs("stop_failed = lazy\n");
        try (var open = Files.newOutputStream(mnt.resolve("log"))) {
            open.write(1);
            assertTrue(lazy.stop(Fixture.in(6)));
            assertHeard("is out of sight but STILL IN USE");
            DriverContract.assertIs(Status.DOWN, lazy);
        }
    }
}
