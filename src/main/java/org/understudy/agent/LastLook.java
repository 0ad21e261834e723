package org.understudy.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;
import org.understudy.wire.Json;
import org.understudy.wire.SeenServices;
import org.understudy.wire.ServiceStatus;

/**
 * Leaves what this agent sees where the commands find it when it is gone: in /run, so that nothing
 * of it outlives a boot.
 */
final class LastLook implements Runnable {
    static final Duration PERIOD = Duration.ofSeconds(10);
    static final String FILE = "seen.json";

    private final Path file;
    private final Supplier<List<ServiceStatus>> services;
    private final Clock clock;
    private final Chronicle chronicle;
    private boolean failed;

    LastLook(Path run, Supplier<List<ServiceStatus>> services, Clock clock, Chronicle chronicle) {
        this.file = run.resolve(FILE);
        this.services = services;
        this.clock = clock;
        this.chronicle = chronicle;
    }

    @Override
    public void run() {
        try {
            Durable.write(file, Json.encode(new SeenServices(clock.wall()
                    .atZone(ZoneId.systemDefault()).toOffsetDateTime().toString(),
                    services.get())));
            failed = false;
        } catch (IOException | RuntimeException e) { // a picture must not end the agent
            if (!failed) {
                chronicle.write("agent.unseen", "file", file, "problem", e);
            }
            failed = true;
        }
    }
}
