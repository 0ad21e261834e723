package org.understudy.heartbeat;

import java.util.function.Consumer;
import org.understudy.model.Beat;
import org.understudy.model.Event;

/** Sends this node's beats and takes in those of the others, on every link. */
public interface Heartbeat extends AutoCloseable {
    /**
     * Begins. Sends a {@link Event.BeatHeard} to {@code inbox} for each valid beat, from its own
     * threads; never blocks on the inbox. Returns at once also when no network is there yet.
     */
    void start(Consumer<Event> inbox);

    /**
     * What to tell from now on; sent at once when it differs from before, then every interval. To
     * be told again and again, changed or not: a link on which nothing was told for half of its
     * timeout falls silent, for nobody vouches for it any more.
     */
    void tell(Beat beat);

    @Override
    void close();
}
