package org.understudy.api;

import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Answers what files and declarations alone can answer: keywords, checks of a file, a first
 * cluster.conf. The agent has one; where no agent runs, the commands have their own, which is found
 * by {@link ServiceLoader} and may do what the user's own rights allow.
 */
public interface Desk {
    /**
     * The answer, or empty when the call is not for a desk.
     *
     * @throws IllegalArgumentException as {@link Routes#answer}
     */
    Optional<Reply> answer(Call call);

    /** The commands' own; empty where the program was packed without one. */
    static Optional<Desk> own() {
        return ServiceLoader.load(Desk.class).findFirst();
    }
}
