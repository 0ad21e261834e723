package org.understudy.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.understudy.model.Group;
import org.understudy.model.Kept;
import org.understudy.model.Local;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.Orchestrate;
import org.understudy.model.Resource;
import org.understudy.model.Resource.Flag;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;

final class AggregateTest {
    /** Resources as {@code group:status}; {@code +} standby, {@code ?} optional, {@code -} off. */
    @ParameterizedTest
    @CsvSource({
        "S1, ip:up disk:up fs:up container:up, up, up / up",
        "S2, ip:down disk:down fs:down, up, down / down",
        "S3, ip:up disk:up fs:up container:down, n/a, warn / warn",
        "S4, ip:up fs:up, down, up / warn",
        "S5, ip:down fs:down, warn, down / warn",
        "S10, disk+:up fs:down, up, stdby up / stdby up",
        "S11, disk+:up fs:up, up, up / up",
        "S12, disk+:down fs:down, up, stdby down / stdby down",
        "S13, disk+:down fs:up, up, warn / warn",
        "S14, app-:up ip:up, up, up / up",
        "S15, app:n/a ip:up, up, up / up",
        "S17, '', up, n/a / n/a",
        "S18, app:down ip:up, n/a, warn / warn",
        "S20, fs:warn ip:up, up, warn / warn",
        "S22, app?:down ip:up, up, up / warn",
        "unknown is never down, fs:undef ip:down, up, undef / undef",
        "unknown is never up, fs:undef ip:up, up, undef / undef"})
    void resourcesMergeAsTheWorkedCasesSay(String name, String resources, String sync,
            String wanted) {
        Aggregate found = Aggregate.of(local(resources), Status.of(sync));
        assertEquals(wanted, found.avail().word() + " / " + found.overall().word(), name);
    }

    @Test
    void mergingIsCommutativeAndAssociativeAndUndefIsNeutral() {
        for (Status a : Status.values()) {
            assertEquals(a, a.merge(Status.UNDEF));
            for (Status b : Status.values()) {
                assertEquals(a.merge(b), b.merge(a));
                for (Status c : Status.values()) {
                    assertEquals(a.merge(b).merge(c), a.merge(b.merge(c)));
                }
            }
        }
    }

    private static Local local(String resources) {
        List<Resource> defined = new ArrayList<>();
        SortedMap<Rid, ResourceStatus> read = new TreeMap<>();
        for (String word : resources.isBlank() ? new String[0] : resources.split(" ")) {
            String group = word.split(":")[0];
            Rid rid = new Rid(group.replaceAll("\\W", "") + "#" + defined.size());
            Set<Flag> flags = group.endsWith("+") ? Set.of(Flag.STANDBY)
                    : group.endsWith("?") ? Set.of(Flag.OPTIONAL)
                    : group.endsWith("-") ? Set.of(Flag.DISABLE) : Set.of();
            defined.add(new Resource(rid, Group.valueOf(rid.section().toUpperCase(Locale.ROOT)),
                    rid.section(), Optional.empty(), "", flags));
            read.put(rid, new ResourceStatus(Status.of(word.split(":")[1]), ""));
        }
        Service service = new Service(new ServiceName("s"), List.of(new NodeName("n1")),
                Orchestrate.HA, "DEV", 100, true, defined, Set.of(), "");
        return Local.of(service, Kept.NOTHING, new Moment(0)).read(read);
    }
}
