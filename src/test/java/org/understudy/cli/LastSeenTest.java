package org.understudy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.wire.SeenServices;
import org.understudy.wire.Shapes;

/** The screens where there is no agent any more. */
@Timeout(60)
final class LastSeenTest {
    @TempDir
    Path dir;

    private Path gone;

    private record Ran(int code, String out, String err) {
    }

    @Test
    void whatAnAgentSawIsShownWithItsAgeOnceItIsGone() throws IOException {
        gone = dir.resolve("agent.sock");
        Ran nothing = ran("svcmon");
        assertEquals(new Ran(1, "", "svcmon: no agent answers on " + gone
                + "\ntry: systemctl start understudy\n"), nothing);
        Files.writeString(gone.resolveSibling("seen.json"), Shapes.write(new SeenServices(
                "2026-03-01T14:03:05+01:00", List.of(Fixtures.service("web", "up", List.of(
                        Fixtures.row("fs#1", "up", "/srv")))))));
        Ran table = ran("svcmon");
        assertEquals(1, table.code());
        assertTrue(table.out().contains("\nweb "), table.out());
        assertTrue(table.err().matches("svcmon: no agent answers on .*; shown is what it saw \\d+h"
                + " ago, at 2026-03-01 14:03:05\ntry: systemctl start understudy\n"), table.err());
        Ran tree = ran("svcmgr", "-s", "web", "print", "status");
        assertEquals(1, tree.code());
        assertTrue(tree.out().startsWith("web\noverall"), tree.out());
        assertEquals("", ran("svcmgr", "-s", "db", "print", "status").out());
        Files.writeString(gone.resolveSibling("seen.json"), "{\"at\":\"");
        assertEquals(nothing, ran("svcmon"));
    }

    private Ran ran(String program, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Screen screen = new Screen(program, new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        int code = program.equals("svcmon") ? Svcmon.run(gone, screen, words)
                : Svcmgr.run(gone, screen, words);
        return new Ran(code, out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }
}
