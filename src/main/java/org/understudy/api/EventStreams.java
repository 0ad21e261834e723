package org.understudy.api;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The open event streams. One thread looks for news and offers them to all; none holds a thread of
 * its own, and one that does not read keeps nobody waiting.
 */
final class EventStreams {
    static final String PATH = "/v1/events";
    static final int MOST = 64;

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Feed feed;
    private final Duration heartbeat;
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private final Thread teller = new Thread(this::tell, "events");

    /** Nothing happens before {@link #start}. */
    EventStreams(Feed feed, Duration heartbeat) {
        this.feed = feed;
        this.heartbeat = heartbeat;
        teller.setDaemon(true);
    }

    void start() {
        teller.start();
    }

    /** Begins one, or says why not. */
    void open(Call call, Request request, Response response, Callback callback) {
        Feed.Wish wish;
        try {
            wish = feed.wish(call);
        } catch (IllegalArgumentException e) {
            Problems.send(response, Reply.problem(400, e.getMessage(), "svcmgr logs -f"),
                    callback);
            return;
        }
        EventStream stream = new EventStream(feed, wish,
                new EventStream.Line(request, response, callback), heartbeat);
        if (!admitted(stream)) {
            Problems.send(response, Reply.problem(503, "expected " + MOST + " event streams at"
                    + " most, got one more", "end one of them"), callback);
            return;
        }
        stream.begin(open::remove);
    }

    private synchronized boolean admitted(EventStream stream) {
        return open.size() < MOST && open.add(stream);
    }

    /** How many there are. */
    int count() {
        return open.size();
    }

    /** Ends all of them. */
    void stop() {
        teller.interrupt();
        open.forEach(EventStream::cut);
    }

    private void tell() {
        Duration look = LOOK.compareTo(heartbeat) < 0 ? LOOK : heartbeat.dividedBy(2);
        try {
            long last = 0;
            while (!Thread.currentThread().isInterrupted()) {
                long now = feed.last(last, look);
                open.forEach(stream -> stream.turn(now));
                last = now;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the agent ends
        }
    }
}
