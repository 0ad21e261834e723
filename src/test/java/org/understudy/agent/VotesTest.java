package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.wire.VoteAnswer;
import org.understudy.wire.VoteQuestion;

/** One node at a time, whatever happens to who asks and who is asked. */
final class VotesTest {
    private static final Duration LEASE = Duration.ofSeconds(10);

    @TempDir
    private Path dir;
    private long number;

    @Test
    void oneNodeAtATimeForOneLease() throws IOException {
        Votes votes = fresh(0);
        assertTrue(!ask(votes, "n1", 59).given(), "it may have given it before it was restarted");
        assertTrue(ask(votes, "n1", 60).given());
        assertEquals("n1", ask(votes, "n2", 69.9).holder());
        assertTrue(ask(votes, "n1", 69.9).given());
        assertTrue(!ask(votes, "n2", 79.8).given());
        assertTrue(ask(votes, "n2", 79.9).given());
        assertTrue(!ask(votes, "n1", 79.9).given());
    }

    @Test
    void whoHadItHasItAgainAfterARestartAndOthersWait() throws IOException {
        Votes votes = fresh(0);
        assertTrue(ask(votes, "n1", 60).given());
        Votes again = fresh(61);
        assertTrue(!ask(again, "n2", 62).given());
        assertTrue(ask(again, "n1", 62).given());
        assertTrue(!ask(again, "n2", 71).given());
        assertTrue(ask(again, "n2", 72).given());
        assertTrue(!ask(fresh(73), "n1", 74).given());
    }

    @Test
    void clustersHaveTheirOwn() throws IOException {
        Votes votes = fresh(0);
        assertTrue(ask(votes, "n1", 60).given());
        assertTrue(votes.ask(new VoteQuestion("other", "n2", 1, 1000), at(60)).given());
    }

    @Test
    void questionOfBeforeIsNoQuestion() throws IOException {
        Votes votes = fresh(0);
        VoteQuestion recorded = new VoteQuestion("lab", "n1", 5, LEASE.toMillis());
        assertTrue(votes.ask(recorded, at(60)).given());
        VoteAnswer again = votes.ask(recorded, at(65));
        assertTrue(!again.given());
        assertEquals(5, again.number(), "a clock that was set back finds on from here");
        number = 5;
        assertTrue(ask(votes, "n2", 70).given(), "it did not make the vote last longer");
    }

    @Test
    void leaseThatIsTooLongIsNone() throws IOException {
        Votes votes = fresh(0);
        assertTrue(!votes.ask(new VoteQuestion("lab", "n1", 1, 60_001), at(90)).given());
        assertTrue(!votes.ask(new VoteQuestion("lab", "n1", 2, 0), at(90)).given());
    }

    @Test
    void whatCannotBeWrittenDownIsNotGiven() throws IOException {
        Votes votes = new Votes(new Votes.Memory() {
            @Override
            public Map<String, NodeName> read() {
                return Map.of();
            }

            @Override
            public void write(Map<String, NodeName> holders) throws IOException {
                throw new IOException("disk full");
            }
        }, at(0));
        assertThrows(IOException.class, () -> ask(votes, "n1", 60));
        assertThrows(IOException.class, () -> ask(votes, "n2", 60));
    }

    @Test
    void fileThatSaysSomethingElseIsNamed() throws IOException {
        for (String line : List.of("lab", "lab n1 n2", "lab n!")) {
            Files.writeString(dir.resolve("votes"), line + "\n");
            assertTrue(assertThrows(IOException.class, () -> fresh(0)).getMessage().startsWith(
                    dir.resolve("votes") + ": expected lines of a cluster and a node"), line);
        }
    }

    /** What each node believes, by its own clock's start of the question, never overlaps. */
    @Test
    void noTwoNodesEverBelieveThatTheyHaveIt() throws IOException {
        for (int seed = 0; seed < 200; seed++) {
            Files.deleteIfExists(dir.resolve("votes"));
            number = 0;
            played(new Random(seed), "seed " + seed);
        }
    }

    private void played(Random random, String seed) throws IOException {
        Votes votes = fresh(0);
        Map<String, Double> believed = new HashMap<>();
        double now = 0;
        for (int turn = 0; turn < 400; turn++) {
            now += random.nextDouble() * 4;
            if (random.nextInt(40) == 0) {
                if (random.nextInt(4) == 0) {
                    Files.deleteIfExists(dir.resolve("votes"));
                }
                votes = fresh(now);
            }
            String node = "n" + (1 + random.nextInt(3));
            double late = random.nextDouble();
            if (ask(votes, node, now + late).given() && random.nextInt(4) > 0) {
                believed.put(node, now + LEASE.toSeconds());
            }
            double then = now + late;
            assertTrue(believed.values().stream().filter(until -> until > then).count() <= 1,
                    seed);
            now = then;
        }
    }

    private Votes fresh(double seconds) throws IOException {
        return new Votes(new HolderFile(dir.resolve("votes")), at(seconds));
    }

    private VoteAnswer ask(Votes votes, String node, double seconds) throws IOException {
        return votes.ask(new VoteQuestion("lab", node, ++number, LEASE.toMillis()), at(seconds));
    }

    private static Moment at(double seconds) {
        return new Moment(Math.round(seconds * 1e9));
    }
}
