package org.understudy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One action on several services. */
@Timeout(60)
final class TogetherTest {
    @RegisterExtension
    static final Stage STAGE = new Stage();

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    private Screen screen(boolean terminal) {
        PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
        return new Screen("svcmgr", out, out, terminal);
    }

    private String text() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    @Test
    void allBeginBeforeOneHasEnded() {
        CyclicBarrier all = new CyclicBarrier(3);
        int code = new Together(screen(false), "start").on(List.of("a", "b", "c"), (name, own) -> {
            try {
                all.await(30, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw Failure.of("alone", "svcmon");
            }
            own.show(name + ": started\n");
            own.progress("a line\nof two");
        });
        assertEquals(0, code, text());
        assertEquals(List.of("a: a line", "a: of two", "a: started", "b: a line", "b: of two",
                "b: started", "c: a line", "c: of two", "c: started",
                "start: 3 of 3 services ok"), text().lines().sorted().toList());
    }

    @Test
    void oneThatFailsIsInTheSumAndTheExitCode() {
        int code = new Together(screen(false), "stop").on(List.of("a", "b"), (name, own) -> {
            if (name.equals("b")) {
                throw Failure.of("b: stopped failed", "svcmgr -s b explain");
            }
        });
        assertEquals(1, code);
        assertEquals("b: stopped failed\nb: try: svcmgr -s b explain\n"
                + "stop: 1 of 2 services ok, not b\n", text());
    }

    @Test
    void onATerminalOneLineShowsWhatAllOfThemDo() {
        Screen screen = screen(true);
        screen.of("a").passing("a: start: fs#1, 3.1s");
        screen.of("b").passing("b: stop: app#1");
        screen.of("a").show("a: started\n");
        screen.board().settled("b");
        assertEquals("\r\u001b[Ka: start: fs#1, 3.1s"
                + "\r\u001b[Ka: start: fs#1, 3.1s | b: stop: app#1"
                + "\r\u001b[Ka: started\n\r\u001b[Ka: start: fs#1, 3.1s | b: stop: app#1"
                + "\r\u001b[Ka: start: fs#1, 3.1s", text());
    }

    @Test
    void whoInterruptsIsToldWhatGoesOn() {
        Screen screen = screen(false);
        screen.board().await("web");
        screen.board().await("db");
        screen.board().await("done");
        screen.board().settled("done");
        new Farewell(screen).run();
        assertEquals("svcmgr: no longer waiting; the agent goes on with db,web\n"
                + "try: svcmgr -s db,web abort ends it; print status shows it\n", text());
    }

    @Test
    void severalAreWaitedForAtOnce() {
        Stage.Ran ran = STAGE.svcmgr("-s registry.opensvc.com,web,nope start --wait");
        assertEquals(1, ran.code());
        assertTrue(ran.out().endsWith("start: 2 of 3 services ok, not nope\n"), ran.out());
        assertTrue(ran.out().contains("web: started\n"), ran.out());
        assertTrue((ran.out() + ran.err()).lines().allMatch(line ->
                line.matches("(registry.opensvc.com|web|nope|start): .*")), ran.err());
    }
}
