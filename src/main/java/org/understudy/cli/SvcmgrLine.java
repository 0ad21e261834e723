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
        header = "Acts on services and shows what they do.",
        footer = {
            "",
            "Services (-s, or before the action), separated by commas:",
            "  web*, n[12]          of such names; allservices, allup…, alldownservices",
            "  fs:, fs#1:           with such resources",
            "  orchestrate=ha       with such a value in their file: =, <, >, <=, >=, or ~",
            "                       for a regular expression; fs#1.mnt=/srv, fs.mnt~srv",
            "  .avail=up            in such a state, named as in print status --format json",
            "  web*+!web1           both; not that one",
            "Actions on services (each word may be shortened while it is clear which):",
            "  start, stop          by the cluster when orchestrate=ha, else here",
            "  shutdown             stop it with its standby resources",
            "  restart              stop and start it where it is up, node by node",
            "                       --rid, --tags, --subsets, --upto, --downto: only these",
            "                       resources, on this node; startfs, stopapp, …: likewise;",
            "                       prstart, prstop, prstatus: the reservations of its disks",
            "  startstandby         start what stays up where the service does not run",
            "  abort                forget what was asked for; end and undo what runs",
            "                       --rid: only this task's or sync's run, on this node",
            "  switch [--to node]   stop it where it is, start it there",
            "  takeover, giveback   switch to this node; to the preferred one",
            "  freeze, thaw         leave the service alone; care for it again (unfreeze)",
            "  sync nodes, drp, all copy its files to its other nodes, from where it is up",
            "                       (syncnodes, syncdrp, syncall, sync update, syncupdate)",
            "  run --rid <task>     run a task once, where it is up",
            "  forget [--rid <id>]  that what is undef may be up, once its file drops it",
            "  clear                forget that a start failed, so that it is tried again",
            "  print status         resources as a tree, freshly read",
            "  status               one word, and as exit code: 0 up, 1 down, 2 warn",
            "  frozen, ls           True or False; the names of services",
            "  json status          the same as print status --format json",
            "  print resource status --rid <id>",
            "                       one word; print schedule: what runs by itself, and when",
            "                       it did; print config mtime: when its file was changed",
            "  explain              why it is as it is; --why-not <node>: why not there",
            "  rto                  how long the last takeovers took, phase by phase",
            "  print config         its file; --eval: what a node makes of it",
            "  set <key>=<value>    change its file: set orchestrate=ha fs#1.mnt_opt=ro",
            "                       list+=x adds, list-=x removes, list|=x adds if missing",
            "  unset <key>          take a key, or a section, out of it",
            "  get, eval <key>      as it is written; as a node sees it",
            "  edit config          the whole file in your editor; checked before it holds",
            "  config diff <node>   what differs between the file here and that node's",
            "  config take <node>   where it was changed apart: that node's is everybody's",
            "  enable, disable      take resources (--rid), or all, into actions or out",
            "  create               a new one: --config <file>, --template <name>, --kw",
            "  delete               its file, on all nodes; --rid: resources out of it",
            "  validate [--everywhere]",
            "                       all that is wrong or odd with its file",
            "  push [config, resinfo]",
            "                       nothing: there is no collector",
            "  enter --rid <id>     a shell in a container of docker that is up",
            "  docker …             the rest goes to docker, for the service's own daemon",
            "Actions on the node:",
            "  logs                 what this node's agent wrote, of services (-s) or all;",
            "                       -f: and goes on writing; -n 20: the last 20 lines",
            "  timeline             what happened on all nodes, causes before effects",
            "  nodes                which nodes are heard",
            "  links                how this node hears them, and what it had to drop",
            "  timings              how long what takes at most, and where that comes from",
            "  node freeze, thaw    leave this node alone; care for it again",
            "  node drain           freeze it, let the others take its services over",
            "  node shutdown        the same for good: stop its services, end its agent",
            "  cluster freeze, thaw the same for all nodes",
            "  node ls, frozen, ping, stonith",
            "                       names; this one's freeze; of --node: is it heard; fence",
            "                       it. nodemgr <action> is svcmgr node <action>",
            "  node set, unset, get, eval, print config, edit",
            "                       node.conf, likewise; cluster set, …: cluster.conf",
            "  cluster config diff <n>, take <n>",
            "                       likewise",
            "  cluster init         make a cluster of this node: --name, --addr",
            "  cluster token        add a --node with its --addr, print what it joins with",
            "  cluster join <token> become a member; --update: take a newer cluster.conf",
            "  cluster leave        stop its services, so that others take them over, and",
            "                       end this node's membership; --dry-run: what follows",
            "  cluster forget <n>   end that of a node that is gone",
            "  cluster key rotate   change the key that seals, on all nodes",
            "  cluster disk-init    make the disk --dev ready for links of type disk",
            "  simulate --crash …   what would follow, and when; nothing is changed",
            "  keywords [section]   what files may say: keywords fs, keywords fs.mnt",
            "  validate <file>      a service file, also before it is in its place",
            "  fence --test         whether nodes could be switched off; one --node, or all",
            "  fence --node <n>     switch it off now, and have it confirmed",
            "  fence-ack            give your word that a silent --node is off",
            "",
            "Exit codes:",
            "  0                    done, or there was nothing to do; without --wait, a",
            "                       target of the whole cluster is set",
            "  1                    not done, of one service at least: failed, refused,",
            "                       not within its time; no such service or value",
            "  2                    not understood; nothing was done",
            "  130                  interrupted: what was asked for goes on",
            "  status, prstatus     0 up, 1 down, 2 warn, 3 n/a, 5 undef, 6 and 7 stdby",
            "  docker, enter        that of what runs there",
            "  validate             1 when there is an error; warnings do not count",
            "  fence --test         1 when a test fails, 3 when a device cannot be tested",
            "",
            "Example: svcmgr -s web stop --wait"})
final class SvcmgrLine {
    /** Actions that take words of their own. */
    private static final Set<String> OPEN = Set.of("set", "docker", "keywords", "validate",
            "unset", "get", "eval", "cluster set", "cluster unset", "cluster get", "cluster eval",
            "node set", "node unset", "node get", "node eval", "cluster join", "cluster forget",
            "config diff", "config take", "cluster config diff",
            "cluster config take");

    /** Actions about another node that are done here. */
    private static final Set<String> NAMED = Set.of("fence", "fence-ack", "node stonith",
            "node ping", "timeline",
            "cluster init", "cluster token");

    @Option(names = {"-s", "--service"}, split = ",", paramLabel = "<service>",
            description = "services to act on, separated by commas")
    List<String> services = new ArrayList<>();

    @Option(names = "--status", split = ",", paramLabel = "<status>",
            description = "only those of them, or of all, that are up, down, warn, …")
    List<String> states = new ArrayList<>();

    @Option(names = "--local", description = "on this node only, in the foreground")
    boolean local;

    @Option(names = "--to", paramLabel = "<node>", description = "switch: where to")
    String to = "";

    @Option(names = "--node", paramLabel = "<node>", description = "do it on that node, by its"
            + " agent; fence, fence-ack: which; timeline: only what it wrote; cluster token: whom"
            + " to add")
    String node = "";

    @Option(names = "--i-verified-it-is-off",
            description = "fence-ack: you looked at the machine, not at a screen of it")
    boolean verifiedOff;

    @Option(names = "--i-verified-it-is-down",
            description = "forget: you looked for what runs of it, not at a screen of it")
    boolean verifiedDown;

    @Option(names = "--test", description = "fence: ask the device, switch nothing")
    boolean test;

    @Option(names = "--wait", description = "wait until the cluster has done it")
    boolean wait;

    @Option(names = "--time", paramLabel = "<duration>", converter = DurationText.class,
            description = "wait no longer than this; 5m unless given")
    Duration time = Duration.ofMinutes(5);

    @Option(names = "--reason", paramLabel = "<text>",
            description = "why, for whoever looks at it later")
    String reason = "";

    @Option(names = "--for", paramLabel = "<duration>", converter = DurationText.class,
            description = "how long a freeze holds, until thawed unless given;"
            + " or a token, 1h")
    Duration lasts = Duration.ZERO;

    @Option(names = "--yes", description = "thaw: also if it is then started;"
            + " delete: you saw that it is down; fence, cluster leave: it is meant; run: also if"
            + " it asks")
    boolean yes;

    @Option(names = "--dry-run", description = "only show what would be done, step by step")
    boolean dryRun;

    @Option(names = "--format", paramLabel = "<format>", description = "for programs: json, flat,"
            + " flat_json, csv or table; keywords also man, words")
    String format = "";

    @Mixin
    EditOptions edit = new EditOptions();

    @Mixin
    PartOptions part = new PartOptions();

    @Option(names = "--follow", description = "logs, timeline: go on until interrupted; there -f"
            + " is short for it")
    boolean follow;

    @Option(names = {"-n", "--lines"}, paramLabel = "<number>",
            description = "logs: the last so many; 100 unless given, or --since")
    Integer lines;

    @Option(names = "--since", paramLabel = "<when>", converter = SinceText.class,
            description = "logs, timeline: from 1h ago, or from 14:03, on")
    String since = "";

    @Option(names = "--after", paramLabel = "<number>",
            description = "timeline: this node's own entries after that one; -20 for the last 20;"
            + " simulate: how long until what follows", parameterConsumer = After.class)
    String after = "";

    @Option(names = "--why-not", paramLabel = "<node>",
            description = "explain: all that keeps it from running there")
    String whyNot = "";

    @Option(names = "--last", paramLabel = "<number>",
            description = "rto: so many takeovers; 10 unless given")
    int last = 10;

    @Option(names = "--crash", arity = "1", parameterConsumer = Happenings.class,
            paramLabel = "<node>",
            description = "simulate: it loses its power")
    List<String> crash;

    @Option(names = "--reboot", arity = "1", parameterConsumer = Happenings.class,
            paramLabel = "<node>",
            description = "simulate: services stop, it is on again 60s later")
    List<String> reboot;

    @Option(names = "--shutdown", arity = "1", parameterConsumer = Happenings.class,
            paramLabel = "<node>",
            description = "simulate: services stop, and it goes")
    List<String> shutdown;

    @Option(names = "--cut", arity = "1", parameterConsumer = Happenings.class,
            paramLabel = "<link>",
            description = "simulate: hb#1 breaks; n1:hb#1 for that node alone")
    List<String> cut;

    @Option(names = "--heal", arity = "0", parameterConsumer = Happenings.class,
            description = "simulate: all links work")
    List<String> heal;

    @Option(names = "--fail", arity = "1", parameterConsumer = Happenings.class,
            paramLabel = "<rid>",
            description = "simulate: it ends by itself where it is up")
    List<String> fail;

    @Option(names = "--freeze", arity = "0..1", parameterConsumer = Happenings.class,
            paramLabel = "<what>",
            description = "simulate: a service or node; else -s, else all")
    List<String> freeze;

    @Option(names = "--thaw", arity = "0..1", parameterConsumer = Happenings.class,
            paramLabel = "<what>",
            description = "simulate: the same")
    List<String> thaw;

    @Option(names = "--switch", arity = "1", parameterConsumer = Happenings.class,
            paramLabel = "<node>",
            description = "simulate: an operator moves the service there")
    List<String> moved;

    @Option(names = "--then", arity = "0", parameterConsumer = Happenings.class,
            description = "simulate: what follows comes when all is quiet")
    List<String> then;

    @Option(names = "--everywhere", description = "validate: ask each of its nodes what it lacks")
    boolean everywhere;

    @Option(names = "--config", paramLabel = "<path>",
            description = "simulate: with this service file, cluster.conf or directory of them;"
            + " create: its file, - to read it; edit config: a draft that was kept")
    String config = "";

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "this text")
    boolean help;

    @Option(names = "--version", versionHelp = true, description = "the program's version")
    boolean version;

    /** What happens in a simulation, as it was typed. */
    final List<Happenings.Typed> typed = new ArrayList<>();

    /** For the launcher: what to exec for {@code docker}. */
    @Option(names = "--docker-socket", hidden = true)
    boolean dockerSocket;

    @Parameters(arity = "0..*", hidden = true, preprocessor = Docker.class)
    List<String> words = new ArrayList<>();

    /**
     * Spells the action out, and takes services that are typed before it for what they are.
     *
     * @throws Failure when it might be several
     */
    void settle() throws Failure {
        if (words.isEmpty() || Applies.all().containsKey(action())) {
            return;
        }
        Optional<List<String>> spelt = Phrase.spelt(words);
        if (spelt.isEmpty() && services.isEmpty() && states.isEmpty() && words.size() > 1) {
            List<String> rest = words.subList(1, words.size());
            SvcmgrLine behind = new SvcmgrLine();
            behind.words = rest;
            spelt = Applies.all().containsKey(behind.action()) ? Optional.of(rest)
                    : Phrase.spelt(rest);
            if (spelt.isPresent()) {
                services.addAll(List.of(words.get(0).split(",")));
            }
        }
        words = new ArrayList<>(spelt.orElse(words));
    }

    /** Whether words behind an action are its operands. */
    static boolean takesWords(String action) {
        return OPEN.contains(action);
    }

    /** The action's words, without what {@code set} and {@code docker} take. */
    String action() {
        return ShortAction.of(typedAction()).action();
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
        return OPEN.contains(first) ? first : OPEN.contains(two) ? two
                : OPEN.contains(three) ? three
                : String.join(" ", words).replace('_', ' ');
    }

    /** Whose agent is to do it; empty for this node's. */
    String elsewhere() {
        return NAMED.contains(action()) ? "" : node;
    }

    /** The words behind those of the action. */
    List<String> operands() {
        return OPEN.contains(action()) ? words.subList(action().split(" ").length, words.size())
                : List.of();
    }

    /** Whether it is for programs. */
    boolean formatted() {
        return !format.isEmpty();
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

    /** Stops looking for options at the word docker: the rest is docker's. */
    static final class Docker implements IParameterPreprocessor {
        @Override
        public boolean preprocess(Stack<String> args, CommandSpec command, ArgSpec words,
                Map<String, Object> info) {
            SvcmgrLine line = (SvcmgrLine) command.userObject();
            boolean second = args.size() > 1 && args.get(args.size() - 2).equals("docker")
                    && line.services.isEmpty() && !Phrase.begins(args.peek());
            if (args.isEmpty() || !second && !args.peek().equals("docker")) {
                return false;
            }
            List<String> all = new ArrayList<>();
            while (!args.isEmpty()) {
                all.add(args.pop());
            }
            words.setValue(all);
            return true;
        }
    }
}
