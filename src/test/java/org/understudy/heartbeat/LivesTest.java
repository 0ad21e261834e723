package org.understudy.heartbeat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.understudy.heartbeat.Lives.Spoken;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.Way;

class LivesTest {
    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);
    private static final long INTERVAL = Duration.ofMillis(100).toNanos();

    private final Lives lives = new Lives(Duration.ofNanos(INTERVAL));
    private long sent = 10;
    private long now = -5 * INTERVAL;

    @Test
    void onlyAGreaterNumberOfTheSameLifeCounts() {
        assertEquals(taken(), say(A, 5, 10));
        assertEquals(because(Reason.REPLAY), say(A, 5, 10));
        assertEquals(because(Reason.REPLAY), say(A, 4, 10));
        assertEquals(taken(), say(A, 7, 0));
    }

    @Test
    void aLifeThatEchoesNothingOfOursMayHaveBeenRecorded() {
        assertEquals(because(Reason.UNPROVEN), say(A, 1, 0));
        assertEquals(because(Reason.UNPROVEN), say(A, 2, 11));
        assertEquals(taken(), say(A, 3, 10));
    }

    @Test
    void aNewLifeEchoesWhatLeftAfterTheOldOnesLastBeat() {
        say(A, 5, 10);
        pass(3, 2);
        assertEquals(because(Reason.UNPROVEN), say(B, 900, 10));
        assertEquals(taken(), say(B, 901, 11));
        pass(3, 2);
        assertEquals(because(Reason.REPLAY), say(A, 6, 12));
        assertEquals(taken(), say(B, 902, 12));
    }

    @Test
    void aLifeThatSpokeAMomentAgoIsNotReplaced() {
        say(A, 5, 10);
        pass(1, 1);
        assertEquals(because(Reason.UNPROVEN), say(B, 1, 11));
        pass(1, 1);
        assertEquals(taken(), say(B, 2, 12));
    }

    @Test
    void twoLivesThatSpeakAtTheSameTimeAreTwoNodesWithOneName() {
        say(A, 5, 10);
        pass(1, 1);
        assertEquals(because(Reason.UNPROVEN), say(B, 1, 11));
        assertEquals(taken(), say(A, 6, 11));
        pass(1, 1);
        assertEquals(because(Reason.TWIN), say(B, 2, 12));
        assertEquals(taken(), say(A, 7, 12));
    }

    @Test
    void aLifeThatWasReplacedAndSpeaksOnIsASecondNodeToo() {
        say(A, 5, 10);
        pass(3, 3);
        say(B, 1, 13);
        pass(3, 3);
        assertEquals(because(Reason.TWIN), say(A, 6, 16));
        assertEquals(because(Reason.REPLAY), say(A, 6, 9));
    }

    /** All beat in one phase: the second never echoes what left after the first one's last. */
    @Test
    void twoLivesAreNamedWhateverTheirPhase() {
        for (int i = 1; i <= 10; i++) {
            pass(1, 1);
            assertEquals(taken(), say(A, i, sent));
            assertEquals(because(i < 2 ? Reason.UNPROVEN : Reason.TWIN), say(B, i, sent));
        }
    }

    @Test
    void aLifeThatWasReplacedIsNamedWhateverItsPhase() {
        say(A, 5, 10);
        pass(3, 3);
        for (int i = 1; i <= 10; i++) {
            pass(1, 1);
            assertEquals(taken(), say(B, i, sent));
            assertEquals(because(i < 2 ? Reason.REPLAY : Reason.TWIN), say(A, 5 + i, sent));
        }
    }

    /** Who has recorded both can play them in any order. */
    @Test
    void twoLivesThatWereRecordedAreNoSecondNode() {
        say(A, 5, 10);
        for (int i = 1; i <= 10; i++) {
            pass(1, 1);
            assertEquals(taken(), say(A, 5 + i, sent));
            assertEquals(because(Reason.UNPROVEN), say(B, i, 10));
            assertEquals(because(Reason.UNPROVEN), say(new UUID(1, 1), i, 10));
            assertEquals(because(Reason.UNPROVEN), say(B, 100 + i, sent + 5));
        }
    }

    @Test
    void aBoundedNumberOfLivesIsRememberedAndOldOnesStillProveNothing() {
        for (int life = 1; life <= 100; life++) {
            pass(3, 1);
            assertEquals(taken(), say(new UUID(1, life), 1, sent));
        }
        assertEquals(because(Reason.REPLAY), say(new UUID(1, 99), 2, sent - 2));
        assertEquals(because(Reason.UNPROVEN), say(new UUID(1, 1), 2, 11));
    }

    @Test
    void whatSomebodyHeldBackIsNotTakenForNewAndEndsWhenItIs() {
        Lives held = Lives.held(new Link(new LinkName("hb#1"), new Way.Relay("10.0.0.9", 1),
                Duration.ofNanos(10 * INTERVAL), Duration.ofNanos(INTERVAL)));
        for (int i = 1; i <= 100; i++) {
            assertEquals(taken(), held.against(new Spoken(A, i, sent - 3), sent, now));
            pass(1, 1);
        }
        long last = sent - 3;
        int kept = 0;
        for (int i = 101; i <= 200; i++) {
            kept += held.against(new Spoken(A, i, last), sent, now).isEmpty() ? 1 : 0;
            pass(1, 1);
        }
        assertTrue(kept <= 11, kept + " of those that were held back");
        assertEquals(because(Reason.STALE), held.against(new Spoken(A, 201, last), sent, now));
        assertEquals(taken(), held.against(new Spoken(A, 202, sent), sent, now));
    }

    @Test
    void whoHasSaidNothingLatelyIsEchoedAsBefore() {
        Lives held = Lives.held(new Link(new LinkName("hb#1"), new Way.Relay("10.0.0.9", 1),
                Duration.ofNanos(10 * INTERVAL), Duration.ofNanos(INTERVAL)));
        for (int i = 1; i <= 100; i++) {
            assertEquals(taken(), held.against(new Spoken(A, i, sent), sent, now));
            pass(1, 0);
        }
    }

    @Test
    void pagesAreOfTheCurrentLifeAndComeOnce() {
        assertEquals(because(Reason.UNPROVEN), lives.against(Kind.PAGE, A, 1));
        say(A, 5, 10);
        assertEquals(taken(), lives.against(Kind.PAGE, A, 1));
        assertEquals(taken(), lives.against(Kind.PAGE, A, 70));
        assertEquals(taken(), lives.against(Kind.PAGE, A, 7));
        assertEquals(taken(), lives.against(Kind.PARCEL, A, 7));
        assertEquals(because(Reason.REPLAY), lives.against(Kind.PAGE, A, 7));
        assertEquals(because(Reason.REPLAY), lives.against(Kind.PAGE, A, 6));
        pass(3, 1);
        say(B, 1, 11);
        assertEquals(because(Reason.REPLAY), lives.against(Kind.PAGE, A, 71));
        assertEquals(taken(), lives.against(Kind.PAGE, B, 7));
    }

    private Optional<Reason> say(UUID life, long number, long echoed) {
        return lives.against(new Spoken(life, number, echoed), sent, now);
    }

    private void pass(int intervals, int beats) {
        now += intervals * INTERVAL;
        sent += beats;
    }

    private static Optional<Reason> taken() {
        return Optional.empty();
    }

    private static Optional<Reason> because(Reason reason) {
        return Optional.of(reason);
    }
}
