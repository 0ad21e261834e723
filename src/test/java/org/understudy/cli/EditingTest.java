package org.understudy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.agent.Desks;

/** The commands on files, over real files: what they print and what they leave behind. */
@Timeout(60)
final class EditingTest {
    private static final String WEB = "# ours\n[DEFAULT]\nnodes = n1 n2\norchestrate = start\n"
            + "orchestrate@n2 = ha\n\n[fs#1]\ntype = ext4\ndev = /dev/a\nmnt = /srv\n";

    @TempDir
    private Path dir;

    private Path write(String text) throws IOException {
        Files.createDirectories(dir.resolve("etc/services"));
        return Files.writeString(dir.resolve("etc/services/web.conf"), text);
    }

    @Test
    void keysAreSetReadAndUnset() throws IOException {
        Path file = write(WEB);
        try (OneNode n1 = new OneNode(dir, Desks.of(dir, "n1"))) {
            n1.svcmgr("-s", "web", "set", "priority=5", "--kw", "fs.tags+=a",
                    "--param", "nodes", "--value", "n1 n2 n3");
            n1.svcmgr("-s", "web", "get", "priority", "--kw", "fs#1.tags", "--param", "nodes");
            n1.svcmgr("-s", "web", "get", "orchestrate");
            n1.svcmgr("-s", "web", "eval", "orchestrate", "--as", "n2");
            n1.svcmgr("-s", "web", "get", "--eval", "--impersonate=n2", "orchestrate");
            n1.svcmgr("-s", "web", "get", "comment");
            n1.svcmgr("-s", "web", "get", "fs#2.mnt");
            n1.svcmgr("-s", "web", "set", "fs#1.mnt=srv", "priority=high");
            n1.svcmgr("-s", "web", "set", "priority");
            n1.svcmgr("-s", "web", "set", "app[1]=x");
            n1.svcmgr("-s", "web", "unset", "priority", "fs#1.tags", "fs#9", "comment");
            n1.svcmgr("-s", "web", "unset", "nodes");
            n1.svcmgr("-s", "web", "set", "nodes-=n3");
            n1.svcmgr("-s", "web", "disable", "--rid", "fs");
            n1.svcmgr("-s", "web", "print", "config");
            n1.svcmgr("-s", "web", "print", "config", "--eval", "--as", "n2");
            n1.svcmgr("-s", "web", "print_config", "--format", "json");
            n1.svcmgr("-s", "web", "enable", "--rid", "fs#1");
            n1.svcmgr("-s", "web", "enable", "--rid", "fs#7,app");
            n1.svcmgr("w*", "print", "config", "--format", "flat");
            n1.svcmgr("-s", "orchestrate=start+fs:", "get", "nodes");
            n1.svcmgr("orchestrate=ha", "get", "nodes");
            n1.svcmgr("-s", "wbe", "get", "nodes");
            n1.svcmgr("-s", "nope", "set", "a=b");
            n1.svcmgr("-s", "../etc", "print", "config");
            n1.svcmgr("-s", "web", "edit", "config", "--kw", "a=b");
            Golden.check("editing", n1.transcript());
        }
        assertEquals(WEB, Files.readString(file));
    }

    @Test
    void fileThatIsWrongAlreadyIsRepairedAtOnceOrNotAtAll() throws IOException {
        write(WEB + "size = big\n[app#1\n");
        try (OneNode n1 = new OneNode(dir, Desks.of(dir, "n1"))) {
            n1.svcmgr("-s", "web", "set", "priority=1");
            n1.svcmgr("-s", "web", "set", "orchestrate=start");
            n1.svcmgr("-s", "web", "unset", "fs");
            n1.svcmgr("-s", "web", "edit", "config");
            n1.svcmgr("-s", "web", "print", "config");
            Golden.check("editing-wrong", n1.transcript());
        }
    }

    @Test
    void servicesAreMadeAndTakenAway() throws IOException {
        Path mine = Files.writeString(dir.resolve("mine.conf"), WEB);
        Path latin = Files.write(dir.resolve("latin.conf"),
                (WEB + "comment = café\n").getBytes(StandardCharsets.ISO_8859_1));
        try (OneNode n1 = new OneNode(dir, Desks.of(dir, "n1"))) {
            n1.svcmgr("-s", "a", "create", "--kw", "nodes=n1", "--kw", "app#1.type=simple",
                    "--kw", "app#1.start=/bin/true");
            n1.svcmgr("-s", "web", "create", "--config", mine.toString(), "--kw", "priority=3");
            n1.svcmgr("-s", "web", "create", "--config", mine.toString());
            n1.svcmgr("-s", "web", "create", "--config", latin.toString());
            n1.svcmgr("-s", "web", "create", "--config", "/nowhere/web.conf");
            n1.reading("[DEFAULT]\nnodes = n3\n", "-s", "c", "create", "--config", "-");
            n1.svcmgr("-s", "d", "create", "--kw", "nodes=n1", "--kw", "fs#1.mnt=srv");
            n1.svcmgr("-s", "d", "create");
            n1.svcmgr("-s", "d", "create", "--template", "x", "--config", "-");
            n1.svcmgr("-s", "cluster", "create", "--kw", "nodes=n1");
            n1.svcmgr("-s", "nodemgr", "create", "--kw", "nodes=n1");
            n1.svcmgr("-s", "y".repeat(201), "create", "--kw", "nodes=n1");
            n1.svcmgr("-s", "web", "delete");
            n1.svcmgr("-s", "web", "delete", "--rid", "fs#1");
            n1.svcmgr("-s", "web", "delete", "--yes");
            n1.svcmgr("-s", "web", "delete", "--yes");
            Golden.check("creating", n1.transcript());
        }
        assertEquals("rw-------", PosixFilePermissions.toString(
                Files.getPosixFilePermissions(dir.resolve("etc/services/a.conf"))));
        try (var kept = Files.list(dir.resolve("var/deleted"))) {
            assertEquals(WEB.replace("@n2 = ha\n", "@n2 = ha\npriority = 3\n")
                    .replaceFirst("(?s)\n\\[fs#1].*", ""),
                    Files.readString(kept.findFirst().orElseThrow()));
        }
    }

    @Test
    void whatIsUpIsNotDeleted() throws IOException {
        Path file = write(WEB);
        try (OneNode n1 = new OneNode(dir, Desks.of(dir, "n1",
                List.of("n1 is up", "n2 is not known"), List.of()))) {
            n1.svcmgr("-s", "web", "delete", "--yes");
            Golden.check("deleting-up", n1.transcript());
        }
        assertTrue(Files.exists(file));
        try (OneNode n1 = new OneNode(dir, Desks.of(dir, "n1", List.of("n2 is not known"),
                List.of()))) {
            n1.svcmgr("-s", "web", "delete");
            n1.svcmgr("-s", "web", "delete", "--yes");
            Golden.check("deleting-unknown", n1.transcript());
        }
    }

    @Test
    void everyExampleIsATemplate() throws IOException {
        try (OneNode n1 = new OneNode(dir, Desks.of(dir, "n1"));
                var examples = Files.list(Path.of("examples/services"))) {
            for (Path example : examples.sorted().toList()) {
                String name = example.getFileName().toString().replaceFirst("\\.\\w+$", "");
                assertEquals(0, n1.svcmgr("-s", name, "create", "--template", name), n1.last());
                assertEquals(-1, Files.mismatch(example,
                        dir.resolve("etc/services/" + name + ".conf")));
            }
            assertEquals(1, n1.svcmgr("-s", "x", "create", "--template", "nope"));
            assertTrue(n1.last().contains("postgres"), n1.last());
        }
    }
}
