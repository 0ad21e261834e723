package org.understudy.model;

import java.util.Optional;

/**
 * The cluster leaves something alone because a person said so.
 *
 * @param author who: {@code root@n1}
 * @param reason why, in their words; may be empty
 * @param since when it began
 * @param until when it ends by itself; empty for never
 */
public record Freeze(String author, String reason, Moment since, Optional<Moment> until) {
    /** {@code frozen by root@n1 (new disk)}. */
    public String words() {
        return "frozen" + (author.isEmpty() ? "" : " by " + author)
                + (reason.isEmpty() ? "" : " (" + reason + ")");
    }

    public boolean over(Moment now) {
        return until.filter(end -> !now.isBefore(end)).isPresent();
    }
}
