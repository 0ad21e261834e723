package org.understudy.fence;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.understudy.exec.Deadline;

/** One question and its answer over HTTP, by a deadline that holds for all of it. */
final class Exchange {
    private static final int LARGEST = 1 << 20;

    /**
     * What came back.
     *
     * @param sent false when the question has not arrived for certain
     * @param status of HTTP; 0 when there was no answer
     * @param body empty when there was none
     * @param detail for people
     */
    record Back(boolean sent, int status, byte[] body, String detail) {
        boolean good() {
            return status >= 200 && status < 300;
        }
    }

    private Exchange() {
    }

    static Back of(HttpClient client, HttpRequest request, Deadline deadline)
            throws InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> asked =
                client.sendAsync(request, head -> new Bounded());
        String what = request.method() + " " + request.uri();
        try {
            HttpResponse<byte[]> response =
                    asked.get(deadline.left().toMillis() + 1, TimeUnit.MILLISECONDS);
            return new Back(true, response.statusCode(), response.body(),
                    what + ": status " + response.statusCode());
        } catch (TimeoutException late) {
            return new Back(true, 0, new byte[0], what + ": no answer in time");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            boolean sent = !(cause instanceof ConnectException || cause instanceof SSLException);
            return new Back(sent, 0, new byte[0], what + ": " + words(cause));
        } finally {
            asked.cancel(true);
        }
    }

    private static String words(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** Keeps a body of a sane size, and ends the exchange at a larger one. */
    private static final class Bounded implements BodySubscriber<byte[]> {
        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private Flow.Subscription source;

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            source = subscription;
            source.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> parts) {
            for (ByteBuffer part : parts) {
                if (kept.size() + part.remaining() > LARGEST) {
                    source.cancel();
                    body.completeExceptionally(new IOException("expected an answer of at most "
                            + LARGEST + " bytes, got more"));
                    return;
                }
                byte[] bytes = new byte[part.remaining()];
                part.get(bytes);
                kept.writeBytes(bytes);
            }
        }

        @Override
        public void onError(Throwable wrong) {
            body.completeExceptionally(wrong);
        }

        @Override
        public void onComplete() {
            body.complete(kept.toByteArray());
        }
    }
}
