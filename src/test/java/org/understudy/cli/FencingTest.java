package org.understudy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.api.ApiServer;
import org.understudy.api.Call;
import org.understudy.api.Reply;
import org.understudy.wire.Asked;
import org.understudy.wire.FenceReport;
import org.understudy.wire.NodeStatus;
import org.understudy.wire.Shapes;

/** {@code svcmgr fence}: nothing is switched off that was not meant. */
final class FencingTest {
    @TempDir
    private Path dir;
    private final List<String> asked = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String result = FenceReport.CONFIRMED;
    private ApiServer server;

    @BeforeEach
    void serve() throws Exception {
        server = new ApiServer(dir.resolve("s"), this::answer);
        server.start();
    }

    @AfterEach
    void end() throws Exception {
        server.close();
    }

    private synchronized Reply answer(Call call) {
        asked.add(call.method() + " " + call.path());
        if (call.path().equals("/v1/nodes")) {
            return Reply.ok(Shapes.write(List.of(node("n1", "self"), node("n2", "alive"),
                    node("n3", "silent"))));
        }
        String name = call.path().split("/")[3];
        if (name.equals("n3")) {
            return Reply.problem(409, "cluster.conf has no [stonith#n3]", "");
        }
        boolean begins = call.method().equals("POST");
        if (begins && call.path().endsWith("/fence")) {
            Asked typed = Shapes.read(call.body(), Asked.class);
            if (!typed.yes() || typed.dryRun()) {
                return report(typed.dryRun() ? "plan" : "confirm", "",
                        List.of("n2, which is alive, is switched off at once"));
            }
            asked.add("for " + typed.reason());
        }
        return report(begins ? FenceReport.PENDING : result, "said", List.of());
    }

    private static NodeStatus node(String name, String state) {
        return new NodeStatus(name, state, "idle", "", List.of(), "");
    }

    private static Reply report(String result, String detail, List<String> follows) {
        return Reply.ok(Shapes.write(new FenceReport("n2", result, detail, follows)));
    }

    @Test
    void itIsDoneOnlyWhenItIsMeant() {
        assertEquals(1, run("fence", "--node", "n2"));
        assertTrue(err().contains("n2, which is alive, is switched off at once"), err());
        assertEquals(List.of("POST /v1/nodes/n2/fence"), asked);
        assertEquals(0, run("fence", "--node", "n2", "--dry-run"));
        assertEquals("n2, which is alive, is switched off at once\n", out());
    }

    @Test
    void confirmedIsDone() {
        assertEquals(0, run("fence", "--node", "n2", "--yes", "--reason", "it hangs"));
        assertEquals("n2: confirmed: said\n", out());
        assertTrue(asked.contains("for it hangs"));
    }

    @Test
    void whatIsNotConfirmedIsAFailure() {
        result = "unknown";
        assertEquals(1, run("fence", "--node", "n2", "--yes"));
        assertTrue(err().contains("n2: expected a confirmed fence, got: unknown: said"), err());
    }

    @Test
    void testsAreToldOneByOne() {
        result = FenceReport.WORKS;
        assertEquals(0, run("fence", "--test", "--node", "n2"));
        assertEquals("n2: works: said\n", out());
        assertEquals(1, run("fence", "--test"), "n3 has none");
        assertTrue(err().contains("cluster.conf has no [stonith#n3]"), err());
        result = FenceReport.UNTESTED;
        assertEquals(3, run("fence", "--test", "--node", "n2"));
        assertEquals("n2: untested: said\n", out());
        assertEquals(1, run("fence", "--test"), "one fails, another could not be tested");
        result = FenceReport.FAILS;
        assertEquals(1, run("fence", "--test", "--node", "n2"));
        assertTrue(asked.stream().noneMatch(call -> call.endsWith("/fence")), asked::toString);
    }

    @Test
    void oneMustBeNamed() {
        assertEquals(2, run("fence"));
        assertEquals(2, run("fence", "--node", "n2", "--wait"));
    }

    private int run(String... args) {
        out.reset();
        err.reset();
        return Svcmgr.run(dir.resolve("s"), new Screen("svcmgr", new PrintStream(out, true,
                StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8)), args);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
