package org.understudy.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The example services, to begin one's own with: those on disk, else those in the jar. */
final class Templates {
    private static final String PACKED = "examples/services/";
    private static final List<String> ENDINGS = List.of(".conf", ".env");

    private Templates() {
    }

    /**
     * The text of an example.
     *
     * @param asked its name, or the path of any file
     */
    static String text(String asked) throws Failure {
        try {
            if (asked.contains("/")) {
                return Files.readString(Path.of(asked));
            }
            String name = asked.replaceFirst("\\.(conf|env)$", "");
            Optional<String> found = onDisk(name);
            return found.isPresent() ? found.get() : packed(name).orElseThrow(() -> unknown(asked));
        } catch (IOException e) {
            throw Failure.of("--template " + asked + ": cannot be read: " + e, "ls -l " + asked);
        }
    }

    private static Failure unknown(String asked) {
        return Failure.of("--template: expected a path with a / in it, or one of "
                + String.join(", ", names()) + ", got " + asked, Acts.help("create"));
    }

    private static Optional<String> onDisk(String name) throws IOException {
        for (String ending : ENDINGS) {
            Path file = directory().resolve(name + ending);
            if (Files.isRegularFile(file)) {
                return Optional.of(Files.readString(file));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> packed(String name) throws IOException {
        for (String ending : ENDINGS) {
            try (InputStream in = Templates.class.getResourceAsStream(
                    "/" + PACKED + name + ending)) {
                if (in != null) {
                    return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return Optional.empty();
    }

    private static Path directory() {
        return Path.of(System.getProperty("understudy.examples",
                "/usr/share/understudy/examples/services"));
    }

    private static SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>();
        try {
            Path code = Path.of(Templates.class.getProtectionDomain().getCodeSource()
                    .getLocation().toURI());
            if (Files.isRegularFile(code)) {
                try (JarFile jar = new JarFile(code.toFile())) {
                    jar.stream().map(entry -> entry.getName())
                            .filter(entry -> entry.startsWith(PACKED)).forEach(
                                    entry -> add(names, entry.substring(PACKED.length())));
                }
            }
            for (Path directory : List.of(directory(), code.resolve(PACKED))) {
                if (Files.isDirectory(directory)) {
                    try (Stream<Path> files = Files.list(directory)) {
                        files.forEach(file -> add(names, file.getFileName().toString()));
                    }
                }
            }
        } catch (IOException | URISyntaxException e) {
            names.add("those in " + directory());
        }
        return names;
    }

    private static void add(SortedSet<String> names, String file) {
        if (file.matches("[^/]+\\.(conf|env)")) {
            names.add(file.replaceFirst("\\.(conf|env)$", ""));
        }
    }
}
