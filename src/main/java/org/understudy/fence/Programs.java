package org.understudy.fence;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Whether programs are there. */
final class Programs {
    private static final String SYSTEM = "/usr/sbin:/usr/bin:/sbin:/bin";

    private Programs() {
    }

    /** Of each that cannot be run, what was expected. */
    static List<String> lacking(List<String> programs) {
        return programs.stream().distinct().filter(program -> !isThere(program))
                .map(program -> "expected the executable " + program + ", got none").toList();
    }

    private static boolean isThere(String program) {
        if (program.contains("/")) {
            return Files.isExecutable(Path.of(program));
        }
        String path = System.getenv().getOrDefault("PATH", "") + ":" + SYSTEM;
        return Stream.of(path.split(":")).filter(dir -> !dir.isEmpty())
                .anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
    }
}
