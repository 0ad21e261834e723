package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.core.Facts;
import org.understudy.core.Permit;
import org.understudy.model.Beat;
import org.understudy.model.BootId;
import org.understudy.model.Cluster;
import org.understudy.model.Event;
import org.understudy.model.Group;
import org.understudy.model.Guard;
import org.understudy.model.Heard;
import org.understudy.model.JournalEntry;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.Memory;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Orchestrate;
import org.understudy.model.Quorum;
import org.understudy.model.Resource;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Self;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
import org.understudy.model.View;

/** When the watchdog is armed, fed and switched off; the device only notes what is done to it. */
final class GuardianTest {
    private static final NodeName N1 = new NodeName("n1");
    private static final ServiceName WEB = new ServiceName("web");
    private static final Rid RID = new Rid("fs#1");
    private static final LinkName LINK = new LinkName("hb#1");
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    Path dir;
    private final List<String> done = new ArrayList<>();
    private final List<JournalEntry> journal = new ArrayList<>();
    private String broken = "";
    private Guardian.Orders orders = Guardian.Orders.NONE;
    private View view = fresh("a");
    private Guardian guardian;
    private long sequence;

    @BeforeEach
    void begin() {
        guardian = guardian();
    }

    private Guardian guardian() {
        return new Guardian(Optional.of(new Noting()), orders, promise(), new Chronicle(
                new ManualClock(), N1, journal::add));
    }

    private Path promise() {
        return dir.resolve("watchdog");
    }

    private final class Noting implements WatchdogDevice {
        @Override
        public Duration arm(Duration atMost) throws IOException {
            works();
            done.add("arm " + atMost.toSeconds());
            return atMost;
        }

        @Override
        public void feed() throws IOException {
            works();
            done.add("feed");
        }

        @Override
        public boolean disarm() throws IOException {
            works();
            done.add("off");
            return true;
        }

        private void works() throws IOException {
            if (!broken.isEmpty()) {
                throw new IOException(broken);
            }
        }
    }

    private static View fresh(String life) {
        List<NodeName> nodes = List.of(N1, new NodeName("n2"), new NodeName("n3"));
        Cluster cluster = new Cluster("lab", nodes, List.of(new Link(LINK, new TreeMap<>(), 1,
                Duration.ofSeconds(2), Duration.ofMillis(200))), Set.of(), Duration.ofSeconds(10),
                Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(60), false,
                new Quorum(true, List.of(), Duration.ofSeconds(2), Quorum.RESET, true), 10);
        Service web = new Service(WEB, nodes, Orchestrate.HA, "TST", 100, true, List.of(
                new Resource(RID, Group.FS, "fs", Optional.empty(), "", Set.of())), Set.of(), "c");
        View view = View.fresh(new Self(N1, new BootId(life), "m", NodeState.IDLE,
                new Moment(0)), cluster, Memory.NONE);
        return Facts.after(view, new Event.Loaded(List.of(web)), view.now());
    }

    /** A round, so long after the last one, of a node that has this and is heard by these. */
    private void round(Duration later, Status status, String... voters) {
        Moment now = view.now().plus(later);
        SortedMap<Rid, ResourceStatus> read = new TreeMap<>();
        read.put(RID, new ResourceStatus(status, ""));
        view = Facts.after(view, new Event.Probed(WEB, read), now);
        for (String voter : voters) {
            SortedMap<NodeName, Heard> heard = new TreeMap<>();
            heard.put(N1, new Heard(view.self().boot(), view.generation(), now.nanos(), true));
            view = Facts.after(view, new Event.BeatHeard(LINK, new Beat("lab",
                    new NodeName(voter), new BootId(voter), voter, ++sequence, 1, NodeState.IDLE,
                    new TreeMap<>(), heard)), now);
        }
        view = guardian.round(view, now);
    }

    private Optional<String> refused() {
        return Permit.refused(view, WEB, RID, view.now());
    }

    @Test
    void isTriedOnceAndArmedWhileSomethingIsHeldThatOthersCouldStart() {
        round(SECOND, Status.DOWN, "n2");
        assertEquals(List.of("arm 10", "off"), done, "tried, and not needed");
        assertEquals(new Guard(Duration.ofSeconds(10), Duration.ofSeconds(12)),
                view.self().guard());
        assertEquals(Optional.of("its watchdog is not armed yet"), refused());
        round(SECOND, Status.UP, "n2");
        assertEquals(Optional.empty(), refused());
        for (int i = 0; i < 6; i++) {
            round(SECOND, Status.UP, "n2");
        }
        round(SECOND, Status.DOWN, "n2");
        assertEquals(List.of("arm 10", "off", "arm 10", "feed", "feed", "off"), done);
    }

    @Test
    void isFedNoMoreOnceTheMajorityIsLostWhateverRunsOn() {
        round(SECOND, Status.UP, "n2");
        round(SECOND.multipliedBy(3), Status.UP, "n2");
        assertEquals(List.of("arm 10", "feed"), done);
        for (int i = 0; i < 8; i++) {
            round(SECOND, Status.UP);
        }
        assertEquals(List.of("arm 10", "feed"), done);
        round(SECOND, Status.UP, "n2");
        assertEquals(List.of("arm 10", "feed", "feed"), done);
    }

    @Test
    void isNotFedByARoundThatComesTooLate() {
        round(SECOND, Status.UP, "n2");
        round(SECOND.multipliedBy(6), Status.UP, "n2");
        assertEquals(List.of("arm 10"), done);
        round(SECOND, Status.UP, "n2");
        assertEquals(List.of("arm 10", "feed"), done);
    }

    /** What the life before left armed would else be fed by that. */
    @Test
    void anAgentThatBeginsWithoutAMajorityDoesNotTouchIt() {
        for (int i = 0; i < 30; i++) {
            round(SECOND, Status.UP);
        }
        assertEquals(List.of(), done);
        assertEquals(Guard.NONE, view.self().guard());
    }

    @Test
    void whatCannotBeUsedIsToldByNameAndGuardsNobody() {
        broken = "/dev/watchdog is not used: it is no watchdog";
        round(SECOND, Status.DOWN, "n2");
        assertEquals(Guard.NONE, view.self().guard());
        assertEquals(Optional.of("no watchdog guards this node: " + broken), guardian.notice());
        assertEquals(Optional.empty(), refused(), "nobody was told that there is one");
        broken = "";
        round(SECOND.multipliedBy(5), Status.UP, "n2");
        assertEquals(List.of(), done, "it is tried now and then");
        round(SECOND.multipliedBy(5), Status.UP, "n2");
        assertEquals(List.of("arm 10"), done);
        assertEquals(Optional.empty(), guardian.notice());
        assertEquals(1, journal.stream().filter(one -> one.event().equals("watchdog.failed"))
                .count());
    }

    @Test
    void whoReliesOnItHasToHearThatItIsGoneBeforeAnythingStartsWithoutIt() {
        round(SECOND, Status.DOWN, "n2", "n3");
        broken = "it is gone";
        round(SECOND, Status.UP, "n2");
        assertEquals(Guard.NONE, view.self().guard());
        String why = "members rely on its watchdog that have not heard yet that it cannot be"
                + " used: it is gone";
        assertEquals(Optional.of(why), refused());
        round(SECOND, Status.UP, "n2");
        assertEquals(Optional.of(why), refused(), "n3 has not");
        round(SECOND, Status.UP, "n2", "n3");
        assertEquals(Optional.empty(), refused());
        assertFalse(Files.exists(promise()));
    }

    /** The life before held nothing when it ended, and the others believe its word. */
    @Test
    void theNextLifeKeepsThePromiseOfTheOneBefore() {
        round(SECOND, Status.DOWN, "n2", "n3");
        assertTrue(Files.exists(promise()));
        guardian = guardian();
        view = fresh("b");
        broken = "it is gone";
        round(SECOND, Status.DOWN, "n2");
        assertTrue(refused().orElse("").startsWith("members rely on its watchdog"));
        round(SECOND, Status.DOWN, "n2", "n3");
        assertEquals(Optional.empty(), refused());
    }

    /** A disk on which it reads that there is no order for it. */
    private final class Disk implements Guardian.Orders {
        private Optional<Moment> read = Optional.empty();
        private Duration told = Duration.ZERO;

        @Override
        public boolean bound() {
            return true;
        }

        @Override
        public Optional<Moment> read() {
            return read;
        }

        @Override
        public Duration told() {
            return told;
        }

        @Override
        public Optional<String> notice() {
            return Optional.empty();
        }
    }

    private Disk disk() {
        Disk disk = new Disk();
        orders = disk;
        guardian = guardian();
        return disk;
    }

    @Test
    void whoMayBeOrderedToEndHasItArmedAlwaysAndTellsSoOnceItReadsAndWasSeenTo() {
        Disk disk = disk();
        round(SECOND, Status.DOWN, "n2", "n3");
        round(SECOND, Status.DOWN, "n2", "n3");
        assertEquals(List.of("arm 10"), done, "and left so");
        assertEquals(Duration.ofSeconds(10), guardian.armed());
        assertFalse(view.self().guard().disk(), "it has not read yet");
        disk.read = Optional.of(view.now());
        round(SECOND, Status.DOWN, "n2", "n3");
        assertFalse(view.self().guard().disk(), "nobody can see that it did");
        disk.told = Duration.ofSeconds(10);
        round(SECOND, Status.DOWN, "n2", "n3");
        assertTrue(view.self().guard().disk());
    }

    @Test
    void whoCannotReadFeedsNoMoreUnlessEveryMemberHasHeardThatItCannot() {
        Disk disk = disk();
        disk.told = Duration.ofSeconds(10);
        disk.read = Optional.of(new Moment(0));
        round(SECOND, Status.UP, "n2", "n3");
        assertTrue(view.self().guard().disk());
        for (int i = 0; i < 20; i++) {
            round(SECOND, Status.UP, "n2");
        }
        assertEquals(List.of("arm 10", "feed"), done, "n3 may order it to end");
        assertFalse(view.self().guard().disk());
        assertEquals(Optional.of("it cannot be read on the shared disk whether this machine is to"
                + " end"), refused());
        round(SECOND, Status.UP, "n2", "n3");
        round(SECOND, Status.UP, "n2", "n3");
        assertEquals(List.of("arm 10", "feed", "feed"), done);
        assertEquals(Optional.empty(), refused());
    }

    /** The order may be there already. */
    @Test
    void theNextLifeOfWhoMayBeOrderedToEndReadsFirst() {
        Disk disk = disk();
        disk.told = Duration.ofSeconds(10);
        disk.read = Optional.of(new Moment(0));
        round(SECOND, Status.UP, "n2", "n3");
        disk();
        view = fresh("b");
        round(SECOND, Status.UP, "n2");
        assertEquals(List.of("arm 10"), done);
        assertEquals(Optional.of("it cannot be read on the shared disk whether this machine is to"
                + " end"), refused());
        ((Disk) orders).read = Optional.of(view.now());
        round(SECOND, Status.UP, "n2");
        assertEquals(List.of("arm 10", "arm 10"), done);
        assertEquals(Optional.empty(), refused());
    }

    @Test
    void whoObeysFeedsNothingAndStartsNothingAnyMore() {
        Disk disk = disk();
        round(SECOND, Status.DOWN, "n2", "n3");
        assertEquals(Duration.ofSeconds(10), guardian.starve());
        for (int i = 0; i < 20; i++) {
            disk.read = Optional.of(view.now());
            round(SECOND, Status.DOWN, "n2", "n3");
        }
        assertEquals(List.of("arm 10"), done);
        assertEquals(Optional.of("this machine is to end"), refused());
    }

    /** Whoever gave the order counts on it, whatever becomes of the agent meanwhile. */
    @Test
    void whoObeysLeavesItArmedWhenItsAgentEnds() throws Exception {
        disk();
        round(SECOND, Status.DOWN, "n2", "n3");
        assertEquals(Duration.ofSeconds(10), guardian.starve());
        guardian.end(new Published(view));
        assertEquals(List.of("arm 10"), done);
        assertEquals("it is to end: this machine is reset in 10.0s",
                journal.get(journal.size() - 1).facts().get("detail"));
    }

    @Test
    void isSwitchedOffAtTheEndOnlyOnceEveryMemberKnowsOrNothingIsLeft() throws Exception {
        round(SECOND, Status.UP, "n2", "n3");
        View all = view;
        guardian.end(new Published(Facts.after(view, new Event.Leaving(false), view.now())));
        assertEquals(List.of("arm 10"), done, "nobody has heard that it leaves");
        assertEquals("watchdog.left", journal.get(journal.size() - 1).event());
        guardian = guardian();
        view = all;
        round(SECOND, Status.UP, "n2", "n3");
        round(SECOND, Status.UP, "n2", "n3");
        guardian.end(new Published(view));
        assertEquals(List.of("arm 10", "arm 10", "off"), done);
        round(SECOND.multipliedBy(3), Status.UP, "n2", "n3");
        assertEquals(List.of("arm 10", "arm 10", "off"), done, "nothing is done after the end");
    }
}
