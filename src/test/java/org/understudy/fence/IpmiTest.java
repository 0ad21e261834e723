package org.understudy.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.exec.Await;
import org.understudy.exec.Command;
import org.understudy.exec.Deadline;
import org.understudy.exec.SystemCommands;
import org.understudy.fence.Fence.Verdict;
import org.understudy.model.FenceResult;

/** Against a real BMC in software, with the real ipmitool. */
@Tag("lab")
final class IpmiTest {
    @TempDir
    private Path dir;
    private SimulatedBmc bmc;

    @BeforeEach
    void start() throws Exception {
        bmc = SimulatedBmc.plain(dir.resolve("bmc"));
        assertTrue(Await.until(() -> test("").verdict() == Verdict.WORKS, Duration.ofMillis(200),
                Deadline.in(Duration.ofSeconds(30))), () -> "it answers");
    }

    @AfterEach
    void end() {
        bmc.close();
    }

    @Test
    void itIsOffOnceItWasReadToBeOff() throws Exception {
        Fence.Outcome outcome = fence("");
        assertEquals(FenceResult.CONFIRMED, outcome.result(), outcome.detail());
        assertTrue(outcome.detail().endsWith(": its power was read to be off"));
        assertEquals("0", bmc.power());
        assertEquals(FenceResult.CONFIRMED, fence("").result(), "it is off already");
    }

    @Test
    void rebootSwitchesItOnOnceItWasToldToBeOff() throws Exception {
        Fence.Outcome outcome = fence("action = reboot\n");
        assertEquals(FenceResult.CONFIRMED, outcome.result(), outcome.detail());
        assertEquals("0", bmc.power());
        assertTrue(outcome.rest().orElseThrow().run().endsWith(": ordered on"));
        List<String> calls = bmc.calls();
        assertTrue(calls.lastIndexOf("0x20 set power 1") > calls.indexOf("0x20 set power 0"));
        assertEquals("1", bmc.power());
    }

    @Test
    void testChangesNothing() throws Exception {
        Fence.Test test = test("");
        assertTrue(test.detail().endsWith(": its power was read to be on"), test.detail());
        assertTrue(bmc.calls().stream().noneMatch(call -> call.contains("set")));
    }

    @Test
    void wrongPasswordHasDoneNothing() throws Exception {
        bmc.password("Wr0ng");
        assertEquals(Verdict.FAILS, test("").verdict());
        Fence.Outcome outcome = fence("");
        assertEquals(FenceResult.FAILED, outcome.result(), outcome.detail());
        assertTrue(outcome.detail().contains("Unable to establish"), outcome.detail());
        assertTrue(!outcome.detail().contains("Wr0ng"), outcome.detail());
        assertEquals("1", bmc.power());
    }

    @Test
    void switchThatDoesNothingHasFailed() throws Exception {
        bmc.close();
        try (SimulatedBmc liar = new SimulatedBmc(dir.resolve("liar"),
                "test \"$2\" = get && echo power:1\nexit 0\n", SimulatedBmc.Where.here())) {
            Fence fence = Device.of(dir, liar.section() + "timeout = 8s\n");
            assertTrue(Await.until(() -> fence.test(Device.N2, far()).verdict() == Verdict.WORKS,
                    Duration.ofMillis(200), Deadline.in(Duration.ofSeconds(30))));
            Fence.Outcome outcome = fence.fence(Device.N2, far());
            assertEquals(FenceResult.FAILED, outcome.result(), outcome.detail());
            assertTrue(outcome.detail().endsWith(": ordered off; then: its power was read to be"
                    + " on"), outcome.detail());
        }
    }

    @Test
    void oneThatHangsProvesNothingInTime() throws Exception {
        bmc.freeze();
        long begin = System.nanoTime();
        Fence.Outcome outcome = fence("timeout = 2s\n");
        assertEquals(FenceResult.UNKNOWN, outcome.result(), outcome.detail());
        assertTrue(System.nanoTime() - begin < Duration.ofSeconds(20).toNanos());
    }

    @Test
    void passwordIsInNoProcessesArguments() throws Exception {
        Path seen = dir.resolve("seen");
        Path tool = Files.writeString(dir.resolve("ipmitool"), "#!/bin/sh\necho \"$@\" >>" + seen
                + "\nexec /usr/bin/ipmitool \"$@\"\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
        Fence fence = Fences.of(Device.sections(dir, bmc.section()), new Fences.Tools(command -> {
            String[] argv = command.argv().toArray(String[]::new);
            argv[0] = tool.toString();
            return new SystemCommands().run(Command.of(command.deadline(), argv));
        }));
        assertEquals(FenceResult.CONFIRMED, fence.fence(Device.N2, far()).result());
        String all = read(seen);
        assertTrue(all.contains("-f " + dir.resolve("bmc/password")) && !all.contains("secret"),
                all);
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file);
    }

    private Fence.Outcome fence(String more) throws InterruptedException {
        return Device.of(dir, bmc.section() + more).fence(Device.N2, far());
    }

    private Fence.Test test(String more) throws InterruptedException {
        return Device.of(dir, bmc.section() + more).test(Device.N2, far());
    }

    private static Deadline far() {
        return Deadline.in(Duration.ofSeconds(60));
    }
}
