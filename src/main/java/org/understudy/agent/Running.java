package org.understudy.agent;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * By which configuration a service is run here.
 *
 * @param generation which
 * @param instead why that is not the file which lies there; empty when it is
 * @param problems what is wrong with that file, one line each
 */
record Running(Generation generation, Optional<String> instead, List<String> problems) {
    Running {
        problems = List.copyOf(problems);
    }

    /** What an operator has to know of it; empty when the file that lies there is in force. */
    Optional<String> notice() {
        return instead.map(why -> generation.file() + " " + why + ": since "
                + Generation.time(Instant.ofEpochMilli(generation.refused())) + " "
                + generation.words() + " runs instead" + first());
    }

    private String first() {
        return problems.isEmpty() ? "" : "; " + Reports.brief(problems);
    }
}
