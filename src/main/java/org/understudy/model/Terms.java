package org.understudy.model;

import java.time.Duration;
import java.util.Optional;

/**
 * What an operator adds to a wish.
 *
 * @param reason why, in their words; may be empty
 * @param lasts how long a freeze holds; empty for ever
 */
public record Terms(String reason, Optional<Duration> lasts) {
    public static final Terms NONE = new Terms("", Optional.empty());

    /** The freeze that begins now under these terms. */
    public Freeze freeze(String author, Moment now) {
        return new Freeze(author, reason, now, lasts.map(now::plus));
    }
}
