package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.understudy.config.NodeLimits;
import org.understudy.config.NodeLimits.Least;
import org.understudy.model.Event;
import org.understudy.model.Vitals;

/** Load and memory as the kernel prints them. */
final class GaugeTest {
    private static final NodeLimits LIMITS =
            new NodeLimits(new Least(0, 2), new Least(0, 10),
            Duration.ofSeconds(5), Optional.empty());

    @TempDir
    private Path proc;

    @ParameterizedTest
    @ValueSource(strings = {
            "0.00, 1000, 1000, 0, 0, 0, 100, false",
            "1.00, 500, 1000, 0, 0, 100, 50, false",
            "9.87, 1000, 1000, 0, 0, 987, 50, false", "0.00, 19, 1000, 0, 0, 0, 51, true",
            "0.00, 1000, 1000, 9, 100, 0, 100, true", "0.00, 1000, 1000, 10, 100, 0, 100, false"})
    void partsOfWhatIsLeft(String row) throws IOException {
        String[] cells = row.split(", ");
        write(cells[0], cells[1], cells[2], cells[3], cells[4]);
        assertEquals(new Vitals(Integer.parseInt(cells[5]), Integer.parseInt(cells[6]),
                Boolean.parseBoolean(cells[7])), new Gauge(proc, 2, LIMITS, event -> { }).read());
    }

    @Test
    void whatCannotBeReadIsNotTold() throws IOException {
        Inbox inbox = new Inbox();
        new Gauge(proc, 2, LIMITS, inbox).run();
        write("0.50", "1000", "1000", "0", "0");
        new Gauge(proc, 2, LIMITS, inbox).run();
        try {
            assertEquals(new Event.Measured(new Vitals(50, 88, false)), inbox.take());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Load, memory available and all, swap free and all. */
    private void write(String load, String free, String total, String swapFree, String swap)
            throws IOException {
        Files.writeString(proc.resolve("loadavg"), "7.00 8.00 " + load + " 1/300 1234\n");
        Files.writeString(proc.resolve("meminfo"), "MemTotal:       " + total + " kB\nMemFree: 1"
                + " kB\nMemAvailable:   " + free + " kB\nHugePages_Total:       0\nSwapTotal:  "
                + swap + " kB\nSwapFree: " + swapFree + " kB\n");
    }
}
