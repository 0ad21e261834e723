package org.understudy.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.understudy.fence.Pills;
import org.understudy.heartbeat.PillBox;
import org.understudy.model.Beat;
import org.understudy.model.NodeName;

/**
 * Puts orders on the disk of a link, and reads what is answered. A disk that does not answer holds
 * up a thread of its own, and whoever asks for so long.
 */
final class PillPost implements Pills {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Published published;
    private final PillWatch.Opening opening;
    private final ExecutorService workers;

    /** @param workers as many as may hang on the disk at once */
    PillPost(Published published, PillWatch.Opening opening, ExecutorService workers) {
        this.published = published;
        this.opening = opening;
        this.workers = workers;
    }

    @Override
    public Optional<Victim> victim(NodeName node) {
        return published.round().view().peer(node).beat().map(PillPost::victim);
    }

    private static Victim victim(Beat beat) {
        return new Victim(beat.machine(), beat.standing().guard().timeout(),
                beat.standing().guard().disk());
    }

    @Override
    public void order(NodeName node, String machine, UUID nonce) throws IOException {
        bounded(box -> {
            box.order(node, machine, nonce);
            return nonce;
        });
    }

    @Override
    public Optional<Answer> answer(NodeName node, String machine) throws IOException {
        return bounded(box -> box.answer(node, machine)).map(one -> new Answer(
                one.goes() ? Optional.of(one.nonce()) : Optional.empty(), one.watchdog()));
    }

    private interface Deed<T> {
        T on(PillBox box) throws IOException;
    }

    private <T> T bounded(Deed<T> deed) throws IOException {
        Callable<T> work = () -> {
            try (PillBox box = opening.open()) {
                return deed.on(box);
            }
        };
        try {
            Future<T> done = workers.submit(work);
            return done.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause().getMessage()), e.getCause());
        } catch (TimeoutException | RejectedExecutionException e) {
            throw new IOException("the disk does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
