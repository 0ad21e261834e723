package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import org.understudy.exec.Await;
import org.understudy.exec.Commands;
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
    @Covers("ip")
    class IpForReal implements DriverContract {
        private final String here = "us-a" + ProcessHandle.current().pid();
        private final String there = "us-b" + ProcessHandle.current().pid();
        private Commands inside;

        @Override
        public Driver driver() throws Exception {
            inside = lab.network(here);
            lab.network(there);
            lab.cable(here, there);
            lab.run("ip", "-n", here, "addr", "add", "10.99.0.1/24", "dev", "eth0");
            return ip("10.99.0.5", "");
        }

        private Driver ip(String address, String more) {
            return Fixture.driver(dir, inside, "[ip#1]\nipdev = eth0\nipname = " + address + "\n"
                    + more);
        }

        @Override
        public String machine() throws Exception {
            return lab.run("ip", "-n", here, "addr", "show").replaceAll("(?m)^.*valid_lft.*$", "");
        }

        @Test
        void addressHasMaskAndLabelAndTheNeighbourHearsOfIt() throws Exception {
            Driver driver = driver();
            lab.run("ip", "-n", there, "addr", "add", "10.99.0.2/24", "dev", "eth0");
            lab.run("ip", "-n", there, "neigh", "add", "10.99.0.5", "lladdr", "02:00:00:00:00:99",
                    "dev", "eth0", "nud", "stale");
            driver.start(Fixture.in(10));
            assertTrue(machine().contains("inet 10.99.0.5/24 scope global secondary eth0:1"),
                    machine());
            String mac = lab.run("ip", "netns", "exec", here, "cat", "/sys/class/net/eth0/address");
            assertTrue(Await.until(() -> lab.run("ip", "-n", there, "neigh", "show", "10.99.0.5")
                    .contains(mac), Duration.ofMillis(50), Fixture.in(5)));
            driver.stop(Fixture.in(10));
        }

        @Test
        void addressInUseIsRefusedWithTheOthersMac() throws Exception {
            Driver driver = driver();
            lab.run("ip", "-n", there, "addr", "add", "10.99.0.5/24", "dev", "eth0");
            String mac = lab.run("ip", "netns", "exec", there, "cat",
                    "/sys/class/net/eth0/address");
            DriverException e = assertThrows(DriverException.class,
                    () -> driver.start(Fixture.in(10)));
            assertTrue(e.getMessage().endsWith("10.99.0.5 is already up on another host (" + mac
                    + ")"), e.getMessage());
            assertFalse(machine().contains("10.99.0.5"));
        }

        @Test
        void secondServicesAddressSurvivesTheFirsts() throws Exception {
            driver();
            Driver first = ip("10.98.0.5", "netmask = 255.255.255.0\n");
            Driver second = ip("10.98.0.6", "netmask = 24\n");
            first.start(Fixture.in(10));
            second.start(Fixture.in(10));
            first.stop(Fixture.in(10));
            DriverContract.assertIs(Status.UP, second);
        }

        @Test
        void ipv6Works() throws Exception {
            driver();
            Driver six = ip("fd00:99::5", "netmask = 64\n");
            assertTrue(six.start(Fixture.in(20)));
            DriverContract.assertIs(Status.UP, six);
            assertTrue(six.stop(Fixture.in(10)));
            DriverContract.assertIs(Status.DOWN, six);
        }

        @Test
        void interfaceMustExistAndBeUp() throws Exception {
            driver();
            Driver absent = Fixture.driver(dir, inside,
                    "[ip#1]\nipdev = eth7\nipname = 10.99.0.5\nnetmask = 24\n");
            assertTrue(assertThrows(DriverException.class, () -> absent.start(Fixture.in(5)))
                    .getMessage().endsWith("interface eth7 not found. Cannot stack over it."));
            lab.run("ip", "-n", here, "link", "set", "eth0", "down");
            assertTrue(assertThrows(DriverException.class, () -> ip("10.99.0.5", "").start(
                    Fixture.in(5))).getMessage().contains("is not up"));
        }
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
