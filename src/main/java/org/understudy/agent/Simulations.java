package org.understudy.agent;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.understudy.api.Call;
import org.understudy.model.Cluster;
import org.understudy.model.View;
import org.understudy.sim.Happening;
import org.understudy.sim.Pace;
import org.understudy.sim.Story;
import org.understudy.sim.Timing;
import org.understudy.sim.WhatIf;
import org.understudy.wire.Json;
import org.understudy.wire.Simulate;
import org.understudy.wire.Simulated;

/** What would follow if something happened: played from the loop's last round, beside the loop. */
final class Simulations {
    private static final int MOST = 50;
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Published published;
    private final Supplier<Pace> history;
    private final ExecutorService workers;
    private final Path nodeConf;
    private final Function<Cluster, Timing> timing;

    /**
     * Plays nothing yet.
     *
     * @param history how long things took, read anew for each play
     * @param workers one of which plays; when none is free the call is refused
     * @param nodeConf this node's own settings
     * @param timing how fast this agent goes in such a cluster
     */
    Simulations(Published published, Supplier<Pace> history, ExecutorService workers,
            Path nodeConf, Function<Cluster, Timing> timing) {
        this.published = published;
        this.history = history;
        this.workers = workers;
        this.nodeConf = nodeConf;
        this.timing = timing;
    }

    Simulated ask(Call call) throws InterruptedException {
        Simulate asked = Json.decode(call.body().getBytes(StandardCharsets.UTF_8), Simulate.class);
        try {
            Future<Simulated> played = workers.submit(() -> play(asked));
            return played.get();
        } catch (RejectedExecutionException full) {
            throw new Refusal(503, "expected a free worker, got none: others simulate already",
                    "the same a few seconds later");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException wrong) {
                throw wrong;
            }
            throw new IllegalStateException("simulating " + asked, e.getCause());
        }
    }

    private Simulated play(Simulate asked) {
        View live = published.round().view();
        Given.With given = live(asked)
                ? new Given.With(live, List.of())
                : Given.of(live, Path.of(asked.config()), nodeConf);
        List<Happening> happenings = happenings(asked, given.view());
        Pace pace = history.get();
        long end = System.nanoTime() + LIMIT.toNanos();
        Story story = new WhatIf(given.view(), timing.apply(given.view().cluster()), pace,
                () -> System.nanoTime() - end > 0).play(happenings);
        return new Foretold(story, given.notes(), asked.services()).answer();
    }

    private static boolean live(Simulate asked) {
        return asked.config() == null || asked.config().isEmpty();
    }

    /** What follows from other files alone comes before anything happens. */
    private static List<Happening> happenings(Simulate asked, View view) {
        if (asked.happenings().isEmpty() || asked.happenings().size() > MOST) {
            throw new IllegalArgumentException("expected 1 to " + MOST + " happenings, got "
                    + asked.happenings().size());
        }
        Wanted wanted = new Wanted(view, asked.services());
        List<Happening> happenings = new ArrayList<>();
        long total = 0;
        for (Simulate.Happening one : asked.happenings()) {
            if (one.afterMillis() < 0 || one.afterMillis() > LONGEST.toMillis() - total) {
                throw new IllegalArgumentException("after: expected no more than an hour in all,"
                        + " got " + one.afterMillis() + "ms");
            }
            total += one.afterMillis();
            List<Happening.About> abouts = wanted.of(one);
            boolean then = one.then() || happenings.isEmpty() && !live(asked);
            for (int i = 0; i < abouts.size(); i++) {
                happenings.add(new Happening(Wanted.kind(one), abouts.get(i), i == 0 && then,
                        i == 0 ? Duration.ofMillis(one.afterMillis()) : Duration.ZERO));
            }
        }
        return happenings;
    }
}
