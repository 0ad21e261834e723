package org.understudy.model;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The cluster leaves something alone because a person said so.
 *
 * @param author who: {@code root@n1}
 * @param reason why, in their words; may be empty
 * @param since when it began
 * @param until when it ends by itself; empty for never
 * @param ofStop whether a stop on this node brought it, so that a start here takes it back
 */
public record Freeze(String author, String reason, Moment since, Optional<Moment> until,
        boolean ofStop) {
    /** One that was asked for. */
    public Freeze(String author, String reason, Moment since, Optional<Moment> until) {
        this(author, reason, since, until, false);
    }

    /** The same, as a stop on this node brings it. */
    public Freeze byStop() {
        return new Freeze(author, reason, since, until, true);
    }

    /** The same on another clock. */
    public Freeze moved(UnaryOperator<Moment> moment) {
        return new Freeze(author, reason, moment.apply(since), until.map(moment), ofStop);
    }

    /** {@code frozen by root@n1 (new disk)}. */
    public String words() {
        return "frozen" + (author.isEmpty() ? "" : " by " + author)
                + (reason.isEmpty() ? "" : " (" + reason + ")");
    }

    public boolean over(Moment now) {
        return until.filter(end -> !now.isBefore(end)).isPresent();
    }
}
