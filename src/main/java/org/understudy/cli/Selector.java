package org.understudy.cli;

import java.math.BigDecimal;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.understudy.wire.Flat;
import org.understudy.wire.ServiceStatus;
import org.understudy.wire.Shapes;

/**
 * Which services words mean: {@code web*}, {@code !db}, {@code app=prod}, {@code fs:},
 * {@code .avail=up}, or several of them joined by {@code +}.
 */
final class Selector {
    private static final Pattern TEST =
            Pattern.compile("(?:\\$(?=\\.))?(\\.?[A-Za-z][\\w.@#-]*?)(<=|>=|~=|=|<|>|~)(.*)");
    private static final Map<String, Set<String>> NAMED = Map.of("allservices", Set.of(),
            "allupservices", Set.of("up", "warn"), "alldownservices", Set.of("down"));

    private final Census census;
    private final Set<String> unsaid = new LinkedHashSet<>();
    private final Map<String, Failure> leftOut = new LinkedHashMap<>();
    private boolean asksFiles;

    Selector(Census census) {
        this.census = census;
    }

    /** The services a word means, in the order of their names; itself, if it is a name. */
    List<String> of(String word) throws Failure {
        if (Chosen.isName(word)) {
            return List.of(word);
        }
        List<String> names = census.names();
        asksFiles = false;
        List<Trait> traits = new ArrayList<>();
        for (String part : word.split("\\+", -1)) {
            traits.add(trait(word, part, names));
        }
        List<String> found = new ArrayList<>();
        for (String name : names) {
            boolean all = true;
            for (Trait trait : traits) {
                all &= trait.of(name);
            }
            if (asksFiles && census.unread().containsKey(name)) {
                leftOut.put(name, census.unread().get(name));
            } else if (all) {
                found.add(name);
            }
        }
        if (!unsaid.isEmpty()) {
            throw Failure.of(word + ": no service here has " + String.join(", ", unsaid),
                    "svcmgr keywords");
        }
        if (found.isEmpty()) {
            throw Failure.of(word + ": no service is such" + (names.isEmpty()
                    ? ", since there is none here" : "; there is " + String.join(", ", names)),
                    names.isEmpty() ? Acts.help("create") : "svcmgr ls");
        }
        return found;
    }

    /** Of which services nobody can tell whether they are meant, and why. */
    Map<String, Failure> leftOut() {
        return leftOut;
    }

    /** What a service is or is not. */
    private interface Trait {
        boolean of(String name) throws Failure;
    }

    private Trait trait(String word, String part, List<String> names) throws Failure {
        if (part.startsWith("!")) {
            Trait other = trait(word, part.substring(1), names);
            return name -> !other.of(name);
        }
        Matcher test = TEST.matcher(part);
        if (test.matches()) {
            return test(test.group(1), comparison(word, test.group(2), test.group(3)));
        }
        if (part.endsWith(":") && part.length() > 1) {
            String what = part.substring(0, part.length() - 1);
            return name -> census.has(name, what);
        }
        Optional<Failure> leftOut = LeftOut.of(part);
        if (leftOut.isPresent() && !names.contains(part)) {
            throw leftOut.get();
        }
        if (NAMED.containsKey(part)) {
            Set<String> wanted = NAMED.get(part);
            return name -> wanted.isEmpty() || census.status(name).map(ServiceStatus::overall)
                    .filter(wanted::contains).isPresent();
        }
        return named(word, part, names);
    }

    /** Beside others, a name that nobody has is a slip: {@code !wbe} would mean all. */
    private static Trait named(String word, String part, List<String> names) throws Failure {
        if (part.isEmpty() || part.matches(".*[:<>=~].*")) {
            throw Failure.usage(word + ": expected names, web*, fs:, <key>=<value> or !web, joined"
                    + " by +, got \"" + part + "\"", "svcmgr --help");
        }
        if (Chosen.isName(part) && !names.contains(part)) {
            throw Failure.of(word + ": no service " + part + " here; there is "
                    + String.join(", ", names), "svcmgr ls");
        }
        try {
            PathMatcher glob = FileSystems.getDefault().getPathMatcher("glob:" + part);
            return name -> glob.matches(Path.of(name));
        } catch (PatternSyntaxException e) {
            throw Failure.usage(word + ": expected a pattern such as web* or n[12], got \"" + part
                    + "\"", "svcmgr --help");
        }
    }

    private Trait test(String key, Comparison comparison) {
        if (!key.startsWith(".")) {
            unsaid.add(key);
            asksFiles = true;
        }
        return name -> {
            List<String> values = key.startsWith(".") ? census.status(name)
                    .map(now -> state(now, key.substring(1))).orElse(List.of())
                    : census.values(name, key);
            if (!values.isEmpty()) {
                unsaid.remove(key);
            }
            return values.stream().anyMatch(comparison::holds);
        };
    }

    /** What its JSON says there; of lists, of all their elements. */
    private static List<String> state(ServiceStatus now, String path) {
        return Flat.of(Shapes.write(now)).stream()
                .filter(leaf -> leaf.path().replaceAll("\\[\\d+]", "").equals(path))
                .map(Flat.Leaf::text).toList();
    }

    /** Whether a value is as wanted. */
    private interface Comparison {
        boolean holds(String value);
    }

    private static Comparison comparison(String word, String operator, String wanted)
            throws Failure {
        if (operator.equals("=")) {
            return wanted::equals;
        }
        if (operator.contains("~")) {
            try {
                Pattern pattern = Pattern.compile(wanted);
                return value -> pattern.matcher(value).find();
            } catch (PatternSyntaxException e) {
                throw Failure.usage(word + ": expected a regular expression behind ~, got \""
                        + wanted + "\": " + e.getDescription(), "svcmgr --help");
            }
        }
        if (!isNumber(wanted)) {
            throw Failure.usage(word + ": expected a number behind " + operator + ", got \""
                    + wanted + "\"", "svcmgr --help");
        }
        return value -> {
            int sign = isNumber(value)
                    ? new BigDecimal(value).compareTo(new BigDecimal(wanted)) : 0;
            return isNumber(value) && (operator.startsWith("<") && sign < 0
                    || operator.startsWith(">") && sign > 0
                    || operator.endsWith("=") && sign == 0);
        };
    }

    private static boolean isNumber(String text) {
        return text.matches("-?\\d{1,18}(\\.\\d{1,9})?");
    }
}
