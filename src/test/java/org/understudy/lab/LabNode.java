package org.understudy.lab;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.understudy.api.ApiClient;
import org.understudy.api.ApiException;
import org.understudy.api.Reply;
import org.understudy.exec.Result;
import org.understudy.wire.FileTable;
import org.understudy.wire.JournalLine;
import org.understudy.wire.Json;
import org.understudy.wire.NodeStatus;
import org.understudy.wire.RunningText;
import org.understudy.wire.ServiceStatus;
import org.understudy.wire.Shapes;

/**
 * One node of the lab. Asserted is what the commands on it print; what is only waited for is asked
 * of its agent's socket, which costs no new process each time.
 */
final class LabNode {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Lab lab;
    private final String name;

    LabNode(Lab lab, String name) {
        this.lab = lab;
        this.name = name;
    }

    String name() {
        return name;
    }

    @Override
    public String toString() {
        return name;
    }

    // ---- from the host's side, without a process

    /** The host's number of the node's first process; empty when the node is off. */
    Optional<Path> process() {
        try {
            Path proc = Path.of("/proc", Files.readString(lab.state().resolve(name + "/pid"))
                    .strip());
            return Files.exists(proc.resolve("mountinfo")) ? Optional.of(proc) : Optional.empty();
        } catch (IOException off) {
            return Optional.empty();
        }
    }

    boolean on() {
        return process().isPresent();
    }

    /** Whether the service's filesystem is mounted there. */
    boolean mounted() {
        return seen("mountinfo").contains(" / /srv/web ");
    }

    /** Whether the service's address is up there. */
    boolean addressed() {
        return seen("net/fib_trie").matches("(?s).*\\|-- " + Lab.ADDRESS
                + "\\s+/32 host LOCAL.*");
    }

    private String seen(String file) {
        try {
            Optional<Path> proc = process();
            return proc.isEmpty() ? "" : Files.readString(proc.get().resolve(file));
        } catch (IOException gone) {
            return "";
        }
    }

    /** Its service file. */
    Path file() {
        return etc().resolve("services/web.conf");
    }

    /** What is {@code /etc/understudy} there. */
    Path etc() {
        return lab.state().resolve(name + "/etc");
    }

    /** The last lines that the node and its agent have printed. */
    String console(int lines) {
        try {
            List<String> all = Files.readString(lab.state().resolve(name + "/console"),
                    StandardCharsets.UTF_8).lines().toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()))
                    + "\n";
        } catch (IOException none) {
            return "(none: " + none.getMessage() + ")\n";
        }
    }

    // ---- from its agent

    /** The service as the agent last saw it; empty while it does not answer. */
    Optional<ServiceStatus> web() {
        return service("web");
    }

    /** The same of any service. */
    Optional<ServiceStatus> service(String service) {
        return get("/v1/services?names=" + service)
                .map(json -> Shapes.list(json, ServiceStatus.class))
                .flatMap(list -> list.stream().findFirst());
    }

    boolean is(String avail) {
        return is("web", avail);
    }

    boolean is(String service, String avail) {
        return service(service).filter(one -> one.avail().equals(avail)).isPresent();
    }

    boolean frozen() {
        return web().orElseThrow().frozen();
    }

    /** Which changes are in its file of the service, by node; empty while it does not answer. */
    Map<String, Long> changes() {
        return get("/v1/files").map(json -> Json.decode(json.getBytes(StandardCharsets.UTF_8),
                FileTable.class).files()).orElse(List.of()).stream()
                .filter(file -> file.name().equals("web")).findFirst()
                .map(file -> Map.copyOf(file.seen())).orElse(Map.of());
    }

    /** Whether its agent has taken in what the service's file says. */
    boolean runsItsFile() throws IOException {
        String text = Files.readString(file());
        return get("/v1/services/web/running").filter(json -> Json.decode(
                json.getBytes(StandardCharsets.UTF_8), RunningText.class).text().equals(text))
                .isPresent();
    }

    /** Whether the agent decides, and hears the other node. */
    boolean joined() {
        List<NodeStatus> all = get("/v1/nodes").map(json -> Shapes.list(json, NodeStatus.class))
                .orElse(List.of());
        return !all.isEmpty() && all.stream().allMatch(node -> node.agent().equals("idle")
                && List.of("self", "alive").contains(node.state()));
    }

    /** How the others are heard: {@code hb#1 up 120ms}; empty while it does not answer. */
    List<String> links() {
        return get("/v1/nodes").map(json -> Shapes.list(json, NodeStatus.class))
                .orElse(List.of()).stream().flatMap(node -> node.links().stream()).toList();
    }

    /** The number of the last journal entry. */
    long mark() {
        List<JournalLine> last = journal(-1);
        return last.isEmpty() ? 0 : last.get(last.size() - 1).number();
    }

    /** Journal entries after a number; empty while the agent does not answer. */
    List<JournalLine> journal(long after) {
        return get("/v1/journal?limit=1000&after=" + after)
                .map(json -> Shapes.list(json, JournalLine.class)).orElse(List.of());
    }

    /** Those of one kind which hold these facts: key, value, key, value. */
    List<JournalLine> journal(long after, String event, String... facts) {
        Stream<JournalLine> found =
                journal(after).stream().filter(line -> line.event().equals(event));
        for (int i = 0; i < facts.length; i += 2) {
            String key = facts[i];
            String value = facts[i + 1];
            found = found.filter(line -> value.equals(line.facts().get(key)));
        }
        return found.toList();
    }

    /** The first one, which must be there. */
    JournalLine entry(long after, String event, String... facts) {
        List<JournalLine> found = journal(after, event, facts);
        assertTrue(!found.isEmpty(), () -> name + ": expected " + event + " " + List.of(facts)
                + ", got\n" + lab.report());
        return found.get(0);
    }

    private Optional<String> get(String path) {
        Optional<Path> proc = process();
        if (proc.isEmpty()) {
            return Optional.empty();
        }
        try {
            Reply reply = new ApiClient(proc.get().resolve("root/run/understudy/agent.sock"))
                    .get(path, SOON);
            return reply.good() ? Optional.of(reply.json()) : Optional.empty();
        } catch (ApiException silent) {
            return Optional.empty();
        }
    }

    // ---- commands on it

    /** Runs a command there; it may fail. */
    Result runs(String... words) throws InterruptedException {
        return lab.run(Duration.ofSeconds(90), Stream.concat(Stream.of("exec", name),
                Stream.of(words)).toArray(String[]::new));
    }

    /** {@code svcmgr -s web …}; it may fail. */
    Result svcmgr(String... words) throws InterruptedException {
        return runs(Stream.concat(Stream.of("svcmgr", "-s", "web"),
                Stream.of(words)).toArray(String[]::new));
    }

    /** {@code svcmgr -s web …}, which must succeed. */
    String does(String... words) throws InterruptedException {
        Result result = svcmgr(words);
        assertTrue(result.ok(), () -> name + ": svcmgr -s web " + String.join(" ", words) + ": "
                + result.summary() + "\n" + result.err() + "\n" + lab.report());
        return result.out();
    }

    /** What an operator sees of the service, on both screens. */
    String screens() throws InterruptedException {
        return does("print", "status") + runs("svcmon").out();
    }
}
