package org.understudy.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import org.understudy.config.ServiceFile;
import org.understudy.exec.Command;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;
import org.understudy.model.Rid;
import org.understudy.model.ServiceName;

/**
 * One resource's place: whose it is, on which node, and how it acts there.
 *
 * @param rid the resource
 * @param file the service's definition
 * @param around the node
 * @param docker the docker daemon of the service
 */
record Site(Rid rid, ServiceFile file, Surroundings around, Docker docker) {
    /** Of these none starts another program. */
    private static final Set<String> ALONE = Set.of("cat", "chattr", "getent", "id", "ip",
            "losetup", "lsattr", "readlink", "stat", "test", "touch");

    ServiceName service() {
        return file.service().name();
    }

    /** What can be seen without a command. */
    Sights sights() {
        return new Sights(around.root());
    }

    /** Whether what this process sees is what commands would find. */
    boolean here() {
        return around.commands().here();
    }

    /** Runs a command that changes nothing. */
    Result ask(Deadline deadline, String... argv) throws InterruptedException {
        return around.commands().run(ALONE.contains(argv[0]) ? Command.glance(deadline, argv)
                : Command.of(deadline, argv));
    }

    /** As {@link #ask}, for answers that are needed: no exit code means UNDEF, never down. */
    Result answer(Deadline deadline, String... argv) throws InterruptedException {
        Result result = ask(deadline, argv);
        if (result.ending() != Result.Ending.EXITED) {
            throw failure(String.join(" ", argv), "an answer", result.summary());
        }
        return result;
    }

    /**
     * Whether a path is there, as test(1) says: a look at a dead filesystem from inside the JVM
     * could be neither bounded nor interrupted.
     *
     * @param flag {@code -e}, {@code -f} or {@code -d}
     */
    boolean is(String flag, Path path, Deadline deadline) throws InterruptedException {
        return answer(deadline, "test", flag, path.toString()).ok();
    }

    /**
     * Tells of and runs a command of somebody else's, or one that the step does not rely on; it is
     * given up at its deadline. A missing one is the caller's news.
     */
    Result act(Command command) throws InterruptedException {
        say(command.toString());
        Result result = around.commands().run(command);
        if (!result.ok() && result.ending() != Result.Ending.MISSING) {
            warn(command.argv().get(0) + ": " + result.summary());
        }
        return result;
    }

    /** The same of one of the machine's own, which is over when nothing of it is left. */
    Result act(Deadline deadline, String... argv) throws InterruptedException {
        return act(Command.of(deadline, argv).asDeed());
    }

    /** The same, where what follows goes as well without it. */
    Result attempt(Deadline deadline, String... argv) throws InterruptedException {
        return act(Command.of(deadline, argv));
    }

    /** As {@link #act}, for commands that must succeed. */
    Result must(Deadline deadline, String... argv) throws InterruptedException {
        Result result = act(deadline, argv);
        if (!result.ok()) {
            throw failure(String.join(" ", argv), "exit 0", result.summary());
        }
        return result;
    }

    /** Tells what was found or done, in an operator's words. */
    void say(String text) {
        around.listener().heard(service(), rid, "INFO", text);
    }

    void warn(String text) {
        around.listener().heard(service(), rid, "WARNING", text);
    }

    /** @throws DriverException when no job of the service may be begun here at this moment */
    void mustBeAllowed(String tried) {
        around.outlook().refused(service(), rid).ifPresent(why -> {
            throw failure(tried, service() + " to be up on this node", why);
        });
    }

    DriverException failure(String tried, String expected, String got) {
        return new DriverException(rid, tried, expected, got);
    }

    /** Where the service keeps what must outlive a reboot; made when missing. */
    Path var() {
        return made(around.var().resolve(service().value()));
    }

    /** What names of this resource's files begin with: {@code app.1}. */
    String stem() {
        return rid.value().replace('#', '.');
    }

    /** A file of this resource, {@code app.1.log}, in a directory that need not be there yet. */
    Path file(String extension) {
        return around.var().resolve(service().value()).resolve(stem() + "." + extension);
    }

    /** The same, where its directory is made when missing. */
    Path own(String extension) {
        var();
        return file(extension);
    }

    /** Writes a file in one step: who reads it finds the one before or this one. */
    static void replace(Path file, String text) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.createDirectories(file.getParent());
        Files.writeString(next, text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Looked at first, as making one that is there waits for its filesystem all the same. */
    static Path made(Path directory) {
        try {
            return Files.isDirectory(directory) ? directory : Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + directory, e);
        }
    }
}
