package org.understudy.driver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.understudy.exec.Await;
import org.understudy.exec.Command;
import org.understudy.exec.Deadline;

/**
 * A process that outlives the agent: leader of its own session, its output in a file, found again
 * by its pid <em>and</em> its start time, so that a stale pid never names an innocent process.
 */
final class Background {
    /**
     * Runs in the new session; the numbers stay true across the exec. Whoever takes the ticket away
     * before the record is there has kept it from running.
     */
    private static final String LAUNCH = "echo $$ $(cut -d' ' -f22 /proc/$$/stat)"
            + " >\"$0.ticket/pid\" && mv \"$0.ticket/pid\" \"$0\" && exec \"$@\"";
    private static final long OUTPUT_MAX = 16 << 20;
    private static final int RECORD = 64;
    private static final int LAST_WORDS = 4096;
    private static final int WIDTH = 160;
    /** A process whose record is not there by then could not write it. */
    private static final Duration BEGIN = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Site site;
    private final Path record;
    private final Path output;
    private final Scope scope;

    /**
     * @param record where pid and start time are kept
     * @param output what the process says; cut to nothing beyond 16 MiB
     */
    Background(Site site, Path record, Path output) {
        this(site, record, output, Scope.own());
    }

    Background(Site site, Path record, Path output, Scope scope) {
        this.scope = scope;
        this.site = site;
        this.record = record;
        this.output = output;
    }

    /** Launches it; returns when it runs or has failed to, not when it is ready. */
    void launch(List<String> argv, Map<String, String> environment, Deadline deadline)
            throws InterruptedException {
        launch(String.join(" ", argv), argv, environment, deadline);
    }

    /** @param said what is launched, in an operator's words */
    void launch(String said, List<String> argv, Map<String, String> environment,
            Deadline deadline) throws InterruptedException {
        List<String> all = new ArrayList<>(
                List.of("setsid", "--fork", "/bin/sh", "-c", LAUNCH, record.toString()));
        all.addAll(scope.around(site, argv, environment, deadline));
        delete(record);
        site.say("launch " + said);
        Command command = new Command(all, deadline, environment, Optional.of(output));
        try {
            ticket();
            if (!site.around().commands().run(command).ok() || !Await.until(
                    () -> Files.exists(record), Duration.ofMillis(2),
                    deadline.atMost(BEGIN))) {
                throw site.failure("launch " + argv.get(0), "a process", said());
            }
        } finally {
            withdraw();
        }
    }

    /** With as much in it as the shell will write there, which could tell nobody of a full disk. */
    private void ticket() {
        Path written = sibling("ticket").resolve("pid");
        try {
            withdraw();
            Files.createDirectories(written.getParent());
            Files.write(written, new byte[RECORD]);
        } catch (IOException e) {
            throw site.failure("launch", written + " written", e.toString());
        }
    }

    /** In one step: a process that is on its way either has its record by now, or ends. */
    private void withdraw() {
        try {
            if (Files.exists(sibling("ticket"))) {
                Files.move(sibling("ticket"), sibling("void"), StandardCopyOption.ATOMIC_MOVE);
            }
            Files.deleteIfExists(sibling("void").resolve("pid"));
            Files.deleteIfExists(sibling("void"));
        } catch (IOException e) {
            throw site.failure("launch", sibling("ticket") + " removed", e.toString());
        }
    }

    private Path sibling(String extension) {
        return record.resolveSibling(record.getFileName() + "." + extension);
    }

    /** Its pid, while it runs. */
    Optional<Long> pid() {
        trim();
        return Files.exists(record) ? running(words(record)) : Optional.empty();
    }

    /**
     * TERM to it, or to its whole session; TERM to who is left then; KILL.
     *
     * @return whether nobody of the session is left
     */
    boolean end(boolean all, Deadline patience, Deadline deadline) throws InterruptedException {
        Optional<Long> pid = pid();
        if (pid.isEmpty()) {
            return true;
        }
        signal("-TERM", all ? session(pid.get()) : List.of(pid.get()), deadline);
        Await.until(() -> pid().isEmpty(), LOOK, patience);
        if (!all) {
            signal("-TERM", session(pid.get()), deadline);
        }
        if (!Await.until(() -> session(pid.get()).isEmpty(), LOOK, patience)) {
            signal("-KILL", session(pid.get()), deadline);
        }
        return Await.until(() -> session(pid.get()).isEmpty(), LOOK, deadline);
    }

    private void signal(String signal, List<Long> pids, Deadline deadline)
            throws InterruptedException {
        if (!pids.isEmpty()) {
            List<String> argv = new ArrayList<>(List.of("kill", signal));
            pids.forEach(pid -> argv.add(pid.toString()));
            site.act(deadline, argv.toArray(String[]::new));
        }
    }

    /** Who lives in the session that this process leads or led. */
    private static List<Long> session(long leader) {
        return ProcessHandle.allProcesses().map(ProcessHandle::pid).filter(pid -> {
            List<String> stat = words(Path.of("/proc", pid.toString(), "stat"));
            return stat.size() > 5 && stat.get(5).equals(Long.toString(leader))
                    && !stat.get(2).equals("Z");
        }).toList();
    }

    /** Whether it ran and ended without an end that was asked for. */
    boolean gone() {
        return Files.exists(record) && running(words(record)).isEmpty();
    }

    /** It is not missed any more. */
    void forget() {
        delete(record);
    }

    /** The last words of its output, on one line, and where the others are. */
    String said() {
        try (FileChannel in = FileChannel.open(output)) {
            ByteBuffer last = ByteBuffer.allocate(LAST_WORDS);
            in.read(last, Math.max(0, in.size() - LAST_WORDS));
            return new String(last.array(), 0, last.position(), StandardCharsets.UTF_8).lines()
                    .map(String::strip).filter(line -> !line.isEmpty())
                    .reduce((older, newer) -> newer).map(this::cut).orElse("silence");
        } catch (IOException e) {
            return "no output: " + e.getMessage();
        }
    }

    private String cut(String line) {
        return (line.length() > WIDTH ? line.substring(0, WIDTH) + "…" : line)
                + " (" + output + ")";
    }

    private static Optional<Long> running(List<String> pidAndStart) {
        if (pidAndStart.size() != 2) {
            return Optional.empty();
        }
        List<String> stat = words(Path.of("/proc", pidAndStart.get(0), "stat"));
        boolean same = stat.size() > 21 && stat.get(21).equals(pidAndStart.get(1))
                && !stat.get(2).equals("Z");
        return same ? Optional.of(Long.valueOf(pidAndStart.get(0))) : Optional.empty();
    }

    /** Whether there is such a process which is not just waiting to be reaped. */
    static boolean lives(long pid) {
        List<String> stat = words(Path.of("/proc", Long.toString(pid), "stat"));
        return stat.size() > 2 && !stat.get(2).equals("Z");
    }

    /** Words of a file; in /proc/…/stat the program's name, which may hold blanks, is one. */
    static List<String> words(Path file) {
        try {
            return List.of(Files.readString(file).strip().replaceFirst("\\(.*\\)", "()")
                    .split("\\s+"));
        } catch (IOException gone) {
            return List.of(); // no such process
        }
    }

    /** Cuts the output to nothing when it has grown too long; the process goes on at its start. */
    void trim() {
        try {
            if (Files.exists(output) && Files.size(output) > OUTPUT_MAX) {
                Files.newByteChannel(output, java.nio.file.StandardOpenOption.WRITE).truncate(0)
                        .close();
            }
        } catch (IOException e) {
            site.warn(output + " cannot be cut: " + e.getMessage());
        }
    }

    private void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw site.failure("launch", file + " deleted", e.toString());
        }
    }
}
