package org.understudy.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Collects what is wrong and what is odd in one file, each thing once. */
final class Findings {
    /** Nobody reads more; a file of another kind would give thousands. */
    private static final int MOST = 100;
    /** Beyond these they are counted alone. */
    private static final int KEPT = 10_000;

    private final String file;
    private final Set<Problem> errors = new LinkedHashSet<>();
    private final Set<Problem> warnings = new LinkedHashSet<>();
    private int errorsMore;
    private int warningsMore;

    Findings(String file) {
        this.file = file;
    }

    void error(Place place, String text) {
        if (errors.size() < KEPT) {
            errors.add(new Problem(file, place, text));
        } else {
            errorsMore++;
        }
    }

    void warning(Place place, String text) {
        remark(new Problem(Problem.Severity.WARNING, file, place, text));
    }

    /** Something good to know; kept among the warnings. */
    void note(Place place, String text) {
        remark(new Problem(Problem.Severity.NOTE, file, place, text));
    }

    private void remark(Problem remark) {
        if (warnings.size() < KEPT) {
            warnings.add(remark);
        } else {
            warningsMore++;
        }
    }

    /** Without those that are errors as well. */
    List<Problem> warnings() {
        return inOrder(warnings.stream().filter(warning -> errors.isEmpty() || !errors.contains(
                new Problem(warning.file(), warning.place(), warning.text()))).toList(),
                warningsMore);
    }

    List<Problem> errors() {
        return inOrder(errors, errorsMore);
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

    private List<Problem> inOrder(Collection<Problem> found, int uncounted) {
        List<Problem> sorted = found.stream()
                .sorted(Comparator.comparingInt(problem -> problem.place().line())).toList();
        if (sorted.size() <= MOST) {
            return sorted;
        }
        String more = "and " + (sorted.size() - MOST + uncounted) + " more like these";
        return Stream.concat(sorted.stream().limit(MOST),
                Stream.of(new Problem(sorted.get(0).severity(), file, Place.FILE, more)))
                .toList();
    }
}
