package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.understudy.exec.Result;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Status;

/** Volumes, arrays, replicated and raw disks on a machine that is made up. */
class DisksTest {
    @Nested
    @Covers("lv")
    class LvOnFake extends OnFake {
        private boolean active;

        @BeforeEach
        void lvm() {
            machine.when("lvs --version", m -> exit(0, "LVM version"));
            machine.when("lvs --noheadings -o lv_attr vg0/data", m -> exit(0, active
                    ? "  -wi-ao----\n" : "  -wi-------\n"));
            machine.when("lvs --noheadings -o lv_full_name .*", m -> exit(0, "  vg0/data\n"));
            machine.when("lvchange -a ([yn]) vg0/data", m -> {
                active = m.group(1).equals("y");
                return exit(0, "");
            });
        }

        @Override
        String section() {
            return "[lv#1]\nvg = vg0\nname = data\n";
        }

        @Override
        public String machine() {
            return "" + active;
        }

        @Test
        void anAbsentVolumeIsDownAndAnUnreadableOneIsNot() throws Exception {
            machine.when("lvs --noheadings -o lv_attr .*", m -> exit(5, ""));
            assertTrue(refusal(() -> driver().status(Fixture.in(1))).contains("vg0/data"));
            machine.when("lvs --noheadings -o lv_full_name .*", m -> exit(0, "  vg0/other\n"));
            assertEquals(new ResourceStatus(Status.DOWN, "vg0/data",
                    List.of("lv vg0/data not found")), driver().status(Fixture.in(1)));
            assertEquals("expected the logical volume vg0/data, got none",
                    driver().lacks(Fixture.in(1)).get(0).text());
        }

        @Test
        void aVolumeOfAGroupMadeOnAnotherNodeIsFound() throws Exception {
            boolean[] seen = {false};
            machine.when("lvs --noheadings -o lv_attr vg0/data", m -> seen[0]
                    ? exit(0, active ? "  -wi-ao----\n" : "  -wi-------\n") : exit(5, ""));
            machine.when("lvs --noheadings -o lv_attr vg0/data --config devices/hints=\"none\"",
                    m -> exit(0, "  -wi-------\n"));
            machine.when("vgs --noheadings -o vg_missing_pv_count vg0", m -> exit(5, ""));
            machine.when("pvscan --cache", m -> {
                seen[0] = true;
                return exit(0, "");
            });
            DriverContract.assertIs(Status.DOWN, driver());
            assertTrue(driver().start(Fixture.in(5)));
            DriverContract.assertIs(Status.UP, driver());
        }

        @Test
        void noNodeActivatesItByItselfAtBoot() throws Exception {
            machine.when("lvs --noheadings -o lv_autoactivation vg0/data",
                    m -> exit(0, "  enabled\n"));
            machine.when("lvchange --setautoactivation n vg0/data", m -> exit(0, ""));
            driver().start(Fixture.in(1));
            assertEquals(List.of("lvchange --setautoactivation n vg0/data",
                    "lvchange -a y vg0/data"), ran("lvchange"));
        }

        @Test
        void aVolumeInUseIsNotCalledDown() throws Exception {
            driver().start(Fixture.in(1));
            machine.when("lvchange -a n .*", m -> exit(5, "in use"));
            assertTrue(refusal(() -> driver().stop(Fixture.in(5))).endsWith("it is in use"));
        }

        @Test
        void aVolumeWithoutItsGroupIsRefused() {
            assertBad("vg: missing", "[disk#1]\ntype = lv\nname = data\n");
        }
    }

    @Nested
    @Covers("md")
    class MdOnFake extends OnFake {
        private static final String ID = "3aaa0122:29827cfa:5331ad66:ca767371";
        private String scan = "";
        private String state = "clean";
        /** udev is a little late. */
        private int looks;
        private String conf = "ARRAY <ignore> UUID=" + ID + "\n";

        @BeforeEach
        void mdadm() {
            machine.when("mdadm --detail --scan", m -> exit(0, scan));
            machine.when("mdadm --detail (/dev.*)", m -> exit(0, "  State : " + state + " \n"));
            machine.when("mdadm --examine --scan", m -> exit(0, "ARRAY /dev/md/0 UUID=" + ID));
            machine.when("mdadm --assemble (\\S+) -u " + ID, m -> scan("ARRAY " + m.group(1)
                    + " metadata=1.2 UUID=" + ID + "\n"));
            machine.when("mdadm --stop (\\S+)", m -> scan(""));
            machine.when("test -b (/dev/md/\\S+)",
                    m -> exit(scan.contains(m.group(1)) && ++looks % 2 == 0 ? 0 : 1, ""));
            machine.when("cat /etc/mdadm/mdadm.conf", m -> exit(0, conf));
            machine.when("sed -i \\$a (.*) /etc/mdadm/mdadm.conf", m -> {
                conf += m.group(1) + "\n";
                return exit(0, "");
            });
        }

        private Result scan(String now) {
            scan = now;
            return exit(0, "");
        }

        @Override
        String section() {
            return "[md#1]\nuuid = 3AAA0122:29827cfa:5331ad66:ca767371\n";
        }

        @Override
        public String machine() {
            return scan + conf;
        }

        @Test
        void aDegradedArrayIsAWarning() throws Exception {
            driver().start(Fixture.in(1));
            state = "clean, degraded, recovering";
            assertEquals(new ResourceStatus(Status.WARN, "md " + ID, List.of(
                    "/dev/md/web.md.1 is clean, degraded, recovering")),
                    driver().status(Fixture.in(1)));
        }

        @Test
        void aNodeIsToldNotToAssembleItAtBoot() throws Exception {
            conf = "HOMEHOST <system>\n";
            scan = "ARRAY /dev/md127 UUID=" + ID + "\n";
            assertTrue(driver().status(Fixture.in(1)).messages().get(0).startsWith(
                    "assembled at boot too"));
            for (String before : List.of("", "ARRAY /dev/md127 UUID=" + ID + "\n")) {
                scan = before;
                conf = "HOMEHOST <system>\n";
                assertEquals(before.isEmpty(), driver().start(Fixture.in(1)));
                assertEquals("HOMEHOST <system>\nARRAY <ignore> UUID=" + ID + "\n", conf);
                DriverContract.assertIs(Status.UP, driver());
            }
        }

        @Test
        void disksThatWereOnlyCollectedAreLetGoFirst() throws Exception {
            scan = "INACTIVE-ARRAY /dev/md127 metadata=1.2 UUID=" + ID + "\n";
            DriverContract.assertIs(Status.WARN, driver());
            assertTrue(driver().start(Fixture.in(1)));
            assertEquals(List.of("mdadm --stop /dev/md127", "mdadm --assemble /dev/md/web.md.1 -u "
                    + ID), ran("mdadm --stop", "mdadm --assemble"));
        }

        @Test
        void anArrayThatStaysIsNotCalledDown() throws Exception {
            driver().start(Fixture.in(1));
            machine.when("mdadm --stop .*", m -> exit(0, ""));
            assertTrue(refusal(() -> driver().stop(Fixture.in(30))).endsWith("it is there"));
        }

        @Test
        void uuidsOfFilesystemsAreRefused() {
            assertBad("expected an array's uuid", "[md#1]\n"
                    + "uuid = 5f1c1e0e-3b0a-4a0c-9d55-0f6c5a0a7c11\n");
        }
    }

    @Nested
    @Covers("drbd")
    class DrbdOnFake extends OnFake {
        private String role = "";
        private String peer = "Secondary";
        private String connection = "Connected";
        private String disk = "UpToDate";

        @BeforeEach
        void drbd() {
            machine.when("drbdadm sh-dev r0", m -> exit(0, "/dev/drbd0\n"));
            machine.when("drbdadm role r0", m -> role.isEmpty() ? exit(10, "")
                    : exit(0, role + "/" + peer + "\n"));
            machine.when("drbdadm cstate r0", m -> exit(0, connection + "\n"));
            machine.when("drbdadm dstate r0", m -> exit(0, disk + "/UpToDate\n"));
            machine.when("drbdadm up r0", m -> role("Secondary"));
            machine.when("drbdadm (primary|secondary) r0", m -> role(
                    m.group(1).equals("primary") ? "Primary" : "Secondary"));
            machine.when("modprobe drbd", m -> exit(0, ""));
        }

        private Result role(String now) {
            role = now;
            return exit(0, "");
        }

        @Override
        String section() {
            return "[drbd#1]\nres = r0\n";
        }

        @Override
        public String machine() {
            return role;
        }

        @Test
        void isAttachedThenPromoted() throws Exception {
            driver().start(Fixture.in(5));
            assertEquals(List.of("drbdadm up r0", "drbdadm primary r0"),
                    ran("drbdadm up", "drbdadm primary"));
            driver().stop(Fixture.in(5));
            assertEquals("Secondary", role, "it replicates on");
        }

        @Test
        void aSplitBrainAndAnotherPrimaryAreNotStartedOver() throws Exception {
            role = "Secondary";
            peer = "Primary";
            assertTrue(refusal(() -> driver().start(Fixture.in(5))).endsWith(
                    "expected no other Primary, got peer's role Primary"));
            connection = "StandAlone";
            peer = "Unknown";
            assertTrue(refusal(() -> driver().start(Fixture.in(5))).endsWith("got StandAlone,"
                    + " peer's role Unknown: split brain, or disconnected by hand"));
            assertEquals(List.of(), ran("drbdadm primary"));
        }

        @Test
        void newerVersionsNameThePeer() throws Exception {
            machine.when("drbdadm role r0", m -> exit(0, role + "\n"));
            machine.when("drbdadm status r0", m -> exit(0, "r0 role:Secondary\n  disk:UpToDate\n"
                    + "  n2 role:Primary\n    peer-disk:UpToDate\n"));
            role = "Secondary";
            assertTrue(refusal(() -> driver().start(Fixture.in(5))).endsWith(
                    "got peer's role n2 Primary"));
        }

        @Test
        void aLonePrimaryIsAWarningAndStartsWithoutItsPeer() throws Exception {
            connection = "WFConnection";
            assertTrue(driver().start(Fixture.in(10)));
            assertEquals(List.of("disk is UpToDate, connection is WFConnection"),
                    driver().status(Fixture.in(1)).messages());
        }

        @Test
        void aChangeInTheMiddleOfAnotherIsTriedAgain() throws Exception {
            role = "Secondary";
            int[] tries = {0};
            machine.when("drbdadm primary r0", m -> tries[0]++ < 1 ? exit(11, "")
                    : role("Primary"));
            assertTrue(driver().start(Fixture.in(5)));
            assertEquals(2, tries[0]);
        }

        @Test
        void whatDrbdDoesNotKnowIsNoAnswer() throws Exception {
            machine.when("drbdadm sh-dev r0", m -> exit(10, "not defined"));
            assertTrue(refusal(() -> driver().status(Fixture.in(1))).contains("drbdadm role r0"));
            assertTrue(driver().lacks(Fixture.in(1)).get(0).text().startsWith(
                    "expected the resource r0 in /etc/drbd.d"));
            assertBad("standby: expected false", section() + "standby = true\n");
        }
    }

    @Nested
    @Covers("raw")
    class RawOnFake extends OnFake {
        private final Map<String, String> nodes = new TreeMap<>(Map.of("/dev/null", "1 3",
                "/dev/zero", "1 5"));

        @BeforeEach
        void devices() {
            machine.when("stat -L -c %t %T %F (.*)", m -> nodes.containsKey(m.group(1))
                    ? exit(0, nodes.get(m.group(1)) + " character special file\n") : exit(1, ""));
            machine.when("stat -L -c %U .*", m -> exit(0, "root 0 root 0 666\n"));
            machine.when("mknod (\\S+) c (\\d+) (\\d+)", m -> {
                nodes.put(m.group(1), m.group(2) + " " + m.group(3));
                return exit(0, "");
            });
            machine.when("rm (.*)", m -> exit(nodes.remove(m.group(1)) == null ? 1 : 0, ""));
        }

        @Override
        String section() {
            return "[raw#1]\ndevs = /dev/null:" + dir + "/d/a /dev/zero\n";
        }

        @Override
        public String machine() {
            return nodes.toString();
        }

        @Test
        void devicesThatAreAlwaysThereNeitherStartNorStop() throws Exception {
            Driver driver = Fixture.driver(dir, machine, "[raw#1]\ndevs = /dev/null\n");
            assertEquals(new ResourceStatus(Status.NA, "/dev/null"), driver.status(Fixture.in(1)));
            nodes.remove("/dev/null");
            assertEquals(new ResourceStatus(Status.DOWN, "/dev/null",
                    List.of("/dev/null is no device that is there")),
                    driver.status(Fixture.in(1)));
            assertTrue(refusal(() -> driver.start(Fixture.in(1))).endsWith(
                    "expected a device, got none there"));
        }

        @Test
        void anotherDeviceUnderTheNameIsLeftAlone() throws Exception {
            nodes.put(dir + "/d/a", "8 0");
            assertEquals(new ResourceStatus(Status.WARN, dir + "/d/a, /dev/zero",
                    List.of(dir + "/d/a is not /dev/null")), driver().status(Fixture.in(1)));
            assertTrue(refusal(() -> driver().start(Fixture.in(1))).endsWith("something else"));
            driver().stop(Fixture.in(1));
            assertTrue(nodes.containsKey(dir + "/d/a"));
        }

        @Test
        void oddPairsAreRefused() {
            for (String bad : List.of("dev/sdb", "/dev/sdb:b", "/a:/b:/c", "/a /a", "/a:/x /b:/x",
                    "/dev/sdb:")) {
                assertBad("devs: ", "[raw#1]\ndevs = " + bad + "\n");
            }
        }
    }
}
