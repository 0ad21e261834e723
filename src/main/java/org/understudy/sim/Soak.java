package org.understudy.sim;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs many seeds, one after the other, until one fails; or shows one.
 *
 * <pre>
 * java -cp understudy.jar org.understudy.sim.Soak --seeds 1000000 [--from 0]
 * java -cp understudy.jar org.understudy.sim.Soak --replay 4711
 * </pre>
 */
public final class Soak {
    private static final List<String> KNOWN = List.of("--seeds", "--from", "--replay");

    private final PrintStream out;

    private Soak(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] words) {
        System.exit(new Soak(System.out).run(Arrays.asList(words)));
    }

    /** 0 when all is well, 1 when a seed failed, 2 when the words are wrong. */
    private int run(List<String> words) {
        for (int i = 0; i < words.size(); i += 2) {
            if (!KNOWN.contains(words.get(i)) || i + 1 == words.size()
                    || !words.get(i + 1).matches("\\d{1,18}")) {
                out.println("expected --seeds N, --from N or --replay SEED, got " + words);
                return 2;
            }
        }
        if (words.contains("--replay")) {
            return replay(number(words, "--replay", 0));
        }
        long from = number(words, "--from", 0);
        return seeds(from, from + number(words, "--seeds", 1_000_000));
    }

    private static long number(List<String> words, String name, long otherwise) {
        int at = words.indexOf(name);
        return at < 0 ? otherwise : Long.parseLong(words.get(at + 1));
    }

    private int replay(long seed) {
        Trial trial = Trial.of(seed);
        trial.faults().forEach(out::println);
        Trial.Outcome outcome = trial.run(true);
        out.print(outcome.trace());
        out.println(outcome.broken().map(Broken::getMessage).orElse("nothing is broken"));
        return outcome.broken().isPresent() ? 1 : 0;
    }

    private int seeds(long from, long end) {
        AtomicLong seed = new AtomicLong(from);
        ScheduledExecutorService minutes = Executors.newSingleThreadScheduledExecutor();
        minutes.scheduleAtFixedRate(() -> out.println("seeds " + from + " to " + seed.get()
                + " hold"), 1, 1, TimeUnit.MINUTES);
        try {
            for (; seed.get() < end; seed.incrementAndGet()) {
                Trial trial = Trial.of(seed.get());
                if (trial.run().broken().isPresent()) {
                    out.println(trial.report());
                    return 1;
                }
            }
            out.println("all " + (end - from) + " seeds hold");
            return 0;
        } finally {
            minutes.shutdownNow();
        }
    }
}
