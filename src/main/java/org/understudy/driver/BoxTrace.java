package org.understudy.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.understudy.driver.Engine.Box;

/** The first process of a container shows, without the engine, whether that still runs. */
final class BoxTrace {
    private volatile Optional<Living> seen = Optional.empty();

    /** What the engine said last. */
    void saw(Box box) {
        seen = box.running() ? Living.of(box.pid()).filter(process -> isIn(process, box))
                : Optional.empty();
    }

    /** Empty when it has ended, or is none that can be seen from here. */
    Optional<String> shown() {
        return seen.filter(Living::lives).map(process -> "its process " + process.pid()
                + " still runs");
    }

    /** An engine in another pid namespace counts otherwise: its number is somebody else's here. */
    private static boolean isIn(Living process, Box box) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cgroup"))
                    .contains(box.id());
        } catch (IOException gone) {
            return false; // it has just ended
        }
    }
}
