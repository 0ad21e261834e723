package org.understudy.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.understudy.model.Goal;
import org.understudy.model.Orchestrate;
import org.understudy.model.Request.Scope;

/**
 * Plays every file of scenarios/: lines that begin with {@code at} or {@code given} are what
 * happens, those with {@code >} what the nodes then do and why. {@code -Drewrite=true} writes the
 * latter anew; read the difference.
 */
final class ScenarioTest {
    private static final Path FILES = Path.of("src/test/resources/scenarios");

    @TestFactory
    Stream<DynamicTest> eachScenarioPlaysAsWritten() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            return files.sorted().toList().stream()
                    .map(file -> dynamicTest(file.getFileName().toString(), () -> check(file)));
        }
    }

    private static void check(Path file) throws IOException {
        String written = Files.readString(file);
        String played = play(written.lines().filter(line -> !line.startsWith(">")).toList());
        if (Boolean.getBoolean("rewrite")) {
            Files.writeString(file, played);
        }
        assertEquals(Files.readString(file), played);
    }

    private static String play(List<String> lines) {
        StringBuilder played = new StringBuilder();
        World world = null;
        int seen = 0;
        for (String line : lines) {
            if (line.startsWith("given")) {
                world = given(line);
            } else if (line.startsWith("at")) {
                seen = until(world, line, seen, played);
                happen(world, line.split(" ", 3)[2]);
            }
            played.append(line).append('\n');
        }
        return played.toString();
    }

    /** Lets time pass up to that of the line, and writes down what was done by then. */
    private static int until(World world, String line, int seen, StringBuilder played) {
        Duration at = Duration.parse("PT" + line.split(" ")[1].toUpperCase(Locale.ROOT));
        world.run(at.minusNanos(world.now()));
        played.append(world.trace().substring(seen).lines().filter(l -> l.contains("s > "))
                .map(ScenarioTest::shown).collect(Collectors.joining()));
        return world.trace().length();
    }

    private static String shown(String traced) {
        String[] parts = traced.strip().split(" > ", 2);
        return String.format(Locale.ROOT, "> %s %s%n",
                parts[0].substring(0, parts[0].length() - 3), parts[1]);
    }

    private static World given(String line) {
        String[] words = line.split(" ");
        String[] nodes = words[2].substring("on=".length()).split(",");
        Orchestrate orchestrate = Orchestrate.valueOf(
                words[3].substring("orchestrate=".length()).toUpperCase(Locale.ROOT));
        return new World(1, Timing.QUICK, nodes)
                .with(Services.service(words[1].substring("service=".length()), orchestrate,
                        nodes));
    }

    private static void happen(World world, String what) {
        String[] words = what.split(" ");
        switch (words[0]) {
            case "boot" -> world.boot(words[1]);
            case "kill" -> world.kill(words[1]);
            case "kill-agent" -> world.killAgent(words[1],
                    Duration.parse("PT" + words[2].toUpperCase(Locale.ROOT)));
            case "agent-stop" -> world.leave(words[1]);
            case "agent-start" -> world.comeBack(words[1]);
            case "pause" -> world.pause(words[1]);
            case "resume" -> world.resume(words[1]);
            case "cut" -> world.cut(words[1], words[2]);
            case "heal" -> world.heal();
            case "fence" -> world.fence(words[1],
                    FenceMode.valueOf(words[2].toUpperCase(Locale.ROOT)));
            case "vouch" -> world.vouch(words[1], words[2]);
            case "break" -> world.breakSteps(Integer.parseInt(words[1]));
            case "ask" -> world.ask(words[1], Goal.valueOf(words[2].toUpperCase(Locale.ROOT)),
                    Scope.valueOf(words[3].toUpperCase(Locale.ROOT)),
                    words.length > 4 ? words[4] : "");
            case "up" -> assertEquals(1, world.nodesUp("web") * (world.up(words[1], "web") ? 1 : 0),
                    () -> "expected web up on " + words[1] + " alone\n" + world.trace());
            case "die" -> world.die(words[1], "web", words[2]);
            case "down" -> assertEquals(0, world.nodesUp("web"), world::trace);
            default -> throw new IllegalArgumentException("expected a command, got " + what);
        }
    }
}
