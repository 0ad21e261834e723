package org.understudy.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.understudy.exec.Command;
import org.understudy.exec.Commands;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;
import org.understudy.wire.Problem;

/** Has this machine boot again, by whatever it was booted with. */
final class Reboot {
    /** The agent is started again: nothing was left, or nothing was booted. */
    private static final int AGAIN = 0;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Commands commands;
    private final Chronicle chronicle;
    private final Optional<Path> program;
    private final LastWords lastWords;

    /** @param program what is run instead of the machine's own command */
    Reboot(Commands commands, Chronicle chronicle, Optional<Path> program,
            LastWords lastWords) {
        this.commands = commands;
        this.chronicle = chronicle;
        this.program = program;
        this.lastWords = lastWords;
    }

    /** What was written down before the machine ends. */
    interface LastWords {
        /** Waits for the disk, for a moment at most. */
        void await() throws InterruptedException;
    }

    /** @throws Refusal in a container without a systemd: a reboot might be its host's */
    List<String> command() {
        if (program.isPresent()) {
            return List.of(program.get().toString());
        }
        if (Files.exists(Leaving.SYSTEMD)) {
            return List.of("systemctl", "reboot");
        }
        if (Reset.first()) {
            return List.of("shutdown", "-r", "now");
        }
        throw new Refusal(409, new Problem("node reboot: expected systemd, or a machine that is no"
                + " container, got neither: nothing boots it again from within", List.of(),
                "svcmgr node shutdown --wait"));
    }

    /**
     * Once all services are stopped and the others know it.
     *
     * @param left false when something did not stop in time: then nothing is booted
     * @return the agent's exit code
     */
    int after(boolean left) throws InterruptedException {
        if (!left) {
            return AGAIN;
        }
        List<String> argv = command();
        chronicle.write("node.reboot", "command", String.join(" ", argv));
        lastWords.await();
        Result result = commands.run(Command.of(Deadline.in(LIMIT), argv.toArray(String[]::new)));
        if (result.ok()) {
            return Leaving.LEFT;
        }
        chronicle.write("node.not_rebooted", "command", String.join(" ", argv), "detail",
                result.summary());
        return AGAIN;
    }
}
