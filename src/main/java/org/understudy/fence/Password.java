package org.understudy.fence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A password in a file, which nobody but its owner may read. It is read anew each time, so that a
 * new one holds at once.
 *
 * @param file its first line is the password
 */
record Password(Path file) {
    private static final int LONGEST = 1024;
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    /** What is wrong with it; empty when it can be used. */
    Optional<String> wrong() {
        try {
            text();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** @throws IOException with what was expected of the file, and nothing of what is in it */
    String text() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("password_file " + file + ": expected a file, got none");
        }
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        if (Stream.of(PosixFilePermission.values()).anyMatch(
                one -> OTHERS.contains(one) && mode.contains(one))) {
            throw new IOException("password_file " + file + ": expected mode 0600, since others"
                    + " may use it as it is");
        }
        try (InputStream in = Files.newInputStream(file)) {
            String line = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8).lines()
                    .findFirst().orElse("");
            if (line.isEmpty()) {
                throw new IOException("password_file " + file + ": expected a password on its"
                        + " first line, got nothing");
            }
            return line;
        }
    }
}
