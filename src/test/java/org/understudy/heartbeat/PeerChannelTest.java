package org.understudy.heartbeat;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.understudy.model.Cluster;
import org.understudy.wire.PageCodec;
import org.understudy.wire.Parcel;

class PeerChannelTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void aQuestionIsAnsweredOnceAndEverythingFitsAPacket() throws Exception {
        Talk talk = new Talk(1);
        Question question = talk.ask(bytes("start web"), MINUTE);
        Duration took = talk.until(question, MINUTE);
        assertEquals("ttart web", text(question));
        assertTrue(took.toMillis() < 50, took.toString());
        assertEquals(List.of("start web"), talk.answered);
        assertTrue(talk.sizes.stream().allMatch(size -> size + Header.BYTES + Seal.BYTES
                <= PageCodec.MAX_PACKET), talk.sizes.toString());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void lossRepetitionAndDisorderChangeNothing(long seed) throws Exception {
        Talk talk = new Talk(seed).bad(0.3, 0.3, 30);
        byte[] message = new byte[200_000];
        new Random(seed).nextBytes(message);
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            byte[] one = message.clone();
            one[1] = (byte) i;
            questions.add(talk.ask(one, MINUTE));
        }
        for (int i = 0; i < 8; i++) {
            talk.until(questions.get(i), MINUTE);
            byte[] expected = message.clone();
            expected[0]++;
            expected[1] = (byte) i;
            assertArrayEquals(expected, questions.get(i).answer().get());
        }
        talk.pass(5_000);
        assertEquals(8, talk.answered.size());
    }

    @Test
    void aMegabyteFitsAndAByteMoreIsRefused() throws Exception {
        Talk talk = new Talk(1);
        Question question = talk.ask(new byte[Gathering.MOST], MINUTE);
        Duration took = talk.until(question, MINUTE);
        assertEquals(Gathering.MOST, question.answer().get().length);
        assertTrue(took.toSeconds() < 5, took.toString());
        assertThrows(PeerException.class,
                () -> talk.ask(new byte[Gathering.MOST + 1], MINUTE));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void withOneLinkDownItGoesOverTheOther(int link) throws Exception {
        Talk talk = new Talk(1).cut(link);
        Question question = talk.ask(new byte[50_000], MINUTE);
        Duration took = talk.until(question, MINUTE);
        assertEquals(50_000, question.answer().get().length);
        assertTrue(took.toMillis() < 1_000, took.toString());
    }

    @Test
    void withoutAnyLinkItEndsAfterAMoment() throws Exception {
        Talk talk = new Talk(1).cut(0).cut(1);
        Question question = talk.ask(bytes("start web"), MINUTE);
        Duration took = talk.until(question, MINUTE);
        assertEquals("n2 takes in nothing on any link", why(question));
        assertTrue(took.toSeconds() <= 6, took.toString());
    }

    @Test
    void withoutAnAnswerItEndsAtItsDeadline() throws Exception {
        Talk talk = new Talk(1).hold();
        Question question = talk.ask(bytes("start web"), Duration.ofSeconds(20));
        Duration took = talk.until(question, MINUTE);
        assertEquals("no answer from n2 in time; it may still do what it was asked",
                why(question));
        assertEquals(20, took.toSeconds());
        talk.pass(100);
        talk.work();
        talk.pass(100);
        assertEquals(List.of("start web"), talk.answered);
    }

    @Test
    void anAgentThatRestartsInTheMiddleIsNotAskedAgain() throws Exception {
        Talk talk = new Talk(1).hold();
        Question begun = talk.ask(bytes("start web"), MINUTE);
        Question arriving = talk.ask(new byte[500_000], MINUTE);
        talk.pass(30);
        talk.restart(Talk.N2);
        talk.work();
        talk.pass(2_000);
        assertTrue(why(begun).startsWith("the agent of n2 was started again"), why(begun));
        assertTrue(why(arriving).startsWith("the agent of n2 was started again"));
        Question next = talk.ask(bytes("stop web"), MINUTE);
        talk.until(next, MINUTE);
        assertEquals("ttop web", text(next));
        assertEquals(List.of("start web", "stop web"), talk.answered);
    }

    @Test
    void anAskerThatRestartsIsHeardAnew() throws Exception {
        Talk talk = new Talk(1).hold();
        talk.ask(bytes("start web"), MINUTE);
        talk.pass(30);
        talk.restart(Talk.N1);
        talk.work();
        Question next = talk.ask(bytes("stop web"), MINUTE);
        talk.until(next, MINUTE);
        assertEquals("ttop web", text(next));
        assertEquals(List.of("start web", "stop web"), talk.answered);
    }

    @Test
    void theNinthQuestionAtOnceIsRefusedAndTheNextAfterThatIsNot() throws Exception {
        Talk talk = new Talk(1).hold();
        Question first = talk.ask(bytes("1"), MINUTE);
        for (int i = 2; i <= 8; i++) {
            talk.ask(bytes("" + i), MINUTE);
        }
        assertThrows(PeerException.class, () -> talk.ask(bytes("9"), MINUTE));
        talk.pass(100);
        talk.work();
        talk.until(first, MINUTE);
        talk.pass(100);
        Question next = talk.ask(bytes("9"), MINUTE);
        talk.until(next, MINUTE);
        assertFalse(next.answer().isCompletedExceptionally());
        assertEquals(9, talk.answered.size());
    }

    @Test
    void whatIsNoParcelIsRefused() {
        UUID life = new UUID(1, 2);
        Parcel.Part part = new Parcel.Part(life, 7, true, 65_000, 64_999, 5, bytes("x"));
        Parcel.Part read = (Parcel.Part) Parcel.decode(part.encode());
        assertEquals(65_000, read.total());
        assertEquals(64_999, read.index());
        assertArrayEquals(bytes("x"), read.bytes());
        assertFalse(Gathering.fits(read));
        Parcel.Receipt receipt = new Parcel.Receipt(life, 7, false, 40_000, -1);
        assertEquals(receipt, Parcel.decode(receipt.encode()));
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);
            if (noise.length > 0 && "QAqa".indexOf(noise[0]) < 0 || noise.length < 25) {
                assertThrows(IllegalArgumentException.class, () -> Parcel.decode(noise));
            }
        }
        assertThrows(IllegalArgumentException.class, () -> Parcel.decode(new Parcel.Part(life, 7,
                true, 3, 3, 5, bytes("x")).encode()));
        assertThrows(IllegalArgumentException.class, () -> Parcel.decode(new Parcel.Part(life, 7,
                true, 3, 2, -5, bytes("x")).encode()));
    }

    @Test
    void overRealLinksBeatsGoOnMeanwhile() throws Exception {
        int port = Node.freePort();
        Cluster cluster = Node.cluster("lab", port, Node.INTERVAL, "n1", "n2");
        ExecutorService workers = Executors.newFixedThreadPool(2);
        try (Node n1 = new Node(cluster, "n1").start().tell(cluster, "a", 1);
                Node n2 = new Node(cluster, "n2").start().tell(cluster, "b", 1)) {
            n2.heartbeat.channel().answer((from, question) -> question, workers);
            assertThrows(PeerException.class, () -> new Node(cluster, "n2").heartbeat.channel()
                    .ask(n1.name, bytes("?"), MINUTE));
            await().until(() -> n1.heard("b") && n2.heard("a"));
            assertEquals("?", new String(n1.heartbeat.channel().ask(n2.name, bytes("?"),
                    Duration.ofSeconds(10)), StandardCharsets.UTF_8));
            int before = n1.heard.size();
            long start = System.nanoTime();
            byte[] answer = n1.heartbeat.channel().ask(n2.name, new byte[1_000_000],
                    Duration.ofSeconds(20));
            long intervals = (System.nanoTime() - start) / Node.INTERVAL.toNanos();
            assertEquals(1_000_000, answer.length);
            assertTrue(n1.heard.size() - before >= intervals / 2 - 2,
                    n1.heard.size() - before + " beats in " + intervals + " intervals");
        } finally {
            workers.shutdownNow();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Question question) throws Exception {
        return new String(question.answer().get(), StandardCharsets.UTF_8);
    }

    private static String why(Question question) {
        return assertThrows(ExecutionException.class, () -> question.answer().get())
                .getCause().getMessage();
    }
}
