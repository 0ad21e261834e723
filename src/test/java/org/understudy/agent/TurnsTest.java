package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who waits, and who goes first. */
final class TurnsTest {
    @Test
    void importantServicesGoFirstAndOnlySoManyAtOnce() throws InterruptedException {
        Turns turns = new Turns(1);
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(4);
        List<String> order = new CopyOnWriteArrayList<>();
        turns.take(100, () -> {
            busy.countDown();
            await(go);
            order.add("first");
            done.countDown();
        });
        await(busy);
        for (String next : List.of("100 c", "100 d", "7 b")) {
            turns.take(Integer.parseInt(next.split(" ")[0]), () -> {
                order.add(next);
                done.countDown();
            });
        }
        assertEquals(List.of(), order);
        go.countDown();
        await(done);
        assertEquals(List.of("first", "7 b", "100 c", "100 d"), order);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
