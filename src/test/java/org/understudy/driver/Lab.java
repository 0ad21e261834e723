package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.understudy.exec.Command;
import org.understudy.exec.Commands;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;
import org.understudy.exec.SystemCommands;

/** Real things for one test, each with the command that takes it away again, last made first. */
final class Lab {
    private final Commands commands = new SystemCommands();
    private final Deque<List<String>> undo = new ArrayDeque<>();

    /** Runs a command that must succeed. */
    String run(String... argv) throws InterruptedException {
        Result result = commands.run(Command.of(Deadline.in(Duration.ofSeconds(60)), argv));
        assertTrue(result.ok(), () -> String.join(" ", argv) + ": " + result.summary());
        return result.out().strip();
    }

    /** Remembers a command for the end, where it may fail. */
    void later(String... argv) {
        undo.push(List.of(argv));
    }

    /** A network namespace, in which every command runs that goes through the result. */
    Commands network(String name) throws InterruptedException {
        run("ip", "netns", "add", name);
        later("ip", "netns", "del", name);
        run("ip", "-n", name, "link", "set", "lo", "up");
        return inside("ip", "netns", "exec", name);
    }

    /** Commands behind a prefix. */
    Commands inside(String... prefix) {
        return command -> {
            List<String> argv = new ArrayList<>(List.of(prefix));
            argv.addAll(command.argv());
            return commands.run(command.as(argv));
        };
    }

    /** Joins two namespaces by a cable with an interface called eth0 at both ends. */
    void cable(String one, String other) throws InterruptedException {
        run("ip", "-n", one, "link", "add", "eth0", "type", "veth", "peer", "name", "eth0",
                "netns", other);
        run("ip", "-n", one, "link", "set", "eth0", "up");
        run("ip", "-n", other, "link", "set", "eth0", "up");
    }

    /** An image file with a filesystem on it; what is attached or mounted of it goes at the end. */
    Path image(Path dir, String type, String size) throws InterruptedException {
        Path file = dir.resolve(type + ".img");
        run("truncate", "-s", size, file.toString());
        run("mkfs." + type, "-q", file.toString());
        later("sh", "-c", "for d in $(losetup -n -O NAME -j " + file + "); do losetup -d $d; done");
        later("sh", "-c", "umount -R " + dir + "/mnt || true");
        return file;
    }

    void clean() throws InterruptedException {
        while (!undo.isEmpty()) {
            commands.run(Command.of(Deadline.in(Duration.ofSeconds(30)),
                    undo.pop().toArray(String[]::new)));
        }
    }
}
