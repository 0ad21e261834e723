package org.understudy.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.exec.Deadline;
import org.understudy.fence.Fence.Verdict;
import org.understudy.model.FenceResult;

/** Commands of the operator's, alone and one after the other. */
final class CommandFenceTest {
    @TempDir
    private Path dir;

    @Test
    void exitZeroConfirms() throws Exception {
        Fence.Outcome outcome = fence(sh("test $UNDERSTUDY_FENCED = n2 && echo off"));
        assertEquals(FenceResult.CONFIRMED, outcome.result());
        assertEquals("/bin/sh: exit 0: off", outcome.detail());
    }

    @Test
    void anyOtherExitHasFailedAndSaysWhyButNotItsArguments() throws Exception {
        Fence.Outcome outcome = fence(sh("echo no route to bmc >&2; exit 1 # secret"));
        assertEquals(FenceResult.FAILED, outcome.result());
        assertEquals("/bin/sh: exit 1: no route to bmc", outcome.detail());
    }

    @Test
    void missingCommandHasFailed() throws Exception {
        Fence.Outcome outcome = fence("cmd = /no/such/fence\n");
        assertEquals(FenceResult.FAILED, outcome.result());
        assertTrue(outcome.detail().contains("no such program"), outcome.detail());
    }

    @Test
    void commandKilledAtItsDeadlineSaysNothing() throws Exception {
        assertEquals(FenceResult.UNKNOWN,
                fence(sh("sleep 60 & sleep 60") + "timeout = 500ms\n").result());
    }

    @Test
    void nextLevelIsTriedUntilOneConfirms() throws Exception {
        Fence.Outcome outcome = fence(sh("exit 1") + "[stonith#n2:3]\n" + sh("touch third")
                + "[stonith#n2:2]\n" + sh("echo off"));
        assertEquals(FenceResult.CONFIRMED, outcome.result());
        assertEquals("level 1: /bin/sh: exit 1; level 2: /bin/sh: exit 0: off",
                outcome.detail());
    }

    @Test
    void oneLevelThatMayHaveDoneItLeavesItUnknown() throws Exception {
        assertEquals(FenceResult.UNKNOWN, fence(sh("sleep 60") + "timeout = 300ms\n"
                + "[stonith#n2:2]\n" + sh("exit 1")).result());
        assertEquals(FenceResult.FAILED, fence(sh("exit 2") + "[stonith#n2:2]\n" + sh("exit 1"))
                .result());
    }

    @Test
    void testRunsItsOwnCommand() throws Exception {
        assertEquals(new Fence.Test(Verdict.WORKS, "/bin/sh: exit 0: ready"),
                test(sh("exit 1") + "test_" + sh("echo ready")));
        assertEquals(new Fence.Test(Verdict.FAILS, "/bin/sh: exit 3: wrong password"),
                test(sh("exit 0") + "test_" + sh("echo wrong password; exit 3")));
        assertEquals(new Fence.Test(Verdict.UNTESTED,
                "/bin/sh: no test_cmd says how to test it"), test(sh("exit 0")));
        assertEquals(new Fence.Test(Verdict.FAILS,
                "expected the executable /no/such, got none"), test("cmd = /no/such\n"));
    }

    @Test
    void oneLevelThatFailsIsToldEvenIfAnotherWorks() throws Exception {
        String works = "cmd = /bin/true\ntest_" + sh("echo ready");
        assertEquals(new Fence.Test(Verdict.FAILS, "level 1: /bin/sh: exit 0: ready; level 2:"
                + " expected the executable /no/such, got none; level 3: /bin/sh: exit 0: ready"),
                test(works + "[stonith#n2:2]\ncmd = /no/such\n[stonith#n2:3]\n" + works));
    }

    @Test
    void everyTypeOfAFileHasADevice() {
        String password = "username = u\npassword_file = /none\n";
        assertEquals(List.of("cmd", "ipmi", "redfish", "disk"),
                List.copyOf(org.understudy.config.FenceKeywords.types()));
        for (String lines : List.of("cmd = /bin/true\n",
                "type = ipmi\naddr = 127.0.0.1\n" + password,
                "type = redfish\nuri = https://127.0.0.1\n" + password,
                "type = disk\n[hb#2]\ntype = disk\ndev = /dev/shared\n")) {
            assertTrue(Device.of(dir, lines) != null);
        }
    }

    private static String sh(String line) {
        return "cmd = /bin/sh -c '" + line + "'\n";
    }

    private Fence.Outcome fence(String lines) throws InterruptedException {
        return Device.of(dir, lines).fence(Device.N2, Deadline.in(Duration.ofSeconds(30)));
    }

    private Fence.Test test(String lines) throws InterruptedException {
        return Device.of(dir, lines).test(Device.N2, Deadline.in(Duration.ofSeconds(30)));
    }
}
