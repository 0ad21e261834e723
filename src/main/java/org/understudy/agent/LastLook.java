package org.understudy.agent;

import java.io.IOException;
import java.nio.file.Files;
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
    /** So often an earlier agent's picture is left there, while this one has yet to read. */
    static final int PATIENCE = 3;

    private final Path file;
    private final Supplier<List<ServiceStatus>> services;
    private final Clock clock;
    private final Chronicle chronicle;
    private boolean failed;
    private int spared;

    LastLook(Path run, Supplier<List<ServiceStatus>> services, Clock clock, Chronicle chronicle) {
        this.file = run.resolve(FILE);
        this.services = services;
        this.clock = clock;
        this.chronicle = chronicle;
    }

    /** Of what was not read yet nothing is known, and an agent before this one knew it. */
    @Override
    public synchronized void run() {
        try {
            List<ServiceStatus> seen = services.get();
            if (spared < PATIENCE && Files.exists(file)
                    && seen.stream().anyMatch(LastLook::isUnread)) {
                spared++;
                return;
            }
            Durable.write(file, Json.encode(new SeenServices(clock.wall()
                    .atZone(ZoneId.systemDefault()).toOffsetDateTime().toString(),
                    seen)));
            failed = false;
        } catch (IOException | RuntimeException e) { // a picture must not end the agent
            if (!failed) {
                chronicle.write("agent.unseen", "file", file, "problem", e);
            }
            failed = true;
        }
    }

    private static boolean isUnread(ServiceStatus service) {
        return service.resources().stream().anyMatch(row -> row.log().contains(Screens.UNREAD));
    }
}
