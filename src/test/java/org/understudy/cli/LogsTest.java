package org.understudy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LogsTest {
    @RegisterExtension
    static final Stage STAGE = new Stage();

    @Test
    void whatTheAgentWroteIsShownLineByLine() {
        Golden.check("logs", ok("-s web logs -n 50"));
        assertEquals(ok("logs"), ok("logs --since 14:03"));
        assertTrue(ok("logs --format=json").startsWith("{\"number\":"));
        assertEquals("", ok("logs -n 0"));
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertTrue(STAGE.svcmgr("logs -n -5").err().contains("expected 0 to 3000 lines"));
        assertTrue(STAGE.svcmgr("logs -f --node n1").err().contains("got --node n1"));
        assertEquals("svcmgr: nope: expected a service of this node, got none\n"
                + "try: svcmon lists the services\n",
                STAGE.svcmgr("-s nope logs").err());
        assertEquals("svcmgr: --node: expected one of n1, n2, got n9\ntry: svcmgr nodes\n",
                STAGE.svcmgr("timeline --node n9").err());
        assertTrue(STAGE.svcmgr("-s logs start -f").err().contains("--force does not apply"));
    }

    private static String ok(String typed) {
        Stage.Ran ran = STAGE.svcmgr(typed);
        assertEquals(0, ran.code(), ran.err());
        return ran.out();
    }
}
