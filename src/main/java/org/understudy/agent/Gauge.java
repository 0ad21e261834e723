package org.understudy.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.understudy.config.NodeLimits;
import org.understudy.model.Event;
import org.understudy.model.Vitals;

/** Reads this machine's load and memory, and tells the loop. */
final class Gauge implements Runnable {
    static final Duration PERIOD = Duration.ofSeconds(60);
    private static final Logger LOG = LoggerFactory.getLogger(Gauge.class);
    private static final Pattern AMOUNT = Pattern.compile("(?m)^(\\w+):\\s+(\\d{1,15}) kB$");

    private final Path proc;
    private final int processors;
    private final NodeLimits limits;
    private final Consumer<Event> inbox;

    /** @param proc {@code /proc} */
    Gauge(Path proc, int processors, NodeLimits limits, Consumer<Event> inbox) {
        this.proc = proc;
        this.processors = processors;
        this.limits = limits;
        this.inbox = inbox;
    }

    @Override
    public void run() {
        try {
            inbox.accept(new Event.Measured(read()));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("node.unmeasured detail=\"{}\"", e.toString());
        }
    }

    Vitals read() throws IOException {
        double load = Double.parseDouble(
                Files.readString(proc.resolve("loadavg")).split(" ")[2]);
        Map<String, Long> memory = memory();
        long total = memory.getOrDefault("MemTotal", 0L);
        long free = memory.getOrDefault("MemAvailable", total);
        long swap = memory.getOrDefault("SwapTotal", 0L);
        boolean overloaded = limits.memory().above(free, total)
                || limits.swap().above(memory.getOrDefault("SwapFree", swap), swap);
        return new Vitals((int) Math.round(load * 100), score(load, free, total), overloaded);
    }

    /** Half of it is what is left of the memory, half what is left of the processors. */
    private int score(double load, long free, long total) {
        double idle = Math.max(0, 1 - load / processors);
        double left = total == 0 ? 1 : (double) free / total;
        return (int) Math.round(100 * (idle + left) / 2);
    }

    private Map<String, Long> memory() throws IOException {
        Map<String, Long> bytes = new HashMap<>();
        Matcher amount = AMOUNT.matcher(Files.readString(proc.resolve("meminfo")));
        while (amount.find()) {
            bytes.put(amount.group(1), Long.parseLong(amount.group(2)) * 1024);
        }
        return bytes;
    }
}
