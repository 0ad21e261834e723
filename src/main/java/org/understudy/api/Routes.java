package org.understudy.api;

import java.util.Optional;

/**
 * Answers calls; the agent implements it. Called from several threads at once. What is not asked
 * with GET comes from root, or from the user the agent runs as.
 */
public interface Routes {
    /**
     * Answers one call, within the call's own {@code wait} at most.
     *
     * @throws IllegalArgumentException for a wrong value, such as a body that is not the JSON it
     *     should be: the caller gets 400 and the message
     */
    Reply answer(Call call);

    /** What {@code GET /v1/events} tells; empty where there is nothing to follow. */
    default Optional<Feed> feed() {
        return Optional.empty();
    }
}
