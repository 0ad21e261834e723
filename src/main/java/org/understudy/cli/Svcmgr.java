package org.understudy.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.understudy.api.ApiClient;
import picocli.CommandLine;

/** The command {@code svcmgr}: acts on services and shows what they do. */
public final class Svcmgr {
    /** What is done to files, also to those of services that cannot be used. */
    private static final Set<String> ON_FILES = Set.of("ls", "set", "unset", "get", "eval", "edit",
            "edit config", "print config", "enable", "disable", "delete", "validate",
            "config diff", "config take");

    private final Agent agent;
    private final Screen screen;
    private final SvcmgrLine line;
    private final Gathered gathered;

    private Svcmgr(Agent agent, Screen screen, SvcmgrLine line) {
        this.gathered = new Gathered(screen, line);
        this.agent = agent;
        this.screen = screen;
        this.line = line;
    }

    /** Ends the process with the command's exit code. */
    public static void main(String[] args) {
        Ahead.begin();
        Outlet out = new Outlet();
        Screen screen = Screen.of(System.getProperty("understudy.name", "svcmgr"), out);
        Runtime.getRuntime().addShutdownHook(new Farewell(screen));
        System.exit(out.code(screen, run(Path.of(System.getProperty("understudy.socket",
                "/run/understudy/agent.sock")), screen, args)));
    }

    /** The exit code. */
    static int run(Path socket, Screen screen, String... args) {
        SvcmgrLine line = new SvcmgrLine();
        try {
            if (PlainWords.into(line, args)) {
                line.settle();
                Acts.check(line.action(), line.services.isEmpty() ? List.of()
                        : List.of("--service"));
            } else if (informed(screen, line, args)) {
                return 0;
            }
            Ahead.asking(Ahead.Shown.TREE);
            Agent agent = new Agent(new ApiClient(socket), line.elsewhere());
            return new Svcmgr(agent, screen, line).chosen(args.length);
        } catch (CommandLine.ParameterException e) {
            return screen.fail(Mistyped.of(e, line));
        } catch (Failure e) {
            return screen.fail(e);
        }
    }

    /** Parses; whether no more than that was asked for than what the program says of itself. */
    private static boolean informed(Screen screen, SvcmgrLine line, String... args)
            throws Failure {
        CommandLine command = new CommandLine(line).setExpandAtFiles(false);
        CommandLine.ParseResult typed = command.parseArgs(Phrase.spelled(args));
        line.takeHelp();
        if (line.help) {
            if (Acts.under(String.join(" ", line.words)).isEmpty()) {
                line.settle();
            }
            screen.show(Help.about(line.meant(), command.getCommandSpec()));
            return true;
        }
        if (line.version) {
            screen.show(Version.text());
            return true;
        }
        line.settle();
        Tint.check(line.color, "svcmgr");
        List<String> options = new ArrayList<>();
        if (!line.services.isEmpty()) {
            options.add("--service");
        }
        typed.matchedOptions().forEach(option -> options.add(option.longestName()));
        line.typed.forEach(one -> options.add("--" + one.name()));
        Acts.check(line.action(), options);
        return false;
    }

    /** Acts on those services that the words mean. */
    private int chosen(int typed) throws Failure {
        if (Chosen.isPlain(line.services, line.states)) {
            return told(typed);
        }
        Chosen chosen = Chosen.of(new Census(agent, ON_FILES.contains(line.action())), screen,
                line.services, line.states);
        line.services = chosen.names();
        return Math.max(chosen.code(), told(typed));
    }

    private int told(int typed) throws Failure {
        int code = act(typed);
        gathered.show();
        return code;
    }

    private int act(int typed) throws Failure {
        if (!line.engine.isEmpty()) {
            Engines engines = new Engines(agent, screen, line);
            return engines.isMeant() ? engines.tell(selected(), typed) : 0;
        }
        if (!line.format.isEmpty()) {
            Formats.check(line.format, line.action().equals("keywords")
                    ? List.of("man", "words") : List.of(), "svcmgr");
        }
        if (!line.action().isEmpty() && !Acts.isOne(line.action())) {
            throw Acts.unknown(line.words);
        }
        return switch (line.action()) {
            case "" -> throw Failure.usage("Missing action", "svcmgr --help");
            case "print status" -> status();
            case "timeline" -> done(each -> looks().timeline());
            case "logs" -> done(each -> new Logs(agent, screen, line).show());
            case "simulate" -> done(each -> looks().simulate());
            case "ls" -> details().services();
            case "fence", "node stonith" -> new Fencing(agent, screen, line, gathered).act();
            case "fence-ack" -> done(each -> new Changes(agent, screen, line).vouch());
            case "validate" -> new Checks(agent, screen, line, gathered).all();
            case "keywords" -> done(each -> looks().keywords());
            case "timings" -> done(each -> looks().timings());
            case "links" -> done(each -> looks().links());
            case "nodes" -> done(each -> looks().nodes());
            case "cluster freeze" -> done(each -> nodes().cluster("frozen"));
            case "cluster thaw" -> done(each -> nodes().cluster("thawed"));
            case "cluster config diff" -> done(any -> sides().diff(any));
            case "cluster config take" -> done(any -> sides().take(any));
            case "cluster init" -> done(each -> members().init());
            case "cluster token" -> done(each -> members().token());
            case "cluster join" -> done(each -> members().join());
            case "cluster leave" -> done(each -> members().leave());
            case "cluster key rotate" -> done(each -> members().key());
            case "cluster disk-init" -> done(each -> members().disk());
            case "cluster forget" -> done(each -> members().forget());
            default -> onNode();
        };
    }

    private int onNode() throws Failure {
        return switch (line.action()) {
            case "node freeze" -> done(each -> nodes().freeze("frozen"));
            case "node thaw", "node unfreeze" -> done(each -> nodes().freeze("thawed"));
            case "node drain" -> done(each -> nodes().drain());
            case "node shutdown" -> done(each -> nodes().shutdown());
            case "node frozen" -> done(each -> details().nodeFrozen());
            case "node ls" -> done(each -> details().nodeNames());
            case "node ping" -> details().ping();
            case "node prkey" -> done(each -> details().keys());
            case "node reboot" -> done(each -> nodes().reboot());
            case "cluster drill link-cut" -> done(any -> drills().linkCut());
            case "drill switch-and-back" -> each(drills()::switchAndBack);
            case "drills" -> done(any -> drills().table());
            case "drills end" -> done(any -> drills().end());
            default -> onFiles();
        };
    }

    private Looks looks() {
        return new Looks(agent, screen, line, gathered);
    }

    private Sides sides() {
        return new Sides(agent, screen, line, gathered);
    }

    private Details details() {
        return new Details(agent, screen, line, gathered);
    }

    private Drills drills() {
        return new Drills(agent, screen, line);
    }

    private DeviceLists devices() {
        return new DeviceLists(agent, screen, line);
    }

    private Members members() {
        return new Members(agent, screen, line, System.in);
    }

    /** What is done to cluster.conf, node.conf or the files of services. */
    private int onFiles() throws Failure {
        String action = line.action();
        String first = action.split(" ")[0];
        boolean ofNode = List.of("cluster", "node").contains(first);
        Optional<FileDeed> deed = new Editing(screen, line, gathered, System.in)
                .deed(ofNode ? action.substring(first.length()).strip() : action, ofNode);
        if (deed.isEmpty()) {
            return onServices();
        }
        return ofNode ? done(any -> deed.get().on(ConfigFile.of(agent, first)))
                : each(service -> deed.get().on(ConfigFile.ofService(agent, service)));
    }

    private NodeChanges nodes() {
        return new NodeChanges(agent, screen, line);
    }

    private int onServices() throws Failure {
        Looks looks = looks();
        return switch (line.action()) {
            case "status" -> looks.status(selected());
            case "prstatus" -> looks.reserved(selected());
            case "json status" -> {
                line.format = "json";
                yield done(any -> looks.formatted(selected()));
            }
            case "frozen" -> each(details()::frozen);
            case "print config mtime" -> each(details()::changed);
            case "print resource status" -> each(details()::resources);
            case "print schedule" -> done(any -> details().schedule(selected()));
            case "print devs" -> done(any -> devices().table(selected()));
            case "print devlist" -> done(any -> devices().devices(selected()));
            case "print disklist" -> done(any -> devices().disks(selected()));
            case "json devlist" -> done(any -> devices().devicesJson(selected()));
            case "json disklist" -> done(any -> devices().disksJson(selected()));
            case "push", "push config", "push resinfo" -> each(details()::push);
            case "enter" -> throw Failure.of("enter needs the launcher cli/svcmgr, and its word"
                    + " in full", "svcmgr -s " + selected().get(0) + " enter");
            case "config diff" -> each(sides()::diff);
            case "config take" -> each(sides()::take);
            case "explain" -> each(looks::explain);
            case "rto" -> each(looks::rto);
            case "docker", "podman" -> each(new Engines(agent, screen, line)::refuse);
            default -> new Together(screen, line.action()).on(selected(), (service, own) -> {
                if (Runs.is(line.action())) {
                    new Runs(agent, own, line).on(service);
                } else {
                    new Changes(agent, own, line).on(service);
                }
            });
        };
    }

    /** Without a lambda: to make each takes some half a millisecond of what is waited for. */
    private int status() throws Failure {
        Looks looks = looks();
        if (line.formatted()) {
            looks.formatted(selected());
            return 0;
        }
        return each(new Deed() {
            @Override
            public void on(String service) throws Failure {
                looks.tree(service);
            }
        });
    }

    /** One after the other in the given order, the rest also after a failure. */
    private int each(Deed deed) throws Failure {
        int code = 0;
        for (String service : selected()) {
            try {
                deed.on(service);
            } catch (Failure e) {
                code = Math.max(code, screen.fail(e));
            }
        }
        return code;
    }

    private int done(Deed deed) throws Failure {
        deed.on("");
        return 0;
    }

    private List<String> selected() throws Failure {
        List<String> services = new ArrayList<>();
        for (String service : new LinkedHashSet<>(line.services)) {
            if (!service.isBlank()) {
                services.add(service);
            }
        }
        if (services.isEmpty()) {
            throw Failure.of("No service specified",
                    "svcmgr -s <service> " + line.action() + "; svcmon lists the services");
        }
        return services;
    }

    /** What is done to one file. */
    interface FileDeed {
        void on(ConfigFile file) throws Failure;
    }

    /** What is done to one service. */
    private interface Deed {
        void on(String service) throws Failure;
    }
}
