package org.understudy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is archived for the commands is what they load. */
final class RehearsalTest {
    @TempDir
    Path dir;

    @Test
    void knowsItsLines() throws Exception {
        assertTrue(Rehearsal.played(dir));
    }

    /** One class that is not archived has the whole jar opened for it, which takes long. */
    @Test
    void noCommandOfThoseThatPeopleWaitForLoadsMore() throws Exception {
        Set<String> rehearsed = loaded(Rehearsal.class, dir.toString());
        Path socket = dir.resolve("paper.sock");
        try (ServerSocketChannel agent = Rehearsal.agent(socket)) {
            assertTrue(agent.isOpen());
            for (List<String> words : List.of(List.<String>of(), List.of("--verbose"))) {
                assertEquals(Set.of(), beyond(rehearsed, loaded(Svcmon.class, words)));
            }
            for (String words : List.of("-s web print status", "nodes")) {
                assertEquals(Set.of(), beyond(rehearsed,
                        loaded(Svcmgr.class, List.of(words.split(" ")))), words);
            }
        }
    }

    private static Set<String> beyond(Set<String> rehearsed, Set<String> loaded) {
        assertTrue(loaded.size() > 20, loaded::toString);
        return loaded.stream().filter(one -> !rehearsed.contains(one))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> loaded(Class<?> program, List<String> words) throws Exception {
        return loaded(program, words.toArray(String[]::new));
    }

    /** Without what the JVM makes of its own. */
    private Set<String> loaded(Class<?> program, String... words)
            throws IOException, InterruptedException {
        Path log = dir.resolve("loaded");
        List<String> argv = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(), "-Xshare:auto",
                "-Xlog:class+load:file=" + log + ":none",
                "-Dunderstudy.socket=" + dir.resolve("paper.sock"), "-cp",
                System.getProperty("java.class.path"), program.getName()));
        argv.addAll(List.of(words));
        Process process = new ProcessBuilder(argv).redirectErrorStream(true)
                .redirectOutput(dir.resolve("said").toFile()).start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still at it");
        } finally {
            process.destroyForcibly();
        }
        assertEquals(0, process.exitValue(), Files.readString(dir.resolve("said")));
        return Files.readAllLines(log).stream().map(line -> line.split(" ")[0])
                .filter(name -> name.matches("(org\\.understudy|com|picocli|java|jdk|sun)\\..*"))
                .filter(name -> !name.contains("/0x") && !name.contains("com.sun."))
                .filter(name -> !name.equals(program.getName()))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
