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
    private static final int TIMES = 4;

    @TempDir
    Path dir;

    @Test
    void knowsItsLines() throws Exception {
        assertTrue(Rehearsal.played(dir));
    }

    /** One class that is not archived has the whole jar opened for it, which takes long. */
    @Test
    void noCommandOfThoseThatPeopleWaitForLoadsMore() throws Exception {
        Path socket = dir.resolve("paper.sock");
        try (ServerSocketChannel agent = Rehearsal.agent(socket)) {
            assertTrue(agent.isOpen());
            assertEquals(Set.of(), missing(Svcmon.class, ""));
            assertEquals(Set.of(), missing(Svcmon.class, "--verbose"));
            assertEquals(Set.of(), missing(Svcmgr.class, "-s web print status"));
            assertEquals(Set.of(), missing(Svcmgr.class, "nodes"));
        }
    }

    /** Each time: threads that meet load more than those that do not, and that is chance. */
    private Set<String> missing(Class<?> program, String words) throws Exception {
        Set<String> missing = beyond(rehearsed(), loaded(program, words));
        for (int times = 1; times < TIMES && !missing.isEmpty(); times++) {
            missing.retainAll(beyond(rehearsed(), loaded(program, words)));
        }
        return missing;
    }

    private Set<String> rehearsed() throws Exception {
        return loaded(Rehearsal.class, Files.createTempDirectory(dir, "stage").toString());
    }

    private static Set<String> beyond(Set<String> rehearsed, Set<String> loaded) {
        assertTrue(loaded.size() > 20, loaded::toString);
        return loaded.stream().filter(one -> !rehearsed.contains(one))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Without what the JVM makes of its own. */
    private Set<String> loaded(Class<?> program, String words)
            throws IOException, InterruptedException {
        Path log = dir.resolve("loaded");
        List<String> argv = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(), "-Xshare:auto",
                "-Xlog:class+load:file=" + log + ":none",
                "-Dunderstudy.socket=" + dir.resolve("paper.sock"), "-cp",
                System.getProperty("java.class.path"), program.getName()));
        argv.addAll(words.isEmpty() ? List.of() : List.of(words.split(" ")));
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
