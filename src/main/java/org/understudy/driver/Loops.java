package org.understudy.driver;

import java.nio.file.Path;
import java.util.List;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;

/** Which loop devices a file is attached to, as losetup(8) of this node sees them. */
final class Loops {
    private Loops() {
    }

    /** The devices attached to this very file: by its inode, whatever its name was then. */
    static List<String> of(Path file, Site site, Deadline deadline) throws InterruptedException {
        String[] argv = {"losetup", "--noheadings", "--output", "NAME", "--associated",
                file.toString()};
        Result result = site.answer(deadline, argv);
        if (result.ok()) {
            return result.out().lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
        }
        if (site.is("-e", file, deadline)) {
            throw failure(site, result, argv);
        }
        return List.of();
    }

    /** The devices whose file had this name and has since been replaced or deleted. */
    static List<String> orphans(Path file, Site site, Deadline deadline)
            throws InterruptedException {
        String gone = file + " (deleted)";
        String[] argv = {"losetup", "--list", "--noheadings", "--output", "NAME,BACK-FILE"};
        Result result = site.answer(deadline, argv);
        if (!result.ok()) {
            throw failure(site, result, argv);
        }
        return result.out().lines().map(String::strip).filter(line -> line.endsWith(" " + gone))
                .map(line -> line.split("\\s+")[0]).toList();
    }

    private static DriverException failure(Site site, Result result, String... argv) {
        return site.failure(String.join(" ", argv), "exit 0", result.summary());
    }
}
