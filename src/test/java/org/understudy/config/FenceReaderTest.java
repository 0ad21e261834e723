package org.understudy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.understudy.model.NodeName;

/** How sections about fence devices are read, and what is said of wrong ones. */
final class FenceReaderTest {
    private static final NodeName N1 = new NodeName("n1");
    private static final NodeName N2 = new NodeName("n2");
    private static final String TWO = "[cluster]\nnodes = n1 n2\n[hb#1]\ntype = unicast\n"
            + "addr@n1 = 10.0.0.1\naddr@n2 = 10.0.0.2\n[stonith#n1]\ncmd = /bin/fence n1\n";
    private static final String IPMI = "type = ipmi\naddr = 10.0.1.2\nusername = fence\n"
            + "password_file = /etc/understudy/bmc\n";
    private static final String REDFISH = "type = redfish\nuri = https://10.0.1.2/\n"
            + "username = fence\npassword_file = /etc/understudy/bmc\n";

    private static final String DISK = "[hb#2]\ntype = disk\ndev = /dev/shared\n";
    private static final String WATCHDOG = "[node]\nwatchdog = /dev/watchdog\n";

    @TempDir
    private Path dir;

    @Test
    void anOrderOnADiskNeedsADiskAWatchdogAndTime() {
        ClusterFile file = read("[stonith#n2]\ntype = disk\n[stonith#n2:2]\ncmd = /bin/f\n"
                + DISK + WATCHDOG);
        assertEquals(Duration.ofSeconds(40), file.cluster().fenceTimeout());
        assertEquals("hb#2", FenceKeywords.link(file.cluster().links(),
                file.fences().get(N2).get(0)).orElseThrow().name().toString());
        assertEquals(java.util.Optional.empty(), FenceKeywords.link(file.cluster().links(),
                file.fences().get(N2).get(1)));
        assertTrue(refusal("[stonith#n2]\ntype = disk\n" + WATCHDOG).contains("[stonith#n2] type:"
                + " expected a link of type disk too, since that is where the order is put, got"
                + " none"));
        String own = "[stonith#n1:2]";
        assertTrue(refusal(own + "\ntype = disk\n" + DISK).contains(own + " type:"
                + " expected watchdog in [node] too, here or in node.conf: without one nothing"
                + " makes sure that it obeys"), refusal(own + "\ntype = disk\n" + DISK));
        assertTrue(read("[stonith#n2]\ntype = disk\n" + DISK
                + "[node]\nwatchdog@n1 = /dev/watchdog\n").warnings().toString().contains(
                        "[stonith#n2] type: no watchdog in [node] of this file, so n2's own"
                        + " node.conf has to name one"));
        assertTrue(refusal("[stonith#n2]\ntype = disk\nhb = hb#1\n" + DISK + WATCHDOG).contains(
                "[stonith#n2] hb: expected a link of type disk, one of [hb#2], got \"hb#1\""));
        assertTrue(refusal("[stonith#n2]\ntype = disk\ntimeout = 10s\n" + DISK + WATCHDOG)
                .contains("[stonith#n2] timeout: expected at least 25s, since it is twice the"
                        + " timeout of a watchdog until n2 is certain to be off, got \"10s\""));
    }

    @Test
    void levelsAreReadInTheirOrder() {
        ClusterFile file = read("[stonith#n2:3]\ncmd = /bin/last\ntimeout = 7s\n[stonith#n2]\n"
                + IPMI + "[stonith#n2:2]\n" + REDFISH + "timeout = 20s\n");
        List<Section> levels = file.fences().get(N2);
        assertEquals(List.of("ipmi", "redfish", "cmd"), levels.stream()
                .map(level -> level.get(FenceKeywords.TYPE)).toList());
        assertEquals("10.0.1.2", levels.get(0).get(FenceKeywords.ADDR));
        assertEquals(623, levels.get(0).get(FenceKeywords.PORT));
        assertEquals("https://10.0.1.2", levels.get(1).get(FenceKeywords.URI));
        assertEquals(Duration.ofSeconds(37), file.cluster().fenceTimeout(),
                "one after the other: 10s, 20s, 7s");
        assertEquals(List.of(), file.warnings());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "[stonith#n2]¶type = ilo | 10:1 [stonith#n2] type: expected one of cmd, ipmi, redfish,"
                + " disk, got \"ilo\"",
        "[stonith#n2]¶cmd = /bin/f¶uri = https://x | 11:1 [stonith#n2] uri: expected a key of"
                + " type = cmd, got one of type = redfish",
        "[stonith#n2]¶type = ipmi | 9:1 [stonith#n2] addr: missing, expected an IP address"
                + " such as 10.0.0.1: the BMC's own address",
        "[stonith#n2:2]¶cmd = /bin/f | 9:1 [stonith#n2:2]: expected a section [stonith#n2] too,"
                + " which is tried before it, got none",
        "[stonith#n1:1]¶cmd = /bin/f | 9:1 [stonith#n1:1]: expected a level from 2 to 9 after the"
                + " :, since [stonith#n1] is the first, got \"1\"",
        "[stonith#n9:2]¶cmd = /bin/f | 9:1 [stonith#n9:2]: expected a member after #, one of"
                + " [n1, n2], got \"n9:2\"",
        "[stonith#n1:2]¶cmd = /bin/f¶timeout = 115s | 7:1 [stonith#n1] timeout: expected at most"
                + " 2m for all that is tried to switch n1 off, got 2m5s",
        "[stonith#n1:2]¶cmd = /bin/f¶test_interval = 1s | 11:1 [stonith#n1:2] test_interval:"
                + " expected a duration from 10s such as 10m, got \"1s\""})
    void wrongOnesAreRefused(String lines, String expected) {
        String refused = refusal(lines.replace('¶', '\n') + "\n");
        assertEquals("cluster.conf:" + expected, refused.lines().findFirst().orElse(""));
    }

    @Test
    void passwordIsNotSentUnsealedUnlessThatIsSaid() {
        String open = "[stonith#n2]\n" + REDFISH.replace("https", "http");
        assertEquals("cluster.conf:11:1 [stonith#n2] uri: expected https, or insecure = true to"
                + " send the password unsealed and to believe whoever answers, got"
                + " \"http://10.0.1.2/\"", refusal(open));
        assertEquals("http://10.0.1.2", read(open + "insecure = true\n").fences().get(N2).get(0)
                .get(FenceKeywords.URI));
    }

    @Test
    void passwordHasNoPlaceInTheAddress() {
        assertEquals("cluster.conf:11:1 [stonith#n2] uri: expected an address such as"
                + " https://10.0.1.1, got \"https://fence:secret@10.0.1.2\"",
                refusal("[stonith#n2]\n" + REDFISH.replace("10.0.1.2/", "10.0.1.2")
                        .replace("https://", "https://fence:secret@")));
    }

    private ClusterFile read(String more) {
        try {
            return ClusterFile.read(Files.writeString(dir.resolve("cluster.conf"), TWO + more),
                    dir.resolve("node.conf"), N1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String refusal(String more) {
        return assertThrows(ConfigException.class, () -> read(more)).getMessage();
    }
}
