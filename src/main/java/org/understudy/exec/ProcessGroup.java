package org.understudy.exec;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A process that leads its own group, and all who are in it. */
final class ProcessGroup {
    private static final Duration TO_END = Duration.ofSeconds(2);
    private static final Duration TO_DIE = Duration.ofSeconds(1);

    private final Process leader;

    ProcessGroup(Process leader) {
        this.leader = leader;
    }

    /** TERM, two seconds, KILL. What is stuck in the kernel after that is left to it. */
    void end(Runnable meanwhile) throws InterruptedException {
        signal("-TERM");
        leader.destroy();
        Deadline patience = Deadline.in(TO_END);
        Await.until(() -> {
            meanwhile.run();
            return !leader.isAlive() && !signal("-0");
        }, Duration.ofMillis(50), patience);
        kill();
        leader.waitFor(TO_DIE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** KILL at once. Also to the leader alone: it may not have had the time to make its group. */
    void kill() {
        signal("-KILL");
        leader.destroyForcibly();
    }

    private boolean signal(String signal) {
        try {
            Process kill = new ProcessBuilder("kill", signal, "--", "-" + leader.pid())
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            return exitOf(kill) == 0;
        } catch (IOException e) {
            throw new IllegalStateException("kill(1) cannot be run", e);
        }
    }

    /** Not interruptible: an interrupted caller still has a group to end. */
    private static int exitOf(Process kill) {
        return kill.onExit().completeOnTimeout(kill, 1, TimeUnit.SECONDS)
                .thenApply(p -> p.isAlive() ? -1 : p.exitValue()).join();
    }
}
