package org.understudy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jline.terminal.Size;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.understudy.wire.ServiceStatus;

/** A new service whose file has a slip: nobody runs it, and everybody is told. */
@Timeout(60)
final class RefusedFileTest {
    @RegisterExtension
    static final Stage STAGE = new Stage();

    @BeforeEach
    void slip() {
        STAGE.agent().refuses("db");
    }

    @AfterEach
    void mend() {
        STAGE.agent().refuses("");
    }

    @Test
    void itIsToldBelowTheTableAndWhereverItIsAskedFor() {
        StringBuilder all = new StringBuilder();
        for (String typed : List.of("", "-s db", "-s web,db", "-s db --verbose", "-s db -w",
                "-s db --format json", "--format csv")) {
            all.append(shown("svcmon " + typed, STAGE.svcmon(typed)));
        }
        all.append(shown("svcmgr -s db print status", STAGE.svcmgr("-s db print status")));
        all.append(shown("svcmgr -s db explain", STAGE.svcmgr("-s db explain")));
        Golden.check("refused", all.toString());
    }

    private static String shown(String typed, Stage.Ran ran) {
        return "$ " + typed.strip() + "\n" + ran.out() + ran.err()
                + (ran.code() == 0 ? "" : "[exit " + ran.code() + "]\n");
    }

    @Test
    void whereNothingIsRefusedTheTableIsAsItWas() {
        String with = STAGE.svcmon("").out();
        mend();
        String without = STAGE.svcmon("").out();
        assertTrue(with.startsWith(without), with);
        assertEquals(without.lines().count() + 1, with.lines().count());
    }

    @Test
    void itIsInTheTreesToo() {
        assertTrue(STAGE.svcmon("--verbose").out().endsWith("\ndb: its file is refused: db.conf:3:1"
                + " [fs#1] mnt_otp: unknown key, did you mean mnt_opt?; svcmgr -s db validate\n"));
    }

    @Test
    void aGlobMeansWhatRunsAlone() {
        assertEquals(List.of("web"), STAGE.svcmgr("-s w*,!db+w* ls").out().lines().toList());
        assertEquals(0, STAGE.svcmgr("allservices frozen").code());
    }

    @Test
    void theMonitorHasARowForIt() {
        List<String> page = MonitorPage.of(new MonitorPage.Snapshot("n1", false, List.of(),
                List.of(), List.of(ServiceStatus.refused("db", "n1", "its file is refused: why"))),
                new Size(60, 10), new Scroll(), false);
        assertEquals(List.of("services", "  db      undef            |",
                "    its file is refused: why"), page.subList(3, page.size()).stream()
                .map(String::stripTrailing).toList());
    }
}
