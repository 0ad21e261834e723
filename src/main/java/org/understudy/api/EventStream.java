package org.understudy.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.understudy.wire.JournalLine;
import org.understudy.wire.Shapes;

/**
 * One caller's stream of server-sent events. Holds one piece of text at a time: while the caller
 * does not take it nothing more is read for it. When too much has happened meanwhile, or it was not
 * taken for too long, the caller is cut off; it may come again with the last number it got.
 */
final class EventStream extends IteratingCallback {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final int BATCH = 100;
    private static final int PIECE = 64 << 10;
    private static final long BACKLOG = 1_000;
    /** A burst alone, faster than anybody reads, is no reason. */
    private static final Duration SLOW = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private final Feed feed;
    private final Feed.Wish wish;
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Duration heartbeat;
    private Consumer<EventStream> whenGone = stream -> { };

    // Of the thread that iterates.
    private long told;
    private boolean begun;

    private volatile boolean pending;
    private volatile long wroteAt;
    private volatile long lastThen;

    /**
     * What jetty needs to write an answer.
     *
     * @param request also what is closed at the end
     */
    record Line(Request request, Response response, Callback callback) {
    }

    EventStream(Feed feed, Feed.Wish wish, Line line, Duration heartbeat) {
        this.feed = feed;
        this.wish = wish;
        this.request = line.request();
        this.response = line.response();
        this.callback = line.callback();
        this.heartbeat = heartbeat;
        this.told = wish.after();
    }

    /** Answers, with what there is so far. */
    void begin(Consumer<EventStream> gone) {
        whenGone = gone;
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        iterate();
    }

    /** Goes on after news, or when some time has passed. */
    void turn(long last) {
        long age = System.nanoTime() - wroteAt;
        if (!pending) {
            lastThen = last;
            iterate();
        } else if (age > SLOW.toNanos() && last - lastThen > BACKLOG
                || age > PATIENCE.toNanos()) {
            LOG.warn("api.stream.cut uid={} behind={} for={}ms", Caller.uid(request),
                    last - lastThen, age / 1_000_000);
            cut();
        }
    }

    /** Ends it. */
    void cut() {
        request.getConnectionMetaData().getConnection().getEndPoint().close(
                new IOException("the event stream is cut"));
    }

    @Override
    protected Action process() {
        String text = begun ? news() : "retry: 1000\n\n" + news();
        begun = true;
        if (text.isEmpty()) {
            if (System.nanoTime() - wroteAt < heartbeat.toNanos()) {
                return Action.IDLE;
            }
            text = ":\n\n";
        }
        wroteAt = System.nanoTime();
        pending = true;
        response.write(false, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), this);
        return Action.SCHEDULED;
    }

    private String news() {
        StringBuilder text = new StringBuilder();
        List<JournalLine> lines = feed.after(told, BATCH);
        while (!lines.isEmpty() && text.length() == 0) {
            for (JournalLine line : lines) {
                if (text.length() < PIECE) {
                    told = line.number();
                    text.append(wish.wanted().test(line) ? event(line) : "");
                }
            }
            lines = text.length() == 0 ? feed.after(told, BATCH) : List.of();
        }
        return text.toString();
    }

    private static String event(JournalLine line) {
        return "id: " + line.number() + "\nevent: " + line.event() + "\ndata: "
                + Shapes.write(line) + "\n\n";
    }

    @Override
    protected void onSuccess() {
        pending = false;
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
        whenGone.accept(this);
        callback.failed(cause);
    }
}
