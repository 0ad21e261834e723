package org.understudy.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.exec.Deadline;
import org.understudy.fence.Fence.Verdict;
import org.understudy.model.FenceResult;

/** Over real sockets: only what was read to be off is off, and nothing waits for ever. */
final class RedfishTest {
    @TempDir
    private Path dir;
    private FakeBmc bmc;
    private final ExecutorService tester = Executors.newSingleThreadExecutor();

    @BeforeEach
    void start() throws IOException {
        bmc = new FakeBmc();
        password("secret", "rw-------");
    }

    @AfterEach
    void end() throws InterruptedException {
        bmc.close();
        tester.shutdownNow();
        assertTrue(tester.awaitTermination(30, TimeUnit.SECONDS));
    }

    private void password(String text, String mode) throws IOException {
        Path file = Files.writeString(dir.resolve("password"), text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    @Test
    void itIsOffOnceItWasReadToBeOff() throws Exception {
        Fence.Outcome outcome = fence("");
        assertEquals(FenceResult.CONFIRMED, outcome.result());
        assertEquals("redfish fence@" + bmc.uri() + ": its power was read to be off",
                outcome.detail());
        assertEquals(List.of("GET /redfish/v1/Systems ", "GET " + FakeBmc.SYSTEM + " ", "POST "
                + FakeBmc.TARGET + " {\"ResetType\":\"ForceOff\"}",
                "GET " + FakeBmc.SYSTEM + " "), bmc.asked);
    }

    @Test
    void aDeviceThatSaysDoneAndLeavesItOnHasFailed() throws Exception {
        bmc.off = "On";
        Fence.Outcome outcome = warm("timeout = 10s\n").fence(Device.N2, far());
        assertEquals(FenceResult.FAILED, outcome.result());
        assertTrue(outcome.detail().endsWith(": ordered ForceOff; then: its power was read to be"
                + " on"), outcome.detail());
    }

    @Test
    void oneThatIsStillGoingOffMayBeOff() throws Exception {
        bmc.off = "PoweringOff";
        assertEquals(FenceResult.UNKNOWN, warm("timeout = 10s\n").fence(Device.N2, far())
                .result());
    }

    @Test
    void orderWithoutAnAnswerIsReadBack() throws Exception {
        bmc.tricks.put("POST", (device, exchange) -> {
            device.power = "Off";
            return device.hang();
        });
        assertEquals(FenceResult.CONFIRMED, warm("timeout = 10s\n").fence(Device.N2, far())
                .result());
    }

    @Test
    void oneThatHangsProvesNothingInTime() throws Exception {
        bmc.tricks.put("GET", (device, exchange) -> device.hang());
        long begin = System.nanoTime();
        assertEquals(FenceResult.FAILED, fence("timeout = 1s\n").result(), "nothing was ordered");
        assertEquals(Verdict.FAILS, test("timeout = 1s\n").verdict());
        bmc.tricks.clear();
        Fence known = warm("timeout = 10s\n");
        bmc.tricks.put("POST", (device, exchange) -> {
            device.tricks.put("GET", (again, page) -> again.hang());
            return device.hang();
        });
        assertEquals(FenceResult.UNKNOWN, known.fence(Device.N2, far()).result());
        assertTrue(System.nanoTime() - begin < Duration.ofSeconds(60).toNanos());
    }

    @Test
    void testThatHangsHoldsNoFenceUp() throws Exception {
        Fence known = warm("timeout = 20s\n");
        CountDownLatch hangs = new CountDownLatch(1);
        bmc.tricks.put("GET", (device, exchange) -> {
            device.tricks.clear();
            hangs.countDown();
            return device.hang();
        });
        Future<Fence.Test> test = tester.submit(() -> known.test(Device.N2, far()));
        assertTrue(hangs.await(30, TimeUnit.SECONDS));
        assertEquals(FenceResult.CONFIRMED, known.fence(Device.N2, far()).result());
        bmc.close();
        assertEquals(Verdict.FAILS, test.get(60, TimeUnit.SECONDS).verdict());
    }

    @Test
    void answerThatNeverEndsProvesNothingInTime() throws Exception {
        bmc.tricks.put("GET", (device, exchange) -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            out.write("{\"PowerState\": \"Off\"".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            out.flush();
            return device.hang();
        });
        assertEquals(Verdict.FAILS, test("timeout = 1s\nsystem = /s\n").verdict());
    }

    @Test
    void answerWithoutEndIsCutOff() throws Exception {
        bmc.tricks.put("GET", (device, exchange) -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] much = new byte[1 << 16];
            for (int i = 0; i < 64; i++) {
                exchange.getResponseBody().write(much);
            }
            return true;
        });
        Fence.Test test = test("system = /s\n");
        assertEquals(Verdict.FAILS, test.verdict());
        assertTrue(test.detail().contains("at most 1048576 bytes, got more"), test.detail());
    }

    @Test
    void wrongPasswordHasDoneNothingAndSaysSo() throws Exception {
        password("Wr0ng", "rw-------");
        Fence.Outcome outcome = fence("timeout = 10s\n");
        assertEquals(FenceResult.FAILED, outcome.result());
        assertTrue(outcome.detail().contains("status 401, which means that username or password"
                + " are not accepted"), outcome.detail());
        assertTrue(!outcome.detail().contains("Wr0ng"), outcome.detail());
        assertEquals("On", bmc.power);
    }

    @Test
    void passwordThatOthersMayReadIsNotUsed() throws Exception {
        password("secret", "rw-r--r--");
        Fence.Outcome outcome = fence("");
        assertEquals(FenceResult.FAILED, outcome.result());
        assertTrue(outcome.detail().contains("password_file " + dir.resolve("password")
                + ": expected mode 0600"), outcome.detail());
        assertEquals(List.of(), bmc.asked);
        assertEquals(1, fences("").lacks().size());
    }

    @Test
    void orderThatIsRefusedIsBelievedOnlyOfOneThatIsOn() throws Exception {
        bmc.tricks.put("POST", (device, exchange) -> FakeBmc.answer(exchange, 409, "{}"));
        assertEquals(FenceResult.FAILED, fence("timeout = 10s\n").result());
        bmc.power = "Off";
        assertEquals(FenceResult.CONFIRMED, fence("timeout = 10s\n").result(), "off already");
    }

    @Test
    void nobodyThere() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Fence.Outcome outcome = Device.of(dir, lines("timeout = 10s\n").replace(bmc.uri(),
                "http://127.0.0.1:" + free)).fence(Device.N2, far());
        assertEquals(FenceResult.FAILED, outcome.result());
    }

    @Test
    void nothingIsFollowedElsewhere() throws Exception {
        try (FakeBmc other = new FakeBmc()) {
            bmc.tricks.put("GET", (device, exchange) -> {
                exchange.getResponseHeaders().add("Location", other.uri() + FakeBmc.SYSTEM);
                return FakeBmc.answer(exchange, 307, "{}");
            });
            assertEquals(FenceResult.FAILED, fence("timeout = 10s\n").result());
            bmc.tricks.put("GET", (device, exchange) -> FakeBmc.answer(exchange, 200,
                    "{\"PowerState\": \"On\", \"Actions\": {\"#ComputerSystem.Reset\": {\"target\":"
                    + " \"" + other.uri() + "/x\"}}}"));
            assertEquals(FenceResult.FAILED, fence("timeout = 4s\nsystem = /s\n").result());
            assertEquals(List.of(), other.asked);
        }
    }

    @Test
    void oneOfSeveralSystemsMustBeNamed() throws Exception {
        bmc.tricks.put("GET", (device, exchange) -> FakeBmc.answer(exchange, 200,
                "{\"Members\": [{\"@odata.id\": \"/a\"}, {\"@odata.id\": \"/b\"}]}"));
        Fence.Outcome outcome = fence("timeout = 10s\n");
        assertEquals(FenceResult.FAILED, outcome.result());
        assertTrue(outcome.detail().contains("expected one system, or system = one of [/a, /b]"),
                outcome.detail());
    }

    @Test
    void rebootSwitchesItOnOnceItWasToldToBeOff() throws Exception {
        Fence.Outcome outcome = fence("action = reboot\n");
        assertEquals(FenceResult.CONFIRMED, outcome.result());
        assertEquals("Off", bmc.power, "nobody waits for what follows");
        assertTrue(outcome.rest().orElseThrow().run().endsWith(": ordered On"));
        assertEquals("On", bmc.power);
    }

    @Test
    void testChangesNothing() throws Exception {
        assertEquals(new Fence.Test(Verdict.WORKS, "redfish fence@" + bmc.uri()
                + ": its power was read to be on"), test(""));
        assertTrue(bmc.asked.stream().allMatch(line -> line.startsWith("GET ")), () -> bmc.asked
                .toString());
    }

    private String lines(String more) {
        return "type = redfish\nuri = " + bmc.uri() + "\nusername = fence\npassword_file = "
                + dir.resolve("password") + "\ninsecure = true\n" + more;
    }

    private Fence fences(String more) {
        return Device.of(dir, lines(more));
    }

    /** One that has answered before: the first answer takes long on a slow machine. */
    private Fence warm(String more) throws InterruptedException {
        Fence warm = fences(more);
        assertEquals(Verdict.WORKS, warm.test(Device.N2, far()).verdict());
        return warm;
    }

    private Fence.Outcome fence(String more) throws InterruptedException {
        return fences(more).fence(Device.N2, far());
    }

    private Fence.Test test(String more) throws InterruptedException {
        return fences(more).test(Device.N2, far());
    }

    private static Deadline far() {
        return Deadline.in(Duration.ofSeconds(60));
    }
}
