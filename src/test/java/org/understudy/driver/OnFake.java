package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.exec.Result;

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
