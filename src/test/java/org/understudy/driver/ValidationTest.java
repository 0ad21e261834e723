package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.config.ClusterFile;
import org.understudy.config.Context;
import org.understudy.config.Problem;
import org.understudy.config.ServiceScan;
import org.understudy.config.Validation;
import org.understudy.model.NodeName;

class ValidationTest {
    private static final NodeName N1 = new NodeName("n1");
    private static final String TWO = "[cluster]\nnodes = n1 n2\n[hb#1]\ntype = unicast\n"
            + "addr@n1 = 10.0.0.1\naddr@n2 = 10.0.0.2\n";
    private static final String WEB = "[DEFAULT]\nnodes = n1 n2\norchestrate = ha\n"
            + "[ip#1]\nipname = 10.0.0.5\nipdev = eth0\n";

    @TempDir
    Path dir;

    @Test
    void everySeverityComesInOneGoInTheOrderOfTheLines() throws IOException {
        Validation found = check("[DEFAULT]\nservice_type = TST\nnodes = n1 n2\n[fs#1]\n"
                + "type = ext4\ndev = /dev/x\nmnt = /srv\nsize = 10g\nmnt_otp = rw\n", "");
        assertEquals("NOTE web.conf:2:1 [DEFAULT] service_type: older spelling of env\n"
                + "WARNING web.conf:8:1 [fs#1] size: no effect: only for making it anew, which is"
                + " done by hand here\n"
                + "ERROR web.conf:9:1 [fs#1] mnt_otp: unknown key, did you mean mnt_opt?",
                told(found));
        assertFalse(found.good());
    }

    @Test
    void haWithoutAProofOfExclusionIsNamed() throws IOException {
        assertEquals("WARNING web.conf:3:1 [DEFAULT] orchestrate: ha without a proof of exclusion:"
                + " nothing proves that n1 or n2 is off, and when it falls silent the service"
                + " waits for an operator; expected [stonith#n1], [stonith#n2] in cluster.conf",
                told(check(WEB, TWO)));
        assertEquals("", told(check(WEB, TWO + "[stonith#n1]\ncmd = /a\n[stonith#n2]\n"
                + "cmd = /a\n")));
        assertEquals("", told(check(WEB, TWO.replace("[hb#1]",
                "takeover_without_proof = true\n[hb#1]"))));
    }

    @Test
    void nodesOutsideTheClusterAreNamed() throws IOException {
        assertEquals("WARNING web.conf:2:1 [DEFAULT] nodes: n3 is no member of the cluster n1, n2,"
                + " so nothing starts there", told(check(WEB.replace("n1 n2", "n1 n2 n3")
                        .replace("ha", "start"), TWO)));
    }

    @Test
    void aDiskThatTwoServicesReserveIsAnError() throws IOException {
        String fs = "[DEFAULT]\nnodes = n1 n2\nscsireserv = true\n[fs#1]\ntype = ext4\n"
                + "mnt = /srv/a\ndev = ";
        for (String[] pair : new String[][] {{"/dev/sdb1", "/dev/sdb2", "/dev/sdb"},
            {"/dev/nvme0n1p1", "/dev/nvme0n1", "/dev/nvme0n1"},
            {"/dev/disk/by-id/x-part1", "/dev/disk/by-id/x-part2", "/dev/disk/by-id/x"}}) {
            Files.writeString(dir.resolve("db.conf"), fs.replace("/a", "/b") + pair[0] + "\n");
            assertEquals("ERROR web.conf:4:1 [fs#1] scsireserv: expected disks that no other"
                    + " service reserves, got " + pair[2] + ", which fs#1 of db reserves too",
                    told(check(fs + pair[1] + "\n", "")));
        }
        assertEquals("", told(check(fs + "/dev/sdb1\n", "")));
        assertEquals("", told(check(fs + "/dev/nvme0n1p1\ndisable = true\n", "")));
        Files.writeString(dir.resolve("db.conf"), "[DEFAULT]\nnodes = n1 n2\nscsireserv = true\n"
                + "[vg#2]\nname = vg0\n");
        assertTrue(told(check("[DEFAULT]\nnodes = n1 n2\n[vg#1]\nname = vg0\n"
                + "scsireserv = true\n", "")).contains("ERROR web.conf:5:1 [vg#1] scsireserv:"
                + " expected disks that no other service reserves, got vg vg0, which vg#2 of db"));
    }

    @Test
    void servicesThatWaitForEachOtherAreAnError() throws IOException {
        Files.writeString(dir.resolve("db.conf"), WEB.replace("10.0.0.5", "10.0.0.6")
                .replace("[ip", "parents = app\n[ip"));
        Files.writeString(dir.resolve("app.conf"), WEB.replace("10.0.0.5", "10.0.0.7")
                .replace("[ip", "parents = web\n[ip"));
        Validation found = check(WEB.replace("[ip", "parents = db dp\n[ip"), "");
        assertEquals("ERROR web.conf:4:1 [DEFAULT] parents: expected parents that do not wait for"
                + " web, got the circle web -> db -> app -> web\nWARNING web.conf:4:1 [DEFAULT]"
                + " parents: no service dp on this node, did you mean db?", told(found));
        assertFalse(found.good());
    }

    /** Each waits for all that come after it: more ways than anybody could walk, and no circle. */
    @Test
    @Timeout(20)
    void manyParentsAreNoRiddle() throws IOException {
        for (int i = 0; i < 30; i++) {
            StringBuilder parents = new StringBuilder();
            for (int j = i + 1; j < 30; j++) {
                parents.append(" s").append(j);
            }
            Files.writeString(dir.resolve("s" + i + ".conf"), WEB.replace("10.0.0.5", "10.0.1." + i)
                    .replace("[ip", "parents =" + parents + "\n[ip"));
        }
        assertEquals("", told(check(WEB.replace("[ip", "parents = s0\n[ip"), "")));
    }

    @Test
    void whatTwoResourcesClaimIsNamed() throws IOException {
        Files.writeString(dir.resolve("db.conf"), WEB);
        assertEquals("WARNING web.conf:5:1 [ip#1] ipname: 10.0.0.5 is also that of ip#1 of db\n"
                + "WARNING web.conf:8:1 [ip#2] ipname: 10.0.0.5 is also that of ip#1 of db",
                told(check(WEB + "[ip#2]\nipname = 10.0.0.5\nipdev = eth1\n", "")));
    }

    @Test
    void dataThatStaysBehindAndLonelinessAreNamed() throws IOException {
        assertEquals("WARNING web.conf:2:1 [DEFAULT] docker_data_dir: /srv/web is on no filesystem"
                + " of the service, so what is in it stays behind when the service moves",
                told(check("[DEFAULT]\ndocker_data_dir = /srv/web\nnodes = n1 n2\n[fs#1]\n"
                        + "type = ext4\ndev = /dev/x\nmnt = /srv/webb\n", "")));
        assertEquals("WARNING web.conf: no resources: there is nothing to start\n"
                + "WARNING web.conf:3:1 [DEFAULT] orchestrate: ha with one node: there is nowhere"
                + " to go when n1 dies", told(check("[DEFAULT]\nnodes = n1\norchestrate = ha\n",
                        "")));
    }

    @Test
    void clusterFilesAreCheckedAlike() throws IOException {
        Path cluster = Files.writeString(dir.resolve("cluster.conf"), TWO + "quorum = maybe\n");
        Path node = Files.writeString(dir.resolve("node.conf"), "[node]\nready_period = 5\n");
        Validation found = Validation.ofCluster(cluster, node, N1);
        assertEquals(2, found.problems().size(), found::toString);
        assertTrue(told(found).contains("node.conf:2:1 [node] ready_period: expected a duration"));
    }

    private Validation check(String text, String cluster) throws IOException {
        Path web = Files.writeString(dir.resolve("web.conf"), text);
        Path conf = Files.writeString(dir.resolve("cluster.conf"), cluster);
        return Validation.ofService(web, new Drivers(), N1, Context.of(cluster.isEmpty()
                ? Optional.empty() : Optional.of(ClusterFile.read(conf, dir.resolve("node.conf"),
                        N1).cluster()), ServiceScan.of(dir, new Drivers(), N1), "web"));
    }

    private static String told(Validation found) {
        List<Problem> problems = found.problems();
        return problems.stream().map(one -> one.severity() + " " + one)
                .collect(Collectors.joining("\n"));
    }
}
