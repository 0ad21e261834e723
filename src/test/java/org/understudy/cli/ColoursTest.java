package org.understudy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.understudy.api.ApiServer;

/** Which words are tinted how, where, and by which of {@code --color}, NO_COLOR and TERM. */
@Timeout(60)
final class ColoursTest {
    private static final String TABLE = "-s web,registry.opensvc.com";

    @TempDir
    static Path dir;

    private static ApiServer server;
    private static Path socket;

    @BeforeAll
    static void start() throws IOException {
        socket = dir.resolve("agent.sock");
        server = new ApiServer(socket, new FakeAgent());
        server.start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"auto,true,,xterm,true", "auto,false,,xterm,false", "auto,true,1,xterm,false",
        "auto,true,,dumb,false", "always,false,1,dumb,true", "yes,false,,xterm,true",
        "never,true,,xterm,false", "no,true,,xterm,false"})
    void whatIsAskedForComesBeforeTheEnvironment(String when, boolean terminal, String noColor,
            String term, boolean wanted) {
        assertEquals(wanted, Tint.wanted(when, terminal,
                Map.of("NO_COLOR", noColor == null ? "" : noColor, "TERM", term)));
    }

    @Test
    void aTerminalThatSaysNothingGetsThem() {
        assertTrue(Tint.wanted("auto", true, Map.of()));
    }

    @Test
    void statusWordsAreTintedAndNamesBold() {
        Golden.check("colours-tree",
                readable(svcmgr("-s registry.opensvc.com print status --color always")));
        Golden.check("colours-table", readable(svcmon(TABLE + " --color always")));
        Golden.check("colours-nodes", readable(svcmgr("nodes --color=yes")));
        Golden.check("colours-links", readable(svcmgr("links --color=yes")));
    }

    @Test
    void frozenIsBlue() {
        List<String> lines = SvcmonTable.of(List.of(Fixtures.noticed(
                Fixtures.service("web", "up", List.of()), "warn", "frozen by root@n1")), true);
        assertTrue(readable(lines.get(lines.size() - 2)).endsWith("{34:True}"), lines.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-s registry.opensvc.com print status", "nodes", "links"})
    void noColumnMovesForThem(String words) {
        String plain = svcmgr(words);
        assertFalse(plain.contains("\u001b"), plain);
        assertEquals(plain, svcmgr(words + " --color auto"));
        assertEquals(plain, svcmgr(words + " --color never"));
        assertEquals(plain, svcmgr(words + " --color always").replaceAll("\u001b\\[\\d+m", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--verbose "})
    void norInAnyFormOfSvcmon(String form) {
        String plain = svcmon(form + TABLE);
        assertFalse(plain.contains("\u001b"), plain);
        assertEquals(plain, svcmon(form + TABLE + " --color always")
                .replaceAll("\u001b\\[\\d+m", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"svcmgr -s web print status --color red",
        "svcmgr nodes --color red", "svcmon --color red", "svcmon -s w* --color red",
        "svcmon -w --color red"})
    void anyOtherWordIsRefused(String words) {
        String program = words.substring(0, 6);
        Ran ran = run(program, words.substring(7));
        assertEquals(new Ran(2, "", program + ": --color: expected auto, always or never, got red\n"
                + "try: " + program + " --help\n"), ran);
    }

    @Test
    void helpIsGivenWhateverElseIsWrong() {
        assertEquals(svcmon("--help"), svcmon("--help --color red"));
        assertEquals(svcmgr("nodes --help"), svcmgr("nodes --help --color red"));
    }

    @Test
    void whatAnotherProgramReadsHasNone() {
        String plain = svcmgr("-s web print status --format json");
        assertEquals(plain, svcmgr("-s web print status --format json --color always"));
        assertEquals(svcmon("--format csv"), svcmon("--format csv --color always"));
    }

    /** {34:text} for what is between the code 34 and the end of all codes. */
    private static String readable(String text) {
        return text.replace("\u001b[0m", "}").replaceAll("\u001b\\[(\\d+)m", "{$1:");
    }

    private static String svcmgr(String words) {
        return ok(run("svcmgr", words));
    }

    private static String svcmon(String words) {
        return ok(run("svcmon", words));
    }

    private static String ok(Ran ran) {
        assertEquals(0, ran.code(), ran.err());
        return ran.out();
    }

    private static Ran run(String program, String words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Screen screen = new Screen(program, new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        String[] args = words.split(" ");
        int code = program.equals("svcmon") ? Svcmon.run(socket, screen, args)
                : Svcmgr.run(socket, screen, args);
        return new Ran(code, out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }

    private record Ran(int code, String out, String err) {
    }
}
