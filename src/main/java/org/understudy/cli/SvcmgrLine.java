package org.understudy.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Stack;
import org.understudy.wire.Selection;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** What was typed after {@code svcmgr}: words, and options before, between or after them. */
@Command(name = "svcmgr", sortOptions = false, separator = "=",
        customSynopsis = "svcmgr [-s] <service>[,<service>…] <action> [options]",
        header = "Acts on services and shows what they do.")
final class SvcmgrLine {
    /** Actions about another node that are done here. */
    private static final Set<String> NAMED = Set.of("fence", "fence-ack", "node stonith",
            "node ping", "timeline",
            "cluster init", "cluster token");

    /** Words that begin actions about something else than a service. */
    private static final Set<String> NO_SERVICES = Set.of("node", "cluster", "daemon");

    @Option(names = {"-s", "--service"}, split = ",", paramLabel = "<service>",
            description = "services to act on, separated by commas")
    List<String> services = new ArrayList<>();

    @Option(names = "--status", split = ",", paramLabel = "<status>",
            description = "only those of them, or of all, that are up, down, warn, …")
    List<String> states = new ArrayList<>();

    @Option(names = "--local", description = "on this node only, in the foreground")
    boolean local;

    @Option(names = "--to", paramLabel = "<node>", description = "where to; the only other node"
            + " unless given")
    String to = "";

    @Option(names = "--link", paramLabel = "<link>", description = "which is cut; the first one"
            + " unless given")
    String link = "";

    @Option(names = "--node", paramLabel = "<node>", description = {"do it on that node, by its"
            + " agent; here unless given", "fence, fence-ack, node stonith, node ping: which",
            "timeline: only what it wrote; what all wrote unless given",
            "cluster token: whom to add", "cluster init: this node itself"
            })
    String node = "";

    @Option(names = "--i-verified-it-is-off",
            description = "you looked at the machine, not at a screen of it")
    boolean verifiedOff;

    @Option(names = "--i-verified-it-is-down",
            description = "you looked for what runs of it, not at a screen of it")
    boolean verifiedDown;

    @Option(names = "--test", description = "ask the device, switch nothing")
    boolean test;

    @Option(names = "--wait", description = "wait until it is done; until it is begun"
            + " unless given")
    boolean wait;

    @Option(names = "--time", paramLabel = "<duration>", converter = DurationText.class,
            description = "wait no longer than this; 5m unless given")
    Duration time = Duration.ofMinutes(5);

    @Option(names = "--reason", paramLabel = "<text>",
            description = "why, for whoever looks at it later")
    String reason = "";

    @Option(names = "--for", paramLabel = "<duration>", converter = DurationText.class,
            description = {"how long the freeze holds; until thawed"
            + " unless given", "cluster token: how long it is good; 1h unless given",
            "cluster drill link-cut: how long the link is cut; 10s, or its timeout and 5s, unless"
            + " given"})
    Duration lasts = Duration.ZERO;

    @Option(names = "--yes", description = {"thaw: also if something is then started",
        "delete: you saw that it is down", "fence, node stonith, disk-init, cluster leave: do"
            + " not ask, it is meant", "drill: do not ask", "run: also if it asks"})
    boolean yes;

    @Option(names = "--dry-run", description = "only show what would be done, step by step")
    boolean dryRun;

    @Option(names = "--format", paramLabel = "<format>", description = {"for programs, one of"
            + " json, yaml, flat, flat_json, csv and table", "logs: for programs, json alone",
            "keywords: for programs, one of json, flat, flat_json, csv, table, man and words"})
    String format = "";

    @Option(names = "--filter", paramLabel = "<path>", description = "only this part of it,"
            + " .avail or resources[0].rid; json unless --format is given")
    String filter = "";

    @Mixin
    EditOptions edit = new EditOptions();

    @Mixin
    PartOptions part = new PartOptions();

    @Option(names = "--follow", description = "go on until interrupted; -f for short")
    boolean follow;

    @Option(names = {"-n", "--lines"}, paramLabel = "<number>",
            description = "the last so many; 100 unless given, or --since")
    Integer lines;

    @Option(names = "--since", paramLabel = "<when>", converter = SinceText.class,
            description = "from 1h ago, or from 14:03, on")
    String since = "";

    @Option(names = "--after", paramLabel = "<number>",
            description = {"timeline: this node's own entries after that one; -20: the last 20",
            "simulate: how long until what follows, 10s"}, parameterConsumer = After.class)
    String after = "";

    @Option(names = "--why-not", paramLabel = "<node>",
            description = "all that keeps it from running there")
    String whyNot = "";

    @Option(names = "--last", paramLabel = "<number>",
            description = "so many takeovers; 10 unless given")
    int last = 10;

    @Option(names = "--crash", arity = "1", parameterConsumer = Happenings.class,
            paramLabel = "<node>",
            description = "it loses its power")
    List<String> crash;

    @Option(names = "--reboot", arity = "1", parameterConsumer = Happenings.class,
            paramLabel = "<node>",
            description = "services stop, it is on again 60s later")
    List<String> reboot;

    @Option(names = "--shutdown", arity = "1", parameterConsumer = Happenings.class,
            paramLabel = "<node>",
            description = "services stop, and it goes")
    List<String> shutdown;

    @Option(names = "--cut", arity = "1", parameterConsumer = Happenings.class,
            paramLabel = "<link>",
            description = "hb#1 breaks; n1:hb#1 for that node alone")
    List<String> cut;

    @Option(names = "--heal", arity = "0", parameterConsumer = Happenings.class,
            description = "all links work")
    List<String> heal;

    @Option(names = "--fail", arity = "1", parameterConsumer = Happenings.class,
            paramLabel = "<rid>",
            description = "it ends by itself where it is up")
    List<String> fail;

    @Option(names = "--freeze", arity = "0..1", parameterConsumer = Happenings.class,
            paramLabel = "<what>",
            description = "a service or node; else -s, else all")
    List<String> freeze;

    @Option(names = "--thaw", arity = "0..1", parameterConsumer = Happenings.class,
            paramLabel = "<what>",
            description = "a service or node; else -s, else all")
    List<String> thaw;

    @Option(names = "--switch", arity = "1", parameterConsumer = Happenings.class,
            paramLabel = "<node>",
            description = "an operator moves the service there")
    List<String> moved;

    @Option(names = "--then", arity = "0", parameterConsumer = Happenings.class,
            description = "what follows comes when all is quiet")
    List<String> then;

    @Option(names = "--everywhere", description = "ask each of its nodes what it lacks")
    boolean everywhere;

    @Option(names = "--config", paramLabel = "<path>",
            description = {"simulate: with this service file, cluster.conf or directory of them",
        "create: its file; - to read it", "edit: a draft that was kept"})
    String config = "";

    @Option(names = {"-r", "--refresh"}, description = "looks at each resource now, as it always"
            + " does")
    boolean refresh;

    @Option(names = "--color", paramLabel = "<when>", description = "auto (on a terminal, unless"
            + " NO_COLOR is set), always or never")
    String color = "auto";

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "this text")
    boolean help;

    @Option(names = "--version", versionHelp = true, description = "the program's version")
    boolean version;

    /** What happens in a simulation, as it was typed. */
    final List<Happenings.Typed> typed = new ArrayList<>();

    /** For the launcher: what to exec for {@code docker}; how a shell is opened there. */
    @Option(names = "--engine", hidden = true)
    String engine = "";

    @Parameters(arity = "0..*", hidden = true, preprocessor = Programs.class)
    List<String> words = new ArrayList<>();

    /**
     * Takes the word in {@code help start} and {@code node help start} for the option; in {@code
     * docker --help} too, where no service says whose docker would be asked.
     */
    void takeHelp() {
        if (services.isEmpty() && words.size() == 2 && Engines.PROGRAMS.contains(words.get(0))
                && List.of("--help", "-h").contains(words.get(1))) {
            words = words.subList(0, 1);
            help = true;
        }
        int at = words.size() > 1 && !Acts.takesWords(words.get(0))
                && !Acts.under(words.get(0)).isEmpty() ? 1 : 0;
        if (!words.isEmpty() && words.get(at).equals("help")) {
            List<String> rest = new ArrayList<>(words);
            rest.remove(at);
            words = rest;
            help = true;
        }
    }

    /**
     * Spells the action out, and takes services that are typed before it for what they are.
     *
     * @throws Failure when it might be several
     */
    void settle() throws Failure {
        if (words.isEmpty() || Acts.isOne(action())) {
            return;
        }
        Optional<List<String>> spelt = Phrase.spelt(words);
        if (spelt.isEmpty() && services.isEmpty() && states.isEmpty() && words.size() > 1
                && !NO_SERVICES.contains(words.get(0))) {
            List<String> rest = words.subList(1, words.size());
            SvcmgrLine behind = new SvcmgrLine();
            behind.words = rest;
            spelt = Acts.isOne(behind.action()) ? Optional.of(rest)
                    : Phrase.spelt(rest);
            if (spelt.isPresent()) {
                services.addAll(List.of(words.get(0).split(",")));
            }
        }
        words = new ArrayList<>(spelt.orElse(words));
    }

    /** The action's words, without what those take that take some, such as {@code set}. */
    String action() {
        return ShortAction.of(typedAction()).action();
    }

    /** The words of the action alone; those that are none as they are. */
    List<String> meant() {
        return Acts.isOne(action()) ? List.of(action().split(" ")) : words;
    }

    /** Which resources are meant. */
    Selection selection() {
        return part.selection(edit.rids, ShortAction.of(typedAction()));
    }

    private String typedAction() {
        if (words.isEmpty()) {
            return "";
        }
        String first = words.get(0);
        String two = words.size() < 2 ? first : first + " " + words.get(1);
        String three = words.size() < 3 ? two : two + " " + words.get(2);
        return Acts.takesWords(first) ? first : Acts.takesWords(two) ? two
                : Acts.takesWords(three) ? three
                : String.join(" ", words).replace('_', ' ');
    }

    /** Whose agent is to do it; empty for this node's. */
    String elsewhere() {
        return NAMED.contains(action()) ? "" : node;
    }

    /** The words behind those of the action. */
    List<String> operands() {
        return Acts.takesWords(action()) ? words.subList(action().split(" ").length, words.size())
                : List.of();
    }

    /** Whether it is for programs. */
    boolean formatted() {
        return !format.isEmpty() || !filter.isEmpty();
    }

    /** JSON as it is wanted. */
    String shown(String json) throws Failure {
        return Formats.of(format, filter, json);
    }

    /** A number, which may be negative, or a duration. */
    static final class After implements IParameterConsumer {
        @Override
        public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
            if (words.isEmpty()) {
                throw new ParameterException(command.commandLine(),
                        "Missing required parameter for option '--after'");
            }
            SvcmgrLine line = (SvcmgrLine) command.userObject();
            line.after = words.pop();
            line.typed.add(new Happenings.Typed("after", line.after));
        }
    }

    /** Stops looking for options at a program's name: the rest is the program's. */
    static final class Programs implements IParameterPreprocessor {
        @Override
        public boolean preprocess(Stack<String> args, CommandSpec command, ArgSpec words,
                Map<String, Object> info) {
            SvcmgrLine line = (SvcmgrLine) command.userObject();
            boolean second = args.size() > 1 && isOne(args.get(args.size() - 2))
                    && line.services.isEmpty() && !Phrase.begins(args.peek());
            if (args.isEmpty() || !second && !isOne(args.peek())) {
                return false;
            }
            List<String> all = new ArrayList<>();
            while (!args.isEmpty()) {
                all.add(args.pop());
            }
            words.setValue(all);
            return true;
        }

        private static boolean isOne(String word) {
            return Engines.PROGRAMS.contains(word);
        }
    }
}
