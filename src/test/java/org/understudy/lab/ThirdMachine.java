package org.understudy.lab;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One of the agent's other programs, where no node is: on the public network, at 10.77.0.200. */
final class ThirdMachine {
    static final String ADDRESS = "10.77.0.200";

    private final Lab lab;
    private final String program;
    private Process process;

    ThirdMachine(Lab lab, String program) {
        this.lab = lab;
        this.program = program;
    }

    /** Its files. */
    Path directory() {
        return lab.state().resolve(program);
    }

    void start() throws IOException {
        Path dir = Files.createDirectories(directory());
        List<String> words = lab.words("client", "env", "UNDERSTUDY_ETC=" + dir.resolve("etc"),
                "UNDERSTUDY_VAR=" + dir.resolve("var"), "UNDERSTUDY_RUN=" + dir.resolve("run"));
        process = new ProcessBuilder(Stream.concat(words.stream(), Stream.of(
                Path.of("agent/understudy-agent").toAbsolutePath().toString(), program)).toList())
                .redirectInput(new File("/dev/null")).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(dir.resolve("log").toFile()))
                .start();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(30, TimeUnit.SECONDS);
    }

    void end() throws InterruptedException {
        process.destroy();
        process.waitFor(30, TimeUnit.SECONDS);
    }
}
