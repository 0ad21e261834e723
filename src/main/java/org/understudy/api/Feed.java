package org.understudy.api;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.understudy.wire.JournalLine;

/**
 * What is told as it happens: lines, numbered in their order. The agent has one. Called from
 * several threads at once.
 */
public interface Feed {
    /**
     * What one stream is to tell.
     *
     * @param after the number before that of its first line
     * @param wanted which lines of those
     */
    record Wish(long after, Predicate<JournalLine> wanted) {
    }

    /**
     * Reads the parameters of a call.
     *
     * @throws IllegalArgumentException for a wrong value
     */
    Wish wish(Call call);

    /** At most so many lines with greater numbers, oldest first; what is lost is one of them. */
    List<JournalLine> after(long number, int limit);

    /** The last number, as soon as it is greater than that or after {@code patience}. */
    long last(long number, Duration patience) throws InterruptedException;
}
