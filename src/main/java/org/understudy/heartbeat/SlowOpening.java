package org.understudy.heartbeat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.understudy.heartbeat.DiskCarrier.Pending;

/**
 * Opens what may not answer on a thread of its own, one at a time: whoever asks never waits for it.
 */
final class SlowOpening implements BeatLink.Opening {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Lane lane;
    private final Try work;
    private CompletableFuture<Carrier> underway;
    private long since;

    /** What may take its time. */
    interface Try {
        /** @throws Pending when it is to be tried again in a moment */
        Carrier open() throws IOException;
    }

    SlowOpening(Lane lane, Try work) {
        this.lane = lane;
        this.work = work;
    }

    /**
     * The link, if it is open by now.
     *
     * @throws Pending when it is to be asked for again in a moment
     * @throws IOException when it cannot be opened, or does not answer
     */
    @Override
    public Carrier open() throws IOException {
        if (underway == null) {
            since = System.nanoTime();
            underway = begun();
            throw new Pending(lane.place() + " is being opened");
        }
        if (!underway.isDone()) {
            if (System.nanoTime() - since > PATIENCE.toNanos()) {
                throw new IOException(lane.place() + " does not answer");
            }
            throw new Pending(lane.place() + " is being opened");
        }
        CompletableFuture<Carrier> done = underway;
        underway = null;
        try {
            return done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Pending pending) {
                throw pending;
            }
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private CompletableFuture<Carrier> begun() {
        CompletableFuture<Carrier> opened = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                opened.complete(work.open());
            } catch (IOException | RuntimeException e) {
                opened.completeExceptionally(e);
            }
        }, "open-" + lane.link().name());
        thread.setDaemon(true);
        thread.start();
        return opened;
    }

    /** Whatever is opened from now on is closed at once. */
    @Override
    public void close() {
        if (underway != null) {
            underway.thenAccept(Carrier::close);
        }
    }
}
