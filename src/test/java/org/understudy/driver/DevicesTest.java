package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.model.Rid;

/** Which devices resources use and give, on a machine that is made up. */
class DevicesTest {
    private static final String ID = "3aaa0122:29827cfa:5331ad66:ca767371";

    @TempDir
    Path dir;
    private final FakeMachine machine = new FakeMachine();

    @BeforeEach
    void devices() {
        machine.when("lsblk --nodeps .* (/dev/\\S+)", m -> name(m.group(1)).isEmpty()
                ? exit(32, "") : exit(0, name(m.group(1)) + "\n"));
        machine.when("lsblk --inverse .* /dev/(sd.)(\\d?)", m -> exit(0, (m.group(2).isEmpty()
                ? "" : part(m.group(1) + m.group(2), "part")) + part(m.group(1), "disk")));
        machine.when("lsblk --inverse .* /dev/mapper/vg0-data", m -> exit(0,
                part("mapper/vg0-data", "lvm") + part("sda", "disk") + part("sdb", "disk")));
        machine.when("lsblk --inverse .* /dev/drbd0", m -> exit(0, part("drbd0", "disk")));
        machine.when("lsblk --inverse .* /dev/gone", m -> exit(32, ""));
        machine.when("vgs --noheadings -o pv_name vg0", m -> exit(0, "  /dev/sda\n  /dev/sdb\n"));
        machine.when("lvs --noheadings -o lv_path,lv_active vg0.*",
                m -> exit(0, "  /dev/vg0/data active\n  /dev/vg0/old \n  active\n"));
    }

    private static String name(String device) {
        return Map.of("/dev/vg0/data", "/dev/mapper/vg0-data", "/dev/gone", "",
                "/dev/disk/by-id/wwn-1", "/dev/sdc").getOrDefault(device, device);
    }

    private static String part(String name, String type) {
        return "NAME=\"/dev/" + name + "\" TYPE=\"" + type + "\" WWN=\"\" VENDOR=\"\"\n";
    }

    private static org.understudy.exec.Result exit(int code, String out) {
        return FakeMachine.exit(code, out);
    }

    private List<Devices> of(String text) throws InterruptedException {
        return Fixture.resources(dir, machine, text).devices(Fixture.in(30));
    }

    private static Devices devices(String rid, List<String> uses, List<String> gives,
            List<String> disks, String... notes) {
        return new Devices(new Rid(rid), uses, gives, disks, List.of(notes));
    }

    @Test
    void theFilesystemUsesByTheSameNameWhatItsVolumeGroupGives() throws Exception {
        assertEquals(List.of(
                devices("fs#1", List.of("/dev/mapper/vg0-data"), List.of(),
                        List.of("/dev/sda", "/dev/sdb")),
                devices("vg#1", List.of("/dev/sda", "/dev/sdb"), List.of("/dev/mapper/vg0-data"),
                        List.of("/dev/sda", "/dev/sdb"))),
                of("[vg#1]\nname = vg0\n[fs#1]\ntype = ext4\ndev = /dev/vg0/data\nmnt = /srv/w\n"
                        + "[fs#2]\ntype = tmpfs\ndev = none\nmnt = /srv/t\n"
                        + "[fs#3]\ntype = nfs\ndev = filer:/x\nmnt = /srv/n\n"));
        assertTrue(machine.ran().stream().allMatch(c -> c.matches("(lsblk|vgs|lvs|test) .*")),
                () -> "only looks: " + machine.ran());
    }

    @Test
    void aGroupThatIsNotActiveHereSaysSoAndStillItsDisks() throws Exception {
        machine.when("lvs --noheadings -o lv_path,lv_active vg0", m -> exit(0,
                "  /dev/vg0/data \n"));
        assertEquals(List.of(devices("vg#1", List.of("/dev/sda", "/dev/sdb"), List.of(),
                List.of("/dev/sda", "/dev/sdb"), "no volume of vg0 is active here")),
                of("[vg#1]\nname = vg0\n"));
    }

    @Test
    void oneVolumeIsGivenAloneOutOfItsGroup() throws Exception {
        assertEquals(List.of(devices("lv#1", List.of("/dev/sda", "/dev/sdb"),
                List.of("/dev/mapper/vg0-data"), List.of("/dev/sda", "/dev/sdb"))),
                of("[lv#1]\nvg = vg0\nname = data\n"));
        assertTrue(machine.ran().contains("lvs --noheadings -o lv_path,lv_active vg0/data"));
    }

    @Test
    void whatCannotBeReadIsSaidAndTheRestIsTold() throws Exception {
        machine.when("lvs --noheadings -o lv_path,lv_active vg0", m -> exit(5, ""));
        Devices one = of("[vg#1]\nname = vg0\n").get(0);
        assertEquals(List.of("/dev/sda", "/dev/sdb"), one.disks());
        assertTrue(one.notes().get(0).startsWith("cannot be told: ")
                && one.notes().get(0).contains("lvs"), one.notes().toString());
    }

    @Test
    void anArrayIsToldByItsMembersAndWhereItIsAssembled() throws Exception {
        machine.when("mdadm --examine --scan --verbose", m -> exit(0, "ARRAY /dev/md/0 level=raid1"
                + " UUID=" + ID + "\n   devices=/dev/sdc1,/dev/sdd1\n"));
        machine.when("mdadm --detail --scan", m -> exit(0, ""));
        String text = "[md#1]\nuuid = " + ID + "\n";
        assertEquals(List.of(devices("md#1", List.of("/dev/sdc1", "/dev/sdd1"), List.of(),
                List.of("/dev/sdc", "/dev/sdd"), "the array is not assembled here")), of(text));
        machine.when("mdadm --detail --scan", m -> exit(0, "ARRAY /dev/md127 metadata=1.2 UUID="
                + ID + "\n"));
        assertEquals(List.of("/dev/md127"), of(text).get(0).gives());
    }

    /** The kernel does not tell what is below it. */
    @Test
    void aFilesystemOnDrbdLiesOnTheDiskOfThat() throws Exception {
        machine.when("drbdadm sh-dev web", m -> exit(0, "/dev/drbd0\n"));
        machine.when("drbdadm sh-ll-dev web", m -> exit(0, "/dev/sdc1\n"));
        assertEquals(List.of(
                devices("drbd#1", List.of("/dev/sdc1"), List.of("/dev/drbd0"),
                        List.of("/dev/sdc")),
                devices("fs#1", List.of("/dev/drbd0"), List.of(), List.of("/dev/sdc"))),
                of("[drbd#1]\nres = web\n[fs#1]\ntype = ext4\ndev = /dev/drbd0\nmnt = /srv/w\n"));
    }

    @Test
    void aDeviceThatIsNotThereIsNamedAndSaidToBeGone() throws Exception {
        assertEquals(List.of(devices("raw#1", List.of("/dev/sdc", "/dev/gone"), List.of(),
                List.of("/dev/sdc"), "/dev/gone is no block device that is here now")),
                of("[raw#1]\ndevs = /dev/disk/by-id/wwn-1 /dev/gone\n"));
        machine.when("findfs LABEL=x", m -> exit(1, ""));
        assertEquals(List.of("no device is LABEL=x here now"), of("[fs#1]\ntype = ext4\n"
                + "dev = LABEL=x\nmnt = /srv/w\n").get(0).notes());
    }

    @Test
    void whatIsElsewhereOrLeftOutIsSaid() throws Exception {
        List<Devices> all = of("[fs#1]\ntype = ext4\ndev = /dev/sda\nmnt = /srv/a\ntags = encap\n"
                + "[fs#2]\ntype = btrfs\ndev = /dev/sdb\nmnt = /srv/b\ndisable = true\n");
        assertTrue(all.get(0).uses().isEmpty());
        assertTrue(all.get(0).notes().get(0).contains("lives in a container"));
        assertEquals(List.of("it may lie on more devices than the one that is named",
                "disabled: it starts and stops nothing"), all.get(1).notes());
    }

    @Test
    void aMachineThatDoesNotAnswerIsSaidToBeUnreadWithinItsTime() throws Exception {
        machine.hang();
        for (Devices one : of("[vg#1]\nname = vg0\n[raw#1]\ndevs = /dev/sda\n")) {
            assertTrue(one.notes().get(0).startsWith("cannot be told: "), one.toString());
        }
    }
}
