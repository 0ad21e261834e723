package org.understudy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.wire.Shapes;

/** Files checked by the commands' own desk: nothing listens on the socket. */
class ChecksTest {
    private static final Path NOBODY = Path.of("/nonexistent/agent.sock");

    @TempDir
    Path dir;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aBadFileExitsWithOneAndSaysItAll() throws IOException {
        Path bad = Files.copy(Path.of("src/test/resources/config/broken.conf"),
                dir.resolve("web.conf"));
        assertEquals(1, run("validate", bad.toString()));
        Golden.check("validate-broken", shown(out));
    }

    @Test
    void aFileWithWarningsAloneIsFine() throws IOException {
        Path odd = Files.writeString(dir.resolve("web.conf"), "[DEFAULT]\nnodes = n1\n");
        assertEquals(0, run("validate", odd.toString()));
        assertEquals("warning web.conf: no resources: there is nothing to start\n"
                + "web.conf: 1 warning\n", shown(out));
    }

    @Test
    void programsGetLineColumnAndKey() throws IOException {
        Path bad = Files.writeString(dir.resolve("web.conf"), "[DEFAULT]\n nodes = n1\nfoo = 1\n");
        assertEquals(1, run("validate", bad.toString(), "--format", "json"));
        Golden.check("json-validate", shown(out));
    }

    @Test
    void whatIsNotThereOrNotNamedIsRefused() {
        assertEquals(1, run("validate", dir.resolve("none.conf").toString()));
        assertEquals("error   none.conf: no such file in " + dir + "\nnone.conf: 1 error\n",
                shown(out));
        assertEquals(2, run("validate"));
        assertEquals("svcmgr: validate: expected -s <service> or a file, got neither\n"
                + "try: svcmgr -s web validate\n", shown(err));
    }

    @Test
    void aNameAloneIsTakenForAServiceThatWasMeant() {
        assertEquals(1, run("validate", "web"));
        assertEquals("", shown(out));
        assertEquals("svcmgr: validate: expected a file, got web, which is none in "
                + Path.of("").toAbsolutePath() + "; a service is named by -s\n"
                + "try: svcmgr -s web validate\n", shown(err));
    }

    @Test
    void severalForProgramsAreOneDocument() throws IOException {
        Path good = Files.writeString(dir.resolve("web.conf"), "[DEFAULT]\nnodes = n1\n");
        Path bad = Files.writeString(dir.resolve("db.conf"), "foo = 1\n");
        assertEquals(1, run("validate", good.toString(), bad.toString(), "--format", "json"));
        assertEquals(Shapes.indent(shown(out)) + "\n", shown(out));
        assertTrue(shown(out).startsWith("{\n  \"" + good + "\" : {"), shown(out));
        assertTrue(shown(out).contains("\n  \"" + bad + "\" : {"), shown(out));
    }

    private int run(String... words) {
        return Svcmgr.run(NOBODY, new Screen("svcmgr", new PrintStream(out, true,
                StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8)),
                words);
    }

    private static String shown(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
