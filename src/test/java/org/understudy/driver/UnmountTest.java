package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.driver.Mounts.Mount;
import org.understudy.model.Rid;

/** What is in the way of an unmount, on a machine that is made up. */
class UnmountTest {
    @TempDir
    Path dir;
    private final FakeMachine machine = new FakeMachine();
    /** What still keeps the mount from going away. */
    private final Set<String> inTheWay = new TreeSet<>();
    private boolean mounted = true;

    @BeforeEach
    void machine() {
        machine.when("cat /proc/self/mountinfo", m -> FakeMachine.exit(0, mounted
                ? "36 35 7:3 / /srv/web rw shared:1 - ext4 /dev/loop3 rw\n"
                + (inTheWay.contains("dm") ? "37 36 254:0 / /srv/deep rw - ext4 /dev/dm-0 rw\n"
                        : "") : ""));
        machine.when("umount /srv/web", m -> {
            mounted = !inTheWay.isEmpty();
            return FakeMachine.exit(mounted ? 32 : 0, "");
        });
        machine.when("umount /srv/deep", m -> FakeMachine.exit(inTheWay.remove("dm") ? 0 : 32,
                ""));
    }

    private boolean run() throws InterruptedException {
        var file = Fixture.file(dir, "[fs#1]\ntype = ext4\ndev = /dev/loop3\nmnt = /srv/web\n");
        Site site = new Site(new Rid("fs#1"), file, Fixture.around(dir, machine),
                Docker.with(new FakeEngine()));
        return new Unmount(site, Path.of("/srv/web")).run(Fixture.in(4));
    }

    private void holds(String what, String seenBy, String seen, String taken) {
        inTheWay.add(what);
        machine.when(seenBy, m -> FakeMachine.exit(0, inTheWay.contains(what) ? seen : ""));
        machine.when(taken, m -> FakeMachine.exit(inTheWay.remove(what) ? 0 : 1, ""));
    }

    @Test
    void exportsSwapAndDevicesMadeOfItsFilesAreTakenAwayFromTheTopDown() throws Exception {
        holds("export", "cat /var/lib/nfs/etab", "/srv/web/a\tn5(rw)\n/srv/webb\tn6(rw)\n",
                "exportfs -u n5:/srv/web/a");
        holds("swap", "cat /proc/swaps", "Filename Type\n/srv/web/sw\\040ap file 1 0 -2\n",
                "swapoff /srv/web/sw ap");
        holds("loop", "losetup --list --noheadings --raw .*",
                "/dev/loop5 /srv/web/disk.img\n/dev/loop6 /srv/webb/disk.img\n",
                "losetup --detach /dev/loop5");
        inTheWay.add("dm");
        machine.when("ls -1 /sys/class/block/loop5/holders", m -> FakeMachine.exit(0, "dm-0\n"));
        machine.when("cat /sys/class/block/dm-0/dev", m -> FakeMachine.exit(0, "254:0\n"));
        assertTrue(run());
        assertEquals(List.of("exportfs -u n5:/srv/web/a", "swapoff /srv/web/sw ap",
                "umount /srv/deep", "dmsetup remove /dev/dm-0", "losetup --detach /dev/loop5",
                "umount /srv/web"), machine.ran().stream().filter(c -> c.matches(
                        "(exportfs|swapoff|umount|dmsetup|losetup --detach).*")).skip(2).toList());
    }

    @Test
    void whatHoldsWithoutAnEndIsGivenUpInTime() throws Exception {
        inTheWay.add("nobody knows");
        long begin = System.nanoTime();
        assertFalse(run());
        assertTrue(System.nanoTime() - begin < 20_000_000_000L);
    }

    @Test
    void processesOfAnotherNamespaceCountWhereTheirMountIsOurs() throws Exception {
        machine.when("readlink /proc/self/ns/mnt", m -> FakeMachine.exit(0, "mnt:[1]\n"));
        machine.when("find .* \\*/ns/mnt ! -lname mnt:\\\\\\[1\\\\\\] .*", m -> FakeMachine.exit(0,
                "70/ns/mnt\tmnt:[2]\n71/ns/mnt\tmnt:[3]\n72/ns/mnt\tmnt:[3]\n"));
        machine.when("grep -l -s -F  7:3  /proc/70/mountinfo /proc/71/mountinfo",
                m -> FakeMachine.exit(0, "/proc/71/mountinfo\n"));
        machine.when("cat /proc/71/mountinfo", m -> FakeMachine.exit(0,
                "90 1 0:50 / / rw - overlay o rw\n91 90 7:3 /sub /data rw - ext4 /dev/loop3 rw\n"
                + "92 91 0:51 / /data/tmp rw - tmpfs t rw\n"));
        MountPlaces places = MountPlaces.of(new Mount("7:3", Path.of("/"), Path.of("/srv/web"),
                List.of(), "ext4", "/dev/loop3", List.of()), site(), Fixture.in(1));
        assertEquals(List.of(new MountPlaces.Copy(71, Path.of("/data"))), places.copies());
        assertTrue(places.holds(72, Path.of("/data/file")));
        assertFalse(places.holds(72, Path.of("/data/tmp/file")), "on a mount over it");
        assertFalse(places.holds(70, Path.of("/srv/web/file")), "the same name, another place");
        assertTrue(places.holds(5, Path.of("/srv/web/file")));
        assertFalse(places.holds(5, Path.of("/srv/webb/file")));
    }

    private Site site() {
        return new Site(new Rid("fs#1"), Fixture.file(dir, "[fs#1]\ntype = flag\n"),
                Fixture.around(dir, machine), Docker.with(new FakeEngine()));
    }

    @Test
    void whatFollowsAFailedStopIsSaidInTheFile() {
        for (String word : List.of("block", "self_fence", "lazy")) {
            assertEquals(word, Fixture.resources(dir, machine, "[DEFAULT]\nnodes = n1\n"
                    + "stop_failed = " + word + "\n[fs#1]\ntype = flag\n").stopFailed(
                            new Rid("fs#1")).name().toLowerCase(java.util.Locale.ROOT));
        }
        assertEquals(ServiceResources.StopFailed.BLOCK, Fixture.resources(dir, machine,
                "[fs#1]\ntype = flag\n").stopFailed(new Rid("fs#1")));
    }
}
