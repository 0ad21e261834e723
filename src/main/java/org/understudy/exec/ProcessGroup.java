package org.understudy.exec;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that leads its own group, and all who are in it. */
final class ProcessGroup {
    private static final Duration TO_END = Duration.ofSeconds(2);
    private static final Duration TO_DIE = Duration.ofSeconds(1);
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Path PROC = Path.of("/proc");

    private final Process leader;

    ProcessGroup(Process leader) {
        this.leader = leader;
    }

    /** TERM, two seconds, KILL. What is stuck in the kernel may still be there afterwards. */
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

    /**
     * Waits until nothing is left of what was killed, however long the kernel keeps it; whoever
     * cannot wait for that has to leave this thread alone. One that was interrupted still is.
     */
    void outlast() {
        leader.destroyForcibly();
        leader.onExit().join();
        boolean interrupted = Thread.interrupted();
        List<Path> left = members();
        while (!left.isEmpty()) {
            List<Path> before = left;
            signal("-KILL"); // of what it began before it led a group, too
            try {
                Await.until(() -> before.stream().noneMatch(this::holds), SHORT,
                        Deadline.in(TO_DIE));
            } catch (InterruptedException again) {
                interrupted = true;
            }
            left = before.stream().filter(this::holds).toList();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** In proc(5), those that are alive. */
    private List<Path> members() {
        List<Path> members = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
            all.forEach(one -> members.add(one.resolve("stat")));
        } catch (IOException | DirectoryIteratorException unreadable) {
            return List.of(); // the one that was run has ended, as its parent knows
        }
        members.removeIf(one -> !holds(one));
        return members;
    }

    /** Whether that process is in this group, and not only a zombie. */
    private boolean holds(Path stat) {
        try {
            String text = Files.readString(stat, StandardCharsets.ISO_8859_1);
            String[] words = text.replaceFirst("(?s).*\\) ", "").split(" ");
            return words.length > 2 && words[2].equals(Long.toString(leader.pid()))
                    && !words[0].matches("[ZX]");
        } catch (IOException e) {
            return Files.exists(stat); // it ends as it is read, or is to be read again
        }
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
