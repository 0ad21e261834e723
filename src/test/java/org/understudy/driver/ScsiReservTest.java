package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Status;

/** Two nodes and the disks that they share. */
class ScsiReservTest {
    private static final String WEB = "[DEFAULT]\nnodes = n1 n2\nprkey@n1 = 0x1001\n"
            + "prkey@n2 = 0x2002\n[vg#1]\nname = vg0\nscsireserv = true\n";

    @TempDir
    Path dir;
    private FakeDisks disks;

    @BeforeEach
    void twoDisks() throws IOException {
        disks = new FakeDisks(dir, "sda", "sdb");
    }

    private Driver on(String node) throws IOException {
        return disks.reservation(node, WEB);
    }

    private static void start(Driver driver) throws InterruptedException {
        driver.start(Fixture.in(60));
    }

    private static ResourceStatus status(Driver driver) throws InterruptedException {
        return driver.status(Fixture.in(30));
    }

    private static String refused(Driver driver) {
        return assertThrows(DriverException.class, () -> start(driver)).getMessage();
    }

    @Test
    void aStartReservesEveryDiskAndAStopReleasesThem() throws Exception {
        assertEquals(Status.DOWN, status(on("n1")).status());
        assertTrue(on("n1").start(Fixture.in(60)));
        assertFalse(on("n1").start(Fixture.in(60)), "twice changes nothing");
        ResourceStatus up = status(on("n1"));
        assertEquals(Status.UP, up.status());
        assertEquals("/dev/sda, /dev/sdb", up.label());
        assertEquals("n1", disks.look("sdb", "holder"));
        ResourceStatus other = status(on("n2"));
        assertEquals(Status.DOWN, other.status());
        assertEquals("/dev/sda is reserved by n1", other.messages().get(0));
        assertTrue(on("n1").stop(Fixture.in(60)));
        assertFalse(on("n1").stop(Fixture.in(60)));
        assertEquals("", disks.look("sda", "holder") + disks.look("sda", "reg.n1"));
        assertEquals(Status.DOWN, status(on("n1")).status());
    }

    @Test
    void aStartTakesThemFromANodeOfTheServiceWhichThenHasLostThem() throws Exception {
        start(on("n1"));
        disks.mayRun("n1");
        start(on("n2"));
        assertEquals("n2", disks.look("sda", "holder"));
        assertEquals("", disks.look("sdb", "reg.n1"));
        ResourceStatus lost = status(on("n1"));
        assertEquals(Status.DOWN, lost.status());
        assertTrue(lost.lost());
        assertFalse(status(on("n2")).lost());
        on("n1").stop(Fixture.in(60));
        assertFalse(status(on("n1")).lost());
        assertEquals("n2", disks.look("sda", "holder"), "a stop takes nothing from others");
    }

    @Test
    void theyStayReservedWhileANodeThatWasShutOutMayRun() throws Exception {
        start(on("n1"));
        disks.mayRun("n1");
        start(on("n2"));
        assertTrue(on("n2").stop(Fixture.in(60)));
        assertEquals("n2", disks.look("sda", "holder"));
        ResourceStatus kept = status(on("n2"));
        assertEquals(Status.DOWN, kept.status());
        assertEquals("/dev/sda is still reserved for this node against n1",
                kept.messages().get(0));
        start(on("n2"));
        assertEquals(Status.UP, status(on("n2")).status());
        disks.stopped("n1");
        on("n2").stop(Fixture.in(60));
        assertEquals("", disks.look("sda", "holder"));
    }

    @Test
    void whatWasKeptIsReleasedByALaterStop() throws Exception {
        disks.mayRun("n1");
        start(on("n2"));
        on("n2").stop(Fixture.in(60));
        disks.stopped("n1");
        on("n2").stop(Fixture.in(60));
        assertEquals("", disks.look("sda", "holder"));
    }

    @Test
    void aReservationOfAnEarlierBootStandsForNothing() throws Exception {
        start(on("n1"));
        disks.reboot("n1");
        assertEquals(Status.DOWN, status(on("n1")).status());
        assertFalse(status(on("n1")).lost());
        assertTrue(on("n1").start(Fixture.in(60)));
        assertEquals(Status.UP, status(on("n1")).status());
    }

    @Test
    void aReservationThatIsGoneIsAWarningAndNoLoss() throws Exception {
        start(on("n1"));
        disks.stage("sda", "holder", "");
        ResourceStatus status = status(on("n1"));
        assertEquals(Status.WARN, status.status());
        assertFalse(status.lost());
        assertEquals("/dev/sda is not reserved any more: other nodes can write to it",
                status.messages().get(0));
    }

    @Test
    void whoTookThemAfterTheStartWasDecidedKeepsThem() throws Exception {
        Driver one = on("n1");
        status(one);
        disks.foreseen("n2", false);
        start(on("n2"));
        status(one); // a reading that no decision has seen changes nothing
        String why = refused(one);
        assertTrue(why.contains("reserve /dev/sda, /dev/sdb: expected the disks as they were when"
                + " the start was decided, got n2 has them now"), why);
        assertEquals("n2", disks.look("sda", "holder"));
        assertEquals("", disks.look("sda", "reg.n1"), "nothing was touched");
        disks.foreseen("n2", true);
        start(one);
        assertEquals("n1", disks.look("sda", "holder"));
    }

    @Test
    void whoHasOnlyTheLastOfThemIsSeenToo() throws Exception {
        disks.foreseen("n2", false);
        disks.stage("sdb", "reg.n2", "8194");
        disks.stage("sdb", "holder", "n2");
        assertTrue(refused(on("n1")).contains("n2 has them now"));
        assertEquals("", disks.look("sda", "holder"), "the first one is not taken either");
    }

    /** One has the disk's first partition, the other one its second. */
    @Test
    void twoServicesDoNotShareADisk() throws Exception {
        Driver db = disks.reservation("n1", "db", WEB);
        start(on("n1"));
        String why = refused(db);
        assertTrue(why.contains("expected disks that no other service has, got web has one of them"
                + " reserved on this node"), why);
        assertTrue(db.lacks(Fixture.in(30)).get(0).text().endsWith("no other service has, got: web"
                + " has one of them reserved on this node"));
        on("n1").stop(Fixture.in(60));
        start(db);
        assertTrue(refused(on("n1")).contains("got db has one of them reserved on this node"));
        assertEquals("n1", disks.look("sda", "holder"), "what failed took nothing away");
        db.stop(Fixture.in(60));
        start(on("n1"));
    }

    @Test
    void aDiskOfAnotherServiceElsewhereIsNotTaken() throws Exception {
        String plain = WEB.replaceAll("prkey.*\n", "");
        start(disks.reservation("n2", "db", plain));
        String why = refused(disks.reservation("n1", plain));
        assertTrue(why.contains("which is no node's of this service: another one has the disk"),
                why);
        assertTrue(disks.reservation("n1", plain).lacks(Fixture.in(30)).get(0).text()
                .contains("which is no node's of this service"));
        assertEquals("n2", disks.look("sda", "holder"));
        assertEquals("", disks.look("sda", "reg.n1"), "nothing was touched");
        start(disks.reservation("n1", "db", plain));
    }

    @Test
    void strangersAreNotShutOut() throws Exception {
        disks.stage("sda", "reg.x", "4919");
        disks.stage("sda", "holder", "x");
        String why = refused(on("n1"));
        assertTrue(why.contains("0x1337, which is no node's of this service"), why);
        assertEquals("", disks.look("sda", "reg.n1"), "nothing was touched");
        assertEquals("/dev/sda is reserved by a stranger (0x1337)",
                status(on("n1")).messages().get(0));
    }

    @Test
    void unitAttentionIsRetriedAndNotForEver() throws Exception {
        disks.stage("sda", "attention", "3");
        start(on("n1"));
        disks.stage("sda", "attention", "100");
        DriverException e = assertThrows(DriverException.class, () -> status(on("n1")));
        assertTrue(e.getMessage().contains("timed out waiting for 'Unit Attention'"),
                e.getMessage());
    }

    @Test
    void aDiskThatKnowsNoReservationsIsNoProof() throws Exception {
        disks.stage("sdb", "dumb", "");
        String why = refused(on("n1"));
        assertTrue(why.contains("disk /dev/sdb does not support persistent reservation"), why);
        assertEquals("", disks.look("sda", "holder"));
        assertThrows(DriverException.class, () -> status(on("n1")));
    }

    @Test
    void aDiskThatHangsEndsAtTheDeadline() throws Exception {
        disks.stage("sda", "hang", "");
        assertThrows(DriverException.class, () -> on("n1").status(Fixture.in(1)));
        assertThrows(DriverException.class, () -> on("n1").start(Fixture.in(1)));
    }

    @Test
    void noDiskIsNoProof() throws Exception {
        disks.below("NAME=\"/dev/loop0\" TYPE=\"loop\" WWN=\"\" VENDOR=\"\"\n");
        ResourceStatus none = status(on("n1"));
        assertEquals(Status.NA, none.status());
        assertEquals("preserv 0 scsi disk", none.label());
        assertTrue(refused(on("n1")).contains("none to be seen"));
    }

    @Test
    void aGroupThatGrewOnAnotherNodeIsReservedWhole() throws Exception {
        disks.seenByHints("  /dev/sda\n  [unknown]\n");
        assertEquals("/dev/sda, /dev/sdb", status(on("n1")).label());
        disks.seenWithout("  /dev/sda\n  [unknown]\n");
        assertTrue(refused(on("n1")).contains("expected all of them"));
        assertEquals("", disks.look("sda", "holder"));
    }

    @Test
    void multipathIsRefusedByName() throws Exception {
        disks.below("NAME=\"/dev/mapper/mpatha\" TYPE=\"mpath\" WWN=\"\" VENDOR=\"\"\n"
                + "NAME=\"/dev/sda\" TYPE=\"disk\" WWN=\"\" VENDOR=\"\"\n");
        assertTrue(refused(on("n1")).contains("/dev/mapper/mpatha is multipath"));
    }

    /** Both believe that the other one is gone. */
    @Test
    void ofTwoAtOnceOneHoldsEveryDiskOrNoneDoes() throws Exception {
        ExecutorService both = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 5; round++) {
                disks.mayRun("n1");
                disks.mayRun("n2");
                Future<Boolean> one = both.submit(tries("n1"));
                Future<Boolean> two = both.submit(tries("n2"));
                boolean first = one.get();
                boolean second = two.get();
                List<Status> now = List.of(status(on("n1")).status(), status(on("n2")).status());
                assertFalse(now.get(0) == Status.UP && now.get(1) == Status.UP);
                assertTrue(first || now.get(0) == Status.DOWN, "who failed let go");
                assertTrue(second || now.get(1) == Status.DOWN, "who failed let go");
                disks.stopped("n1");
                disks.stopped("n2");
                on("n1").stop(Fixture.in(60));
                on("n2").stop(Fixture.in(60));
            }
        } finally {
            both.shutdownNow();
        }
    }

    private Callable<Boolean> tries(String node) {
        return () -> {
            try {
                start(on(node));
                return true;
            } catch (DriverException lost) {
                return false;
            }
        };
    }

    @Test
    void nothingStartsOnADiskThatIsNotReservedForThisNode() throws Exception {
        Driver vg = disks.on("n1", WEB).drivers().get(new Rid("vg#1"));
        String why = refused(vg);
        assertTrue(why.contains("start on /dev/sda: expected it to be reserved for"), why);
        start(on("n1"));
        assertTrue(vg.start(Fixture.in(60)));
        disks.mayRun("n1");
        start(on("n2"));
        assertFalse(vg.start(Fixture.in(60)), "what is up stays as it is");
        vg.stop(Fixture.in(60));
        refused(vg);
    }

    @Test
    void whatIsLackingIsNamed() throws Exception {
        disks.stage("sda", "dumb", "");
        List<Lack> lacks = on("n1").lacks(Fixture.in(30));
        assertEquals(1, lacks.size());
        assertTrue(lacks.get(0).text().contains("does not support persistent reservation"));
    }
}
