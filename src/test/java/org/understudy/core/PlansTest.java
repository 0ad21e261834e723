package org.understudy.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.understudy.model.Group;
import org.understudy.model.NodeName;
import org.understudy.model.Orchestrate;
import org.understudy.model.Resource;
import org.understudy.model.Resource.Flag;
import org.understudy.model.Rid;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;

final class PlansTest {
    private static final Service BUSYBOX = service(Set.of("container:01appservers"),
            docker("container#1", "00database"), docker("container#2", "01appservers"),
            docker("container#3", "01appservers"), docker("container#4", "01appservers"),
            docker("container#5", "01appservers"), docker("container#6", "02webservers"),
            docker("container#7", "02webservers"), plain("ip#1", Group.IP, "ip"),
            plain("vg#1", Group.DISK, "disk.vg"),
            fs("fs#1", "/opt/busybox.opensvc.com/appdata"), fs("fs#2", "/opt/busybox.opensvc.com"));

    @Test
    void theTutorialsBusyboxStartsInItsOrder() {
        assertEquals("ip#1 vg#1 fs#2 fs#1 container#1 [container#2 container#3 container#4"
                + " container#5] container#6 container#7", words(Plans.start(BUSYBOX)));
    }

    @Test
    void aStopIsTheReverse() {
        assertEquals("container#7 container#6 [container#5 container#4 container#3 container#2]"
                + " container#1 fs#1 fs#2 vg#1 ip#1", words(Plans.stop(BUSYBOX, false)));
    }

    @Test
    void aRollbackUndoesOnlyWhatWasDoneAndBackwards() {
        assertEquals("fs#1 fs#2 ip#1", words(Plans.undo(BUSYBOX,
                List.of(new Rid("ip#1"), new Rid("fs#2"), new Rid("fs#1")))));
    }

    @Test
    void idsCompareAsNumbersAndDisksBuildOnEachOther() {
        assertEquals("loop#2 loop#10 vg#1", words(Plans.start(service(Set.of(),
                plain("vg#1", Group.DISK, "disk.vg"), plain("loop#10", Group.DISK, "disk.loop"),
                plain("loop#2", Group.DISK, "disk.loop")))));
    }

    @Test
    void disabledAndStandbyResourcesAreLeftAlone() {
        Service service = service(Set.of(),
                new Resource(new Rid("app#1"), Group.APP, "app", Optional.empty(), "",
                        Set.of(Flag.DISABLE)),
                new Resource(new Rid("disk#1"), Group.DISK, "disk.drbd", Optional.empty(), "",
                        Set.of(Flag.STANDBY)), plain("ip#1", Group.IP, "ip"));
        assertEquals("ip#1 disk#1", words(Plans.start(service)));
        assertEquals("ip#1", words(Plans.stop(service, false)));
    }

    @Test
    void rowsAreShownByDriverAndSubset() {
        assertEquals("container#1 container#2 container#3 container#4 container#5 container#6"
                + " container#7 vg#1 fs#2 fs#1 ip#1", Plans.displayed(BUSYBOX).stream()
                        .map(r -> r.rid().toString()).collect(Collectors.joining(" ")));
    }

    private static Service service(Set<String> parallel, Resource... resources) {
        return new Service(new ServiceName("s"), List.of(new NodeName("n1")), Orchestrate.HA,
                "DEV", 100, true, List.of(resources), parallel, "");
    }

    private static Resource docker(String rid, String subset) {
        return new Resource(new Rid(rid), Group.CONTAINER, "container.docker",
                Optional.of(subset), "", Set.of());
    }

    private static Resource fs(String rid, String mnt) {
        return new Resource(new Rid(rid), Group.FS, "fs", Optional.empty(), mnt, Set.of());
    }

    private static Resource plain(String rid, Group group, String driver) {
        return new Resource(new Rid(rid), group, driver, Optional.empty(), "", Set.of());
    }

    private static String words(Plan plan) {
        return plan.to(new Plan.Reader<String>() {
            public String step(Plan.Step step) {
                return step.rid().toString();
            }

            public String serial(Plan.Serial serial) {
                return serial.parts().stream().map(PlansTest::words)
                        .collect(Collectors.joining(" "));
            }

            public String parallel(Plan.Parallel parallel) {
                return parallel.parts().stream().map(PlansTest::words)
                        .collect(Collectors.joining(" ", "[", "]"));
            }
        });
    }
}
