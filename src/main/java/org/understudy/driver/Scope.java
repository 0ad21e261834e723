package org.understudy.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.understudy.exec.Command;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;

/**
 * A unit of its own for what the agent starts, where systemd runs the agent: nothing that is done
 * to the agent's unit reaches it. When the machine goes down it ends after the agent, which stops
 * it in its order before that.
 */
final class Scope {
    private static final Pattern UNIT = Pattern.compile("/([^/\\n]+\\.service)(?=/|$)",
            Pattern.MULTILINE);
    private static final Duration TRIAL = Duration.ofSeconds(3);

    private final String program;
    private final Path systemd;
    private final Path cgroup;

    /**
     * @param program systemd-run(1)
     * @param systemd is there where systemd is in charge
     * @param cgroup tells in which unit this process is; see cgroups(7)
     */
    Scope(String program, Path systemd, Path cgroup) {
        this.program = program;
        this.systemd = systemd;
        this.cgroup = cgroup;
    }

    /** Of this process. */
    static Scope own() {
        return new Scope("systemd-run", Path.of("/run/systemd/system"),
                Path.of("/proc/self/cgroup"));
    }

    /** The command in such a unit; as it is where there are none, or where none can be had now. */
    List<String> around(Site site, List<String> argv, Map<String, String> environment,
            Deadline deadline) throws InterruptedException {
        Optional<String> agent = Files.isDirectory(systemd) ? unit() : Optional.empty();
        if (agent.isEmpty()) {
            return argv;
        }
        List<String> scope = List.of(program, "--scope", "--quiet", "--collect",
                "--description=understudy " + site.service() + " " + site.rid(),
                "--property=Before=" + agent.get(), "--");
        Result trial = site.around().commands().run(new Command(with(scope, List.of("true")),
                deadline.atMost(TRIAL), environment, Optional.empty()));
        if (!trial.ok()) {
            site.warn("it gets no unit of its own and stays in " + agent.get() + ": systemd-run: "
                    + trial.summary());
            return argv;
        }
        return with(scope, argv);
    }

    private static List<String> with(List<String> scope, List<String> argv) {
        List<String> all = new ArrayList<>(scope);
        all.addAll(argv);
        return all;
    }

    /** The innermost service this process is in. */
    private Optional<String> unit() {
        try {
            return UNIT.matcher(Files.readString(cgroup)).results().map(MatchResult::group)
                    .map(found -> found.substring(1)).reduce((outer, inner) -> inner);
        } catch (IOException none) {
            return Optional.empty(); // no cgroups, so no units
        }
    }
}
