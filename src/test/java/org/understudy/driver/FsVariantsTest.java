package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Status;

/** Directories, flags, and whose a filesystem's root is. */
class FsVariantsTest {
    /** Where files are real, so that what one command makes the next one sees. */
    abstract static class WithFiles extends OnFake {
        String owner = "root 0 root 0 755";

        @BeforeEach
        void files() {
            machine.when("mkdir -p (.+)", m -> exit(Path.of(m.group(1)).toFile().mkdirs()
                    || Path.of(m.group(1)).toFile().isDirectory() ? 0 : 1, ""));
            machine.when("touch ([^-].+)", m -> exit(Path.of(m.group(1)).toFile().mkdir() ? 0 : 1,
                    ""));
            machine.when("rm (.+)", m -> exit(Path.of(m.group(1)).toFile().delete() ? 0 : 1, ""));
            machine.when("stat -L -c .*", m -> exit(0, owner + "\n"));
            machine.when("chown (\\S+):(\\S+) .*", m -> own(m.group(1) + " 33 " + m.group(2)
                    + " 33 " + owner.split(" ")[4]));
            machine.when("chmod 0?(\\S+) .*", m -> own(owner.replaceFirst("\\d+$", m.group(1))));
        }

        private org.understudy.exec.Result own(String now) {
            owner = now;
            return exit(0, "");
        }
    }

    @Nested
    @Covers("fs:directory")
    class DirectoryOnFake extends WithFiles {
        @Override
        String section() {
            return "[fs#1]\ntype = directory\npath = " + dir.resolve("a/b") + "\n";
        }

        @Override
        public Status started() {
            return Status.NA;
        }

        @Override
        public Status stopped() {
            return Status.NA;
        }

        @Test
        void isGivenToWhomItBelongs() throws Exception {
            machine.when("getent .*", m -> exit(0, ""));
            Driver driver = Fixture.driver(dir, machine, section()
                    + "user = www-data\ngroup = 33\nperm = 0750\n");
            assertTrue(driver.start(Fixture.in(1)));
            DriverContract.assertIs(Status.NA, driver);
            assertFalse(driver.start(Fixture.in(1)));
            owner = "joe 7 root 0 755";
            assertEquals(new ResourceStatus(Status.WARN, dir + "/a/b", List.of(
                    "user is joe, expected www-data", "group is root, expected 33",
                    "perm is 755, expected 0750")), driver.status(Fixture.in(1)));
        }

        @Test
        void isNotMadeUnderAMountPointWithNothingMounted() throws Exception {
            Driver driver = Fixture.resources(dir, machine, "[fs#0]\ntype = tmpfs\ndev = none\n"
                    + "mnt = " + dir.resolve("a") + "\n" + section()).drivers()
                    .get(new org.understudy.model.Rid("fs#1"));
            String said = refusal(() -> driver.start(Fixture.in(1)));
            assertTrue(said.endsWith("expected fs#0 mounted, got it is not"), said);
            assertFalse(Files.exists(dir.resolve("a")));
        }

        @Test
        void unknownUsersAndOddBitsAreNamed() throws Exception {
            machine.when("getent .*", m -> exit(2, ""));
            assertEquals(List.of(Lack.of("expected the user nobodyknows, got no such user")),
                    Fixture.driver(dir, machine, section() + "user = nobodyknows\ngroup = 0\n")
                            .lacks(Fixture.in(1)));
            assertBad("expected permission bits in octal such as 0755", section()
                    + "perm = rwx\n");
            assertBad("path: missing, expected an absolute path", "[fs#1]\ntype = directory\n");
        }
    }

    @Nested
    @Covers("fs:flag")
    class FlagOnFake extends WithFiles {
        @Override
        String section() {
            return "[fs#1]\ntype = flag\n";
        }

        @Test
        void isAFileOfItsOwnThatAScriptCanAskFor() throws Exception {
            driver().start(Fixture.in(1));
            assertTrue(Files.exists(dir.resolve("run/flag/web/fs#1.flag")));
        }
    }

    @Nested
    @Covers("fs:ext4")
    class OwnedRoot extends WithFiles {
        @Override
        String section() {
            return "[fs#1]\ntype = tmpfs\ndev = none\nmnt = " + dir.resolve("mnt")
                    + "\nuser = www-data\ngroup = www-data\nperm = 2770\n";
        }

        @BeforeEach
        void known() {
            machine.when("getent .*", m -> exit(0, ""));
        }

        @Test
        void isCorrectedWhenTheFilesystemIsMountedAlreadyButThatIsNoChangeToUndo()
                throws Exception {
            Driver driver = driver();
            driver.start(Fixture.in(1));
            owner = "root 0 root 0 755";
            DriverContract.assertIs(Status.WARN, driver);
            assertFalse(driver.start(Fixture.in(1)));
            DriverContract.assertIs(Status.UP, driver);
            assertEquals("www-data 33 www-data 33 2770", owner);
        }
    }
}
