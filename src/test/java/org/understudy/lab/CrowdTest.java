package org.understudy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.understudy.exec.Await;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;

/** However many ask an agent, and however rudely: its beats go out as if nobody did. */
@Tag("lab")
final class CrowdTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(4);

    @RegisterExtension
    static final Stage STAGE = new Stage("crowd", "LAB_TIMEOUT", TIMEOUT.toSeconds() + "s");

    private static final Pattern AGE = Pattern.compile(" up (\\d+(?:\\.\\d+)?)(ms|s)");
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final int EACH = 10;
    /** What a JVM and its HTTP server may have opened for themselves meanwhile. */
    private static final int SOME = 4;
    private static final int THREADS = 16;

    private final ExecutorService commands = Executors.newFixedThreadPool(4);

    @Test
    void peerHearsAsManyBeatsAsWithoutAnyCaller(TestReporter reporter) throws Exception {
        LabNode active = STAGE.active();
        LabNode passive = STAGE.passive();
        long here = active.mark();
        long there = passive.mark();
        long quiet = oldest(passive, Duration.ofSeconds(6));
        Footprint before = Footprint.of(active);
        long crowded;
        int answered;
        try (Crowd crowd = new Crowd(active.process().orElseThrow()
                .resolve("root/run/understudy/agent.sock"), EACH)) {
            List<Future<Result>> real = commands(active);
            crowded = oldest(passive, Duration.ofSeconds(20));
            for (Future<Result> one : real) {
                assertTrue(one.get().out().contains("web"), () -> STAGE.lab.report());
            }
            answered = crowd.answered();
            assertTrue(answered > 10 * crowd.refused(), answered + " questions were answered, "
                    + crowd.refused() + " not");
        } finally {
            commands.shutdownNow();
        }
        reporter.publishEntry("oldest beat", quiet + " ms alone, " + crowded + " ms beside "
                + answered + " questions");
        assertTrue(crowded < quiet + TIMEOUT.toMillis() / 4, crowded + " ms, without any caller "
                + quiet + " ms");
        assertEquals(List.of(), passive.journal(there, "peer.silent"));
        assertEquals(List.of(), active.journal(here, "node.stalled"));
        leftBehind(active, before);
    }

    /** What the agent had open for its callers is closed once they have gone. */
    private static void leftBehind(LabNode node, Footprint before) throws Exception {
        Footprint[] after = {before};
        assertTrue(Await.until(() -> {
            after[0] = Footprint.of(node);
            return after[0].files() <= before.files() + SOME;
        }, Duration.ofSeconds(1), Deadline.in(Stage.PATIENCE)),
                () -> before + ", then " + after[0]);
        assertTrue(after[0].threads() <= before.threads() + THREADS, before + ", then " + after[0]);
    }

    /** Some that are no test's: each ends by itself. */
    private List<Future<Result>> commands(LabNode node) {
        List<Future<Result>> begun = new ArrayList<>();
        for (String words : List.of("svcmgr timeline --follow", "svcmgr logs -f", "svcmon -w",
                "svcmgr -s web print status")) {
            begun.add(commands.submit(() -> node.runs("sh", "-c", "timeout 15 " + words)));
        }
        return begun;
    }

    /** The greatest age, in ms, of the last beat of the other node, at any look meanwhile. */
    private static long oldest(LabNode node, Duration time) throws InterruptedException {
        long[] oldest = {0};
        int[] looks = {0};
        Await.until(() -> {
            for (String link : node.links()) {
                Matcher age = AGE.matcher(link);
                assertTrue(age.find(), link);
                oldest[0] = Math.max(oldest[0], Math.round(Double.parseDouble(age.group(1))
                        * (age.group(2).equals("s") ? 1000 : 1)));
                looks[0]++;
            }
            return false;
        }, LOOK, Deadline.in(time));
        assertTrue(looks[0] > time.toSeconds(), looks[0] + " looks");
        return oldest[0];
    }

    /** What an agent's process has open. */
    private record Footprint(int files, int threads) {
        static Footprint of(LabNode node) throws InterruptedException {
            String[] counts = node.runs("sh", "-c", "cd /proc/$(pgrep -f '[u]nderstudy.agent.Main'"
                    + " | head -n 1) && ls fd | wc -l && ls task | wc -l").out().split("\\s+");
            return new Footprint(Integer.parseInt(counts[0]), Integer.parseInt(counts[1]));
        }
    }
}
