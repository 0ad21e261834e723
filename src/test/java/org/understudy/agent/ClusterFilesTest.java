package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.config.ClusterFile;
import org.understudy.config.ConfigException;
import org.understudy.model.JournalEntry;
import org.understudy.model.NodeName;

/** A typo in cluster.conf does not cost the cluster its fencing. */
final class ClusterFilesTest {
    private static final NodeName N1 = new NodeName("n1");
    private static final NodeName N2 = new NodeName("n2");
    private static final String GOOD = String.join("\n", "[cluster]", "nodes = n1 n2", "[hb#1]",
            "type = unicast", "timeout = 2s", "addr@n1 = 10.0.0.1", "addr@n2 = 10.0.0.2",
            "[stonith#n1]", "cmd = /bin/off n1", "[stonith#n2]", "cmd = /bin/off n2", "");

    @TempDir
    Path dir;
    private Paths paths;
    private final List<JournalEntry> written = new ArrayList<>();
    private final Chronicle chronicle = new Chronicle(Clock.system(), N1, written::add);

    private final Unwritten unwritten = new Unwritten(Clock.system(), chronicle);

    @BeforeEach
    void files() throws Exception {
        paths = Paths.of(Map.of("UNDERSTUDY_ETC", dir.resolve("etc").toString(),
                "UNDERSTUDY_VAR", dir.resolve("var").toString(),
                "UNDERSTUDY_RUN", dir.resolve("run").toString()));
        Files.createDirectories(paths.etc());
        write(GOOD);
    }

    private void write(String text) throws Exception {
        Files.writeString(paths.cluster(), text);
    }

    private ClusterFiles started() {
        ClusterFiles files = new ClusterFiles(paths, N1, Clock.system());
        files.read();
        files.begin(chronicle, unwritten);
        return files;
    }

    @Test
    void aCopyThatAFullDiskDoesNotTakeIsANoticeUntilItDoes() throws Exception {
        Files.createDirectories(paths.var());
        Path good = Files.writeString(paths.var().resolve("good"), "in the way");
        ClusterFiles files = started();
        files.keep(unwritten);
        assertEquals(2, entries("config.copy_failed"), "one of each file");
        assertTrue(unwritten.notice().orElseThrow().startsWith(good.resolve("cluster.conf")
                + " cannot be written, so a restart of this agent may go by what it said"
                + " before: "), unwritten::toString);
        Files.delete(good);
        files.keep(unwritten);
        assertEquals(Optional.empty(), unwritten.notice());
        assertEquals(GOOD, Files.readString(good.resolve("cluster.conf")));
    }

    /** All that it says is taken in at the agent's start alone. */
    @Test
    void whateverIsChangedNeedsARestart() throws Exception {
        for (String changed : List.of(GOOD.replace("2s", "3s"),
                GOOD.replace("/bin/off n2", "/bin/off n2 now"),
                GOOD + "[hook#mail]\nevents = *\ncommand = /bin/true\n")) {
            write(GOOD);
            ClusterFiles files = started();
            write(GOOD + "# a word\n");
            files.look(chronicle);
            assertEquals(Optional.empty(), files.other(), changed);
            write(changed);
            files.look(chronicle);
            assertTrue(files.other().isPresent(), changed);
            assertTrue(files.notice().isPresent(), changed);
        }
    }

    private long entries(String event) {
        return written.stream().filter(entry -> entry.event().equals(event)).count();
    }

    @Test
    void aGoodFileIsKeptForTheAgentAlone() throws Exception {
        assertEquals(Optional.empty(), started().notice());
        Path copy = dir.resolve("var/good/cluster.conf");
        assertEquals(GOOD, Files.readString(copy));
        assertEquals("rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)));
        assertEquals(List.of(), written);
    }

    @Test
    void anAgentThatStartsWithABrokenFileKeepsItsFencing() throws Exception {
        started();
        write(GOOD.replace("[stonith#n2]", "[stonith#n2"));
        ClusterFiles files = new ClusterFiles(paths, N1, Clock.system());
        ClusterFile running = files.read();
        assertEquals(Set.of(N1, N2), running.cluster().fenced());
        assertEquals(Set.of(N1, N2), running.fences().keySet());
        files.begin(chronicle, unwritten);
        String notice = files.notice().orElseThrow();
        assertTrue(notice.startsWith("cluster.conf is refused, seen "), notice);
        assertTrue(notice.contains("the last good one stays in force; cluster.conf:10"), notice);
        assertTrue(entries("config.refused") > 0);
        assertEquals(GOOD, Files.readString(dir.resolve("var/good/cluster.conf")));
    }

    /** Without the file a node would be alone, and start everything. */
    @Test
    void anAgentThatStartsWithoutTheFileIsNotAlone() throws Exception {
        started();
        Files.delete(paths.cluster());
        ClusterFiles files = new ClusterFiles(paths, N1, Clock.system());
        assertEquals(List.of(N1, N2), files.read().cluster().nodes());
        files.begin(chronicle, unwritten);
        assertTrue(files.notice().orElseThrow().contains("is gone from"), files.notice().get());
    }

    @Test
    void aNodeThatNeverHadTheFileIsAlone() throws Exception {
        Files.delete(paths.cluster());
        assertEquals(List.of(N1), new ClusterFiles(paths, N1, Clock.system()).read().cluster()
                .nodes());
    }

    @Test
    void aBrokenFileWithoutALastGoodOneIsRefused() throws Exception {
        write("[cluster\n");
        ClusterFiles files = new ClusterFiles(paths, N1, Clock.system());
        assertThrows(ConfigException.class, files::read);
    }

    @Test
    void aChangeOfMeaningIsToldOnceAndNeedsARestart() throws Exception {
        ClusterFiles files = started();
        write(GOOD.replace("timeout = 2s", "timeout = 5s"));
        files.look(chronicle);
        files.look(chronicle);
        assertEquals(1, entries("config.restart_needed"));
        assertTrue(files.notice().orElseThrow().endsWith(
                "has no effect before the agent is restarted"), files.notice().get());
        write(GOOD);
        files.look(chronicle);
        assertEquals(Optional.empty(), files.notice());
        assertEquals(1, entries("config.mended"));
    }

    @Test
    void aChangeOfWordsAloneIsNoNews() throws Exception {
        ClusterFiles files = started();
        write("# two nodes\n" + GOOD);
        files.look(chronicle);
        assertEquals(Optional.empty(), files.notice());
        assertEquals(List.of(), written);
    }

    @Test
    void aFileBrokenWhileTheAgentRunsIsTold() throws Exception {
        ClusterFiles files = started();
        write(GOOD + "[stonith#n3]\ncmd = /bin/off n3\n");
        files.look(chronicle);
        assertTrue(files.notice().orElseThrow().startsWith("cluster.conf is refused"));
        assertFalse(written.isEmpty());
        long before = written.size();
        files.look(chronicle);
        assertEquals(before, written.size());
    }
}
