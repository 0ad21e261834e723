package org.understudy.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.understudy.wire.JournalLine;
import org.understudy.wire.Timeline;

class JournalsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    Path directory;
    private Net net;

    @AfterEach
    void close() {
        net.close();
    }

    /** Each entry is caused by the one before, on another node, which heard a beat of it. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noCausePrintsAfterItsEffectWhateverTheWallClocksSay(long seed) {
        net = new Net(directory, Limits.NODE, seed, "n1", "n2", "n3")
                .skew("n1", Duration.ofMinutes(-7)).skew("n3", Duration.ofMinutes(9));
        List.of("n1", "n2", "n3").forEach(net::on);
        Random random = new Random(seed);
        List<String> chain = new ArrayList<>();
        String from = "n2";
        for (int i = 0; i < 100; i++) {
            String to = "n" + (1 + random.nextInt(3));
            if (!to.equals(from)) {
                net.beat(from, to);
            }
            net.write(to, "link" + i + ".made");
            chain.add("link" + i + ".made");
            from = to;
            net.run(Duration.ofMillis(random.nextInt(3) * 10));
        }
        net.run(SECOND.multipliedBy(5));
        for (String node : List.of("n1", "n2", "n3")) {
            assertEquals(chain, events(all(node)));
        }
    }

    @Test
    void anotherLifeOfANodeGoesOnAfterTheFirst() {
        net = new Net(directory, Limits.NODE, 1, "n1", "n2").skew("n2", Duration.ofMinutes(10));
        net.on("n1");
        net.on("n2");
        net.write("n2", "a.a");
        net.beat("n2", "n1");
        net.write("n1", "b.b");
        net.off("n1");
        net.on("n1");
        net.write("n1", "c.c");
        net.run(SECOND.multipliedBy(3));
        assertEquals(List.of("a.a", "b.b", "c.c"), events(all("n2")));
    }

    @Test
    void whatANodeWroteIsKnownAfterItsDeathAndAfterARestart() {
        net = new Net(directory, Limits.NODE, 1, "n1", "n2");
        net.on("n1");
        net.on("n2");
        net.write("n1", "action.end", "service", "web", "do", "start");
        net.write("n1", "action.end", "service", "db", "do", "start");
        net.run(SECOND.multipliedBy(3));
        net.off("n1");
        net.off("n2");
        net.on("n2");
        assertEquals(List.of("action.end", "action.end"), events(all("n2")));
        assertEquals(1, net.of("n2").about("web", line -> true, 10).size());
        assertEquals(0, net.of("n2").about("web", line -> line.event().equals("x.y"), 10).size());
    }

    @Test
    void sinceAMomentGoesByThisNodesClock() {
        net = new Net(directory, Limits.NODE, 1, "n1", "n2").skew("n1", Duration.ofMinutes(-10));
        net.on("n1");
        net.on("n2");
        net.write("n1", "old.one");
        net.write("n2", "old.two");
        net.run(SECOND.multipliedBy(60));
        net.write("n2", "new.cause");
        net.beat("n2", "n1");
        net.write("n1", "new.effect");
        net.run(SECOND.multipliedBy(3));
        Timeline told = net.of("n2").timeline(new Journals.Span(
                Net.BEGIN.plusSeconds(30).toEpochMilli(), 100, Optional.empty()));
        assertEquals(List.of("new.cause", "new.effect"), events(told.lines()));
        Timeline one = net.of("n2").timeline(new Journals.Span(0, 2, Optional.empty()));
        assertEquals(List.of("new.cause", "new.effect"), events(one.lines()));
        assertTrue(one.left() > 0);
    }

    @Test
    void whoFollowsSeesWhatComesInFromEveryNode() throws Exception {
        net = new Net(directory, Limits.NODE, 1, "n1", "n2");
        net.on("n1");
        net.on("n2");
        Map<String, Long> seen = net.of("n2").timeline(new Journals.Span(0, 9, Optional.empty()))
                .last();
        net.write("n1", "a.a");
        net.write("n2", "b.b");
        net.run(SECOND.multipliedBy(3));
        Timeline news = net.of("n2").news(seen, Duration.ZERO, line -> true);
        assertEquals(List.of("a.a", "b.b"), events(news.lines()).stream().sorted().toList());
        assertEquals(List.of(), net.of("n2").news(news.last(), Duration.ofMillis(20),
                line -> true).lines());
    }

    private List<JournalLine> all(String node) {
        return net.of(node).timeline(new Journals.Span(0, 5_000, Optional.empty())).lines();
    }

    private static List<String> events(List<JournalLine> lines) {
        return lines.stream().map(JournalLine::event).toList();
    }
}
