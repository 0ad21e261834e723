package org.understudy.agent;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.understudy.exec.Command;
import org.understudy.exec.Commands;
import org.understudy.exec.Deadline;

/**
 * systemd-notify(1), for machines where C cannot be called: one at a time, and what finds one at
 * it is dropped, since it comes again.
 */
record NotifyCommand(String address, Commands commands, ExecutorService worker)
        implements Supervisor.Line {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    @Override
    public void send(byte[] message) {
        try {
            worker.execute(() -> run(new String(message, StandardCharsets.UTF_8)));
        } catch (RejectedExecutionException busy) {
            throw new IllegalStateException("systemd-notify is still at the one before", busy);
        }
    }

    private void run(String message) {
        try {
            commands.run(Command.of(Deadline.in(LIMIT), "systemd-notify", message)
                    .with(Map.of("NOTIFY_SOCKET", address)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
