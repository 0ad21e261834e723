package org.understudy.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.understudy.wire.ServiceStatus;

/** {@code svcmon -w}: what is shown again whenever it may have changed, until it is left. */
final class Watching {
    private static final Duration SOONEST = Duration.ofSeconds(1);
    private static final int INTERRUPTED = 130;

    private final Agent agent;
    private final Screen screen;
    private final SvcmonLine line;
    private final Supplier<LocalTime> time;
    private final Bell bell = new Bell();
    private final Scroll scroll = new Scroll();
    private MonitorPage.Snapshot last = new MonitorPage.Snapshot("", true, List.of(), List.of(),
            List.of());
    private String seen = "";
    private long answered;
    private long looked;

    Watching(Agent agent, Screen screen, SvcmonLine line, Supplier<LocalTime> time) {
        this.agent = agent;
        this.screen = screen;
        this.line = line;
        this.time = time;
    }

    /** The exit code: 0 when it was left, 130 after an interrupt. */
    int run(boolean terminal) throws Failure {
        try {
            return terminal ? onTerminal() : inPipe();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return INTERRUPTED;
        }
    }

    private int onTerminal() throws Failure, InterruptedException {
        try (FullScreen stage = new FullScreen(bell, scroll)) {
            Runtime.getRuntime().addShutdownHook(new Thread(stage::close, "restore"));
            follow();
            answered = System.nanoTime();
            boolean due = true;
            while (!bell.over()) {
                due = turn(stage, due);
            }
            return stage.interrupted() ? INTERRUPTED : 0;
        } catch (IOException e) {
            screen.progress(screen.program() + ": the terminal: " + e.getMessage()
                    + "; so the table is shown once for each change");
            return inPipe();
        }
    }

    private boolean turn(FullScreen stage, boolean due) throws InterruptedException {
        if (due) {
            looked = System.nanoTime();
            last = look();
        }
        stage.draw(MonitorPage.of(last, stage.size(), scroll, colours()));
        boolean soon = last.stale() || last.services().stream()
                .anyMatch(one -> !one.running().isEmpty());
        return bell.await(looked, SOONEST, soon ? SOONEST : line.interval);
    }

    /** A whole terminal is there, or it would not be drawn on. */
    private boolean colours() {
        return Tint.wanted(line.color, true, System.getenv());
    }

    private MonitorPage.Snapshot look() {
        try {
            MonitorPage.Snapshot now = new MonitorPage.Snapshot("", false, agent.nodes(),
                    agent.links(), services());
            answered = System.nanoTime();
            seen = clock();
            String self = now.nodes().stream().filter(node -> node.state().equals("self"))
                    .map(node -> node.name() + "  ").findFirst().orElse("");
            return now.titled(self + seen, false);
        } catch (Failure e) {
            long away = Duration.ofNanos(System.nanoTime() - answered).toSeconds();
            return last.titled(seen.isEmpty() ? e.getMessage()
                    : "the agent does not answer since " + away + " s; last seen " + seen, true);
        }
    }

    private String clock() {
        return time.get().truncatedTo(ChronoUnit.SECONDS).toString().concat(":00").substring(0, 8);
    }

    /** The plain table, once for each change of it. */
    private int inPipe() throws Failure, InterruptedException {
        List<String> shown = table();
        screen.show(shown);
        follow();
        PipeEnd end = PipeEnd.watched(bell::quit);
        try {
            changes(shown);
        } finally {
            end.close();
        }
        return 0;
    }

    private void changes(List<String> first) throws InterruptedException {
        List<String> shown = first;
        boolean away = false;
        while (!bell.over() && !screen.unread()) {
            looked = System.nanoTime();
            try {
                List<String> table = table();
                if (!table.equals(shown)) {
                    screen.show("\n" + String.join("\n", table) + "\n");
                }
                shown = table;
                away = false;
            } catch (Failure e) {
                if (!away) {
                    screen.progress(screen.program() + ": " + e.getMessage()
                            + "; waits for the agent");
                }
                away = true;
            }
            bell.await(looked, SOONEST, away ? SOONEST : line.interval);
        }
    }

    private List<String> table() throws Failure {
        return SvcmonTable.of(services());
    }

    /** In the order in which they were named. */
    private List<ServiceStatus> services() throws Failure {
        List<ServiceStatus> known = agent.listed(line.services);
        return line.services.isEmpty() ? known : known.stream().sorted(Comparator.comparing(
                one -> line.services.indexOf(one.name()))).toList();
    }

    /** Has the bell rung for each event; without a stream there is still the interval. */
    private void follow() {
        Thread events = new Thread(() -> {
            while (!bell.over()) {
                try {
                    agent.events().each(bell::news);
                } catch (Failure e) {
                    bell.news(); // a look will show what is wrong
                }
                bell.news();
                Patience.pause(SOONEST);
            }
        }, "events");
        events.setDaemon(true);
        events.start();
    }
}
