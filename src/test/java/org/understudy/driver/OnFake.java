package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.exec.Commands;
import org.understudy.exec.Result;
import org.understudy.model.Status;

/** One driver on a made-up machine. */
abstract class OnFake implements DriverContract {
    @TempDir
    Path dir;
    final FakeMachine machine = new FakeMachine();

    abstract String section() throws Exception;

    @Override
    public Driver driver() throws Exception {
        return Fixture.driver(dir, machine, section());
    }

    @Override
    public String machine() {
        return machine.state();
    }

    @Test
    void noAnswerIsNotDown() throws Exception {
        Driver driver = driver();
        machine.hang();
        assertThrows(DriverException.class, () -> driver.status(Fixture.in(1)));
    }

    /** A second look is for when commands do not end. */
    @Test
    void traceIsLookedForWithoutACommand() throws Exception {
        Driver driver = driver();
        driver.start(Fixture.in(60));
        driver.status(Fixture.in(10));
        List<String> before = withoutAnnouncements();
        driver.trace(Fixture.in(1));
        assertEquals(before, withoutAnnouncements());
    }

    /** Those run beside what is tried. */
    private List<String> withoutAnnouncements() {
        return machine.ran().stream().filter(c -> !c.startsWith("arping -U")).toList();
    }

    @Test
    void deadlineIsKeptWhereNothingAnswers() throws Exception {
        Driver driver = driver();
        machine.block();
        long begin = System.nanoTime();
        assertThrows(DriverException.class, () -> driver.start(Fixture.in(1)));
        assertThrows(DriverException.class, () -> driver.status(Fixture.in(1)));
        assertTrue(System.nanoTime() - begin < 15_000_000_000L, "longer than its deadlines");
    }

    /** Not done at all, or done although it does not look so. */
    @Test
    void failureOfAnyCommandOfAStartIsUndoneByAStop() throws Exception {
        for (boolean done : new boolean[] {false, true}) {
            undone(command -> {
                Result answer = done ? machine.answer(command) : exit(1, "");
                return new Result(done ? Result.Ending.KILLED : Result.Ending.EXITED,
                        done ? -1 : 1, answer.out(), "staged", answer.took());
            }, Set.of(DriverException.class));
        }
    }

    @Test
    void interruptionAtAnyCommandOfAStartEndsItAndIsUndoneByAStop() throws Exception {
        for (boolean done : new boolean[] {false, true}) {
            undone(command -> {
                if (done) {
                    machine.answer(command);
                }
                throw new InterruptedException("staged");
            }, Set.of(InterruptedException.class));
        }
    }

    private void undone(Commands fault, Set<Class<?>> ends) throws Exception {
        int commands = withoutAnnouncements().size();
        driver().start(Fixture.in(10));
        commands = withoutAnnouncements().size() - commands;
        driver().stop(Fixture.in(60));
        for (int number = 0; number < commands; number++) {
            Driver driver = driver();
            machine.at(number, fault);
            String met = "command " + number + " of " + commands;
            try {
                driver.start(Fixture.in(2));
                assertFalse(machine.met() && ends.contains(InterruptedException.class), met);
            } catch (DriverException | InterruptedException e) {
                assertTrue(ends.contains(e.getClass()), met + ": " + e);
            }
            machine.at(-1, fault);
            driver.stop(Fixture.in(60));
            Status left = driver.status(Fixture.in(10)).status();
            assertTrue(left == stopped() || left == Status.DOWN, met + ": " + left);
        }
    }

    static Result exit(int code, String out) {
        return FakeMachine.exit(code, out);
    }

    /** The commands that ran and begin so, in their order. */
    List<String> ran(String... beginnings) {
        return machine.ran().stream().filter(c -> List.of(beginnings).stream()
                .anyMatch(c::startsWith)).toList();
    }

    /** Tries something that must fail; returns what it said. */
    String refusal(Trial trial) {
        return assertThrows(DriverException.class, trial::run).getMessage();
    }

    /** Something that is tried. */
    interface Trial {
        void run() throws Exception;
    }

    /** The file is refused, in these words. */
    void assertBad(String expected, String text) {
        String said = assertThrows(RuntimeException.class,
                () -> Fixture.driver(dir, machine, text)).getMessage();
        assertTrue(said.contains(expected), said);
    }
}
