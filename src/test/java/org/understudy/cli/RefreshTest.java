package org.understudy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.understudy.api.ApiServer;
import org.understudy.api.Call;
import org.understudy.api.Reply;
import org.understudy.wire.ServiceStatus;
import org.understudy.wire.Shapes;

/** Statuses from the last look, and from one that was asked for. */
@Timeout(60)
final class RefreshTest {
    private static final ServiceStatus THEN = Fixtures.service("web", "up",
            List.of(Fixtures.row("fs#1", "up", "/srv")));
    private static final ServiceStatus NOW = Fixtures.service("web", "down",
            List.of(Fixtures.row("fs#1", "down", "/srv")));
    private static final ServiceStatus REFUSED =
            ServiceStatus.refused("db", "n1", "db.conf line 3: expected a path, got x");

    @TempDir
    Path dir;

    private ApiServer server;
    /** Whether web is deleted as it is looked at. */
    private boolean deleted;

    @BeforeEach
    void start() throws IOException {
        server = new ApiServer(dir.resolve("agent.sock"), this::answer);
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private Reply answer(Call call) {
        boolean asked = "true".equals(call.query().get("refresh"));
        return switch (call.path()) {
            case "/v1/services" -> Reply.ok(Shapes.write(List.of(THEN, REFUSED)));
            case "/v1/services/web" -> asked && deleted
                    ? Reply.problem(404, "no such service as web on this node", "svcmon")
                    : Reply.ok(Shapes.write(asked ? NOW : THEN));
            default -> throw new IllegalStateException("expected no " + call.path());
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"-r", "--refresh"})
    void eachIsLookedAtWhereThatIsAsked(String option) {
        assertTrue(svcmon().contains("\nweb     DEV     hosted    n/a       n/a    "
                + "   n/a        up "), svcmon());
        assertEquals(SvcmonTable.of(List.of(NOW, REFUSED)), svcmon(option).lines().toList());
        assertTrue(svcmon("--verbose", option).startsWith("web\noverall                   down\n"));
        assertEquals("down\n", svcmon(option, "--filter", "[0].avail"));
        assertEquals("up\n", svcmon("--filter", "[0].avail"));
    }

    @Test
    void whatCannotBeLookedAtIsShownAsItWasLast() {
        deleted = true;
        assertEquals("svcmon: no such service as web on this node\ntry: svcmon\n"
                + svcmon(), run("svcmon", 1, "--refresh"));
        assertTrue(run("svcmon", 1, "--refresh", "--filter", "[0].avail").endsWith("\nup\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--updatedb", "--maxdelaydb=60"})
    void whatACollectorWasToldChangesNothing(String option) {
        assertEquals(svcmon(), svcmon(option));
    }

    @Test
    void printStatusAlwaysLooks() {
        String plain = run("svcmgr", 0, "-s", "web", "print", "status");
        assertTrue(plain.startsWith("web\noverall                   down\n"), plain);
        assertEquals(plain, run("svcmgr", 0, "-s", "web", "print", "status", "--refresh"));
        assertEquals("down\n", run("svcmgr", 1, "-s", "web", "status", "-r"));
    }

    @Test
    void whatChangesByItselfIsNotRefreshed() {
        assertEquals("svcmon: --watch: expected no --refresh beside it: it looks again and"
                + " again\ntry: svcmon --watch\n", run("svcmon", 2, "-w", "-r"));
        assertEquals("svcmgr: nodes: --refresh does not apply\ntry: svcmgr nodes --help\n",
                run("svcmgr", 2, "nodes", "-r"));
    }

    private String svcmon(String... words) {
        return run("svcmon", 0, words);
    }

    private String run(String program, int code, String... words) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Screen screen = new Screen(program, out, out);
        Path socket = dir.resolve("agent.sock");
        assertEquals(code, program.equals("svcmon") ? Svcmon.run(socket, screen, words)
                : Svcmgr.run(socket, screen, words), () -> bytes.toString(StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
