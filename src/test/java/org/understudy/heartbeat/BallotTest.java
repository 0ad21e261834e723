package org.understudy.heartbeat;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is asked of an arbitrator, and answered, is of who has the key, and of this question. */
final class BallotTest {
    private static final byte[] TEXT = "who has it?".getBytes(StandardCharsets.UTF_8);

    private final Keys keys = Keys.alone();

    @Test
    void questionAndAnswerGetThrough() {
        Ballot asking = Ballot.fresh(keys);
        byte[] question = asking.question(TEXT);
        Ballot asked = Ballot.of(keys, question).orElseThrow();
        assertArrayEquals(TEXT, asked.asked(question).orElseThrow());
        assertArrayEquals(TEXT, asking.answered(asked.answer(TEXT)).orElseThrow());
    }

    @Test
    void answerFitsItsQuestionAlone() {
        Ballot asking = Ballot.fresh(keys);
        byte[] question = asking.question(TEXT);
        byte[] answer = Ballot.of(keys, question).orElseThrow().answer(TEXT);
        assertEquals(Optional.empty(), Ballot.fresh(keys).answered(answer));
        assertEquals(Optional.empty(), asking.answered(question), "a question is no answer");
        assertEquals(Optional.empty(), asking.asked(answer));
    }

    @Test
    void nobodyElseIsHeard() {
        byte[] question = Ballot.fresh(Keys.alone()).question(TEXT);
        assertEquals(Optional.empty(), Ballot.of(keys, question));
        assertEquals(Optional.empty(), Ballot.of(keys, new byte[0]));
        assertEquals(Optional.empty(), Ballot.of(keys, new byte[2000]));
    }

    @Test
    void noBitMayDiffer() {
        Ballot asking = Ballot.fresh(keys);
        byte[] question = asking.question(TEXT);
        for (int at = 0; at < question.length; at++) {
            byte[] wrong = question.clone();
            wrong[at] ^= 1;
            assertTrue(Ballot.of(keys, wrong).flatMap(found -> found.asked(wrong)).isEmpty(),
                    "byte " + at);
        }
        for (int length = 0; length < question.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(question, length);
            assertTrue(Ballot.of(keys, cut).flatMap(found -> found.asked(cut)).isEmpty());
        }
    }

    @Test
    void newKeyIsUnderstoodBeforeItIsUsed() {
        Keys old = Keys.alone();
        Keys both = new Keys(List.of(old.first(), keys.first()));
        byte[] question = Ballot.fresh(keys).question(TEXT);
        assertTrue(Ballot.of(both, question).flatMap(found -> found.asked(question)).isPresent());
    }
}
