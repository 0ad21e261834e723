package org.understudy.core;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.understudy.model.Action;
import org.understudy.model.Event;
import org.understudy.model.Group;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.Orchestrate;
import org.understudy.model.Resource;
import org.understudy.model.Resource.Flag;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Rules;
import org.understudy.model.Service;
import org.understudy.model.Status;

/** From whom n1 may take disks that n2 and n3 may take too, and when it leaves them theirs. */
final class ReservingTest {
    private static final Rid PR = new Rid("fs#1pr");

    private Status md = Status.DOWN;
    private final OneNode n1 = new OneNode(Set.of(), "n1", "n2", "n3");

    @BeforeEach
    void itsDisksAreReserved() {
        Set<Flag> covered = Set.of(Flag.RESERVED);
        n1.take(new Event.Loaded(List.of(new Service(OneNode.WEB,
                Stream.of("n1", "n2", "n3").map(NodeName::new).toList(), Orchestrate.HA, "TST",
                100, true, List.of(resource("fs#1", Group.FS, "fs", covered),
                        resource("fs#1pr", Group.DISK, Resource.RESERVATION, Set.of()),
                        resource("ip#1", Group.IP, "ip", covered),
                        resource("md#1", Group.DISK, "disk.md", covered)),
                Set.of(), "c0ffee", Rules.DEFAULT))));
    }

    private static Resource resource(String rid, Group group, String driver, Set<Flag> flags) {
        return new Resource(new Rid(rid), group, driver, Optional.empty(), "", flags);
    }

    private void read(Status fs, Status reservation, String holder) {
        read(fs, Status.DOWN, reservation, holder);
    }

    /** What is read here, and for whom the disks are reserved. */
    private void read(Status fs, Status ip, Status reservation, String holder) {
        SortedMap<Rid, ResourceStatus> found = new TreeMap<>();
        found.put(new Rid("fs#1"), new ResourceStatus(fs, ""));
        found.put(new Rid("ip#1"), new ResourceStatus(ip, ""));
        found.put(new Rid("md#1"), new ResourceStatus(md, ""));
        found.put(PR, new ResourceStatus(reservation, "", List.of(),
                Optional.of(holder).filter(node -> !node.isEmpty()).map(NodeName::new), false));
        n1.take(new Event.Probed(OneNode.WEB, found));
    }

    private void heard() {
        n1.beat("n2", "m2", Status.UP, Monitor.IDLE).beat("n3", "m3", Status.DOWN, Monitor.IDLE);
    }

    private boolean takes(String from) {
        return Reserving.mayTake(n1.view(), OneNode.WEB, PR, new NodeName(from));
    }

    @Test
    void onlyFromWhomHadThemWhenItWasDecided() {
        heard();
        read(Status.DOWN, Status.DOWN, "n2");
        n1.pass(Duration.ofSeconds(30));
        assertTrue(takes("n2"));
        assertFalse(takes("n3"), "it has taken them since, and nobody has seen it yet");
        read(Status.DOWN, Status.DOWN, "n3");
        assertFalse(takes("n3"), "it took them while it was silent: so it runs the service");
        assertFalse(takes("n2"));
    }

    /** As when they came to be reserved while it ran: nothing was marked here. */
    @Test
    void whatUsesDisksThatAnotherNodeHasLeaves() {
        heard();
        read(Status.UP, Status.UP, Status.DOWN, "");
        assertFalse(leaves(), "nobody has them");
        read(Status.UP, Status.UP, Status.UP, "n1");
        assertFalse(leaves());
        read(Status.UP, Status.UP, Status.DOWN, "n2");
        assertTrue(leaves());
    }

    @Test
    void whatCannotBeWrittenAnyMoreIsInUseToo() {
        heard();
        read(Status.WARN, Status.UP, Status.DOWN, "n2");
        assertTrue(leaves());
        assertTrue(Permit.refused(n1.view(), OneNode.WEB, PR, n1.view().now()).isPresent());
    }

    @Test
    void whoOnlyStandsByDoesNotLeave() {
        heard();
        for (Status fs : List.of(Status.DOWN, Status.WARN, Status.UNDEF)) {
            read(fs, Status.DOWN, Status.DOWN, "n2");
            assertFalse(leaves(), "nothing of it is up here, with fs " + fs);
        }
        read(Status.DOWN, Status.UP, Status.DOWN, "n2");
        assertFalse(leaves(), "an address alone is on no disk");
        md = Status.UP;
        read(Status.DOWN, Status.DOWN, Status.DOWN, "n2");
        assertFalse(leaves(), "an array that came up as the machine did is not in use");
    }

    private boolean leaves() {
        return n1.ruling().actions().stream().anyMatch(Action.Toc.class::isInstance);
    }

    @Test
    void whereTheyCouldNotBeReadOnlyFromWhomElseIsProvedNotToRunIt() {
        heard();
        read(Status.DOWN, Status.UNDEF, "");
        assertFalse(takes("n2"), "it runs it");
        assertTrue(takes("n3"), "it says that it has it down");
        n1.pass(Duration.ofSeconds(30));
        assertFalse(takes("n3"));
        read(Status.DOWN, Status.DOWN, "");
        heard();
        assertFalse(takes("n3"), "nobody had them");
    }
}
