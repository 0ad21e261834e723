package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.exec.Result;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Status;

/** The drivers on a machine that is made up. */
class FakeDriversTest {
    @Nested
    @Covers("ip")
    class IpOnFake extends OnFake {
        @Override
        String section() {
            return "[ip#1]\nipname = 10.0.0.5\nipdev = eth0\n";
        }

        @Test
        void takesTheNetmaskOfTheInterfaceAndTheLowestFreeLabel() throws Exception {
            driver().start(Fixture.in(10));
            assertTrue(machine.ran().contains("ip addr add 10.0.0.5/24 dev eth0 label eth0:1"));
            assertEquals("10.0.0.5@eth0", driver().status(Fixture.in(1)).label());
            Fixture.driver(dir, machine, section().replace(".5", ".6")).start(Fixture.in(10));
            assertTrue(machine.ran().contains("ip addr add 10.0.0.6/24 dev eth0 label eth0:2"));
        }

        @Test
        void namesTheOtherHolder() throws Exception {
            machine.when("timeout .* arping -D .*", m -> FakeMachine.exit(1,
                    "Unicast reply from 10.0.0.5 [02:00:00:AA:BB:CC]  0.6ms\n"));
            DriverException e = assertThrows(DriverException.class,
                    () -> driver().start(Fixture.in(10)));
            assertTrue(e.getMessage().endsWith("10.0.0.5 is already up on another host "
                    + "(02:00:00:aa:bb:cc)"), e.getMessage());
        }

        /** A node whose disks were taken stops its service by itself. */
        @Test
        void waitsForANodeThatWasShutOutOfItsDisks() throws Exception {
            AtomicInteger asked = new AtomicInteger();
            machine.when("timeout .* arping -D .*", m -> asked.incrementAndGet() > 2
                    ? FakeMachine.exit(0, "") : FakeMachine.exit(1,
                            "Unicast reply from 10.0.0.5 [02:00:00:AA:BB:CC]  0.6ms\n"));
            Driver ip = Fixture.resources(dir, machine, section() + "[vg#1]\nname = vg0\n"
                    + "scsireserv = true\n").drivers().get(new Rid("ip#1"));
            assertTrue(ip.start(Fixture.in(30)));
        }

        @Test
        void unknownNameIsAWarning() throws Exception {
            machine.when("getent ahosts web.example", m -> FakeMachine.exit(2, ""));
            ResourceStatus status = Fixture.driver(dir, machine,
                    "[ip#1]\nipname = web.example\nipdev = eth0\n").status(Fixture.in(1));
            assertEquals(Status.WARN, status.status());
            assertEquals(List.of("could not resolve web.example to an ip address"),
                    status.messages());
        }
    }

    @Nested
    @Covers("loop")
    class LoopOnFake extends OnFake {
        @Override
        String section() throws Exception {
            Path file = dir.resolve("disk.img");
            return "[disk#1]\ntype = loop\nfile = " + Files.write(file, new byte[0]) + "\n";
        }

        @Test
        void severalAttachmentsAreRefused() throws Exception {
            machine.when("losetup --noheadings .*", m -> FakeMachine.exit(0,
                    "/dev/loop1\n/dev/loop2\n"));
            assertEquals(List.of("attached 2 times: /dev/loop1, /dev/loop2"),
                    driver().status(Fixture.in(1)).messages());
            assertThrows(DriverException.class, () -> driver().start(Fixture.in(1)));
        }

        @Test
        void replacedFileIsNotUp() throws Exception {
            String section = section();
            machine.when("losetup --list .*", m -> FakeMachine.exit(0, "/dev/loop3 "
                    + dir.resolve("disk.img") + " (deleted)\n"));
            ResourceStatus status = Fixture.driver(dir, machine, section).status(Fixture.in(1));
            assertEquals(Status.WARN, status.status());
            assertThrows(DriverException.class, () -> driver().start(Fixture.in(1)));
        }
    }

    @Nested
    @Covers("vg")
    class VgOnFake extends OnFake {
        @Override
        String section() {
            return "[vg#1]\nvgname = vg0\n";
        }

        @Test
        void ownershipIsTakenBeforeActivation() throws Exception {
            driver().start(Fixture.in(1));
            assertEquals(List.of("vgchange --deltag @n2 vg0", "vgchange --addtag @n1 vg0",
                    "vgchange -a y vg0"), machine.ran().stream()
                    .filter(c -> c.startsWith("vgchange")).toList());
        }

        @Test
        void noNodeActivatesItByItselfAtBoot() throws Exception {
            machine.when("vgs --noheadings -o vg_autoactivation vg0",
                    m -> FakeMachine.exit(0, "  enabled\n"));
            machine.when("vgchange --setautoactivation n vg0", m -> {
                machine.when("vgs --noheadings -o vg_autoactivation vg0",
                        again -> FakeMachine.exit(0, "\n"));
                return FakeMachine.exit(0, "");
            });
            driver().start(Fixture.in(1));
            driver().stop(Fixture.in(5));
            driver().start(Fixture.in(1));
            assertEquals(1, machine.ran().stream()
                    .filter(c -> c.contains("--setautoactivation")).count());
        }

        @Test
        void oldLvmThatKnowsNoSuchMarkStartsAllTheSame() throws Exception {
            machine.when("vgs --noheadings -o vg_autoactivation vg0",
                    m -> FakeMachine.exit(3, "Unrecognised field: vg_autoactivation"));
            assertTrue(driver().start(Fixture.in(1)));
            DriverContract.assertIs(Status.UP, driver());
        }

        @Test
        void whatCannotBeWrittenToAnyMoreIsDeactivatedAllTheSame() throws Exception {
            driver().start(Fixture.in(1));
            machine.when("vgchange --deltag .*", m -> FakeMachine.exit(5,
                    "Error writing device /dev/sda: Invalid exchange"));
            assertTrue(driver().stop(Fixture.in(5)));
            DriverContract.assertIs(Status.DOWN, driver());
        }

        @Test
        void absentGroupIsDown() throws Exception {
            machine.when("lvs .*", m -> FakeMachine.exit(5, "Volume group not found"));
            machine.when("vgs --noheadings -o vg_name .*", m -> FakeMachine.exit(0, "  other\n"));
            assertEquals(new ResourceStatus(Status.DOWN, "vg0", List.of("vg vg0 not found")),
                    driver().status(Fixture.in(1)));
        }

        @Test
        void groupMadeOnAnotherNodeIsFound() throws Exception {
            machine.forgets("vg0");
            DriverContract.assertIs(Status.DOWN, driver());
            assertTrue(driver().start(Fixture.in(5)));
            DriverContract.assertIs(Status.UP, driver());
        }

        @Test
        void groupThatGrewOnAnotherNodeIsLookedAtAnew() throws Exception {
            machine.when("vgs --noheadings -o vg_missing_pv_count vg0",
                    m -> FakeMachine.exit(0, "  1\n"));
            machine.when("vgchange .*", m -> FakeMachine.exit(5,
                    "Cannot change VG vg0 while PVs are missing."));
            machine.when("pvscan --cache", m -> {
                machine.when("vgchange .*", again -> FakeMachine.exit(0, ""));
                return FakeMachine.exit(0, "");
            });
            assertTrue(driver().start(Fixture.in(5)));
        }

        @Test
        void groupThatCannotBeReadIsNeitherDownNorStopped() throws Exception {
            machine.when("lvs .*", m -> FakeMachine.exit(5, "read failed: Input/output error"));
            for (FakeReply groups : List.<FakeReply>of(() -> FakeMachine.exit(0, "  vg0\n"),
                    () -> FakeMachine.exit(5, ""))) {
                machine.when("vgs --noheadings -o vg_name .*", m -> groups.result());
                assertThrows(DriverException.class, () -> driver().status(Fixture.in(1)));
                assertThrows(DriverException.class, () -> driver().stop(Fixture.in(1)));
            }
        }

        /** What the made-up machine says. */
        private interface FakeReply {
            Result result();
        }
    }

    @Nested
    @Covers("fs:tmpfs")
    class FsOnFake extends OnFake {
        @Override
        String section() {
            return "[fs#1]\ntype = tmpfs\ndev = none\nmnt = " + dir.resolve("mnt") + "\n";
        }

        /** A disk that was pulled, or an image file that was deleted: still mounted. */
        @Test
        void aMountWhoseDeviceIsGoneIsNotDown() throws Exception {
            listed("/dev/mapper/vg0-root");
            when("findfs .*", 1);
            for (String dev : List.of("/dev/vg0/root", "UUID=5f1c", dir + "/gone.img")) {
                Driver ext4 = ext4(dev);
                assertThrows(DriverException.class, () -> ext4.status(Fixture.in(1)));
                assertThrows(DriverException.class, () -> ext4.stop(Fixture.in(1)));
            }
        }

        @Test
        void aMountThatAnotherCoversIsNotDown() throws Exception {
            listed("/dev/null", "/dev/zero");
            assertEquals(Status.WARN, ext4("/dev/null").status(Fixture.in(1)).status());
            assertThrows(DriverException.class, () -> ext4("/dev/null").stop(Fixture.in(1)));
            assertEquals(Status.DOWN, ext4("/dev/full").status(Fixture.in(1)).status());
        }

        private void when(String pattern, int exit) {
            machine.when(pattern, m -> FakeMachine.exit(exit, ""));
        }

        private void listed(String... sources) {
            String lines = Stream.of(sources).map(source -> "36 35 0:9 / " + dir.resolve("mnt")
                    + " rw shared:1 - ext4 " + source + " rw\n").collect(Collectors.joining());
            machine.when("cat /proc/self/mountinfo", m -> FakeMachine.exit(0, lines));
        }

        private Driver ext4(String dev) {
            return Fixture.driver(dir, machine, "[fs#1]\ntype = ext4\ndev = " + dev + "\nmnt = "
                    + dir.resolve("mnt") + "\n");
        }

        /** Whoever made it so: a remount, or a mount of a device that takes no writes. */
        @Test
        void aMountThatIsReadOnlyIsAWarningUnlessTheFileAsksForIt() throws Exception {
            listed("/dev/null");
            when("touch -a .*", 0);
            assertEquals(Status.UP, ext4("/dev/null").status(Fixture.in(1)).status());
            for (String odd : List.of(" ro shared:1 - ext4 /dev/null rw",
                    " rw shared:1 - ext4 /dev/null ro", " rw - ext4 /dev/null rw,emergency_ro",
                    " rw - ext4 /dev/null rw,shutdown")) {
                machine.when("cat /proc/self/mountinfo", m -> FakeMachine.exit(0,
                        "36 35 0:9 / " + dir.resolve("mnt") + odd + "\n"));
                var found = ext4("/dev/null").status(Fixture.in(1));
                assertEquals(Status.WARN, found.status(), odd);
                assertTrue(found.messages().get(0).startsWith("fs is not writable: "), odd);
                assertEquals(Status.UP, Fixture.driver(dir, machine, "[fs#1]\ntype = ext4\n"
                        + "dev = /dev/null\nmnt_opt = noatime,ro\nmnt = " + dir.resolve("mnt")
                        + "\n").status(Fixture.in(1)).status(), odd);
            }
        }

        /** Only of what ext4 shows: other attributes than e nobody may set again. */
        @Test
        void attributesAreSetAgainOnlyWhereThatChangesNothing() throws Exception {
            listed("/dev/null");
            when("touch -a .*", 0);
            String[] has = {"--------------e------- "};
            machine.when("lsattr -d .*", m -> FakeMachine.exit(0, has[0] + "e/mnt\n"));
            when("chattr .e .*", 1);
            assertEquals(Status.WARN, ext4("/dev/null").status(Fixture.in(1)).status());
            has[0] = "---------------------- ";
            assertEquals(Status.UP, ext4("/dev/null").status(Fixture.in(1)).status());
            assertEquals(1, ran("chattr").size());
        }

        /** Each command that a look runs is one that every look of every service runs. */
        @Test
        void whatTheFirstLookFoundOfTheAttributesIsKeptUntilOneFails() throws Exception {
            listed("/dev/null");
            when("touch -a .*", 0);
            machine.when("lsattr -d .*", m -> FakeMachine.exit(0, "--------------e------- /mnt\n"));
            when("chattr .e .*", 0);
            Driver fs = ext4("/dev/null");
            for (int look = 1; look <= 3; look++) {
                assertEquals(Status.UP, fs.status(Fixture.in(1)).status());
                assertEquals(List.of(1, 1, look), List.of(ran("touch").size(),
                        ran("lsattr").size(), ran("chattr").size()));
            }
            when("chattr .e .*", 1);
            assertEquals(Status.WARN, fs.status(Fixture.in(1)).status());
            machine.when("lsattr -d .*", m -> FakeMachine.exit(0, "---------------------- /mnt\n"));
            assertEquals(Status.UP, fs.status(Fixture.in(1)).status());
            assertEquals(Status.UP, fs.status(Fixture.in(1)).status());
            assertEquals(4, ran("touch").size());
        }

        @Test
        void whatIsNotCheckedBeforeItIsMountedIsSaid() throws Exception {
            when("mount -t .*", 1);
            var watched = new Fixture.Watched();
            for (String type : List.of("xfs", "vfat", "tmpfs", "ext4")) {
                Driver driver = Drivers.build(Fixture.file(dir, "[fs#1]\ntype = " + type
                        + "\ndev = /dev/null\nmnt = " + dir.resolve("mnt") + "\n"),
                        Fixture.around(dir, machine, watched)).drivers().values().iterator()
                        .next();
                assertThrows(DriverException.class, () -> driver.start(Fixture.in(1)));
            }
            assertEquals(List.of("INFO fsck not implemented for xfs",
                    "INFO fsck not implemented for vfat", "WARNING e2fsck not found, bypassed"),
                    watched.said.stream().filter(said -> said.contains("fsck")
                            && !said.contains("e2fsck -p")).toList());
        }

        @Test
        void anotherMountThereIsNotOursAndBlocksTheStart() throws Exception {
            machine.run(org.understudy.exec.Command.of(Fixture.in(1), "mount", "-t", "tmpfs",
                    "other", dir.resolve("mnt").toString()));
            Driver ext4 = Fixture.driver(dir, machine, "[fs#1]\ntype = ext4\n"
                    + "dev = /dev/null\nmnt = " + dir.resolve("mnt") + "\n");
            assertEquals(List.of(dir.resolve("mnt") + " holds other"),
                    ext4.status(Fixture.in(1)).messages());
            assertThrows(DriverException.class, () -> ext4.start(Fixture.in(1)));
        }
    }
}
