package org.understudy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.agent.Desks;

/** A cluster is made, joined and left with the commands alone. */
@Timeout(60)
final class MembersTest {
    @TempDir
    private Path dir;

    private OneNode node(String name) throws IOException {
        Path own = Files.createDirectories(dir.resolve(name));
        return new OneNode(own, Desks.of(own, name));
    }

    @Test
    void clusterIsMadeAndDescribed() throws IOException {
        try (OneNode n1 = node("n1")) {
            n1.svcmgr("cluster", "token");
            n1.svcmgr("cluster", "set", "name=x");
            n1.svcmgr("cluster", "init", "--name", "prod", "--addr", "10.0.0.1");
            n1.svcmgr("cluster", "init");
            n1.svcmgr("cluster", "token", "--node", "n2");
            n1.svcmgr("cluster", "token", "--node", "n2", "--addr", "hb#1=10.0.0.1");
            n1.svcmgr("cluster", "token", "--node", "n2", "--addr", "hb#1=10.0.0.2");
            n1.svcmgr("cluster", "set", "hb#1.timeout=10");
            n1.svcmgr("cluster", "set", "hb#1.timeout=10s", "stonith#n1.cmd=/bin/off n1",
                    "stonith#n2.cmd=/bin/off n2");
            n1.svcmgr("cluster", "get", "hb#1.timeout", "hb#1.port");
            n1.svcmgr("cluster", "eval", "hb#1.addr", "--as", "n2");
            n1.svcmgr("cluster", "print", "config", "--format", "json");
            n1.svcmgr("node", "set", "max_parallel=3");
            n1.svcmgr("node", "set", "max_parallel=0");
            n1.svcmgr("node", "print", "config");
            n1.svcmgr("node", "unset", "max_parallel");
            Golden.check("cluster-made", n1.transcript());
        }
    }

    @Test
    void whatIsOddIsSaidByEveryEditThatLeavesItSo() throws IOException {
        try (OneNode n1 = node("n1")) {
            n1.svcmgr("cluster", "init", "--name", "prod", "--addr", "10.0.0.1");
            n1.svcmgr("cluster", "set", "hook#mail.events=pear.silent",
                    "hook#mail.command=/bin/mail");
            n1.svcmgr("cluster", "set", "hook#mail.timeout=5s");
            n1.svcmgr("cluster", "set", "hook#mail.events=peer.silent");
            n1.svcmgr("node", "set", "watchdog=/dev/watchdog");
            n1.svcmgr("cluster", "set", "quorum=false");
            n1.svcmgr("node", "unset", "watchdog");
            n1.svcmgr("-s", "web", "create", "--kw", "nodes=n1");
            n1.svcmgr("-s", "web", "set", "scsireserv=true");
            Golden.check("cluster-odd", n1.transcript());
        }
    }

    @Test
    void nodeJoinsWithAWholeTokenOnly() throws IOException {
        try (OneNode n1 = node("n1"); OneNode n2 = node("n2"); OneNode n3 = node("n3")) {
            String token = two(n1);
            n2.svcmgr("cluster", "join", "--update", token);
            n2.svcmgr("cluster", "join", token.substring(3));
            n2.svcmgr("cluster", "join", token.substring(0, 400) + token.substring(401));
            n2.svcmgr("cluster", "join");
            n2.reading(token + "\n", "cluster", "join", "-");
            n2.svcmgr("cluster", "join", token);
            n3.svcmgr("cluster", "join", token);
            String newer = three(n1);
            n2.svcmgr("cluster", "join", "--update", newer);
            n3.svcmgr("cluster", "join", newer);
            for (String file : List.of("cluster.conf", "cluster.key")) {
                assertEquals(-1, Files.mismatch(etc("n1", file), etc("n2", file)), file);
                assertEquals(-1, Files.mismatch(etc("n1", file), etc("n3", file)), file);
            }
            List<String> all = new ArrayList<>(n2.transcript());
            all.addAll(n3.transcript());
            Golden.check("cluster-joined", all);
        }
    }

    private static String two(OneNode n1) {
        n1.svcmgr("cluster", "init", "--name", "prod", "--addr", "10.0.0.1");
        n1.svcmgr("cluster", "token", "--node", "n2", "--addr", "hb#1=10.0.0.2");
        return n1.last().lines().findFirst().orElseThrow();
    }

    private static String three(OneNode n1) {
        n1.svcmgr("cluster", "token", "--node", "n3", "--addr", "10.0.0.3", "--for", "2h");
        return n1.last().lines().findFirst().orElseThrow();
    }

    @Test
    void nodeLeavesAndIsForgottenOnceNoServiceNamesIt() throws IOException {
        try (OneNode n1 = node("n1"); OneNode n3 = node("n3")) {
            two(n1);
            n3.svcmgr("cluster", "join", three(n1));
            n3.svcmgr("-s", "web", "create", "--kw", "nodes=n1 n3");
            n1.svcmgr("-s", "web", "create", "--kw", "nodes=n1 n3");
            n3.svcmgr("cluster", "leave");
            n3.svcmgr("-s", "web", "delete", "--yes");
            n3.svcmgr("cluster", "leave");
            n1.svcmgr("cluster", "forget", "n3");
            n1.svcmgr("-s", "web", "set", "nodes-=n3");
            n1.svcmgr("cluster", "forget", "n3");
            n1.svcmgr("cluster", "forget", "n3");
            n1.svcmgr("cluster", "forget", "n1");
            n1.svcmgr("cluster", "print", "config", "--format", "json");
            assertFalse(Files.exists(etc("n3", "cluster.conf")));
            List<String> all = new ArrayList<>(n3.transcript());
            all.addAll(n1.transcript());
            Golden.check("cluster-left", all);
        }
    }

    @Test
    void nodeOfAnotherClusterDoesNotJoin() throws IOException {
        try (OneNode n1 = node("n1"); OneNode n2 = node("n2")) {
            n1.svcmgr("cluster", "init", "--addr", "10.0.0.1");
            n1.svcmgr("cluster", "token", "--node", "n2", "--addr", "10.0.0.2");
            String token = n1.last().lines().findFirst().orElseThrow();
            n2.svcmgr("cluster", "init", "--name", "other");
            assertEquals(1, n2.svcmgr("cluster", "join", token));
            assertTrue(n2.last().contains("expected no cluster here, or cluster default with the"
                    + " key of the token; got cluster other with another key"), n2.last());
            Files.delete(etc("n2", "cluster.conf"));
            assertEquals(1, n2.svcmgr("cluster", "join", token));
            assertTrue(n2.last().contains("got another key"), n2.last());
            Files.delete(etc("n2", "cluster.key"));
            Files.writeString(etc("n2", "cluster.conf"), "[cluster]\nname = third\n");
            assertEquals(1, n2.svcmgr("cluster", "join", token));
            assertTrue(n2.last().contains("cluster third without a key"), n2.last());
        }
    }

    @Test
    void membersOfAClusterWithoutAKeyGetOne() throws IOException {
        String conf = "[cluster]\nname = old\nnodes = n1 n2\n[hb#1]\ntype = unicast\n"
                + "addr@n1 = 10.0.0.1\naddr@n2 = 10.0.0.2\n";
        try (OneNode n1 = node("n1"); OneNode n2 = node("n2")) {
            for (String node : List.of("n1", "n2")) {
                Files.createDirectories(etc(node, ""));
                Files.writeString(etc(node, "cluster.conf"), conf);
            }
            n1.svcmgr("cluster", "token");
            n1.svcmgr("cluster", "init", "--name", "other");
            n1.svcmgr("cluster", "init");
            assertEquals(0, n1.svcmgr("cluster", "token"), n1.last());
            String token = n1.last().lines().findFirst().orElseThrow();
            n2.svcmgr("cluster", "join", token);
            n2.svcmgr("cluster", "join", "--update", token);
            assertEquals(-1, Files.mismatch(etc("n1", "cluster.key"), etc("n2", "cluster.key")));
            assertEquals(conf, Files.readString(etc("n1", "cluster.conf")));
            List<String> all = new ArrayList<>(n1.transcript());
            all.addAll(n2.transcript());
            Golden.check("cluster-keyed", all);
        }
    }

    @Test
    void unusedFileOfAPackageIsNoObstacle() throws IOException {
        try (OneNode n1 = node("n1")) {
            Files.createDirectories(etc("n1", ""));
            Files.copy(Path.of("conf/cluster.conf"), etc("n1", "cluster.conf"));
            assertEquals(0, n1.svcmgr("cluster", "init"), n1.last());
            assertTrue(n1.last().contains("kept the unused"), n1.last());
        }
    }

    /** The service would wait for ever for the proof that a node which nobody knows is off. */
    @Test
    void nodeThatAServiceNamesInShortIsNotForgotten() throws IOException {
        try (OneNode n1 = node("n1")) {
            n1.svcmgr("cluster", "init", "--addr", "10.0.0.1");
            n1.svcmgr("cluster", "token", "--node", "n2.lab", "--addr", "10.0.0.2");
            n1.svcmgr("-s", "web", "create", "--kw", "nodes=n1 n2");
            assertEquals(1, n1.svcmgr("cluster", "forget", "n2.lab"), n1.last());
            assertTrue(n1.last().contains("n2.lab is not forgotten while service files here name"),
                    n1.last());
            n1.svcmgr("-s", "web", "set", "nodes=n1");
            assertEquals(0, n1.svcmgr("cluster", "forget", "n2.lab"), n1.last());
        }
    }

    @Test
    void heardNodeIsNotForgotten() throws IOException {
        try (OneNode n1 = node("n1")) {
            n1.svcmgr("cluster", "init", "--addr", "10.0.0.1");
            n1.svcmgr("cluster", "token", "--node", "n2", "--addr", "10.0.0.2");
        }
        Path own = dir.resolve("n1");
        try (OneNode n1 = new OneNode(own, Desks.of(own, "n1", List.of(), List.of("n2")))) {
            assertEquals(1, n1.svcmgr("cluster", "forget", "n2"));
            assertEquals("svcmgr: n2 is not forgotten, since it is heard: it lives and may run"
                    + " services\ntry: svcmgr node shutdown --wait on n2\n", n1.last());
        }
    }

    private Path etc(String node, String file) {
        return dir.resolve(node + "/etc/" + file);
    }
}
