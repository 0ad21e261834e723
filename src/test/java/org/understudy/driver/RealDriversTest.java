package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.exec.Command;
import org.understudy.exec.Commands;
import org.understudy.exec.Result;
import org.understudy.exec.SystemCommands;
import org.understudy.model.Status;

/** The drivers on real addresses, loop devices and filesystems. Needs root. */
@Tag("lab")
class RealDriversTest {
    @TempDir
    Path dir;
    private final Lab lab = new Lab();
    private final Commands host = new SystemCommands();

    @AfterEach
    void clean() throws Exception {
        lab.clean();
    }

    @Nested
    @Covers("loop")
    class LoopForReal implements DriverContract {
        @Override
        public Driver driver() throws Exception {
            return loop(lab.image(dir, "ext4", "20M"));
        }

        private Driver loop(Path file) {
            return Fixture.driver(dir, host, "[disk#1]\ntype = loop\nfile = " + file + "\n");
        }

        @Override
        public String machine() throws Exception {
            return lab.run("losetup", "--list", "--output", "NAME,BACK-FILE");
        }

        @Test
        void deletedFileIsNoticedAndLetGo() throws Exception {
            Driver driver = driver();
            driver.start(Fixture.in(10));
            Files.delete(dir.resolve("ext4.img"));
            DriverContract.assertIs(Status.WARN, driver);
            assertTrue(driver.stop(Fixture.in(10)));
            DriverContract.assertIs(Status.DOWN, driver);
        }

        @Test
        void deviceInUseIsNotCalledDown() throws Exception {
            Driver driver = driver();
            driver.start(Fixture.in(10));
            Path mnt = Files.createDirectory(dir.resolve("mnt"));
            lab.run("mount", lab.run("losetup", "-n", "-O", "NAME", "-j",
                    dir.resolve("ext4.img").toString()), mnt.toString());
            assertTrue(assertThrows(DriverException.class, () -> driver.stop(Fixture.in(10)))
                    .getMessage().contains("still in use"));
        }
    }

    abstract class FsForReal implements DriverContract {
        abstract String section() throws Exception;

        @Override
        public Driver driver() throws Exception {
            lab.later("sh", "-c", "umount -R " + dir.resolve("mnt"));
            return Fixture.driver(dir, host, "[fs#1]\nmnt = " + dir.resolve("mnt") + "\n"
                    + section());
        }

        @Override
        public String machine() throws Exception {
            return lab.run("sh", "-c", "grep " + dir + " /proc/self/mountinfo || true; ls -a "
                    + dir.resolve("mnt") + " || true");
        }

        String attached(String type, String size) throws InterruptedException {
            Path file = lab.image(dir, type, size);
            lab.run("losetup", "--find", "--show", file.toString());
            return "type = " + type + "\ndev = " + file + "\n";
        }
    }

    @Nested
    @Covers("fs:ext4")
    class Ext4 extends FsForReal {
        @Override
        String section() throws Exception {
            return attached("ext4", "20M") + "mnt_opt = rw\n";
        }

        /** As when what the image lay on was mounted again, elsewhere or empty. */
        @Test
        void imageIsUnmountedThoughAnotherFileOfItsNameIsSeenNow() throws Exception {
            Path at = Files.createDirectory(dir.resolve("at"));
            Path file = lab.image(at, "ext4", "20M");
            lab.run("losetup", "--find", "--show", file.toString());
            lab.later("sh", "-c", "umount " + dir.resolve("mnt"));
            Driver driver = Fixture.driver(dir, host, "[fs#1]\ntype = ext4\ndev = " + file
                    + "\nmnt = " + dir.resolve("mnt") + "\n");
            driver.start(Fixture.in(10));
            lab.run("mount", "-t", "tmpfs", "tmpfs", at.toString());
            lab.later("umount", at.toString());
            Files.write(file, new byte[1 << 20]);
            DriverContract.assertIs(Status.WARN, driver);
            assertTrue(driver.stop(Fixture.in(20)));
            DriverContract.assertIs(Status.DOWN, driver);
        }

        @Test
        void holderIsEndedSoThatTheFilesystemComesDown() throws Exception {
            Driver driver = driver();
            driver.start(Fixture.in(10));
            Process holder = new ProcessBuilder("sleep", "60").directory(
                    dir.resolve("mnt").toFile()).start();
            assertTrue(driver.stop(Fixture.in(20)));
            assertTrue(holder.waitFor(1, java.util.concurrent.TimeUnit.SECONDS));
        }

        @Test
        void readOnlyAfterAnErrorIsAWarning() throws Exception {
            Driver driver = driver();
            driver.start(Fixture.in(10));
            lab.run("sh", "-c", "echo 1 > /sys/fs/ext4/$(basename $(findmnt -n -o SOURCE "
                    + dir.resolve("mnt") + "))/trigger_fs_error");
            lab.run("mount", "-o", "remount,abort", dir.resolve("mnt").toString());
            DriverContract.assertIs(Status.WARN, driver);
            driver.stop(Fixture.in(10));
        }

        /** Since a disk failed under it, or by hand: what it tells of itself says so. */
        @Test
        void journalThatWasAbortedIsAWarningWhateverIsDoneOnErrors() throws Exception {
            Driver driver = driver();
            driver.start(Fixture.in(10));
            Driver older = Fixture.driver(dir, this::asOnOlderKernels, "[fs#1]\nmnt = "
                    + dir.resolve("mnt") + "\ntype = ext4\ndev = " + dir.resolve("ext4.img")
                    + "\n");
            DriverContract.assertIs(Status.UP, older);
            lab.run("mount", "-o", "remount,errors=continue", dir.resolve("mnt").toString());
            DriverContract.assertIs(Status.UP, driver);
            DriverContract.assertIs(Status.UP, older);
            lab.run("mount", "-o", "remount,abort", dir.resolve("mnt").toString());
            for (Driver one : java.util.List.of(driver, older)) {
                var found = one.status(Fixture.in(10));
                assertEquals(Status.WARN, found.status());
                assertTrue(found.messages().get(0).startsWith("fs is not writable: "),
                        found::toString);
            }
            driver.stop(Fixture.in(10));
        }

        /** They show it as rw, and take a new time without a word. */
        private Result asOnOlderKernels(Command command) throws InterruptedException {
            if (command.argv().get(0).equals("touch")) {
                return new Result(Result.Ending.EXITED, 0, "", "", Duration.ZERO);
            }
            Result result = host.run(command);
            return new Result(result.ending(), result.exit(), result.out().replaceAll(
                    ",(abort|emergency_ro|shutdown)\\b", ""), result.err(), result.took());
        }

        @Test
        void absentDeviceIsNamed() {
            Driver driver = Fixture.driver(dir, host, "[fs#1]\ntype = ext4\ndev = /dev/nope\nmnt = "
                    + dir.resolve("mnt") + "\n");
            assertTrue(assertThrows(DriverException.class, () -> driver.start(Fixture.in(5)))
                    .getMessage().endsWith("device does not exist /dev/nope"));
        }
    }

    @Nested
    @Covers("fs:xfs")
    class Xfs extends FsForReal {
        @Override
        String section() throws Exception {
            return attached("xfs", "320M");
        }
    }

    @Nested
    @Covers("fs:btrfs")
    class Btrfs extends FsForReal {
        @Override
        String section() throws Exception {
            return attached("btrfs", "120M");
        }
    }

    @Nested
    @Covers("fs:ext4")
    class Unattached extends FsForReal {
        @Override
        String section() throws Exception {
            return "type = ext4\nmnt_opt = noatime\ndev = " + lab.image(dir, "ext4", "20M") + "\n";
        }
    }

    @Nested
    @Covers("fs:tmpfs")
    class Tmpfs extends FsForReal {
        @Override
        String section() {
            return "type = tmpfs\ndev = none\nmnt_opt = size=1m\n";
        }
    }

    @Nested
    @Covers("fs:none")
    class Bind extends FsForReal {
        @Override
        String section() throws Exception {
            return "type = none\nmnt_opt = bind\ndev = "
                    + Files.createDirectory(dir.resolve("source")) + "\n";
        }
    }

    @Nested
    @Covers("fs:ext4")
    class Owned extends FsForReal {
        @Override
        String section() throws Exception {
            return attached("ext4", "20M") + "user = daemon\ngroup = 7\nperm = 2750\n";
        }

        @Test
        void rootBelongsToWhomTheFileSays() throws Exception {
            Driver driver = driver();
            driver.start(Fixture.in(10));
            assertEquals("daemon 7 2750", lab.run("stat", "-c", "%U %g %a",
                    dir.resolve("mnt").toString()));
            driver.stop(Fixture.in(10));
        }
    }

    @Nested
    @Covers("fs:flag")
    class Flag extends FsForReal {
        @Override
        public Driver driver() throws Exception {
            Files.createDirectory(dir.resolve("mnt"));
            return Fixture.driver(dir, host, section());
        }

        @Override
        String section() {
            return "[fs#1]\ntype = flag\n";
        }
    }

    @Nested
    @Covers("raw")
    class RawForReal extends Flag {
        @Override
        String section() {
            return "[raw#1]\nperm = 0640\ngroup = daemon\ndevs = /dev/loop-control:"
                    + dir.resolve("mnt/deep/control") + " /dev/full:" + dir.resolve("mnt/full")
                    + "\n";
        }
    }

    @Nested
    @Covers("fs:directory")
    class Directory extends Flag {
        @Override
        public Status started() {
            return Status.NA;
        }

        @Override
        public Status stopped() {
            return Status.NA;
        }

        @Override
        String section() {
            return "[fs#1]\ntype = directory\nuser = 2\nperm = 0700\npath = "
                    + dir.resolve("mnt/a/b") + "\n";
        }
    }

    @Test
    void commandsRunAsTheirUserAndGroupUnderTheirLimits() throws Exception {
        Path said = Files.createFile(dir.resolve("said"));
        lab.run("chmod", "755", dir.toString());
        lab.run("chmod", "666", said.toString());
        Driver app = Fixture.driver(dir, host, "[app#1]\nuser = daemon\ngroup = games\n"
                + "limit_nofile = 99\numask = 027\nstart = id -un >" + said
                + "; id -gn >>" + said + "; ulimit -n >>" + said + "; umask >>" + said + "\n");
        assertEquals(java.util.List.of(), app.lacks(Fixture.in(5)));
        assertTrue(app.start(Fixture.in(10)));
        assertEquals("daemon\ngames\n99\n0027\n", Files.readString(said));
    }

    @Test
    void imageAndItsFilesystemGoUpAndDownTogether() throws Exception {
        Path file = lab.image(dir, "ext4", "20M");
        ServiceResources all = Fixture.resources(dir, host, "[disk#1]\ntype = loop\nfile = " + file
                + "\n[fs#1]\ntype = ext4\ndev = " + file + "\nmnt = " + dir.resolve("mnt") + "\n");
        for (Driver driver : all.drivers().values()) {
            assertTrue(driver.start(Fixture.in(10)));
        }
        assertEquals(file + "@" + dir.resolve("mnt"), all.drivers().get(all.drivers().lastKey())
                .status(Fixture.in(5)).label());
        assertTrue(all.drivers().get(all.drivers().lastKey()).stop(Fixture.in(10)));
        assertTrue(all.drivers().get(all.drivers().firstKey()).stop(Fixture.in(10)));
    }
}
