package org.understudy.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A program's page for man(1), in roff, from what its own parser knows. */
final class Manual {
    private static final String ACTION = "  ";
    /** An action and what it does; behind a bracket one blank may be all that parts them. */
    private static final Pattern ENTRY =
            Pattern.compile(" {2}(\\S+ \\[[^]]*](?= \\S)|.+?(?= {2}))\\s+(.*)");

    private final List<String> lines = new ArrayList<>();
    private final CommandSpec spec;

    private Manual(CommandSpec spec) {
        this.spec = spec;
    }

    /** That of svcmon. */
    static List<String> of(Object line) {
        Manual manual = new Manual(CommandSpec.forAnnotatedObject(line));
        manual.head();
        manual.footer();
        manual.options();
        manual.tail();
        return manual.lines;
    }

    /** That of svcmgr, with all its actions. */
    static List<String> ofAll() {
        Manual manual = new Manual(CommandSpec.forAnnotatedObject(new SvcmgrLine()));
        manual.head();
        manual.section("DESCRIPTION");
        manual.text("Each action has a page of its own, such as svcmgr-start(1) and"
                + " svcmgr-cluster-join(1); svcmgr start --help says the same.");
        manual.section("SERVICES");
        manual.text("Separated by commas, behind -s or before the action:");
        Help.SERVICES.forEach(manual::entry);
        Acts.byChapter().forEach((chapter, acts) -> {
            manual.section(chapter);
            acts.forEach(act -> manual.entry(act.name()
                    + (act.takes().isEmpty() ? "" : " " + act.takes()),
                    act.isAlias() ? "the same as " + act.as() : act.is()));
        });
        manual.options();
        manual.which();
        manual.section("EXIT CODES");
        Help.CODES.forEach(manual::entry);
        manual.tail();
        return manual.lines;
    }

    /** That of one action; of another word for one, where to look. */
    static List<String> of(Act act) {
        if (act.isAlias()) {
            return List.of(".so man1/" + Help.page(act) + ".1");
        }
        Manual manual = new Manual(CommandSpec.forAnnotatedObject(new SvcmgrLine()));
        manual.lines.add(".TH " + Help.page(act).toUpperCase(Locale.ROOT) + " 1");
        manual.section("NAME");
        manual.text(Help.page(act) + " \u0001 " + act.is());
        manual.section("SYNOPSIS");
        manual.lines.add(".B " + escaped(act.synopsis()));
        manual.section("DESCRIPTION");
        manual.text(Help.said(act));
        manual.section("OPTIONS");
        manual.spec.options().stream()
                .filter(option -> act.options().contains(option.longestName()))
                .forEach(option -> manual.option(option, Help.of(option, act)));
        manual.section("EXAMPLES");
        act.examples().forEach(example -> {
            manual.lines.add(".PP");
            manual.lines.add(".B " + escaped(example));
        });
        manual.section("EXIT CODES");
        manual.text(Help.codes(act) + ".");
        manual.tail();
        return manual.lines;
    }

    private void head() {
        String name = spec.name();
        lines.add(".TH " + name.toUpperCase(Locale.ROOT) + " 1");
        section("NAME");
        String said = spec.usageMessage().header()[0];
        text(name + " \u0001 " + said.substring(0, 1).toLowerCase(Locale.ROOT)
                + said.substring(1).replaceFirst("\\.$", ""));
        section("SYNOPSIS");
        for (String synopsis : spec.usageMessage().customSynopsis()) {
            lines.add(".B " + escaped(synopsis));
        }
    }

    /** Headings end with a colon; two blanks before an action, more before what goes on. */
    private void footer() {
        boolean open = false;
        for (String said : spec.usageMessage().footer()) {
            if (said.startsWith(ACTION) && !said.startsWith(ACTION + " ")) {
                Matcher parts = ENTRY.matcher(said);
                boolean whole = !parts.matches();
                lines.add(".TP");
                lines.add("\\fB" + escaped(whole ? said.strip() : parts.group(1)) + "\\fR");
                if (!whole) {
                    text(parts.group(2));
                }
                open = true;
            } else if (said.startsWith(ACTION)) {
                text(said.strip());
            } else if (said.endsWith(":")) {
                section(said.replaceFirst(" \\(.*|:$", ""));
                open = false;
            } else if (!said.isEmpty()) {
                lines.add(".PP");
                text(said);
            }
        }
        if (open) {
            lines.add(".PP");
        }
    }

    private void options() {
        section("OPTIONS");
        spec.options().stream().filter(option -> !option.hidden())
                .forEach(option -> option(option, String.join("; ", option.description())));
    }

    private void option(OptionSpec option, String said) {
        lines.add(".TP");
        String value = option.arity().max() == 0 ? ""
                : "=\\fI" + escaped(option.paramLabel()) + "\\fR";
        lines.add(Arrays.stream(option.names()).map(name -> "\\fB" + escaped(name) + "\\fR")
                .collect(Collectors.joining(", ")) + value);
        text(said);
    }

    private void which() {
        section("WHICH OPTION GOES WITH WHICH ACTION");
        text("Any other is refused.");
        new TreeMap<>(Acts.all()).forEach((action, act) -> entry(action,
                act.options().isEmpty() ? "none" : String.join(" ", new TreeSet<>(act.options()))));
    }

    private void tail() {
        section("ENVIRONMENT");
        entry("UNDERSTUDY_RUN", "the directory of agent.sock; /run/understudy unless set");
        entry("UNDERSTUDY_JAR", "the program; /usr/share/understudy/understudy.jar unless set");
        entry("JAVA_HOME", "the Java to run it with; that on PATH unless set");
        entry("LC_ALL, LC_CTYPE, LANG", "the language; UTF-8 is read and written where they set"
                + " none");
        section("FILES");
        entry("/etc/understudy", "cluster.conf, node.conf, cluster.key and services");
        entry("/run/understudy/agent.sock", "the agent; for root and the group understudy");
        section("SEE ALSO");
        lines.add(".BR svcmgr (1),");
        lines.add(".BR svcmon (1),");
        lines.add(".BR understudy.conf (5),");
        lines.add(".BR understudy\\-agent (8)");
    }

    private void entry(String name, String said) {
        lines.add(".TP");
        lines.add("\\fB" + escaped(name) + "\\fR");
        text(said);
    }

    private void section(String name) {
        lines.add(".SH " + escaped(name.toUpperCase(Locale.ROOT)));
    }

    private void text(String said) {
        String line = escaped(said).replace("\u0001", "\\-");
        lines.add(line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line);
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...")
                .replace("\u0027", "\\(aq");
    }
}
