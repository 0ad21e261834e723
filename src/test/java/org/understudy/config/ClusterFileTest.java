package org.understudy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.understudy.model.ArbitratorName;
import org.understudy.model.Link;
import org.understudy.model.NodeName;
import org.understudy.model.Way;
import org.understudy.model.Quorum;
import org.understudy.model.Rules.MonitorAction;

class ClusterFileTest {
    private static final NodeName N1 = new NodeName("n1");
    private static final NodeName N2 = new NodeName("n2");
    private static final String TWO = """
            [cluster]
            name = lab
            nodes = n1 n2
            [hb#1]
            type = unicast
            addr@n1 = 10.0.0.1
            addr@n2 = 10.0.0.2
            """;
    private static final String FENCES = """
            [stonith#n1]
            cmd = /usr/bin/fence n1 'now please'
            [stonith#n2]
            cmd@n1 = /usr/bin/fence n2
            timeout = 30s
            """;

    @TempDir
    private Path dir;

    @Test
    void withoutFilesThisNodeIsAlone() {
        ClusterFile file = ClusterFile.read(dir.resolve("cluster.conf"),
                dir.resolve("node.conf"), N1);
        assertEquals("default", file.cluster().name());
        assertEquals(List.of(N1), file.cluster().nodes());
        assertEquals(List.of(), file.cluster().links());
        assertEquals(Set.of(), file.cluster().fenced());
        assertEquals(Duration.ofSeconds(10), file.cluster().fenceTimeout());
        assertEquals(Duration.ofSeconds(5), file.cluster().readyPeriod());
        assertEquals(Duration.ofSeconds(90), file.cluster().rejoinGracePeriod());
        assertEquals(Duration.ofSeconds(60), file.cluster().maintenanceGracePeriod());
        assertFalse(file.cluster().takeoverWithoutProof());
        assertEquals(List.of(), file.warnings());
    }

    @Test
    void membersLinksAndFencesAreRead() {
        ClusterFile file = read(TWO + FENCES, "");
        Link link = file.cluster().links().get(0);
        assertEquals("lab", file.cluster().name());
        assertEquals(List.of(N1, N2), file.cluster().nodes());
        assertEquals("hb#1", link.name().value());
        assertEquals(Map.of(N1, "10.0.0.1", N2, "10.0.0.2"), link.addresses());
        assertEquals(new Way.Unicast(link.addresses(), 10000), link.way());
        assertEquals(Duration.ofSeconds(15), link.timeout());
        assertEquals(Duration.ofSeconds(1), link.interval());
        assertEquals(Set.of(N1, N2), file.cluster().fenced());
        assertEquals(Duration.ofSeconds(30), file.cluster().fenceTimeout());
        Section own = file.fences().get(N1).get(0);
        assertEquals(List.of("/usr/bin/fence", "n1", "now please"), own.get(FenceKeywords.CMD));
        assertEquals(Duration.ofSeconds(10), own.get(FenceKeywords.TIMEOUT));
        assertEquals(Duration.ofSeconds(30),
                file.fences().get(N2).get(0).get(FenceKeywords.TIMEOUT));
        assertEquals(List.of(), file.warnings());
    }

    @ParameterizedTest
    @CsvSource({"timeout = 2s, 0.2", "timeout = 200ms, 0.05", "timeout = 1m, 1",
            "interval = 5s, 5"})
    void intervalIsATenthOfTheTimeoutWithinBounds(String line, double seconds) {
        assertEquals(Duration.ofMillis(Math.round(seconds * 1000)),
                read(TWO + line + "\n" + FENCES, "").cluster().links().get(0).interval());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "interval = 6s | 8 | 15s | 6s", "timeout = 100ms | 4 | 100ms | 50ms",
        "timeout = 0s | 4 | 0s | 50ms", "interval = 0s | 8 | 15s | 0s"})
    void intervalLeavesRoomForLostBeats(String line, int at, String timeout, String interval) {
        assertEquals("cluster.conf:" + at + ":1 [hb#1] interval: expected more than 0s and at most"
                + " a third of timeout " + timeout + ", got " + interval,
                refusal(TWO + line + "\n" + FENCES, ""));
    }

    @Test
    void nodeConfWinsOverClusterConf() {
        String cluster = "[node]\nready_period = 7s\nrejoin_grace_period@n1 = 8s\n";
        ClusterFile file = read(cluster, "[node]\nready_period = 1s\n");
        assertEquals(Duration.ofSeconds(1), file.cluster().readyPeriod());
        assertEquals(Duration.ofSeconds(8), file.cluster().rejoinGracePeriod());
    }

    @Test
    void unfencedMemberIsAWarningUnlessTheRiskIsAccepted() {
        assertEquals("[cluster.conf: no section [stonith#n1]: when n1 falls silent, its services"
                + " wait for an operator unless their disks are reserved, cluster.conf: no"
                + " section [stonith#n2]: when n2 falls"
                + " silent, its services wait for an operator unless their disks are reserved]",
                read(TWO, "").warnings().toString());
        ClusterFile accepted = read(TWO.replace("name = lab", "takeover_without_proof = true"), "");
        assertTrue(accepted.cluster().takeoverWithoutProof());
        assertEquals(List.of(), accepted.warnings());
    }

    @Test
    void allProblemsOfBothFilesAtOnce() throws IOException {
        Path broken = Path.of("src/test/resources/config");
        assertEquals(Files.readString(broken.resolve("broken-cluster.txt")),
                refusal(Files.readString(broken.resolve("broken-cluster.conf")),
                        "[node]\nenv = PRD\n[cluster]\n") + "\n");
    }

    @Test
    void quorumIsForThreeMembersOrMore() {
        String three = TWO.replace("n1 n2", "n1 n2 n3") + "addr@n3 = 10.0.0.3\ntimeout = 6s\n";
        Quorum quorum = read(three.replace("name = lab", "quorum = yes"), "").cluster().quorum();
        assertEquals(new Quorum(true, List.of(), Duration.ofSeconds(6), Duration.ofSeconds(10),
                false), quorum);
        assertEquals(Quorum.OFF, read(three, "").cluster().quorum());
        assertEquals("cluster.conf:2:1 [cluster] quorum: expected at least 3 members and"
                + " arbitrators, since of 2 none has a majority when another is lost and everything"
                + " would stop, got 2",
                refusal(TWO.replace("name = lab", "quorum = true"), ""));
    }

    @Test
    void arbitratorIsTheThirdVoter() {
        String quorum = TWO.replace("name = lab", "quorum = true") + FENCES;
        String one = "[arbitrator#1]\nuri = vote://10.0.0.9:77\n";
        ClusterFile file = read(quorum + one + "[arbitrator#b]\nuri = vote://[fe80::1]\n", "");
        ArbitratorName first = new ArbitratorName("arbitrator#1");
        assertEquals(List.of(first, new ArbitratorName("arbitrator#b")),
                file.cluster().quorum().arbitrators());
        assertEquals(new ArbitratorAddress("10.0.0.9", 77), file.arbitrators().get(first));
        assertEquals("vote://[fe80::1]:10500",
                file.arbitrators().get(new ArbitratorName("arbitrator#b")).toString());
        assertEquals("[cluster.conf:13:1 [arbitrator#1]: no effect while quorum = false]",
                read(TWO + FENCES + one, "").warnings().toString());
        assertEquals("cluster.conf:14:1 [arbitrator#1]: expected links with a timeout of at most"
                + " 1m, since that long it gives its vote away, got 2m", refusal(quorum.replace(
                "[hb#1]\n", "[hb#1]\ntimeout = 2m\n").replaceFirst("port = .*\n", "") + one, ""));
    }

    @Test
    void memberIsNoArbitrator() {
        assertEquals("cluster.conf:13:1 [arbitrator#1] uri: expected a machine that is no member,"
                + " since it must outlive each of them, got n2's address 10.0.0.2",
                refusal(TWO.replace("name = lab", "quorum = true") + FENCES
                        + "[arbitrator#1]\nuri = vote://10.0.0.2\n", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://10.0.0.9:22", "https://www.example.com", "vote://host:1",
        "vote://10.0.0.9:0", "10.0.0.9"})
    void whatOnlyAnswersIsNoArbitrator(String uri) {
        assertTrue(refusal(TWO.replace("name = lab", "quorum = true") + FENCES
                + "[arbitrator#1]\nuri = " + uri + "\n", "").contains("[arbitrator#1] uri: expected"
                + " an address such as vote://10.0.0.9:10500, where understudy-agent arbiter runs"
                + " (what only answers, by tcp or http, cannot vote for one node alone), got \""
                + uri), uri);
    }

    @Test
    void watchdogIsANodesOwnAndOfUseWhereAMajorityIsNeeded() {
        String three = TWO.replace("n1 n2", "n1 n2 n3").replace("name = lab", "quorum = yes")
                + "addr@n3 = 10.0.0.3\n[node]\nwatchdog = /dev/watchdog\n";
        ClusterFile shared = read(three, "");
        assertTrue(shared.cluster().quorum().watchdog());
        assertEquals(Optional.of(Path.of("/dev/watchdog")), shared.limits().watchdog());
        assertEquals(Optional.of(Path.of("/dev/watchdog1")),
                read(three, "[node]\nwatchdog = /dev/watchdog1\n").limits().watchdog());
        assertTrue(read(TWO + FENCES, "[node]\nwatchdog = /dev/watchdog\n").warnings().toString()
                .contains("node.conf:2:1 [node] watchdog: no effect while quorum = false: nobody"
                        + " needs a majority"));
        assertTrue(refusal(three.replace("/dev/watchdog", "yes"), "").contains("[node] watchdog:"
                + " expected an absolute path such as /srv/web, got \"yes\""));
    }

    @Test
    void splitActionIsToStopUnlessSaid() {
        String three = TWO.replace("n1 n2", "n1 n2 n3").replace("name = lab", "quorum = yes")
                + "addr@n3 = 10.0.0.3\n[node]\nsplit_action = ";
        assertEquals(Optional.empty(), read(three + "stop\n", "").cluster().quorum().split());
        assertEquals(Optional.of(MonitorAction.CRASH),
                read(three + "crash\n", "").cluster().quorum().split());
        assertEquals(Optional.of(MonitorAction.REBOOT), read(three + "crash\n",
                "[node]\nsplit_action = reboot\n").cluster().quorum().split());
        assertTrue(refusal(three + "poweroff\n", "").contains("[node] split_action: expected one"
                + " of stop, crash, reboot, got \"poweroff\""));
    }

    @Test
    void limitsOfTheNodeAreSizesOrParts() {
        NodeLimits preset = read("", "").limits();
        assertEquals(new NodeLimits(new NodeLimits.Least(0, 2), new NodeLimits.Least(0, 10),
                Duration.ofSeconds(5), Optional.empty()), preset);
        ClusterFile file = read("[node]\nmax_parallel = 3\n",
                "[node]\nmin_avail_mem = 1k\nstatus_timeout = 20s\n");
        assertEquals(Duration.ofSeconds(20), file.limits().status());
        assertEquals(3, file.cluster().parallel());
        NodeLimits own = file.limits();
        assertTrue(own.memory().above(1023, 1 << 20) && !own.memory().above(1024, 1 << 20));
        assertTrue(preset.swap().above(99, 1000) && !preset.swap().above(100, 1000));
        assertFalse(preset.swap().above(0, 0), "no swap at all is not too little");
        assertEquals("node.conf:2:1 [node] min_avail_swap: expected a size such as 512m or a part"
                + " such as 2%, got \"101%\"\nnode.conf:3:1 [node] max_parallel: expected a whole"
                + " number from 1 to 100, got \"0\"",
                refusal("", "[node]\nmin_avail_swap = 101%\nmax_parallel = 0\n"));
    }

    @Test
    void fenceNeedsTime() {
        assertEquals("cluster.conf:12:1 [stonith#n2] timeout: expected a duration above 0s such as"
                + " 10s, got \"0s\"", refusal(TWO + FENCES.replace("30s", "0s"), ""));
    }

    @Test
    void membersMustHearEachOther() {
        assertEquals("cluster.conf:1:1 [cluster] nodes: expected a section [hb#1] too, since 2"
                + " members must hear each other, got none",
                refusal("[cluster]\nnodes = n1 n2\n", ""));
    }

    private ClusterFile read(String cluster, String node) {
        try {
            return ClusterFile.read(Files.writeString(dir.resolve("cluster.conf"), cluster),
                    Files.writeString(dir.resolve("node.conf"), node), N1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String refusal(String cluster, String node) {
        return assertThrows(ConfigException.class, () -> read(cluster, node)).getMessage();
    }
}
