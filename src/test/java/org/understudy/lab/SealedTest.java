package org.understudy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.understudy.exec.Result;

/** What nodes tell each other is sealed, and one does what is asked of it on another. */
@Tag("lab")
final class SealedTest {
    @RegisterExtension
    static final Stage STAGE = new Stage("sealed");
    private static final Lab LAB = STAGE.lab;

    @Test
    void aNodeDoesWhatIsAskedOfItOnAnother() throws Exception {
        LabNode here = STAGE.active();
        LabNode there = STAGE.passive();
        String on = there.name();
        long mark = there.mark();
        assertEquals(there.does("print", "config"), here.does("print", "config", "--node", on));
        assertTrue(here.does("print", "status", "--node", on).contains("down"));
        here.runs("svcmgr", "node", "freeze", "--node", on, "--reason", "new fan");
        String words = "node " + on + " frozen by root@" + here + " (new fan)";
        LAB.await(words, Stage.PATIENCE, () -> Stage.noticed(there, words));
        there.entry(mark, "peer.asked", "from", here.name(), "uid", "0", "call",
                "POST /v1/node/requests");
        here.runs("svcmgr", "node", "thaw", "--node", on, "--yes");
        LAB.await("the thaw", Stage.PATIENCE, () -> !Stage.noticed(there, words));
    }

    @Test
    void theKeyChangesWhileTheServiceRunsAndNoiseChangesNothing() throws Exception {
        LabNode active = STAGE.active();
        LabNode passive = STAGE.passive();
        long marked = active.mark();
        long mark = passive.mark();
        String old = Files.readString(active.etc().resolve("cluster.key")).strip();
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) 9);
        String next = Base64.getEncoder().encodeToString(bytes);
        for (String keys : new String[] {old + "\n" + next, next + "\n" + old, next}) {
            for (LabNode node : LAB.nodes()) {
                int before = node.journal(0, "key.loaded").size();
                write(node, keys);
                LAB.await("the keys of " + node, Stage.PATIENCE,
                        () -> node.journal(0, "key.loaded").size() > before);
            }
        }
        String address = "10.77.1.1" + passive.name().substring(1);
        active.runs("bash", "-c", "for i in {1..40}; do echo noise >/dev/udp/" + address
                + "/10000; done");
        LAB.await("the noise to be told of", Stage.PATIENCE,
                () -> !passive.journal(mark, "link.refused", "reason", "noise").isEmpty());
        assertEquals(0, passive.journal(mark, "peer.silent").size());
        assertEquals(0, active.journal(marked, "peer.silent").size());
        assertTrue(active.is("up") && active.joined() && passive.joined());
        assertEquals(1, passive.journal(mark, "link.refused").size());
    }

    @Test
    void oneCommandChangesTheKeyOnBothNodes() throws Exception {
        LabNode active = STAGE.active();
        LabNode passive = STAGE.passive();
        long mark = passive.mark();
        Path file = active.etc().resolve("cluster.key");
        String before = Files.readString(file);
        Result result = active.runs("svcmgr", "cluster", "key", "rotate");
        assertTrue(result.ok(), result.summary() + result.err());
        assertEquals(Files.readString(file),
                Files.readString(passive.etc().resolve("cluster.key")));
        assertNotEquals(before, Files.readString(file));
        LAB.holds("both hear each other", Duration.ofSeconds(5),
                () -> active.joined() && passive.joined());
        assertEquals(0, passive.journal(mark, "peer.silent").size());
        assertEquals(3, passive.journal(mark, "key.loaded").size());
    }

    private static void write(LabNode node, String keys) throws IOException {
        Path file = node.etc().resolve("cluster.key");
        Path draft = file.resolveSibling(".cluster.key.new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, keys + "\n");
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
