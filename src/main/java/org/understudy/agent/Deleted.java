package org.understudy.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.understudy.config.AtomicFile;
import org.understudy.config.Editor;

/**
 * Where files go that nobody wants any more, until somebody does.
 *
 * @param var this program's own directory
 */
record Deleted(Path var) {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HHmmss").withZone(ZoneId.systemDefault());
    private static final int SAME_SECOND = 100;

    /**
     * Moves a file here.
     *
     * @return where it is now
     * @throws Refusal when that fails; the file is then where it was
     */
    Path take(Editor editor, Path file) {
        Path to = free(file);
        editor.move(file, to);
        return to;
    }

    /** A copy of a file that is about to be written over. */
    Path keep(Path file, byte[] bytes) {
        Path to = free(file);
        try {
            AtomicFile.create(to, bytes);
            return to;
        } catch (IOException e) {
            throw new Refusal(500, file + ": cannot be kept as " + to + ": " + e,
                    "df -h; ls -la " + to.getParent());
        }
    }

    private Path free(Path file) {
        Path directory = var.resolve("deleted");
        String name = file.getFileName() + "." + STAMP.format(Clock.system().wall());
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new Refusal(500, directory + ": cannot be made: " + e, "the same with sudo");
        }
        for (int number = 1; number < SAME_SECOND; number++) {
            Path to = directory.resolve(number == 1 ? name : name + "-" + number);
            if (Files.notExists(to)) {
                return to;
            }
        }
        throw new Refusal(500, directory + ": expected a free name like " + name + ", got none",
                "ls " + directory);
    }
}
