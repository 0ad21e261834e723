package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.understudy.exec.Deadline;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Status;

/** What every driver does, on a made-up machine and on a real one. */
interface DriverContract {
    /** A driver of a resource that is down. */
    Driver driver() throws Exception;

    /** All of the machine that the resource could change. */
    String machine() throws Exception;

    /** What a started one is; what only has to be there is n/a. */
    default Status started() {
        return Status.UP;
    }

    /** What a stopped one is; what is left where it is stays what it was. */
    default Status stopped() {
        return Status.DOWN;
    }

    @Test
    default void startsOnceAndStopsOnce() throws Exception {
        Driver driver = driver();
        assertIs(Status.DOWN, driver);
        assertTrue(driver.start(Fixture.in(60)), "first start");
        assertIs(started(), driver);
        assertFalse(driver.start(Fixture.in(60)), "second start");
        assertIs(started(), driver);
        assertEquals(started() != stopped(), driver.stop(Fixture.in(60)), "first stop");
        assertIs(stopped(), driver);
        assertFalse(driver.stop(Fixture.in(60)), "second stop");
        assertIs(stopped(), driver);
    }

    /** What was not found up, or was taken away, leaves none. */
    @Test
    default void traceIsLeftByNothingThatIsDown() throws Exception {
        Driver driver = driver();
        assertEquals(Optional.empty(), driver.trace(Fixture.in(10)), "before any look");
        driver.status(Fixture.in(10));
        assertEquals(Optional.empty(), driver.trace(Fixture.in(10)), "when it is down");
        driver.start(Fixture.in(60));
        driver.status(Fixture.in(10));
        driver.stop(Fixture.in(60));
        driver.status(Fixture.in(10));
        assertEquals(Optional.empty(), driver.trace(Fixture.in(10)), "when it was stopped");
    }

    @Test
    default void statusChangesNothing() throws Exception {
        Driver driver = driver();
        String before = machine();
        driver.status(Fixture.in(10));
        assertEquals(before, machine());
        driver.start(Fixture.in(60));
        String started = machine();
        driver.status(Fixture.in(10));
        assertEquals(started, machine());
        driver.stop(Fixture.in(60));
    }

    @Test
    default void lacksNothingOfWhatItStarts() throws Exception {
        Driver driver = driver();
        String before = machine();
        List<Lack> lacks = driver.lacks(Fixture.in(10));
        assertTrue(lacks.stream().noneMatch(Lack::certain), lacks::toString);
        assertEquals(before, machine());
    }

    /** Nobody has time left to do anything. */
    @Test
    default void deadlineThatHasPassedChangesNothing() throws Exception {
        Driver driver = driver();
        String before = machine();
        assertThrows(DriverException.class, () -> driver.start(Deadline.in(Duration.ZERO)));
        assertEquals(before, machine());
    }

    /** Whenever that happens: what was begun is undone by a stop. */
    @Test
    default void startThatIsInterruptedEndsSoonAndIsUndoneByAStop() throws Exception {
        Driver driver = driver();
        for (int millis : List.of(0, 15, 60, 250)) {
            AtomicReference<Throwable> odd = new AtomicReference<>();
            Thread starter = new Thread(() -> {
                try {
                    driver.start(Fixture.in(60));
                } catch (InterruptedException | DriverException ended) {
                    Thread.currentThread().interrupt(); // as it should
                } catch (RuntimeException | Error bug) {
                    odd.set(bug);
                }
            });
            starter.start();
            starter.join(millis + 1);
            starter.interrupt();
            starter.join(30_000);
            assertFalse(starter.isAlive(), "a start goes on after its interruption");
            assertEquals(null, odd.get());
            boolean acted = driver.stop(Fixture.in(60));
            ResourceStatus found = driver.status(Fixture.in(10));
            Status left = found.status();
            boolean stays = started() == stopped() && left == Status.WARN;
            if (!stays && left != stopped() && left != Status.DOWN) {
                throw new AssertionError(found + " after " + millis + " ms and a stop that did "
                        + (acted ? "something" : "nothing") + ": " + machine());
            }
        }
    }

    static void assertIs(Status expected, Driver driver) throws InterruptedException {
        var found = driver.status(Fixture.in(10));
        assertEquals(expected, found.status(), found::toString);
    }
}
