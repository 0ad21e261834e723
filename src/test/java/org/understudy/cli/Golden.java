package org.understudy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Compares with a file byte for byte. {@code -Drewrite} writes the files anew, for their diff to
 * be read; the tutorial's own screens are never rewritten.
 */
final class Golden {
    private static final Path DIR = Path.of("src/test/resources/golden");

    private Golden() {
    }

    static void check(String name, List<String> lines) {
        check(name, String.join("\n", lines) + "\n");
    }

    static void check(String name, String text) {
        try {
            Path file = DIR.resolve(name + ".txt");
            if ("true".equals(System.getProperty("rewrite")) && !name.startsWith("tutorial-")) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, text);
            }
            assertTrue(Files.exists(file), file + " is missing: mvn test -Drewrite");
            assertEquals(Files.readString(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
