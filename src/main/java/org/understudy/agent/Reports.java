package org.understudy.agent;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What is wrong with the files of services: told once, known until it is mended or gone. */
final class Reports {
    private static final Pattern ENDING = Pattern.compile("\\.(conf|env)$");

    private final Chronicle chronicle;
    private final Map<String, String> reported = new ConcurrentHashMap<>();
    private volatile SortedMap<String, List<String>> unused = Collections.emptySortedMap();

    Reports(Chronicle chronicle) {
        this.chronicle = chronicle;
    }

    static String stem(String file) {
        return ENDING.matcher(file).replaceFirst("");
    }

    void tell(String what, List<String> problems) {
        String text = String.join("\n", problems);
        if (!text.equals(reported.put(what, text))) {
            problems.forEach(problem -> chronicle
                    .write("config.refused", "file", what, "problem", problem));
        }
    }

    /** Nothing is wrong with it any more; whether something was. */
    boolean mended(String file) {
        return reported.remove(file) != null;
    }

    /** What is wrong with the file of a service, a line each. */
    List<String> of(String service) {
        return reported.entrySet().stream().filter(entry -> stem(entry.getKey()).equals(service))
                .flatMap(entry -> entry.getValue().lines()).toList();
    }

    /**
     * Forgets files that are gone, and publishes whose cannot be used.
     *
     * @param there the names of the files that lie there
     * @param managed whether a service is, by that file or the one before
     */
    void settle(Set<String> there, Predicate<String> managed) {
        SortedMap<String, List<String>> next = new TreeMap<>();
        reported.keySet().removeIf(file -> isOfService(file) && !there.contains(file)
                && !managed.test(stem(file)));
        reported.keySet().stream().filter(Reports::isOfService).map(Reports::stem)
                .filter(managed.negate()).forEach(name -> next.put(name, of(name)));
        unused = Collections.unmodifiableSortedMap(next);
    }

    private static boolean isOfService(String what) {
        return ENDING.matcher(what).find() && !what.contains("/");
    }

    /** Why a service is not there, and what tells all of it. */
    static String words(String service, List<String> wrong) {
        return "its file is refused: " + brief(wrong) + "; svcmgr -s " + service + " validate";
    }

    /** The one that helps most, and how many more: a slip of the pen is why another is missing. */
    static String brief(List<String> wrong) {
        return wrong.stream().filter(one -> one.contains("did you mean")).findFirst()
                .orElse(wrong.get(0))
                + (wrong.size() < 2 ? "" : " (and " + (wrong.size() - 1) + " more)");
    }

    /** The services that are not managed since their files are refused. Never waits for a file. */
    SortedMap<String, List<String>> unused() {
        return unused;
    }
}
