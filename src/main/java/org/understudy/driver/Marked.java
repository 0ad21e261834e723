package org.understudy.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The processes that carry a resource's mark in their environment, as all do that its commands
 * start: they show, without its check, whether what was up is still there.
 */
final class Marked {
    /** Of what proc(5) calls USER_HZ, which is the same on every Linux. */
    private static final int TICKS = 100;

    private final List<String> marks;
    private volatile long until = -1;

    Marked(Site site) {
        marks = List.of("OPENSVC_SVCNAME=" + site.service(), "OPENSVC_RID=" + site.rid());
    }

    /** A check has just ended: processes that begin from now on may be those of the next one. */
    void saw(boolean up) {
        until = up ? now() : -1;
    }

    Optional<String> shown() {
        long last = until;
        return last < 0 ? Optional.empty() : ProcessHandle.allProcesses()
                .flatMap(process -> Living.of(process.pid()).stream())
                .filter(process -> process.start() <= last && carries(process))
                .findFirst().map(process -> "its process " + process.pid() + " still runs");
    }

    /** Those of a pid namespace below this one may belong to another agent's service. */
    private boolean carries(Living process) {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        try {
            return namespace(proc).equals(namespace(Path.of("/proc/self")))
                    && List.of(new String(Files.readAllBytes(proc.resolve("environ")),
                            StandardCharsets.ISO_8859_1).split("\0")).containsAll(marks);
        } catch (IOException gone) {
            return false;
        }
    }

    private static Path namespace(Path proc) throws IOException {
        return Files.readSymbolicLink(proc.resolve("ns/pid"));
    }

    private static long now() {
        return Math.round(Double.parseDouble(Background.words(Path.of("/proc/uptime")).get(0))
                * TICKS);
    }
}
