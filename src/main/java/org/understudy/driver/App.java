package org.understudy.driver;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.understudy.config.Section;
import org.understudy.exec.Await;
import org.understudy.exec.Command;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Status;

/**
 * An application that its own launcher puts in the background ({@code [app#…]}, type forking).
 * What it says goes to a file, so that a daemon left behind holds nothing of ours.
 */
final class App implements Driver {
    private static final Duration ACTION = Duration.ofMinutes(2);
    private static final Duration CHECK = Duration.ofSeconds(10);
    private static final int SAID = 5;
    private static final int WIDTH = 160;

    private final Site site;
    private final Section section;
    private final AppKeys keys;
    private final String label;
    private final Marked processes;

    App(Section section, Site site) {
        this.site = site;
        this.section = section;
        this.keys = new AppKeys(section, site);
        this.processes = new Marked(site);
        this.label = "forking: " + section.find(AppKeys.SCRIPT).orElse(section.get(AppKeys.START));
    }

    @Override
    public ResourceStatus status(Deadline deadline) throws InterruptedException {
        Optional<List<String>> check = keys.command(AppKeys.CHECK, "status");
        if (check.isEmpty()) {
            return found(Status.NA, List.of("check is not set"));
        }
        if (section.find(AppKeys.SCRIPT).isPresent() && !Files.exists(keys.script())) {
            return odd("script " + keys.script() + " does not exist", deadline);
        }
        return judged(check.get(), deadline);
    }

    @Override
    public Optional<String> trace(Deadline deadline) {
        return processes.shown();
    }

    private ResourceStatus judged(List<String> check, Deadline deadline)
            throws InterruptedException {
        boolean heard = section.get(AppKeys.STATUS_LOG);
        Result result = site.around().commands().run(new Command(check,
                deadline.atMost(keys.limit(AppKeys.CHECK_TIMEOUT, CHECK)), keys.environment(),
                heard ? Optional.empty() : Optional.of(output("check"))));
        if (result.ending() != Result.Ending.EXITED) {
            throw site.failure(String.join(" ", check), "an exit code", result.summary());
        }
        Status status = section.get(AppKeys.RETCODES).of(result.exit());
        processes.saw(status == Status.UP);
        List<String> said = heard ? said(result) : List.of();
        return status != Status.WARN ? found(status, said)
                : odd("check reports errors (" + result.exit() + ")" + said.stream()
                        .map(line -> "; " + line).collect(Collectors.joining()), deadline);
    }

    /** The first lines of each kind, since a status is shown to people. */
    private static List<String> said(Result result) {
        return Stream.concat(result.out().lines(), result.err().lines().map(l -> "warn: " + l))
                .map(String::strip).filter(line -> !line.isEmpty()).limit(SAID)
                .map(line -> line.length() > WIDTH ? line.substring(0, WIDTH) + "…" : line)
                .toList();
    }

    /** What cannot be checked for want of its filesystem does not run; it is not half up. */
    private ResourceStatus odd(String message, Deadline deadline) throws InterruptedException {
        Mounts mounts = Mounts.read(site, deadline);
        Optional<Rid> missing = Fs.points(site.file()).entrySet().stream()
                .filter(entry -> mounts.at(entry.getValue()).isEmpty())
                .map(Map.Entry::getKey).findFirst();
        return missing.map(fs -> found(Status.NA, List.of(fs + " is not mounted, skip check")))
                .orElseGet(() -> found(Status.WARN, List.of(message)));
    }

    @Override
    public boolean start(Deadline deadline) throws InterruptedException {
        Optional<List<String>> start = keys.command(AppKeys.START, "start");
        if (start.isEmpty()) {
            return false;
        }
        if (status(deadline).status() == Status.UP) {
            site.say(label + " is already up");
            return false;
        }
        Deadline limit = deadline.atMost(keys.limit(AppKeys.START_TIMEOUT, ACTION));
        run(Scope.own().around(site, start.get(), keys.environment(), limit), "start", limit);
        if (!Await.until(() -> settled(Status.UP, limit), Duration.ofMillis(100), limit)) {
            throw site.failure("start " + label, "check to say up",
                    status(deadline).status().word());
        }
        return true;
    }

    @Override
    public boolean stop(Deadline deadline) throws InterruptedException {
        Optional<List<String>> stop = keys.command(AppKeys.STOP, "stop");
        if (stop.isEmpty()) {
            return false;
        }
        if (status(deadline).status() == Status.DOWN) {
            site.say(label + " is already down");
            return false;
        }
        Deadline limit = deadline.atMost(keys.limit(AppKeys.STOP_TIMEOUT, ACTION));
        run(stop.get(), "stop", limit);
        if (!Await.until(() -> settled(Status.DOWN, limit), Duration.ofMillis(100), limit)) {
            throw site.failure("stop " + label, "check to say down",
                    status(deadline).status().word());
        }
        return true;
    }

    /** A resource without a check is taken at its command's word. */
    private boolean settled(Status wanted, Deadline deadline) throws InterruptedException {
        Status now = status(deadline).status();
        return now == wanted || now == Status.NA;
    }

    private void run(List<String> argv, String verb, Deadline deadline)
            throws InterruptedException {
        Result result = site.act(new Command(argv, deadline, keys.environment(),
                Optional.of(output(verb))));
        if (!result.ok()) {
            throw site.failure(String.join(" ", argv), "exit 0", result.summary());
        }
    }

    private Path output(String verb) {
        return site.own(verb + ".log");
    }

    @Override
    public List<Lack> lacks(Deadline deadline) throws InterruptedException {
        return keys.lacks(deadline);
    }

    private ResourceStatus found(Status status, List<String> messages) {
        return new ResourceStatus(status, label, messages);
    }
}
