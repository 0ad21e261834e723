package org.understudy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.ListArbitrary;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.understudy.model.NodeName;

/**
 * Files made up at random are read or refused in time, never a crash. One that is not is kept in
 * {@code src/test/resources/config/fuzz}, whose files are all tried on each run.
 */
class FuzzTest {
    private static final Path KEPT = Path.of("src/test/resources/config/fuzz");
    private static final NodeName N1 = new NodeName("n1");
    private static final String HEAD = "[DEFAULT]\nnodes = n1 n2\n";

    static List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.list(KEPT)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("kept")
    void whatOnceBrokeItDoesNotBreakItAgain(Path file) throws IOException {
        read(Files.readAllBytes(file));
    }

    @Property
    void anyBytesAreReadOrRefused(@ForAll byte[] bytes) throws IOException {
        tried(bytes);
    }

    @Property
    void anyTextIsReadOrRefused(@ForAll String text) throws IOException {
        tried(bytes(HEAD + text));
    }

    @Property(tries = 3000)
    void filesOfOddPiecesAreReadOrRefused(@ForAll("files") String text) throws IOException {
        tried(bytes(text));
    }

    @Property(tries = 3000)
    void oddValuesAreWorkedOutOrRefused(@ForAll("values") String value) throws IOException {
        tried(bytes(HEAD + "mnt_opt = " + value + "\n[fs#1]\ntype = ext4\ndev = /dev/" + value
                + "\nmnt = {mnt_opt}\n[env]\na = {env.b}" + value + "\nb = {env.a}\nc = 1 2\n"));
    }

    @Property(tries = 3000)
    void oddExpressionsAreCalculatedOrRefused(@ForAll("expressions") String text) {
        try {
            String result = Expression.at("$(" + text + ")", 0).result().text();
            assertTrue(result.length() < 1000, result);
        } catch (Expression.Malformed e) {
            assertTrue(e.offset() >= 0 && e.offset() <= text.length() + 3, e.getMessage());
        }
    }

    @Property
    void sumsAreRight(@ForAll("numbers") List<Integer> numbers) {
        String sum = numbers.stream().map(number -> "(" + number + ")")
                .collect(Collectors.joining(" + "));
        assertEquals(String.valueOf(numbers.stream().mapToLong(n -> n).sum()),
                Expression.at("$(" + sum + ")", 0).result().text());
    }

    @Property
    void whatIsReadAndPrintedIsReadTheSame(@ForAll("files") String text) {
        String printed = printed(ini(text));
        assertEquals(printed, printed(ini(printed)));
    }

    @Provide
    Arbitrary<List<Integer>> numbers() {
        return Arbitraries.integers().list().ofMinSize(1).ofMaxSize(40);
    }

    @Provide
    Arbitrary<String> values() {
        return pieces("{", "}", "{{", "}}", "$(", ")", "(", "$", "%", "\\", "{nodename}", "{env.c}",
                "{env.a}", "{#nodes}", "{nodes[0]}", "{nodes[", "]", "{upper:", "name", "env.",
                "fs#1", ".", "mnt", ":", "#", "1", " + ", "/ 0",
                "\"", "'", " ", ",", "\n ", "\t", "é", "@")
                .ofMaxSize(12).map(all -> String.join("", all));
    }

    @Provide
    Arbitrary<String> expressions() {
        return pieces("1", "0", "2.5", "9223372036854775807", "a", "\"a\"", "'b", "true", "false",
                " and ", " or ", " not ", " in ", "(", ")", "[", "]", ",", "+", "-", "*", "**",
                "/", "//", "%", "&", "|", "^", "<", ">", "<=", ">=", "==", "!=", "$(",
                " ", ".", "é", "=")
                .ofMaxSize(20).map(all -> String.join("", all));
    }

    @Provide
    Arbitrary<String> files() {
        Arbitrary<String> header = Arbitraries.of("[DEFAULT]", "[default]", "[fs#1]", "[fs#2]",
                "[vg#1]", "[container#a]", "[app#1]", "[ip#1]", "[env]", "[labels]", "[subset#a]",
                "[subset#fs:a]", "[hb#1]", "[data]", "[app]", "[fs]", "[", "[]", "[x#",
                "[stonith#1]");
        Arbitrary<String> key = Arbitraries.of("nodes", "drpnodes", "drpnode", "encapnodes", "app",
                "type", "dev", "mnt", "mnt_opt", "MNT", "monitor", "restart", "stop_timeout",
                "tags", "subset", "parallel", "orchestrate", "topology", "cluster_type", "flex_min",
                "autostart_node", "always_on", "disable_on", "name", "vgname", "a", "b", "", "#c",
                "comment", "parents", "flex_primary", "run_args", "image", "start");
        Arbitrary<String> scope = Arbitraries.of("", "", "", "@n1", "@n2", "@nodes", "@drpnodes",
                "@flex_primary", "@", "@x@y", "@n1.acme");
        Arbitrary<String> sign = Arbitraries.of(" = ", "=", ": ", " ", "\n ");
        Arbitrary<String> value = Arbitraries.oneOf(values(), Arbitraries.of("n1 n2", "n1", "ext4",
                "true", "10s", "docker", "flex", "autoflex", "ha", "nodes", "OpenHA", "", "3"));
        Arbitrary<String> entry = Combinators.combine(key, scope, sign, value)
                .as((k, s, e, v) -> k + s + e + v);
        return Arbitraries.oneOf(header, entry, entry, entry).list().ofMaxSize(25)
                .map(lines -> HEAD + String.join("\n", lines) + "\n");
    }

    private static ListArbitrary<String> pieces(String... pieces) {
        return Arbitraries.of(Arrays.asList(pieces)).list();
    }

    private static Ini ini(String text) {
        return IniReader.read(SourceFile.of(Path.of("web.conf"), bytes(text)),
                new Findings("web.conf"));
    }

    /** As a person would write it who had read it. */
    private static String printed(Ini ini) {
        return ini.sections().stream().map(block -> "[" + block.name() + "]\n"
                + block.entries().stream().map(entry -> entry.key() + " = "
                        + entry.value().replace("\n", "\n  ") + "\n").collect(Collectors.joining()))
                .collect(Collectors.joining());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void tried(byte[] bytes) throws IOException {
        try {
            read(bytes);
        } catch (RuntimeException | Error broken) {
            Files.write(KEPT.resolve("found-" + Integer.toHexString(Arrays.hashCode(bytes))),
                    bytes);
            throw broken;
        }
    }

    private static void read(byte[] bytes) {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            try {
                ServiceFiles.parse(SourceFile.of(Path.of("web.conf"), bytes),
                        Vocabulary.of(new TestCatalog()), N1);
            } catch (ConfigException e) {
                assertTrue(e.getMessage().length() < 100_000, e.getMessage());
            }
        });
    }
}
