package org.understudy.driver;

import static org.understudy.config.Keyword.optional;
import static org.understudy.config.Keyword.required;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.understudy.config.Keyword;
import org.understudy.config.Keywords;
import org.understudy.config.ResourceKeywords;
import org.understudy.config.Section;
import org.understudy.config.Types;
import org.understudy.exec.Await;
import org.understudy.exec.Command;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Schedule;
import org.understudy.model.Status;

/**
 * A command that is run, by its schedule or by a person ({@code [task#…]}). A run outlives the
 * agent, which finds it again: there are never two at once.
 */
final class Task implements Job {
    static final Keyword<String> COMMAND = required("command", Types.TEXT,
            "command line to run").like("/usr/local/bin/backup");
    static final Keyword<Schedule> SCHEDULE = optional("schedule", Types.SCHEDULE,
            "when it runs by itself; default: run_schedule, else never").leaf();
    static final Keyword<Schedule> RUN_SCHEDULE = optional("run_schedule", Types.SCHEDULE,
            "when tasks run that have no schedule of their own").leaf();
    static final Keyword<Duration> TIMEOUT = optional("timeout", Types.DURATION,
            "a run that takes longer is ended and has failed").or("1d");
    static final Keyword<Boolean> LOG = optional("log", Types.BOOLEAN,
            "whether the last lines that it says are written down").or("true");
    static final Keyword<Boolean> CONFIRMATION = optional("confirmation", Types.BOOLEAN,
            "whether a person has to agree to each run: then it never runs by itself")
            .or("false");
    static final Keyword<String> ON_ERROR = optional("on_error", Types.TEXT,
            "command line to run when it failed").like("/usr/bin/logger backup failed");
    static final Keyword<String> MAX_PARALLEL = optional("max_parallel", Types.oneOf("1"),
            "how many of its runs there may be at once").or("1");
    static final Keyword<String> CHECK = optional("check", Types.oneOf("last_run"),
            "last_run: where the service is up, down when the last run failed; else n/a");
    static final Keywords KEYS = Keywords.of(COMMAND, SCHEDULE, TIMEOUT, LOG, CONFIRMATION,
            ON_ERROR, MAX_PARALLEL, CHECK, ResourceKeywords.OPTIONAL.or("true"))
            .and(RunAs.KEYS);

    /** Runs the rest and keeps its exit code in the file that comes first. */
    private static final String KEEPING =
            "\"$@\"; echo $? >\"$0.new\" && mv \"$0.new\" \"$0\"";
    private static final Duration LAUNCH = Duration.ofSeconds(30);
    private static final Duration TO_END = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
            "yyyy-MM-dd HH:mm:ss");
    private static final int SAID = 20;
    private static final int WIDTH = 200;

    private final Section section;
    private final Site site;
    private final RunAs runAs;

    Task(Section section, Site site) {
        this.section = section;
        this.site = site;
        this.runAs = new RunAs(section, site);
    }

    private Background process() {
        return new Background(site, site.file("pid"), site.file("log"));
    }

    /** A run that ended while no agent watched left its exit code. */
    private Optional<LastRun> last() {
        return LastRun.read(site.file("run")).map(run -> run.isOver() || isRunning() ? run
                : new LastRun(run.begun(), Optional.of(run.begun()), outcome()));
    }

    @Override
    public String verb() {
        return "run";
    }

    @Override
    public Schedule schedule() {
        return section.find(SCHEDULE).or(() -> site.file().defaults().find(RUN_SCHEDULE))
                .orElse(Schedule.NEVER);
    }

    @Override
    public boolean asksFirst() {
        return section.get(CONFIRMATION);
    }

    @Override
    public boolean isDue(ZonedDateTime now) {
        return !asksFirst() && !isRunning() && schedule().allows(now, last().map(LastRun::begun),
                site.service() + " " + site.rid());
    }

    @Override
    public boolean isRunning() {
        return process().pid().isPresent();
    }

    @Override
    public Duration limit() {
        return section.get(TIMEOUT);
    }

    @Override
    public ResourceStatus status(Deadline deadline) {
        Optional<LastRun> last = last();
        List<String> messages = new ArrayList<>();
        if (isRunning()) {
            messages.add("running since " + last.map(run -> time(run.begun())).orElse("?"));
        }
        if (asksFirst() && !schedule().isNever()) {
            messages.add("never run by its schedule, since it asks for a confirmation");
        }
        Optional<LastRun> ended = last.filter(run -> run.ended().isPresent());
        boolean failed = ended.filter(run -> !run.ok()).isPresent();
        ended.ifPresent(run -> messages.add(failed ? "last run failed (" + run.code() + ")"
                : "last run " + time(run.ended().orElseThrow()) + ": " + run.outcome()));
        boolean checked = section.find(CHECK).isPresent() && ended.isPresent()
                && site.around().outlook().isUp(site.service());
        return new ResourceStatus(!checked ? Status.NA : failed ? Status.DOWN : Status.UP,
                section.get(COMMAND), messages);
    }

    private String time(Instant at) {
        ZoneId zone = site.around().outlook().now().getZone();
        return TIME.format(at.atZone(zone));
    }

    /** A start of the service runs no task. */
    @Override
    public boolean start(Deadline deadline) {
        return false;
    }

    @Override
    public boolean stop(Deadline deadline) throws InterruptedException {
        if (!isRunning()) {
            return false;
        }
        site.say("its run is ended");
        if (!process().end(true, deadline.atMost(TO_END), deadline)) {
            throw site.failure("end its run", "no process", "one that KILL did not end");
        }
        return true;
    }

    @Override
    public String run(Order order, Deadline deadline) throws InterruptedException {
        Background process = process();
        if (process.pid().isEmpty()) {
            begin(process, deadline);
        }
        LastRun begun = last().orElseGet(() -> new LastRun(now(), Optional.empty(), ""));
        Duration left = limit().minus(Duration.between(begun.begun(), now()));
        boolean inTime = Await.until(() -> process.pid().isEmpty(), LOOK, deadline.atMost(left));
        if (!inTime) {
            process.end(true, Deadline.in(TO_END), Deadline.in(TO_END.multipliedBy(2)));
        }
        LastRun ended = new LastRun(begun.begun(), Optional.of(now()),
                inTime ? outcome() : "no end within " + limit().toSeconds() + "s");
        ended.write(site.file("run"), site);
        if (section.get(LOG)) {
            tell();
        }
        if (!ended.ok()) {
            onError();
            throw site.failure(section.get(COMMAND), "exit 0", ended.outcome());
        }
        return ended.outcome();
    }

    /** Written down before it runs: one that cannot be remembered would run again and again. */
    private void begin(Background process, Deadline deadline) throws InterruptedException {
        site.mustBeAllowed("run");
        Optional<LastRun> before = last();
        new LastRun(now(), before.flatMap(LastRun::ended),
                before.map(LastRun::outcome).orElse("none")).write(site.file("run"), site);
        try {
            Files.deleteIfExists(site.file("exit"));
        } catch (IOException e) {
            throw site.failure("run", site.file("exit") + " deleted", e.toString());
        }
        List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", KEEPING,
                site.file("exit").toString()));
        argv.addAll(runAs.argv(List.of("/bin/sh", "-c", section.get(COMMAND))));
        process.launch(section.get(COMMAND), argv, runAs.environment(), deadline.atMost(LAUNCH));
    }

    private Instant now() {
        return site.around().outlook().now().toInstant();
    }

    private String outcome() {
        try {
            return "exit " + Files.readString(site.file("exit")).strip();
        } catch (IOException none) {
            return "no exit code: it was ended";
        }
    }

    private void tell() {
        try {
            List<String> lines = Files.readAllLines(site.file("log"));
            lines.subList(Math.max(0, lines.size() - SAID), lines.size()).stream()
                    .filter(line -> !line.isBlank())
                    .map(line -> line.length() > WIDTH ? line.substring(0, WIDTH) + "…" : line)
                    .forEach(site::say);
        } catch (IOException e) {
            site.warn("what it said cannot be read: " + e);
        }
    }

    private void onError() throws InterruptedException {
        if (section.find(ON_ERROR).isPresent()) {
            Result result = site.act(new Command(runAs.argv(List.of("/bin/sh", "-c",
                    section.find(ON_ERROR).get())), Deadline.in(LAUNCH), runAs.environment(),
                    Optional.empty()));
            if (result.ending() == Result.Ending.MISSING) {
                site.warn("on_error: " + result.summary());
            }
        }
    }

    @Override
    public List<Lack> lacks(Deadline deadline) throws InterruptedException {
        return runAs.lacks(deadline);
    }
}
