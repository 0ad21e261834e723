package org.understudy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.model.Fencing;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Status;
import org.understudy.model.Wish;

/** {@code [hook#name]} in cluster.conf: what it comes to, and what is wrong with it. */
final class HookReaderTest {
    /** Keys and drivers that look like events. */
    private static final Set<String> OTHERS =
            Set.of("cluster.nodes", "cluster.name", "cluster.key", "container.docker");

    @TempDir
    Path dir;

    private ClusterFile read(String text) throws IOException {
        return ClusterFile.read(Files.writeString(dir.resolve("cluster.conf"), text),
                dir.resolve("node.conf"), new NodeName("n1"));
    }

    @Test
    void allOfItIsRead() throws IOException {
        assertEquals(List.of(new Hook("hook#a", List.of("fence.*", "service.n/a"),
                List.of("/bin/a", "b c"), Duration.ofSeconds(3), 5, Duration.ofMinutes(1)),
                new Hook("hook#b", List.of("*"), List.of("b"), Duration.ofSeconds(10), 60,
                        Duration.ZERO)),
                read("[hook#a]\nevents = fence.*, service.n/a\ncommand = /bin/a \"b c\"\n"
                        + "timeout = 3s\nmax_per_minute = 5\nthrottle = 1m\n"
                        + "[hook#b]\nevents = *\ncommand = b\n").hooks());
    }

    @Test
    void allThatIsWrongIsToldWithItsLine() {
        ConfigException wrong = assertThrows(ConfigException.class, () -> read("[hook#a]\n"
                + "events = fence .end,\ntimeout = 0s\nmax_per_minute = 0\nthrotle = 5s\n"
                + "[hook]\nevents = *\ncommand = x\n"));
        String told = String.join("\n", wrong.problems().stream().map(Problem::toString).toList());
        for (String line : List.of("cluster.conf:2:1 [hook#a] events: expected names of events with"
                + " commas between them, such as service.up,fence.* or *, got \"fence .end,\"",
                "cluster.conf:3:1 [hook#a] timeout: expected a duration above 0s, of at most 10m,"
                + " got \"0s\"", "cluster.conf:4:1 [hook#a] max_per_minute: expected a whole number"
                + " from 1 to 600, got \"0\"", "cluster.conf:5:1 [hook#a] throtle: unknown key, did"
                + " you mean throttle?", "[hook#a] command: ", "or [hook#1], got \"[hook]\"")) {
            assertTrue(told.contains(line), told + "\nwithout\n" + line);
        }
    }

    @Test
    void anEventThatThereIsNotIsAWarning() throws IOException {
        List<Problem> odd = read("[hook#a]\nevents = servce.up\ncommand = x\n").warnings();
        assertTrue(odd.toString().contains("no event is called servce.up, did you mean service?"),
                odd.toString());
        List<Problem> status = read("[hook#a]\nevents = service.dwn,service.stdby_up,service.*,"
                + "service.loaded\ncommand = x\n").warnings();
        assertEquals(1, status.size(), status.toString());
        assertTrue(status.toString().contains("no event is called service.dwn, did you mean"
                + " service.down?"), status.toString());
    }

    @Test
    void nodeConfIsNotItsPlace() throws IOException {
        Files.writeString(dir.resolve("node.conf"), "[hook#a]\nevents = *\ncommand = x\n");
        ConfigException wrong = assertThrows(ConfigException.class, () -> read(""));
        assertTrue(wrong.problems().toString().contains("expected in cluster.conf"),
                wrong.problems().toString());
    }

    /** A slip in any part of a name would be a command that never runs. */
    @Test
    void aSecondWordThatThereIsNotIsAWarningWithItsLineAndTheNearest() throws IOException {
        List<Problem> odd = read("[hook#a]\ncommand = x\nevents = fence.*,peer.silnet\n")
                .warnings();
        assertEquals(List.of("cluster.conf:3:1 [hook#a] events: no event is called peer.silnet,"
                + " did you mean peer.silent?"), odd.stream().map(Problem::toString).toList());
        assertEquals("no event is called peer; there is peer.alive, peer.asked, peer.awaited,"
                + " peer.away, peer.left, peer.silent", HookEvents.oddity("peer"));
        assertEquals("no event is called decision.made, did you mean decision?",
                HookEvents.oddity("decision.made"));
        assertEquals("no event is called service.fro*d", HookEvents.oddity("service.fro*d")
                .split(",|;")[0]);
        for (String good : List.of("*", "*.failed", "peer.*", "pe*", "service.stdby_*", "decision",
                "service.frozen", "node.thawed", "service.n/a", "fence.confirmed")) {
            assertEquals("", HookEvents.oddity(good), good);
        }
    }

    /** What the agent writes down is known here, and nothing else is. */
    @Test
    void everyEventIsKnown() throws IOException {
        Pattern event = Pattern.compile("\"([a-z_]+\\.[a-z_]+)\"");
        TreeSet<String> written = new TreeSet<>();
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/org/understudy"))) {
            for (Path file : files.filter(one -> one.toString().matches(
                    ".*/(agent|journal)/.*java")).toList()) {
                all.append(Files.readString(file));
            }
        }
        Matcher found = event.matcher(all);
        while (found.find()) {
            written.add(found.group(1));
        }
        written.removeIf(one -> one.startsWith("hook.") || OTHERS.contains(one)
                || one.matches(".*\\.(json|conf|sock|lock)"));
        TreeSet<String> made = new TreeSet<>(List.of("decision", "double_start",
                "concurrency_violation"));
        Arrays.stream(Status.values()).forEach(one -> made.add("service."
                + one.word().replace(' ', '_')));
        Arrays.stream(NodeState.values()).forEach(one -> made.add("node." + lower(one)));
        Arrays.stream(Fencing.Phase.values()).filter(one -> one != Fencing.Phase.RUNNING)
                .forEach(one -> made.add("fence." + lower(one)));
        Arrays.stream(Wish.State.values()).forEach(one -> made.add("request." + lower(one)));
        List.of("alive", "away", "silent", "awaited", "left").forEach(
                one -> made.add("peer." + one));
        List.of("service", "node", "cluster").forEach(one -> made.addAll(List.of(
                one + ".frozen", one + ".thawed")));
        made.addAll(written);
        assertEquals(String.join("\n", made), String.join("\n",
                new TreeSet<>(HookEvents.names())));
    }

    private static String lower(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT);
    }
}
