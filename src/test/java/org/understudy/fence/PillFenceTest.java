package org.understudy.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.config.Section;
import org.understudy.exec.Deadline;
import org.understudy.exec.SystemCommands;
import org.understudy.fence.Fence.Outcome;
import org.understudy.fence.Fence.Verdict;
import org.understudy.fence.Pills.Answer;
import org.understudy.fence.Pills.Victim;
import org.understudy.model.FenceResult;
import org.understudy.model.NodeName;

/** What proves that a node has ended, and what does not. Its watchdog's timeout is short here. */
final class PillFenceTest {
    private static final Duration WATCHDOG = Duration.ofMillis(700);
    private static final Answer LOOKS = new Answer(Optional.empty(), WATCHDOG);

    @TempDir
    private Path dir;
    private Optional<Victim> victim = Optional.of(new Victim("m2", WATCHDOG, true));
    private Optional<Answer> answer = Optional.of(LOOKS);
    private boolean obeys;
    private boolean broken;
    private boolean blind;
    private Duration left = WATCHDOG;

    private final class Disk implements Pills {
        @Override
        public Optional<Victim> victim(NodeName node) {
            return victim;
        }

        @Override
        public void order(NodeName node, String machine, UUID nonce) throws IOException {
            if (broken) {
                throw new IOException("the disk does not answer");
            }
            assertEquals("m2", machine);
            answer = obeys ? Optional.of(new Answer(Optional.of(nonce), left)) : answer;
        }

        @Override
        public Optional<Answer> answer(NodeName node, String machine) throws IOException {
            if (blind) {
                throw new IOException("the disk does not answer");
            }
            return answer;
        }
    }

    private List<Section> sections(String more) {
        return Device.sections(dir, "type = disk\n" + more + "[hb#2]\ntype = disk\n"
                + "dev = /dev/shared\n[node]\nwatchdog = /dev/watchdog\n");
    }

    private Outcome outcome() throws InterruptedException {
        return Fences.of(sections(""), new Fences.Tools(new SystemCommands(),
                section -> new Disk())).fence(Device.N2, Deadline.in(Duration.ofSeconds(30)));
    }

    @Test
    void whoTakesItIsOffOnceItsWatchdogWasNotFedForItsTimeout() throws Exception {
        obeys = true;
        long begun = System.nanoTime();
        Outcome done = outcome();
        assertEquals(FenceResult.CONFIRMED, done.result(), done.detail());
        assertTrue(System.nanoTime() - begun >= WATCHDOG.toNanos(), "its reset may have failed");
    }

    @Test
    void whoTakesItWithoutAWatchdogMayGoOn() throws Exception {
        obeys = true;
        left = Duration.ZERO;
        Outcome done = outcome();
        assertEquals(FenceResult.UNKNOWN, done.result());
        assertTrue(done.detail().contains("has no watchdog armed"), done.detail());
    }

    @Test
    void whoDoesNotAnswerIsOffAfterTwiceTheTimeout() throws Exception {
        long begun = System.nanoTime();
        Outcome done = outcome();
        assertEquals(FenceResult.CONFIRMED, done.result(), done.detail());
        assertTrue(System.nanoTime() - begun >= 2 * WATCHDOG.toNanos());
    }

    /** Who gave that may be gone, and the node is off: it will never answer again. */
    @Test
    void whoTookTheOrderOfAnotherNodeIsOffAsLateAsOneThatDoesNotAnswer() throws Exception {
        answer = Optional.of(new Answer(Optional.of(UUID.randomUUID()), WATCHDOG));
        long begun = System.nanoTime();
        Outcome done = outcome();
        assertEquals(FenceResult.CONFIRMED, done.result(), done.detail());
        assertTrue(done.detail().contains("took the order of another node"), done.detail());
        assertTrue(System.nanoTime() - begun >= 2 * WATCHDOG.toNanos());
    }

    @Test
    void whoDoesNotAnswerAndWasNotSeenToLookThereMayGoOn() throws Exception {
        answer = Optional.empty();
        fails();
        answer = Optional.of(new Answer(Optional.of(UUID.randomUUID()), Duration.ZERO));
        fails();
        answer = Optional.of(LOOKS);
        victim = Optional.of(new Victim("m2", WATCHDOG, false));
        fails();
        victim = Optional.of(new Victim("m2", Duration.ZERO, false));
        fails();
        victim = Optional.of(new Victim("m2", WATCHDOG, true));
        blind = true;
        fails();
    }

    private void fails() throws InterruptedException {
        Outcome done = outcome();
        assertEquals(FenceResult.FAILED, done.result(), done.detail());
        assertTrue(done.detail().contains("has not answered, and nothing shows that it has a"
                + " watchdog armed"), done.detail());
    }

    @Test
    void aDiskThatFailsOrANodeThatWasNeverHeardProvesNothing() throws Exception {
        broken = true;
        assertEquals(FenceResult.UNKNOWN, outcome().result());
        victim = Optional.empty();
        assertTrue(outcome().detail().contains("n2 was never heard"), outcome().detail());
        assertEquals(FenceResult.FAILED, outcome().result());
    }

    @Test
    void theNextLevelIsTriedWhereItProvesNothing() throws Exception {
        answer = Optional.empty();
        Outcome done = Fences.of(sections("[stonith#n2:2]\ncmd = /bin/true\n"), new Fences.Tools(
                new SystemCommands(), section -> new Disk())).fence(Device.N2,
                        Deadline.in(Duration.ofSeconds(5)));
        assertEquals(FenceResult.CONFIRMED, done.result());
        assertTrue(done.detail().startsWith("level 1: a pill on the shared disk: n2 has not"
                + " answered"), done.detail());
    }

    @Test
    void isTestedWithoutAnOrder() throws Exception {
        assertEquals(Verdict.WORKS, verdict());
        victim = Optional.of(new Victim("m2", WATCHDOG, false));
        assertEquals(Verdict.FAILS, verdict());
        victim = Optional.of(new Victim("m2", WATCHDOG, true));
        answer = Optional.empty();
        assertEquals(Verdict.FAILS, verdict());
        victim = Optional.empty();
        assertEquals(Verdict.UNTESTED, verdict());
    }

    private Verdict verdict() throws InterruptedException {
        return new PillFence(sections("").get(0), new Disk()).test(Device.N2,
                Deadline.in(Duration.ofSeconds(1))).verdict();
    }
}
