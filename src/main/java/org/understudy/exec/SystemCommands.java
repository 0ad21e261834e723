package org.understudy.exec;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs commands on this machine. Each leads a session and a process group of its own (setsid(1)
 * of util-linux), so that a signal reaches all its descendants that stayed in it and none of the
 * agent's signals reaches them. It ends with the agent, however that ends: a mount that came to
 * its end after the next agent had read "down" would be seen by nobody. A glance does without:
 * setpriv(1) and setsid(1) take longer than most programs that look. Programs are looked up in
 * PATH and the two sbin directories.
 */
public final class SystemCommands implements Commands {
    private static final String PATH = Stream.of(System.getenv("PATH"), "/usr/sbin:/usr/bin",
            "/sbin:/bin").filter(p -> p != null && !p.isEmpty())
            .reduce((a, b) -> a + ":" + b).orElseThrow();

    private static final List<String> LEADER = leader(Path.of("/proc/self/oom_score_adj"));

    @Override
    public Result run(Command command) throws InterruptedException {
        long begin = System.nanoTime();
        if (command.deadline().passed()) {
            return result(Result.Ending.KILLED, -1, "", "no time was left to run it", begin);
        }
        if (!runnable(command.argv().get(0))) {
            return missing(command.argv().get(0) + ": no such program", begin);
        }
        try {
            return watch(command, start(command), begin);
        } catch (IOException e) {
            return missing(e.getMessage(), begin);
        }
    }

    @Override
    public boolean here() {
        return true;
    }

    private static Process start(Command command) throws IOException {
        List<String> argv = Stream.concat(LEADER.stream(), command.argv().stream()).toList();
        ProcessBuilder builder = new ProcessBuilder(
                command.kind() == Command.Kind.GLANCE ? command.argv() : argv);
        if (command.input().isEmpty()) {
            builder.redirectInput(new File("/dev/null"));
        }
        if (command.output().isPresent()) {
            builder.redirectErrorStream(true).redirectOutput(emptied(command.output().get()));
        }
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(SystemCommands::ours);
        environment.put("LANG", "C");
        environment.put("PATH", PATH);
        environment.putAll(command.environment());
        Process process = builder.start();
        feed(process, command.input());
        return process;
    }

    /** Fits into the pipe, so that nobody waits for a command that does not read. */
    private static void feed(Process process, String input) {
        if (input.isEmpty()) {
            return;
        }
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException unread) {
            return; // it has ended without reading, which is its own business
        }
    }

    /**
     * The signal comes when the thread that waits for the command is gone; see prctl(2). Where the
     * agent is the last to be killed for want of memory, what it starts is not: see choom(1).
     *
     * @param score a file with this process's own
     */
    static List<String> leader(Path score) {
        List<String> leader = List.of("setpriv", "--pdeathsig", "KILL", "setsid");
        try {
            return !Files.readString(score).startsWith("-") || !runnable("choom") ? leader
                    : Stream.concat(Stream.of("choom", "-n", "0", "--"), leader.stream()).toList();
        } catch (IOException none) {
            return leader; // no scores, so none to inherit
        }
    }

    /** Not for commands: languages, and where systemd hears this process and no other. */
    static boolean ours(String variable) {
        return variable.startsWith("LC_") || variable.equals("LANGUAGE")
                || List.of("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID").contains(variable);
    }

    /** Appending, so that whoever cuts the file later finds the next line at its beginning. */
    private static ProcessBuilder.Redirect emptied(Path file) throws IOException {
        Files.write(file, new byte[0]);
        return ProcessBuilder.Redirect.appendTo(file.toFile());
    }

    private static Result watch(Command command, Process process, long begin)
            throws InterruptedException {
        Kept out = new Kept(process.getInputStream());
        Kept err = new Kept(process.getErrorStream());
        ProcessGroup group = new ProcessGroup(process);
        boolean inTime = false;
        try {
            inTime = reading(process, out, err, command.deadline());
            if (!inTime) {
                group.end(() -> drain(out, err));
            }
        } catch (InterruptedException e) {
            group.kill();
            throw e;
        } finally {
            if (!inTime && command.kind() == Command.Kind.DEED) {
                group.outlast();
            }
        }
        drain(out, err);
        String said = command.output().map(SystemCommands::tail).orElseGet(out::toString);
        Result.Ending ending = inTime ? Result.Ending.EXITED : Result.Ending.KILLED;
        return result(ending, inTime ? process.exitValue() : -1, said, err.toString(), begin);
    }

    /** Empties the pipes until the process ends; sleeps longer while it says nothing. */
    private static boolean reading(Process process, Kept out, Kept err, Deadline deadline)
            throws InterruptedException {
        long pause = 1;
        while (!process.waitFor(Math.min(pause, deadline.left().toMillis() + 1),
                TimeUnit.MILLISECONDS)) {
            if (deadline.passed()) {
                return false;
            }
            pause = drain(out, err) ? 1 : Math.min(20, pause * 2);
        }
        return true;
    }

    private static boolean drain(Kept out, Kept err) {
        return out.drain() | err.drain();
    }

    private static String tail(Path file) {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, open.length() - Kept.LIMIT);
            byte[] last = new byte[(int) (open.length() - from)];
            open.seek(from);
            open.readFully(last);
            return new String(last, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(" + file + " cannot be read: " + e.getMessage() + ")";
        }
    }

    private static boolean runnable(String program) {
        if (program.contains("/")) {
            return isProgram(Path.of(program));
        }
        return Stream.of(PATH.split(":")).filter(dir -> !dir.isEmpty())
                .anyMatch(dir -> isProgram(Path.of(dir, program)));
    }

    private static boolean isProgram(Path path) {
        return Files.isRegularFile(path) && Files.isExecutable(path);
    }

    private static Result missing(String why, long begin) {
        return result(Result.Ending.MISSING, -1, "", Optional.ofNullable(why).orElse("?"), begin);
    }

    private static Result result(Result.Ending ending, int exit, String out, String err,
            long begin) {
        return new Result(ending, exit, out, err, Duration.ofNanos(System.nanoTime() - begin));
    }
}
