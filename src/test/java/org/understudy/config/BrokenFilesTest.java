package org.understudy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.understudy.model.NodeName;

/** What a tired person reads when a file is wrong. */
class BrokenFilesTest {
    private static final String HEAD = "[DEFAULT]\nnodes = n1 n2\n";

    @Test
    void allProblemsOfAFileAtOnce() throws IOException {
        assertEquals(resource("broken.txt"), refusal(resource("broken.conf")) + "\n");
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of("", "web.conf [DEFAULT] nodes: missing, expected node names separated"
                        + " by blanks, each once: where the service may run, preferred first"),
                Arguments.of("# only this\n", "web.conf [DEFAULT] nodes: missing, expected node"
                        + " names separated by blanks, each once: where the service may run,"
                        + " preferred first"),
                Arguments.of("[DEFAULT]\nnodes =\n", "web.conf:2:1 [DEFAULT] nodes: expected node"
                        + " names separated by blanks, each once, got \"\""),
                Arguments.of("[DEFAULT]\nnodes = n1 n1\n", "web.conf:2:1 [DEFAULT] nodes: expected"
                        + " node names separated by blanks, each once, got \"n1 n1\""),
                Arguments.of("nodes = n1\na = b\n" + HEAD, "web.conf:1:1: expected a section header"
                        + " such as [DEFAULT] before the first key, got \"nodes = n1\""),
                Arguments.of(HEAD + "orchestrate\n", "web.conf:3:1: expected key = value or"
                        + " [section], got \"orchestrate\""),
                Arguments.of(HEAD + "= ha\n", "web.conf:3:1: expected key = value or [section],"
                        + " got \"= ha\""),
                Arguments.of(HEAD + "[fs#1\nx = y\n", "web.conf:3:1: expected a header such as"
                        + " [fs#1] alone on its line, got \"[fs#1\""),
                Arguments.of(HEAD + "[]\n", "web.conf:3:1: expected a header such as [fs#1]"
                        + " alone on its line, got \"[]\""),
                Arguments.of("[DEFAULT]\n  nodes = n1\nnodes = n1\n", "web.conf:2:3: expected a key"
                        + " before this indented line to continue, got \"nodes = n1\""),
                Arguments.of(HEAD + "app = a\0b\n", "web.conf:3:8: expected text, got the control"
                        + " character 0x00"),
                Arguments.of(HEAD + "app = a\rb\n", "web.conf:3:8: expected text, got the control"
                        + " character 0x0d"));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void wrongShapeIsNamed(String text, String problem) {
        assertEquals(problem, refusal(text));
    }

    @Test
    void columnPointsAtTheFirstCharacter() {
        ConfigException refused = assertThrows(ConfigException.class,
                () -> parse("  [DEFAULT]\n  nodes = n1\n  foo = 1\n"
                        .getBytes(StandardCharsets.UTF_8)));
        assertEquals(new Place(3, 3, "DEFAULT", "foo"), refused.problems().get(0).place());
    }

    @Test
    void otherEncodingIsRefusedAtItsLine() {
        byte[] latin = (HEAD + "app = caf\u00e9\n").getBytes(StandardCharsets.ISO_8859_1);
        assertEquals("web.conf:3:10: expected UTF-8, got another encoding",
                assertThrows(ConfigException.class, () -> parse(latin)).getMessage());
    }

    @Test
    void largeFilesAreRefusedUnread(@TempDir Path dir) throws IOException {
        Path file = Files.write(dir.resolve("web.conf"), new byte[(1 << 20) + 1]);
        assertEquals("web.conf: expected at most 1 MB, got more", refusal(file));
    }

    @Test
    void whatIsNoFileIsRefused(@TempDir Path dir) throws IOException {
        assertEquals("web.conf: no such file in " + dir, refusal(dir.resolve("web.conf")));
        assertEquals("web.conf: expected a regular file",
                refusal(Files.createDirectory(dir.resolve("web.conf"))));
        assertEquals("web.ini: expected a name that ends in .conf or .env",
                refusal(Files.writeString(dir.resolve("web.ini"), HEAD)));
        assertEquals("_.conf: expected a service name of letters, digits, dots, dashes and"
                + " underscores, got \"_\"",
                refusal(Files.writeString(dir.resolve("_.conf"), HEAD)));
    }

    @Test
    void floodOfProblemsIsCut() {
        List<String> lines = refusal(HEAD + "junk\n".repeat(50_000)).lines().toList();
        assertEquals(101, lines.size());
        assertEquals("web.conf: and 49900 more like these", lines.get(100));
    }

    static Stream<Arguments> floods() {
        return Stream.of(
                Arguments.of("comment = a\n" + " b\n".repeat(300_000)),
                Arguments.of("app = a\n" + " b = 1\n".repeat(140_000)),
                Arguments.of("kk=1\n".repeat(200_000)),
                Arguments.of("[a]\n".repeat(250_000)),
                Arguments.of("comment = " + " #".repeat(400_000) + "\n b\n"),
                Arguments.of("comment = " + "{a".repeat(400_000)),
                Arguments.of("[fs#1]\nstop_timeout = " + "1s".repeat(400_000)),
                Arguments.of("[fs#1]\nstop_timeout = " + "9".repeat(900_000)),
                Arguments.of("priority = " + "9".repeat(900_000)),
                Arguments.of("orchestrate@" + "=".repeat(900_000)),
                Arguments.of("a".repeat(900_000) + "_requires = b"),
                Arguments.of("[" + "a".repeat(900_000) + "#1]"),
                Arguments.of("tags = " + "a ".repeat(400_000)),
                Arguments.of("app = {" + "a:".repeat(400_000) + "a}"),
                Arguments.of("app = " + "{a".repeat(400_000) + "}"),
                Arguments.of("app = " + "{{".repeat(400_000)),
                Arguments.of("app = " + "{nodename}".repeat(90_000)),
                Arguments.of("app = $(" + "(".repeat(900_000)),
                Arguments.of("app = $(1" + "+1".repeat(15_000) + ")"),
                Arguments.of("priority = a" + " ".repeat(900_000) + "b"),
                Arguments.of(keys("[env]\n", "k%d = {env.z%d}\n")),
                Arguments.of(keys("[env]\n", "k%d = {env.l%d}{env.l%d}\nl%1$d = {env.k%d}\n")),
                Arguments.of(keys("drpnodes =", " m%d")),
                Arguments.of(keys("[fs#1]\n", "mnt@n%d = /{x}\n")));
    }

    private static String keys(String head, String line) {
        StringBuilder text = new StringBuilder(head);
        for (int i = 0; i < 15_000; i++) {
            text.append(line.replace("%d", String.valueOf(i)).replace("%1$d",
                    String.valueOf(i + 1)));
        }
        return text.toString();
    }

    @ParameterizedTest
    @MethodSource("floods")
    void floodsAreReadOrRefusedInTime(String flood) {
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            try {
                parse((HEAD + flood).getBytes(StandardCharsets.UTF_8));
            } catch (ConfigException e) {
                assertTrue(e.getMessage().length() < 100_000, () -> e.getMessage().length() + "");
            }
        });
    }

    @Test
    void noiseIsReadOrRefusedNeverACrash() {
        String alphabet = "[]=:#;@{}$()'\" \t\r\n\\abnodesfs1\u00e9\uFEFF";
        Random random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            StringBuilder text = new StringBuilder(HEAD);
            for (int length = random.nextInt(60); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                parse(text.toString().getBytes(StandardCharsets.UTF_8));
            } catch (ConfigException e) {
                refused++;
            }
        }
        assertTrue(refused > 1000 && refused < 3000, "refused " + refused);
    }

    private static String resource(String name) throws IOException {
        return Files.readString(Path.of("src/test/resources/config", name));
    }

    private static ServiceFile parse(byte[] bytes) {
        return ServiceFiles.parse(SourceFile.of(Path.of("web.conf"), bytes),
                Vocabulary.of(new TestCatalog()), new NodeName("n1"));
    }

    private static String refusal(String text) {
        return assertThrows(ConfigException.class,
                () -> parse(text.getBytes(StandardCharsets.UTF_8))).getMessage();
    }

    private static String refusal(Path file) {
        return assertThrows(ConfigException.class, () -> ServiceFiles.read(file, new TestCatalog(),
                new NodeName("n1"))).getMessage();
    }
}
