package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process: its last words arrive, though its log is written by another thread. */
final class MainTest {
    @TempDir
    Path dir;

    @Test
    void aSecondAgentSaysWhyItEnds() throws Exception {
        Path run = Files.createDirectories(dir.resolve("run"));
        OnlyOne first = new OnlyOne(run);
        try {
            assertEquals("1 understudy-agent: " + run.resolve("agent.lock") + ": expected to be the"
                    + " only agent on this node, got one that runs already\n", ran());
        } finally {
            first.release();
        }
    }

    @Test
    void aConfigurationThatIsRefusedIsNamed() throws Exception {
        Path etc = Files.createDirectories(dir.resolve("etc"));
        Files.writeString(etc.resolve("node.conf"), "[node]\nno_such_key = 1\n");
        String said = ran();
        assertTrue(said.startsWith("78 understudy-agent: config refused: node.conf:2:1 [node]"
                + " no_such_key"), said);
    }

    @Test
    void helpSaysWhatItMayBeGiven() throws Exception {
        String said = ran("--help");
        assertTrue(said.startsWith("0 understudy-agent [arbiter [<port>] | relay [<port>]]\n")
                && said.contains("UDP " + Arbiter.PORT) && said.contains("TCP 10501"), said);
    }

    @Test
    void aWordThatItDoesNotKnowIsRefusedWithAHint() throws Exception {
        assertEquals("2 understudy-agent: expected nothing, or arbiter and a UDP port, or relay and"
                + " a TCP port, got [status]\ntry: understudy-agent --help\n", ran("status"));
    }

    /** The exit code and all that was said. */
    private String ran(String... words) throws Exception {
        List<String> argv = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(), "-Xmx64m",
                "-XX:TieredStopAtLevel=1", "-Dlogback.configurationFile=agent/logback.xml", "-cp",
                System.getProperty("java.class.path"), "org.understudy.agent.Main"));
        argv.addAll(Arrays.asList(words));
        Path log = dir.resolve("log");
        ProcessBuilder program = new ProcessBuilder(argv).redirectErrorStream(true)
                .redirectOutput(log.toFile());
        for (String place : List.of("etc", "var", "run")) {
            program.environment().put("UNDERSTUDY_" + place.toUpperCase(java.util.Locale.ROOT),
                    dir.resolve(place).toString());
        }
        Process process = program.start();
        try {
            assertTrue(process.waitFor(90, TimeUnit.SECONDS), "it does not end");
            return process.exitValue() + " " + Files.readString(log);
        } finally {
            process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        }
    }
}
