package org.understudy.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds each package's bytecode to the sentence "May import" in its package-info. */
final class PackagesTest {
    private static final Path SOURCES = Path.of("src/main/java/org/understudy");
    private static final Pattern SENTENCE =
            Pattern.compile("May import: ([^.]*)\\.", Pattern.DOTALL);
    private static final Pattern EDGE =
            Pattern.compile("org\\.understudy\\.(\\w+)[\\w.$]*\\s+->\\s+org\\.understudy\\.(\\w+)");

    @Test
    void everyPackageSaysWhatItMayImport() throws IOException {
        for (String name : packages()) {
            assertTrue(SENTENCE.matcher(info(name)).find(), name + ": expected \"May import\"");
        }
    }

    @Test
    void bytecodeKeepsToTheSentence() throws IOException {
        String edges = jdeps();
        for (String name : packages()) {
            Set<String> used = used(edges, name);
            used.removeAll(allowed(name));
            assertEquals(Set.of(), used, name + " imports what its package-info does not allow");
        }
    }

    @Test
    void sentencesPointDownOnly() throws IOException {
        List<List<String>> layers = List.of(List.of("model"),
                List.of("config", "exec", "wire", "core"), List.of("sim"),
                List.of("driver", "fence", "heartbeat", "api", "journal"),
                List.of("agent", "cli"));
        for (String name : packages()) {
            for (String other : allowed(name)) {
                assertTrue(layer(layers, other) < layer(layers, name),
                        name + " may not import " + other + ": imports point down");
            }
        }
        assertEquals(Set.of("api", "wire", "model"), allowed("cli"));
        assertEquals(Set.of("model"), allowed("core"));
    }

    private static int layer(List<List<String>> layers, String name) {
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i).contains(name)) {
                return i;
            }
        }
        throw new AssertionError(name + " is in no layer");
    }

    private static Set<String> used(String edges, String name) {
        Set<String> used = new TreeSet<>();
        Matcher edge = EDGE.matcher(edges);
        while (edge.find()) {
            if (edge.group(1).equals(name) && !edge.group(2).equals(name)) {
                used.add(edge.group(2));
            }
        }
        return used;
    }

    private static Set<String> allowed(String name) throws IOException {
        Matcher sentence = SENTENCE.matcher(info(name));
        assertTrue(sentence.find(), name);
        String words = sentence.group(1).replaceAll("[\\s*]+", " ").strip();
        return words.equals("nothing") ? Set.of()
                : Arrays.stream(words.split(",\\s*")).collect(Collectors.toSet());
    }

    private static String info(String name) throws IOException {
        return Files.readString(SOURCES.resolve(name).resolve("package-info.java"));
    }

    private static List<String> packages() throws IOException {
        try (Stream<Path> entries = Files.list(SOURCES)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    private static String jdeps() {
        StringWriter out = new StringWriter();
        int exit = ToolProvider.findFirst("jdeps").orElseThrow().run(new PrintWriter(out),
                new PrintWriter(out), "-verbose:package", "--multi-release", "17",
                "--ignore-missing-deps", "target/classes");
        assertEquals(0, exit, out.toString());
        Set<String> lines = new TreeSet<>();
        String from = "";
        for (String line : out.toString().lines().toList()) {
            String text = line.strip();
            from = text.startsWith("->") ? from : text.split("\\s")[0];
            lines.add(from + " " + (text.startsWith("->") ? text : ""));
        }
        String edges = String.join("\n", lines);
        assertFalse(edges.isBlank(), "jdeps printed nothing");
        return edges;
    }
}
