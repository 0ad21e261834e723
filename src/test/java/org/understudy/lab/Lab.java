package org.understudy.lab;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.understudy.exec.Await;
import org.understudy.exec.Command;
import org.understudy.exec.Commands;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;
import org.understudy.exec.SystemCommands;

/** Real nodes on this machine, made and ended by {@code examples/lab/lab}. Needs root. */
final class Lab implements AutoCloseable {
    /** Where the service answers. */
    static final String ADDRESS = "10.77.0.100";

    private static final Path SCRIPT = Path.of("examples/lab/lab").toAbsolutePath();
    private static final Path LABS = Path.of(Optional.ofNullable(
            System.getenv("UNDERSTUDY_LAB_DIR")).orElse("/var/tmp/understudy-lab"));
    private static final Duration LOOK = Duration.ofMillis(100);
    /** Of curl. */
    private static final int NO_ANSWER_IN_TIME = 28;

    private final String name;
    private final Map<String, String> environment;
    private final Commands commands = new SystemCommands();
    private final List<LabNode> nodes = new ArrayList<>();
    private final Thread atExit = new Thread(this::abandon, "lab-down");

    /**
     * Nothing runs yet.
     *
     * @param what what it is for; part of a name that no other lab has
     * @param environment as {@code lab up} reads it
     */
    Lab(String what, Map<String, String> environment) {
        this(what, 2, environment);
    }

    /** As above, with nodes n1 to nN. */
    Lab(String what, int nodes, Map<String, String> environment) {
        this.name = "t" + ProcessHandle.current().pid() + "-" + what;
        this.environment = Map.copyOf(environment);
        IntStream.rangeClosed(1, nodes).forEach(n ->
                this.nodes.add(new LabNode(this, "n" + n)));
    }

    void up() throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(atExit);
        Result result = run(Duration.ofSeconds(90), "up", Integer.toString(nodes.size()));
        assertTrue(result.ok(), () -> "lab up: " + result.summary());
    }

    /** Ends all of it; fails when something is left. */
    void down() throws InterruptedException {
        Result result = run(Duration.ofSeconds(60), "down");
        assertTrue(result.ok() && !Files.exists(state()), () -> "lab down: " + result.summary());
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private void abandon() {
        try {
            run(Duration.ofSeconds(60), "down");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            down();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    List<LabNode> nodes() {
        return List.copyOf(nodes);
    }

    LabNode node(String wanted) {
        return nodes.stream().filter(n -> n.name().equals(wanted)).findFirst().orElseThrow();
    }

    LabNode other(LabNode than) {
        return nodes.stream().filter(n -> n != than).findFirst().orElseThrow();
    }

    /** Where the lab keeps its files. */
    Path state() {
        return LABS.resolve(name);
    }

    /** A verb of this lab's, to be run by somebody else. */
    List<String> words(String... verb) {
        return Stream.concat(Stream.of(SCRIPT.toString(), "--lab", name), Stream.of(verb))
                .toList();
    }

    /** The name of the cluster. */
    String cluster() {
        return name;
    }

    /** How a script calls this lab. */
    String command() {
        return "UNDERSTUDY_LAB_DIR=" + LABS + " " + String.join(" ", words());
    }

    /** Runs a verb; it may fail. */
    Result run(Duration limit, String... words) throws InterruptedException {
        String[] all = Stream.concat(Stream.of(SCRIPT.toString(), "--lab", name),
                Stream.of(words)).toArray(String[]::new);
        return commands.run(Command.of(Deadline.in(limit), all).with(environment));
    }

    /** Runs a verb that must succeed. */
    String does(String... words) throws InterruptedException {
        Result result = run(Duration.ofSeconds(60), words);
        assertTrue(result.ok(), () -> "lab " + String.join(" ", words) + ": " + result.summary()
                + "\n" + report());
        return result.out();
    }

    /** Replaces the fence command by a script of the test's. */
    void fenceCommand(String script) throws IOException {
        Path fresh = state().resolve("fence.test");
        Files.writeString(fresh, script);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(fresh, state().resolve("fence"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    /** What the service says on its address to a client of the public network, if it answers. */
    Optional<String> answer() throws InterruptedException {
        Result result = asked();
        if (result.exit() == NO_ANSWER_IN_TIME) {
            result = asked(); // it may have been too busy
        }
        return result.ok() ? Optional.of(result.out().strip()) : Optional.empty();
    }

    private Result asked() throws InterruptedException {
        return run(Duration.ofSeconds(5), "client", "curl", "-s", "-m", "1",
                "http://" + ADDRESS + "/");
    }

    /** Waits; when it waits in vain, says how things are. */
    void await(String what, Duration patience, Await.Condition condition)
            throws InterruptedException {
        if (!Await.until(condition, LOOK, Deadline.in(patience))) {
            throw new AssertionError("waited " + patience.toSeconds() + " s for " + what + "\n"
                    + report());
        }
    }

    /** Looks again and again: it must hold all the while. */
    void holds(String what, Duration time, Await.Condition condition)
            throws InterruptedException {
        if (Await.until(() -> !condition.holds(), LOOK, Deadline.in(time))) {
            throw new AssertionError("expected for " + time.toSeconds() + " s: " + what + "\n"
                    + report());
        }
    }

    /** The lab's status, and of each node its journal and its console, the last lines. */
    String report() {
        StringBuilder text = new StringBuilder();
        try {
            text.append(said("status"));
            for (LabNode node : nodes) {
                text.append("-- timeline of ").append(node.name()).append('\n')
                        .append(said("exec", node.name(), "svcmgr", "timeline", "--after=-40"))
                        .append("-- console of ").append(node.name()).append('\n')
                        .append(node.console(8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return text.toString();
    }

    private String said(String... words) throws InterruptedException {
        Result result = run(Duration.ofSeconds(10), words);
        return result.ok() ? result.out() : result.summary() + "\n";
    }
}
