package org.understudy.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What {@code svcmgr} says of itself: all of it in short, or one action in full. */
final class Help {
    /** Which services are meant, what stands for them first. */
    static final Map<String, String> SERVICES = Acts.ordered(
            "web*, n[12]", "of such names; allservices, allup…, alldownservices",
            "fs:, fs#1:", "with such resources",
            "orchestrate=ha", "with such a value in their file: =, <, >, <=, >=, or ~ for a"
                    + " regular expression; fs#1.mnt=/srv, fs.mnt~srv",
            ".avail=up", "in such a state, named as in print status --format json",
            "web*+!web1", "both; not that one");

    /** What the commands end with. */
    static final Map<String, String> CODES = Acts.ordered(
            "0", "done, or there was nothing to do; without --wait, a target of the whole cluster"
                    + " is set",
            "1", "not done, of one service at least: failed, refused, not within its time; no"
                    + " such service or value",
            "2", "not understood; nothing was done",
            "130", "interrupted: what was asked for goes on",
            "status, prstatus", "0 up, 1 down, 2 warn, 3 n/a, 5 undef, 6 and 7 stdby",
            "docker, podman, enter", "that of what runs there",
            "validate", "1 when there is an error; warnings do not count",
            "fence --test", "1 when a test fails, 3 when a device cannot be tested");

    private static final String USUAL = "0 done or so already, 1 not done, 2 not understood";
    private static final int WIDTH = 79;
    private static final int NAMES = 22;
    private static final int OPTIONS = 28;
    /** The actions a clause is about, and what it says. */
    private static final Pattern CLAUSE = Pattern.compile("([a-z][a-z -]*(?:, [a-z -]+)*): (.*)");

    private final List<String> lines = new ArrayList<>();

    private Help() {
    }

    /**
     * About the action these words are, those that begin with them, or all.
     *
     * @throws Failure when no action does
     */
    static List<String> about(List<String> words, CommandSpec spec) throws Failure {
        String typed = String.join(" ", words).replace('_', ' ');
        Act act = Acts.all().get(typed);
        Help help = new Help();
        if (typed.isEmpty()) {
            help.overview();
        } else if (act != null) {
            help.action(act, spec);
        } else if (!Acts.under(typed).isEmpty()) {
            help.lines.add("svcmgr " + typed + " <action> [options]");
            help.lines.add("");
            Acts.under(typed).forEach(one -> help.entry(one.name(), one.is(), NAMES));
            help.further();
        } else {
            throw Acts.unknown(words);
        }
        return help.lines;
    }

    private void overview() {
        lines.add("svcmgr [-s] <service>[,<service>…] <action> [options]");
        lines.add("Acts on services and shows what they do.");
        Acts.byChapter().forEach((chapter, acts) -> {
            lines.add(chapter + ":");
            acts.stream().filter(Act::often).forEach(one -> entry(one.name(), one.is(), NAMES));
            wrapped("  ", "also " + others(acts));
        });
        wrapped("", "Services, separated by commas: their names, allservices, allupservices,"
                + " alldownservices, " + String.join(", ", SERVICES.keySet()) + ". Words may be"
                + " shortened while they are clear. nodemgr <action> is svcmgr node <action>.");
        further();
    }

    /** Those that are not asked for first; a word that all of them begin with, once. */
    private static String others(List<Act> acts) {
        List<String> names = acts.stream().filter(one -> !one.often() && !one.isAlias())
                .map(Act::name).toList();
        String first = names.get(0).split(" ")[0] + " ";
        boolean same = names.stream().allMatch(name -> name.startsWith(first));
        return (same ? first : "") + names.stream()
                .map(name -> same ? name.substring(first.length()) : name)
                .collect(Collectors.joining(", "));
    }

    private void further() {
        lines.add("");
        lines.add("svcmgr <action> --help: its options, examples, exit codes; man svcmgr: all");
    }

    private void action(Act act, CommandSpec spec) {
        lines.add(act.synopsis());
        lines.add("");
        wrapped("", said(act));
        lines.add("");
        lines.add("Options:");
        spec.options().stream().filter(option -> act.options().contains(option.longestName()))
                .forEach(option -> entry(named(option), of(option, act), OPTIONS));
        entry("-h, --help", "this text", OPTIONS);
        lines.add("");
        lines.add("Examples:");
        act.examples().forEach(example -> lines.add("  " + example));
        lines.add("");
        wrapped("Exit codes: ", codes(act));
        lines.add("See also: svcmgr --help, man " + page(act));
    }

    /** What an action does, in sentences. */
    static String said(Act act) {
        return (act.isAlias() ? "The same as " + act.as() + ": " : "")
                + (act.isAlias() ? act.is() : act.is().substring(0, 1).toUpperCase(Locale.ROOT)
                + act.is().substring(1)) + "." + (act.more().isEmpty() ? "" : " " + act.more());
    }

    static String codes(Act act) {
        return act.codes().isEmpty() ? USUAL + (act.options().contains("--wait")
                ? ", 130 interrupted" : "") : act.codes();
    }

    /** The name of its page for man(1). */
    static String page(Act act) {
        return "svcmgr-" + act.as().replace(' ', '-');
    }

    /** An option with its value, {@code -s, --service=<service>}. */
    static String named(OptionSpec option) {
        return Arrays.stream(option.names()).sorted(Comparator.comparingInt(String::length))
                .collect(Collectors.joining(", "))
                + (option.arity().max() == 0 ? "" : "=" + option.paramLabel());
    }

    /** What an option means to an action: what is said for that one, else what holds for all. */
    static String of(OptionSpec option, Act act) {
        String action = " " + act.name() + " | " + act.as() + " ";
        List<String> own = new ArrayList<>();
        List<String> all = new ArrayList<>();
        for (String clause : option.description()) {
            Matcher parts = CLAUSE.matcher(clause);
            if (!parts.matches()) {
                all.add(clause);
            } else if (Arrays.stream(parts.group(1).split(", ")).anyMatch(one ->
                    action.contains(" " + one + " "))) {
                own.add(parts.group(2));
            }
        }
        return String.join("; ", own.isEmpty() ? all : own);
    }

    /** The actions that a description speaks of. */
    static List<String> named(String clause) {
        Matcher parts = CLAUSE.matcher(clause);
        return parts.matches() ? List.of(parts.group(1).split(", ")) : List.of();
    }

    private void entry(String name, String said, int column) {
        List<String> text = Wrap.lines(said, WIDTH - column - 2);
        String left = "  " + name;
        if (left.length() > column) {
            lines.add(left);
            left = "";
        }
        for (String one : text) {
            lines.add(left + " ".repeat(column + 2 - left.length()) + one);
            left = "";
        }
    }

    private void wrapped(String first, String text) {
        boolean indented = first.isBlank();
        Wrap.lines(indented ? text : first + text, WIDTH - (indented ? first.length() : 0))
                .forEach(line -> lines.add((indented ? first : "") + line));
    }
}
