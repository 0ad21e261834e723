package org.understudy.config;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Collects what is wrong and what is odd in one file, each thing once. */
final class Findings {
    /** Nobody reads more; a file of another kind would give thousands. */
    private static final int MOST = 100;

    private final String file;
    private final Set<Problem> errors = new LinkedHashSet<>();
    private final Set<Problem> warnings = new LinkedHashSet<>();

    Findings(String file) {
        this.file = file;
    }

    void error(Place place, String text) {
        errors.add(new Problem(file, place, text));
    }

    void warning(Place place, String text) {
        warnings.add(new Problem(Problem.Severity.WARNING, file, place, text));
    }

    /** Something good to know; kept among the warnings. */
    void note(Place place, String text) {
        warnings.add(new Problem(Problem.Severity.NOTE, file, place, text));
    }

    List<Problem> warnings() {
        return inOrder(warnings);
    }

    List<Problem> errors() {
        return inOrder(errors);
    }

    boolean none() {
        return errors.isEmpty();
    }

    /** Whether more errors would not be shown. */
    boolean full() {
        return errors.size() > MOST;
    }

    /** @throws ConfigException when there are errors */
    void refuse() {
        if (!errors.isEmpty()) {
            throw new ConfigException(errors());
        }
    }

    private List<Problem> inOrder(Set<Problem> found) {
        List<Problem> sorted = found.stream()
                .sorted(Comparator.comparingInt(problem -> problem.place().line())).toList();
        if (sorted.size() <= MOST) {
            return sorted;
        }
        String more = "and " + (sorted.size() - MOST) + " more like these";
        return Stream.concat(sorted.stream().limit(MOST),
                Stream.of(new Problem(sorted.get(0).severity(), file, Place.FILE, more)))
                .toList();
    }
}
