package org.understudy.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.understudy.exec.Deadline;
import org.understudy.exec.SystemCommands;
import org.understudy.model.FenceResult;
import org.understudy.model.NodeName;

class CommandFenceTest {
    @Test
    void exitZeroConfirms() throws Exception {
        Fence.Outcome outcome = fence("test $UNDERSTUDY_FENCED = n1 && echo off");
        assertEquals(FenceResult.CONFIRMED, outcome.result());
        assertTrue(outcome.detail().endsWith("exit 0: off"), outcome.detail());
    }

    @Test
    void anyOtherExitHasFailedAndSaysWhy() throws Exception {
        Fence.Outcome outcome = fence("echo no route to bmc >&2; exit 1");
        assertEquals(FenceResult.FAILED, outcome.result());
        assertTrue(outcome.detail().endsWith("exit 1: no route to bmc"), outcome.detail());
    }

    @Test
    void missingCommandHasFailed() throws Exception {
        Fence.Outcome outcome = run(List.of("/no/such/fence"));
        assertEquals(FenceResult.FAILED, outcome.result());
        assertTrue(outcome.detail().contains("no such program"), outcome.detail());
    }

    @Test
    void commandKilledAtItsDeadlineSaysNothing() throws Exception {
        assertEquals(FenceResult.UNKNOWN, fence("sleep 60 & sleep 60").result());
    }

    private static Fence.Outcome fence(String line) throws InterruptedException {
        return run(List.of("/bin/sh", "-c", line));
    }

    private static Fence.Outcome run(List<String> argv) throws InterruptedException {
        Fence fence = new CommandFence(argv, Duration.ofMillis(500), new SystemCommands());
        return fence.fence(new NodeName("n1"), Deadline.in(Duration.ofSeconds(20)));
    }
}
