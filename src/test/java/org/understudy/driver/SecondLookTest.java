package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.exec.Result;

/** What disks and shares leave to be seen in a /sys and a /proc that are staged. */
class SecondLookTest {
    private static final String ID = "LVM-" + "a".repeat(32);
    private static final String MD = "3aaa0122:29827cfa:5331ad66:ca767371";

    @TempDir
    Path dir;
    private final FakeMachine machine = new FakeMachine();

    private void stage(String path, String text) throws IOException {
        Fixture.stage(dir, path, text);
    }

    private void mapped(int number, String name, String uuid) throws IOException {
        stage("/sys/block/dm-" + number + "/dm/name", name);
        stage("/sys/block/dm-" + number + "/dm/uuid", uuid);
    }

    private void gone(String path) throws IOException {
        try (Stream<Path> all = Files.walk(Fixture.staged(dir).resolve(path.substring(1)))) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }

    /** One that was found up just now. */
    private Driver up(String section) throws Exception {
        Driver driver = Fixture.driver(dir, machine, section);
        DriverContract.assertIs(org.understudy.model.Status.UP, driver);
        return driver;
    }

    /** What there is to see when no command ends any more. */
    private static void assertShows(String expected, Driver driver) throws Exception {
        assertEquals(Optional.of(expected).filter(text -> !text.isEmpty()),
                driver.trace(Fixture.in(1)));
    }

    private static Result exit(String out) {
        return FakeMachine.exit(0, out);
    }

    @Test
    void volumesOfAGroupLeaveATraceWhileAllOfThemAreMapped() throws Exception {
        mapped(0, "vg--a-root", ID + "1");
        mapped(1, "vg--a-data-real", ID + "2-real");
        mapped(2, "vg-other", ID + "3");
        mapped(3, "vg--a--b-root", ID + "4");
        mapped(4, "vg--a-crypt", "CRYPT-LUKS2-5");
        stage("/sys/block/sda/size", "8");
        machine.when("lvs --noheadings -o lv_attr vg-a", m -> exit("  -wi-a-----\n"));
        Driver driver = up("[vg#1]\nname = vg-a\n");
        assertShows("its volumes are still active", driver);
        gone("/sys/block/dm-2");
        gone("/sys/block/dm-3");
        gone("/sys/block/dm-4");
        assertShows("its volumes are still active", driver);
        stage("/sys/block/dm-1/dm/uuid", ID + "9-real");
        assertShows("", driver);
        stage("/sys/block/dm-1/dm/uuid", ID + "2-real");
        gone("/sys/block/dm-0");
        assertShows("", driver);
    }

    /** It counts as up, and there is nothing to go by. */
    @Test
    void groupWithoutVolumesLeavesNone() throws Exception {
        mapped(0, "vg-data", ID);
        machine.when("lvs --noheadings -o lv_attr v", m -> exit(""));
        assertShows("", up("[vg#1]\nname = v\n"));
    }

    @Test
    void volumeLeavesATraceByItsOwnNameAndUuid() throws Exception {
        mapped(7, "vg0-da--ta", ID + "1");
        mapped(8, "vg0-da--ta--2", ID + "2");
        machine.when("lvs --noheadings -o lv_attr vg0/da-ta", m -> exit("  -wi-ao----\n"));
        Driver driver = up("[lv#1]\nvg = vg0\nname = da-ta\n");
        gone("/sys/block/dm-8");
        assertShows("it is still active", driver);
        gone("/sys/block/dm-7");
        mapped(9, "vg0-da--ta", ID + "3");
        assertShows("", driver);
    }

    @Test
    void arrayLeavesATraceWhileItRunsOnTheSameDisks() throws Exception {
        stage("/sys/block/md127/md/array_state", "active");
        stage("/sys/block/md127/md/degraded", "0");
        stage("/sys/block/md127/slaves/sda/dev", "8:0");
        stage("/sys/block/md127/slaves/sdb/dev", "8:16");
        Path link = Fixture.staged(dir).resolve("dev/md/web.md.1");
        Files.createDirectories(link.getParent());
        stage("/dev/md127", "");
        Files.createSymbolicLink(link, Path.of("../md127"));
        machine.when("mdadm --detail --scan", m -> exit("ARRAY /dev/md/web.md.1 UUID=" + MD));
        machine.when("mdadm --detail /dev.*", m -> exit("  State : clean\n"));
        machine.when("cat /etc/mdadm/mdadm.conf", m -> exit("ARRAY <ignore> UUID=" + MD));
        Driver driver = up("[md#1]\nuuid = " + MD + "\n");
        stage("/sys/block/md127/md/array_state", "clean");
        assertShows("the kernel still runs it", driver);
        stage("/sys/block/md127/md/degraded", "1");
        assertShows("", driver);
        stage("/sys/block/md127/md/degraded", "0");
        gone("/sys/block/md127/slaves/sdb");
        assertShows("", driver);
        stage("/sys/block/md127/slaves/sdb/dev", "8:16");
        assertShows("the kernel still runs it", driver);
        stage("/sys/block/md127/md/array_state", "inactive");
        assertShows("", driver);
    }

    private Driver drbd() throws Exception {
        stage("/sys/block/drbd1/dev", "147:1");
        machine.when("drbdadm role r0", m -> exit("Primary/Secondary\n"));
        machine.when("drbdadm cstate r0", m -> exit("Connected\n"));
        machine.when("drbdadm dstate r0", m -> exit("UpToDate/UpToDate\n"));
        machine.when("drbdadm sh-dev r0", m -> exit("/dev/drbd1\n"));
        return up("[drbd#1]\nres = r0\n");
    }

    @Test
    void replicatedDiskLeavesATraceInTheTableOfItsModule() throws Exception {
        String line = " 1: cs:Connected ro:%s/Secondary ds:UpToDate/UpToDate C r-----\n    ns:";
        stage("/proc/drbd", "version: 8.4.11 (api:1/proto:86-101)\n 0: cs:Unconfigured\n"
                + String.format(line, "Primary") + "0 nr:0");
        stage("/sys/block/drbd1/ro", "0");
        Driver driver = drbd();
        stage("/proc/drbd", String.format(line, "Primary") + "512 nr:0");
        assertShows("it is still Primary", driver);
        stage("/proc/drbd", String.format(line, "Secondary"));
        assertShows("", driver);
        stage("/proc/drbd", String.format(line, "Primary").replace("Connected", "WFConnection"));
        assertShows("", driver);
    }

    @Test
    void replicatedDiskOfANewerModuleLeavesATraceWhileItCanBeWrittenTo() throws Exception {
        stage("/proc/drbd", "version: 9.1.4 (api:2/proto:110-121)");
        stage("/sys/block/drbd1/ro", "0");
        Driver driver = drbd();
        assertShows("it is still Primary", driver);
        stage("/sys/block/drbd1/ro", "1");
        assertShows("", driver);
        gone("/sys/block/drbd1");
        assertShows("", driver);
    }

    @Test
    void deviceUnderASecondNameLeavesATraceWhileTheKernelKnowsBoth() throws Exception {
        stage("/dev/other", "");
        Files.createSymbolicLink(Fixture.staged(dir).resolve("dev/link"), Path.of("other"));
        machine.when("stat -L -c %t %T %F .*", m -> exit("1 3 character special file\n"));
        for (String odd : List.of("/dev/link", "/dev/other", "/dev/absent")) {
            assertShows("", up("[raw#1]\ndevs = /dev/zero:" + odd + "\n"));
        }
    }

    @Test
    void shareLeavesATraceWhileItIsInTheTableAndSomebodyListens() throws Exception {
        String entry = "/srv/my\\040web\t10.0.0.0/24(rw,sync,no_all_squash,root_squash,secure)";
        String socket = "  sl  local_address rem_address   st\n"
                + "   0: 00000000:%s 00000000:0000 0A 0";
        stage("/var/lib/nfs/etab", "/srv\t*(ro)\n" + entry);
        stage("/proc/self/net/tcp", String.format(socket, "0016"));
        stage("/proc/self/net/tcp6", String.format(socket, "0801"));
        machine.when("cat /var/lib/nfs/etab", m -> exit(entry + "\n"));
        machine.when("cat /proc/fs/nfsd/threads", m -> exit("8\n"));
        Driver driver = up("[share#1]\ntype = nfs\npath = /srv/my web\n"
                + "opts = 10.0.0.0/24(rw,sync)\n");
        assertShows("it is still in the table of exports", driver);
        stage("/proc/self/net/tcp6", String.format(socket, "0802"));
        assertShows("", driver);
        stage("/proc/self/net/tcp6", String.format(socket, "0801"));
        stage("/var/lib/nfs/etab", entry.replace("rw", "ro"));
        assertShows("", driver);
        stage("/var/lib/nfs/etab", "/srv\t*(ro)");
        assertShows("", driver);
    }

    /** It is worth something only for as long as it says what the first one said. */
    @Test
    void statusThatDoesNotAnswerChangesNoTrace() throws Exception {
        mapped(7, "vg0-data", ID);
        machine.when("lvs --noheadings -o lv_attr vg0/data", m -> exit("  -wi-ao----\n"));
        Driver driver = up("[lv#1]\nvg = vg0\nname = data\n");
        machine.hang();
        for (int miss = 0; miss < 3; miss++) {
            assertThrows(DriverException.class, () -> driver.status(Fixture.in(1)));
            assertShows("it is still active", driver);
        }
    }
}
