package org.understudy.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A play of {@link Script} for people: what each node says and does, from when it happens on. */
final class Course {
    /** A cluster.conf that says nothing of times. */
    private static final Timing USUAL = new Timing(Duration.ofSeconds(15),
            Duration.ofSeconds(1), Duration.ofMillis(200), Duration.ofSeconds(5),
            Duration.ofSeconds(90));
    private static final Pattern RULED =
            Pattern.compile("> ([\\d.]+) (\\S+) (\\S+) (\\S+) +\"(.*)\"");
    /** What goes without saying. */
    private static final Pattern PASSING = Pattern.compile(
            "(starting|stopping|repairing|tocing|partly up)( on \\S+)?|fencing \\S+"
            + "|its resources have not been read yet|.* does not know its state there yet");
    private static final String CLUSTER = "given cluster ";
    /** Of a world in which no step happens to last as long as its time-out. */
    private static final String SEED = " seed=3";
    private static final int MOST = 10;
    private static final int INDENT = 21;
    /** As many words as there is room for. */
    private static final Pattern LINE = Pattern.compile("\\S.{0,77}(?=\\s|$)");

    private final List<String> lines = new ArrayList<>();
    private final double since;
    private final double until;
    private Optional<String> starts = Optional.empty();
    private double up = -1;
    private boolean more;

    private Course(double since, double until) {
        this.since = since;
        this.until = until;
    }

    /** {@code since 60s} is when it happens; {@code until 90s}: no more than a part is shown. */
    static List<String> of(List<String> play) {
        Course course = new Course(moment(play, "since "), moment(play, "until "));
        List<String> script = new ArrayList<>(play.stream().filter(line ->
                !line.startsWith("since ") && !line.startsWith("until ")).toList());
        if (script.stream().noneMatch(line -> line.contains("seed="))) {
            script.replaceAll(line -> line.startsWith(CLUSTER) ? line + SEED : line);
            script.add(0, CLUSTER + SEED); // of two such lines the last one counts
        }
        String last = script.get(script.size() - 1);
        assertTrue(last.contains(" expect "), "expected an expectation at the end: " + last);
        List<String> before = new ArrayList<>();
        Script.play(script, USUAL).lines().forEach(line -> course.take(line, before));
        return course.told(last.substring(last.indexOf(" expect ") + " expect ".length()));
    }

    private static double moment(List<String> play, String word) {
        return play.stream().filter(line -> line.startsWith(word)).map(line ->
                Double.parseDouble(line.substring(word.length(), line.length() - 1)))
                .findFirst().orElse(Double.MAX_VALUE);
    }

    private void take(String line, List<String> before) {
        Matcher ruled = RULED.matcher(line);
        if (!ruled.matches() || Double.parseDouble(ruled.group(1)) < since) {
            return;
        }
        double at = Double.parseDouble(ruled.group(1));
        String node = ruled.group(2);
        String verb = ruled.group(3);
        String words = node + " " + ruled.group(5);
        if (List.of("start", "restart").contains(verb)) {
            starts = Optional.of(node);
            up = -1;
        }
        if (up < 0 && starts.equals(Optional.of(node)) && ruled.group(5).equals("up here")) {
            up = at - since;
        }
        boolean passing = PASSING.matcher(ruled.group(5)).matches() || verb.equals("announce")
                || before.contains(words) && verb.equals("holds");
        if (!passing && at < until) {
            lines.addAll(row(at, node, does(verb, ruled.group(4))
                    + ruled.group(5).replaceFirst("^starts here: ", "")));
        }
        more |= !passing && at >= until;
        before.removeIf(old -> old.startsWith(node + " "));
        before.add(words);
    }

    private static String does(String verb, String service) {
        return switch (verb) {
            case "holds" -> "";
            case "fence" -> "fences: ";
            case "start" -> "starts " + service + ": ";
            case "restart" -> "starts it again: ";
            case "stop", "shutdown" -> "stops " + service + ": ";
            case "toc" -> "gives " + service + " up: ";
            case "freeze" -> "freezes " + service + ": ";
            case "thaw" -> "thaws " + service + ": ";
            default -> throw new IllegalArgumentException("no words for " + verb);
        };
    }

    private List<String> row(double at, String node, String words) {
        String head = String.format(Locale.ROOT, "    %-13s%-4s", when(at - since), node);
        List<String> all = new ArrayList<>();
        LINE.matcher(words).results().forEach(part -> all.add(
                (all.isEmpty() ? head : " ".repeat(INDENT)) + part.group()));
        return all;
    }

    private static String when(double seconds) {
        return seconds < 0.95 ? "at once" : "after " + lasting(seconds);
    }

    private static String lasting(double seconds) {
        long whole = Math.round(seconds);
        return whole < 120 ? whole + " s" : Math.round(seconds / 60) + " min";
    }

    private List<String> told(String expected) {
        List<String> told = new ArrayList<>(lines);
        if (told.isEmpty()) {
            told.add("    Nothing is done, and no line about the service changes.");
        }
        if (more) {
            told.add("    and so on");
        }
        assertTrue(told.size() <= MOST, told.size() + " lines: " + told);
        String[] words = expected.split(" ");
        String end = Arrays.stream(words).skip(1).map(one -> state(words[0], one.split("=")))
                .collect(Collectors.joining(", "));
        told.add("");
        told.add("In the end: " + end + "." + (up < 0 ? ""
                : " It is up again after " + lasting(Math.max(1, up)) + "."));
        return told;
    }

    /** {@code n1=down+frozen}. */
    private static String state(String service, String... one) {
        String[] marks = one[1].split("\\+");
        String what = switch (marks[0]) {
            case "off" -> one[0] + " is off";
            case "part" -> service + " is partly up on " + one[0];
            default -> service + " is " + marks[0] + " on " + one[0];
        };
        return what + (marks.length < 2 ? "" : " (" + Arrays.stream(marks).skip(1)
                .map(mark -> mark.replace('-', ' ')).collect(Collectors.joining(", ")) + ")");
    }
}
