package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.config.ConfigException;
import org.understudy.config.Reservation;
import org.understudy.config.ServiceFile;
import org.understudy.config.ServiceFiles;
import org.understudy.core.Plans;
import org.understudy.model.NodeName;
import org.understudy.model.Resource;
import org.understudy.model.Resource.Flag;
import org.understudy.model.Rid;

/** What {@code scsireserv} makes of a service. */
class ReservationsTest {
    private static final String HEAD = "[DEFAULT]\nnodes = n1 n2\n";
    private static final String VG = "[vg#1]\nname = vg0\n";
    private static final String FS = "[fs#1]\ntype = ext4\ndev = /dev/vg0/web\nmnt = /srv/web\n";

    @TempDir
    Path dir;

    private ServiceFile file(String text) throws IOException {
        return ServiceFiles.read(Files.writeString(dir.resolve("web.conf"), text), new Drivers(),
                new NodeName("n1"));
    }

    private static String rids(ServiceFile file) {
        return file.service().resources().stream().map(one -> one.rid().value())
                .collect(Collectors.joining(" "));
    }

    private String refused(String text) {
        return assertThrows(ConfigException.class, () -> file(text)).getMessage();
    }

    private String warned(String text) throws IOException {
        return file(text).warnings().stream().map(Object::toString)
                .collect(Collectors.joining("\n"));
    }

    @Test
    void eachDiskGetsAReservationThatComesBeforeEverythingElse() throws Exception {
        ServiceFile web = file(HEAD + "scsi_reserve = true\n[ip#1]\nipname = 10.0.0.5\n"
                + "ipdev = eth0\n" + VG + "subset = 01\ntags = front\n" + FS);
        assertEquals("fs#1 ip#1 vg#1 vg#1pr", rids(web));
        Resource pr = web.service().resource(new Rid("vg#1pr"));
        assertEquals("disk.scsireserv:01", pr.set());
        assertTrue(Plans.start(web.service()).toString().indexOf("vg#1pr")
                < Plans.start(web.service()).toString().indexOf("ip#1"));
        assertTrue(Plans.stop(web.service(), false).toString()
                .endsWith("Serial[parts=[Step[rid=vg#1pr]]]]]"));
        assertTrue(web.service().reserved());
    }

    /** {@code svcmgr node prkey} shows where each comes from. */
    @Test
    void aKeyIsMadeOfNamesUnlessItIsWritten() throws Exception {
        String on = HEAD + "scsireserv = true\n";
        Reservation made = file(on + VG).reservations().get(new Rid("vg#1pr"));
        assertTrue(made.written().isEmpty());
        assertEquals(2, Set.copyOf(made.keys().values()).size());
        Reservation written = file(on + "prkey@n2 = 0x2\n" + VG + "prkey@n1 = 0X0A\n")
                .reservations().get(new Rid("vg#1pr"));
        assertEquals("{n1=vg#1.prkey@n1, n2=DEFAULT.prkey@n2}", written.written().toString());
        assertEquals("{n1=0xa, n2=0x2}", written.keys().toString());
    }

    @Test
    void itsOwnWordComesBeforeThatOfDefault() throws Exception {
        assertEquals("vg#1", rids(file(HEAD + "scsireserv = true\n" + VG
                + "scsireserv = false\n")));
    }

    @Test
    void oneDiskThatIsNotReservedIsNoProof() throws Exception {
        String reserved = VG + "scsireserv = true\n" + FS;
        assertTrue(file(HEAD + reserved).service().reserved());
        for (String open : List.of("[vg#2]\nname = vg1\n",
                "[fs#2]\ntype = nfs\ndev = srv:/x\nmnt = /srv/x\n",
                "[fs#2]\ntype = ext4\ndev = /srv/x.img\nmnt = /srv/x\n",
                "[fs#2]\ntype = ext4\ndev = /dev/sdz1\nmnt = /srv/x\n",
                "[loop#1]\nfile = /srv/y.img\n", "[drbd#1]\nres = web\n",
                "[raw#1]\ndevs = /dev/sdy\n")) {
            assertFalse(file(HEAD + reserved + open).service().reserved(), open);
            assertTrue(file(HEAD + reserved + open + "disable = true\n").service().reserved());
        }
        assertTrue(file(HEAD + reserved + "[fs#2]\ntype = tmpfs\ndev = tmpfs\nmnt = /srv/t\n"
                + "[fs#3]\ntype = ext4\ndev = /dev/sdz1\nmnt = /srv/x\nscsireserv = true\n"
                + "[raw#1]\ndevs = /dev/vg0/raw\n").service().reserved());
    }

    @Test
    void aDiskThatIsLeftAloneCoversNothing() throws Exception {
        String other = "[vg#2]\nname = vg1\nscsireserv = true\n";
        String reserved = HEAD + other + VG + "scsireserv = true\n";
        assertTrue(file(reserved + FS).service().reserved());
        for (String left : List.of("disable = true\n", "disable@n1 = true\n", "encap = true\n",
                "tags = encap\n")) {
            assertFalse(file(reserved + left + FS).service().reserved(), left);
            assertFalse(file(reserved + left + FS + "scsireserv = true\n").service().reserved());
            assertFalse(file(reserved + left + "[lv#1]\nname = web\nvg = vg0\n").service()
                    .reserved(), left);
        }
        assertTrue(file(reserved + "disable = true\n").service().reserved(), "nothing lies on it");
    }

    @Test
    void aFilesystemThatMayLieOnOtherDisksTooIsNoProof() throws Exception {
        String plain = HEAD + "scsireserv = true\n" + VG
                + "[fs#1]\ndev = /dev/sdz1\nmnt = /srv/x\ntype = ";
        for (String open : List.of("btrfs\n", "xfs\nmnt_opt = noatime,logdev=/dev/sdy1\n",
                "ext4\nmnt_opt = journal_path=/dev/sdy1\n", "xfs\nmnt_opt@n1 = rtdev=/dev/a\n",
                "btrfs\nscsireserv = true\n")) {
            assertFalse(file(plain + open).service().reserved(), open);
            assertFalse(file(plain.replace("sdz1", "vg0/web") + open).service().reserved(), open);
            assertEquals("fs#1 vg#1 vg#1pr", rids(file(plain + open)));
        }
        assertTrue(file(plain + "xfs\nmnt_opt = logbufs=8\n").service().reserved());
        assertTrue(warned(plain + "btrfs\nscsireserv = true\n").contains("[fs#1] scsireserv: no"
                + " effect on fs#1: it has no disk of its own that could be reserved, or may have"
                + " others than the one that is named (btrfs, an external journal)"));
    }

    @Test
    void whatHasNoDiskOfItsOwnIsWarnedOf() throws Exception {
        assertTrue(warned(HEAD + VG + FS + "scsireserv = true\n").contains(
                "[fs#1] scsireserv: no effect on fs#1: it has no disk of its own"));
        assertTrue(warned(HEAD + "scsireserv = true\n[loop#1]\nfile = /srv/y.img\n")
                .contains("no effect on loop#1"));
        assertTrue(warned(HEAD + "scsireserv = true\n[ip#1]\nipname = 10.0.0.5\nipdev = eth0\n")
                .contains("[DEFAULT] scsireserv: no effect: the service has no disk"));
        assertEquals("", warned(HEAD + "scsireserv = true\n" + VG + FS));
    }

    @Test
    void flagsOfTheDiskAreTheReservationsToo() throws Exception {
        Resource pr = file(HEAD + VG + "scsireserv = true\noptional = true\nmonitor = true\n"
                + "restart = 3\n").service().resource(new Rid("vg#1pr"));
        assertEquals(List.of(Flag.OPTIONAL), List.copyOf(pr.flags()));
        assertEquals(0, pr.restart().tries(), "what another node took is not taken back");
        assertFalse(file(HEAD + VG + "scsireserv = true\noptional = true\n").service()
                .reserved(), "a failure to reserve it would go unheeded");
    }

    @Test
    void keysDifferFromNodeToNode() throws Exception {
        ServiceFile web = file(HEAD + VG + "scsireserv = true\nprkey@n1 = 0xABC\n");
        assertEquals("0xabc", web.reservations().get(new Rid("vg#1pr")).keys()
                .get(new NodeName("n1")));
        assertTrue(web.reservations().get(new Rid("vg#1pr")).keys().get(new NodeName("n2"))
                .matches("0x[0-9a-f]{8,16}"));
        String reserved = VG + "scsireserv = true\n";
        assertTrue(refused(HEAD + "prkey = 0xabc\n" + reserved).contains("[vg#1] prkey: expected"
                + " another key on each node, such as prkey@n1 = 0x1 and prkey@n2 = 0x2,"
                + " got 0xabc on [n1, n2]"));
        assertTrue(refused(HEAD + reserved + "prkey = 0\n").contains("other than 0"));
    }

    @Test
    void keysDifferFromServiceToService() throws Exception {
        String text = HEAD + VG + "scsireserv = true\n";
        ServiceFile db = ServiceFiles.read(Files.writeString(dir.resolve("db.conf"), text),
                new Drivers(), new NodeName("n1"));
        Rid pr = new Rid("vg#1pr");
        assertFalse(db.reservations().get(pr).keys().values().stream().anyMatch(
                key -> has(text, key)));
        assertEquals(file(text).reservations(), file(text).reservations());
    }

    private boolean has(String text, String key) {
        try {
            return file(text).reservations().get(new Rid("vg#1pr")).holder(key).isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatSeveralNodesHaveUpIsNotReserved() {
        assertTrue(refused(HEAD + VG + "scsireserv = true\nstandby = true\n")
                .contains("since a disk is reserved for one node at a time"));
        assertTrue(refused(HEAD + "topology = flex\n" + VG + "scsireserv = true\n")
                .contains("(topology = flex)"));
        assertTrue(refused(HEAD + VG + "scsireserv = true\n[vg#1pr]\nname = vg1\n")
                .contains("[vg#1pr] scsireserv: expected another name"));
    }
}
