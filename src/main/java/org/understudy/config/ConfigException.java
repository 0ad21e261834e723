package org.understudy.config;

import java.util.List;
import java.util.stream.Collectors;

/** A file or an edit is refused: all that is wrong with it, in the order of its lines. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    public ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    ConfigException(String file, String text) {
        this(List.of(new Problem(file, Place.FILE, text)));
    }

    /** Never empty. */
    public List<Problem> problems() {
        return problems;
    }
}
