package org.understudy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** With the commands' own desk: nothing listens on the socket. */
class KeywordPagesTest {
    private static final Path NOBODY = Path.of("/nonexistent/agent.sock");

    @Test
    void keywordsAreShownWhereNoAgentRuns() {
        Golden.check("keywords", out("keywords"));
        Golden.check("keywords-stonith", out("keywords", "stonith"));
        Golden.check("keywords-fs-mnt", out("keywords", "fs.mnt"));
        Golden.check("keywords-run-image", out("keywords", "run_image"));
    }

    @Test
    void whatIsNoSectionIsRefused() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        assertEquals(2, Svcmgr.run(NOBODY, new Screen("svcmgr", System.out, new PrintStream(err)),
                "keywords", "fss.mnt"));
        assertEquals("svcmgr: expected a section or section.keyword, got \"fss.mnt\"\n"
                + "try: svcmgr keywords\n", err.toString(StandardCharsets.UTF_8));
    }

    static String out(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertEquals(0, Svcmgr.run(NOBODY, new Screen("svcmgr", new PrintStream(out, true,
                StandardCharsets.UTF_8), System.err), words));
        return out.toString(StandardCharsets.UTF_8);
    }
}
