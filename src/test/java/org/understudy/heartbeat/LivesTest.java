package org.understudy.heartbeat;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.understudy.model.BootId;

class LivesTest {
    private final Lives lives = new Lives();

    @Test
    void onlyAGreaterNumberOfTheSameLifeCounts() {
        assertTrue(taken("a", 5));
        assertFalse(taken("a", 5));
        assertFalse(taken("a", 4));
        assertTrue(taken("a", 7));
    }

    @Test
    void aNewLifeMayBeginAnywhereAndTheOldOneIsOver() {
        assertTrue(taken("a", 500));
        assertTrue(taken("b", 1));
        assertFalse(taken("a", 501));
        assertTrue(taken("b", 2));
    }

    @Test
    void aBoundedNumberOfLivesIsRemembered() {
        for (int life = 0; life <= 64; life++) {
            assertTrue(taken("life-" + life, 1));
        }
        assertFalse(taken("life-0", 2));
        assertTrue(taken("life-65", 1));
        assertFalse(taken("life-1", 2));
        assertTrue(taken("life-0", 2));
    }

    private boolean taken(String boot, long sequence) {
        return lives.advances(new BootId(boot), sequence);
    }
}
