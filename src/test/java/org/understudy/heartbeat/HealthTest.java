package org.understudy.heartbeat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.understudy.heartbeat.Health.Said;

class HealthTest {
    private final List<Said> said = new ArrayList<>();
    private final Health health = new Health(said::add);
    private long now = 1;

    @Test
    void eachChangeIsSaidOnce() {
        look("", 3);
        look("gone", 5);
        look("", 4);
        assertEquals(List.of(new Said("", false), new Said("gone", false), new Said("", false)),
                said);
    }

    @Test
    void whatFlapsIsSaidToAndThenLeftAloneUntilItHoldsStill() {
        for (int i = 0; i < 100; i++) {
            look("gone", 1);
            look("", 1);
        }
        assertEquals(7, said.size());
        assertEquals(new Said("gone", true), said.get(6));
        look("", 59);
        assertEquals(7, said.size());
        look("", 3);
        assertEquals(new Said("", false), said.get(7));
        look("gone", 1);
        assertEquals(new Said("gone", false), said.get(8));
        assertEquals("gone", health.state());
    }

    private void look(String state, int seconds) {
        for (int i = 0; i < seconds; i++) {
            health.is(state, now);
            now += Duration.ofSeconds(1).toNanos();
        }
    }
}
