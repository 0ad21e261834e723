package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.config.ClusterFile;
import org.understudy.model.BootId;
import org.understudy.model.Guard;
import org.understudy.model.Memory;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Self;
import org.understudy.model.View;

/** What an operator set few numbers for, added up. */
final class TimingsTest {
    private static final NodeName N1 = new NodeName("n1");
    private static final String TWO = "[cluster]\nnodes = n1 n2\nquorum = true\n[hb#1]\n"
            + "type = unicast\naddr@n1 = 10.0.0.1\naddr@n2 = 10.0.0.2\ntimeout = 6s\n"
            + "[stonith#n1]\ncmd = /bin/off n1\n[stonith#n2]\ncmd = /bin/off n2\n"
            + "[stonith#n2:2]\ncmd = /bin/cut n2\ntimeout = 25s\n"
            + "[arbitrator#1]\nuri = vote://10.0.0.9\n";

    @TempDir
    private Path dir;

    @Test
    void everyLevelOfAFenceCounts() throws IOException {
        ClusterFile file = ClusterFile.read(Files.writeString(dir.resolve("cluster.conf"), TWO),
                dir.resolve("none"), N1);
        TreeMap<NodeName, Duration> took = new TreeMap<>();
        took.put(new NodeName("n2"), Duration.ofMillis(900));
        View view = View.fresh(new Self(N1, new BootId("a"), "m", NodeState.IDLE,
                new Moment(0)).with(new Guard(Duration.ofSeconds(10), Duration.ofSeconds(16)), ""),
                file.cluster(), new Memory(Memory.NONE.node(), Memory.NONE.cluster(),
                        Memory.NONE.services(), Memory.NONE.shot(), took));
        assertEquals("""
                hb#1 is silent: 6.0s (its timeout; a beat every 600ms)
                a node is silent: 6.0s (when it is on every link)
                fencing n2: 35.0s (cmd 10.0s, then cmd 25.0s; took 900ms at most so far)
                a vote holds: 6.0s (the longest timeout of a link)
                without a majority services begin to stop: 6.0s (when the last vote is over)
                what does not stop is reset: 16.0s (the vote, and 10.0s of its watchdog; \
                the others count on it after 17.5s)
                a start is announced: 5.0s (ready_period)
                a fresh agent waits: 90.0s (rejoin_grace_period; at most, to hear the others)
                an agent may be away: 60.0s (maintenance_grace_period; announced)""",
                new Timings(file).of(view).stream().map(line -> line.what() + ": " + line.value()
                        + " (" + line.why() + ")").collect(Collectors.joining("\n")));
    }
}
