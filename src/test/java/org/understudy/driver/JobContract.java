package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.understudy.exec.Await;

/** What everything does that runs and ends, on a made-up machine and on a real one. */
interface JobContract {
    Job.Order NOW = new Job.Order(Set.of("nodes", "drpnodes"), true);

    /** One that runs well, and soon. */
    Job job() throws Exception;

    /** One that would run for minutes. */
    Job slow() throws Exception;

    /** What it is told of its service. */
    Fixture.Watched watched();

    /** All of the machine that a run could change. */
    String machine() throws Exception;

    @Test
    default void startAndStopOfTheServiceRunNothing() throws Exception {
        Job job = job();
        String before = machine();
        for (int i = 0; i < 2; i++) {
            assertFalse(job.start(Fixture.in(30)), "start");
            assertFalse(job.stop(Fixture.in(30)), "stop");
        }
        assertEquals(before, machine());
    }

    @Test
    default void statusAndLookingWhatIsMissedChangeNothing() throws Exception {
        Job job = job();
        String before = machine();
        job.status(Fixture.in(10));
        assertEquals(List.of(), job.lacks(Fixture.in(30)));
        assertEquals(before, machine());
        job.run(NOW, Fixture.in(60));
        String ran = machine();
        job.status(Fixture.in(10));
        assertEquals(ran, machine());
    }

    @Test
    default void runsAsOftenAsItIsTold() throws Exception {
        Job job = job();
        job.run(NOW, Fixture.in(60));
        job.run(NOW, Fixture.in(60));
        assertFalse(job.isRunning());
    }

    @Test
    default void isNotRunWhereItsServiceIsNotUp() throws Exception {
        Job job = job();
        String before = machine();
        watched().up = false;
        assertTrue(failure(() -> job.run(NOW, Fixture.in(30))).contains("web to be up on this"
                + " node"));
        assertEquals(before, machine());
    }

    @Test
    default void runKeepsItsDeadline() throws Exception {
        Job slow = slow();
        failure(() -> slow.run(NOW, Fixture.in(2)));
        assertFalse(slow.isRunning());
    }

    @Test
    default void stopEndsARunHalfWayAndMayBeRepeated() throws Exception {
        Job slow = slow();
        Runner runner = begun(slow);
        assertTrue(slow.stop(Fixture.in(30)));
        assertFalse(slow.isRunning());
        Throwable thrown = runner.thrown();
        assertEquals(DriverException.class, thrown.getClass(), thrown::toString);
        assertTrue(thrown.getMessage().contains("ended"), thrown::toString);
        assertFalse(slow.stop(Fixture.in(30)));
    }

    @Test
    default void whoRunsItCanBeInterrupted() throws Exception {
        Job slow = slow();
        Runner runner = begun(slow);
        runner.interrupt();
        assertEquals(InterruptedException.class, runner.thrown().getClass());
        slow.stop(Fixture.in(30));
        assertFalse(slow.isRunning());
    }

    private static Runner begun(Job job) throws InterruptedException {
        Runner runner = Runner.of(() -> job.run(NOW, Fixture.in(300)));
        assertTrue(Await.until(job::isRunning, Duration.ofMillis(20), Fixture.in(30)));
        return runner;
    }

    /** Something that is tried. */
    interface Trial {
        void run() throws Exception;
    }

    static String failure(Trial trial) {
        return assertThrows(DriverException.class, trial::run).getMessage();
    }
}
