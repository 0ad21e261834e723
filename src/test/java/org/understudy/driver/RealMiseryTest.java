package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.exec.Await;
import org.understudy.exec.SystemCommands;
import org.understudy.model.Status;

/** Disks that fill up or vanish, and scripts that never end. Needs root. */
@Tag("lab")
class RealMiseryTest {
    @TempDir
    Path dir;
    private final Lab lab = new Lab();

    @AfterEach
    void clean() throws Exception {
        lab.clean();
    }

    private Driver driver(String text) {
        return Fixture.driver(dir, new SystemCommands(), text);
    }

    private Driver ext4() throws Exception {
        return driver("[fs#1]\ntype = ext4\ndev = " + lab.image(dir, "ext4", "20M") + "\nmnt = "
                + dir.resolve("mnt") + "\n");
    }

    private List<Long> marked() {
        return ProcessHandle.allProcesses().map(ProcessHandle::pid).filter(pid -> {
            try {
                return Files.readString(Path.of("/proc/" + pid + "/environ"))
                        .contains("MARK=" + dir) && Background.lives(pid);
            } catch (java.io.IOException gone) {
                return false;
            }
        }).toList();
    }

    @Test
    void fullFilesystemIsUpAndComesDown() throws Exception {
        Driver fs = ext4();
        fs.start(Fixture.in(20));
        lab.run("sh", "-c", "dd if=/dev/zero of=" + dir.resolve("mnt/big") + " bs=64k || true");
        DriverContract.assertIs(Status.UP, fs);
        assertTrue(fs.stop(Fixture.in(30)));
        DriverContract.assertIs(Status.DOWN, fs);
    }

    /** Whatever becomes of the commands: the kernel's own tables say it. */
    @Test
    void whatIsMountedOrAttachedLeavesATraceUntilItIsTakenAway() throws Exception {
        for (Driver driver : List.of(ext4(), driver("[loop#1]\nfile = "
                + dir.resolve("ext4.img") + "\n"), driver("[raw#1]\ndevs = /dev/null:"
                + dir.resolve("raw/null") + "\n"), driver("[fs#1]\ntype = flag\n"))) {
            assertEquals(Optional.empty(), driver.trace(Fixture.in(1)));
            driver.start(Fixture.in(20));
            DriverContract.assertIs(Status.UP, driver);
            assertTrue(driver.trace(Fixture.in(1)).isPresent());
            driver.stop(Fixture.in(30));
            assertEquals(Optional.empty(), driver.trace(Fixture.in(1)));
        }
    }

    /** Every access fails from then on, as when the last path to a disk is pulled. */
    @Test
    void filesystemWhoseDeviceVanishedIsNotCalledUpAndComesDown() throws Exception {
        Driver fs = driver("[fs#1]\ntype = xfs\ndev = " + lab.image(dir, "xfs", "320M")
                + "\nmnt = " + dir.resolve("mnt") + "\n");
        fs.start(Fixture.in(20));
        lab.run("xfs_io", "-x", "-c", "shutdown", dir.resolve("mnt").toString());
        DriverContract.assertIs(Status.WARN, fs);
        assertTrue(fs.stop(Fixture.in(30)));
        DriverContract.assertIs(Status.DOWN, fs);
    }

    /** Where not even its number can be kept, an application would run on unknown to anybody. */
    @Test
    void nothingIsLaunchedThatCannotBeRemembered() throws Exception {
        Path var = Files.createDirectories(dir.resolve("var/web"));
        lab.run("mount", "-t", "tmpfs", "-o", "size=64k", "none", var.toString());
        lab.later("umount", var.toString());
        lab.run("sh", "-c", "dd if=/dev/zero of=" + var.resolve("big") + " bs=4k || true");
        Driver app = driver("[app#1]\ntype = simple\nstart = sleep 600\nenvironment = MARK=" + dir
                + "\n");
        String why = assertThrows(DriverException.class, () -> app.start(Fixture.in(30)))
                .getMessage();
        assertTrue(why.contains("No space left on device"), why);
        assertEquals(List.of(), marked());
        Files.delete(var.resolve("big"));
        assertTrue(app.start(Fixture.in(30)));
        assertTrue(app.stop(Fixture.in(30)));
        assertEquals(List.of(), marked());
    }

    @Test
    void startScriptThatNeverEndsCostsItsLimitAndLeavesNobodyOfItsGroup() throws Exception {
        Driver app = driver("[app#1]\nstart = sleep 600 & sleep 600\nstop = /bin/true\n"
                + "check = false\nstart_timeout = 2s\nenvironment = MARK=" + dir + "\n");
        long begin = System.nanoTime();
        String said = assertThrows(DriverException.class, () -> app.start(Fixture.in(60)))
                .getMessage();
        assertTrue(said.contains("killed at its deadline"), said);
        assertTrue(System.nanoTime() - begin < 30_000_000_000L, "longer than its limit");
        assertTrue(Await.until(() -> marked().isEmpty(), Duration.ofMillis(50), Fixture.in(10)),
                () -> "left: " + marked());
    }

    /** What it left in a session of its own holds its output, and nobody waits for that. */
    @Test
    void grandchildThatKeepsTheOutputOpenDelaysNobody() throws Exception {
        Driver app = driver("[app#1]\nstart = setsid sleep 600 &\nstop = /bin/true\ncheck = false"
                + "\nenvironment = MARK=" + dir + "\n");
        long begin = System.nanoTime();
        assertTrue(app.start(Fixture.in(60)));
        assertTrue(System.nanoTime() - begin < 20_000_000_000L, "it was waited for");
        List<Long> left = marked();
        assertFalse(left.isEmpty());
        left.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }
}
