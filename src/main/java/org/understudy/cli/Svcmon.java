package org.understudy.cli;

import java.nio.file.Path;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.understudy.api.ApiClient;
import org.understudy.model.Near;
import org.understudy.wire.ServiceStatus;
import org.understudy.wire.Shapes;
import org.understudy.wire.StatText;
import picocli.CommandLine;

/** The command {@code svcmon}: shows the services of this node. */
public final class Svcmon {
    private Svcmon() {
    }

    /** Ends the process with the command's exit code. */
    public static void main(String[] args) {
        Ahead.begin();
        Outlet out = new Outlet();
        Screen screen = Screen.of("svcmon", out);
        System.exit(out.code(screen, run(Path.of(System.getProperty("understudy.socket",
                "/run/understudy/agent.sock")), screen, args)));
    }

    /** The exit code. */
    static int run(Path socket, Screen screen, String... args) {
        SvcmonLine line = new SvcmonLine();
        try {
            if (args.length > 0 && informed(screen, line, args)) {
                return 0;
            }
            Ahead.asking(Ahead.Shown.TABLE);
            Agent agent = new Agent(new ApiClient(socket));
            if (Chosen.isPlain(line.services, line.states)) {
                return show(agent, screen, line);
            }
            Chosen chosen = Chosen.of(new Census(agent, false), screen, line.services,
                    line.states);
            line.services = chosen.names();
            return Math.max(chosen.code(), show(agent, screen, line));
        } catch (CommandLine.ParameterException e) {
            return screen.fail(mistyped(e));
        } catch (Failure e) {
            return failed(e, socket, screen, line);
        }
    }

    private static Failure mistyped(CommandLine.ParameterException wrong) {
        String got = wrong instanceof CommandLine.UnmatchedArgumentException unmatched
                ? unmatched.getUnmatched().get(0) : "";
        if (got.equals("help")) {
            return Failure.usage("expected no word, got help", "svcmon --help");
        }
        if (!got.isEmpty() && !got.startsWith("-")) {
            return Failure.usage("expected services behind -s, got " + got, "svcmon -s " + got);
        }
        Optional<Failure> leftOut = LeftOut.ofOption("svcmon", got);
        if (leftOut.isPresent()) {
            return leftOut.get();
        }
        String near = got.isEmpty() ? "" : Near.hint(got.split("=", 2)[0],
                wrong.getCommandLine().getCommandSpec().optionsMap().keySet());
        return Failure.usage(wrong.getMessage() + near, "svcmon --help");
    }

    private static int failed(Failure why, Path socket, Screen screen, SvcmonLine line) {
        if (line.watch || line.stats || line.formatted() || !why.isNoAgent()) {
            return screen.fail(why);
        }
        try {
            LastSeen.tell(why, screen, socket, line.services,
                    seen -> form(seen, line, screen.colours(line.color)));
            return 0;
        } catch (Failure told) {
            return screen.fail(told);
        }
    }

    private static List<String> form(List<ServiceStatus> rows, SvcmonLine line, boolean colours) {
        return !line.verbose ? SvcmonTable.of(rows, colours)
                : rows.stream().flatMap(one -> (one.refused() ? List.of(SvcmonTable.notice(one))
                        : StatusTree.of(one, colours)).stream()).toList();
    }

    /** Parses; bare {@code svcmon} does without, which halves the time it takes. */
    private static boolean informed(Screen screen, SvcmonLine line, String... args)
            throws Failure {
        CommandLine command = new CommandLine(line).setExpandAtFiles(false);
        command.parseArgs(args);
        if (line.help) {
            screen.show(command.getUsageMessage());
        }
        if (line.version) {
            screen.show(Version.text());
        }
        if (line.help || line.version) {
            return true;
        }
        Tint.check(line.color, "svcmon");
        return false;
    }

    private static int show(Agent agent, Screen screen, SvcmonLine line) throws Failure {
        if (line.watch) {
            return watch(agent, screen, line);
        }
        if (line.stats) {
            return stats(agent, screen, line);
        }
        if (line.formatted()) {
            Formats.check(line.format, List.of(), "svcmon");
            return formatted(agent, screen, line);
        }
        List<ServiceStatus> known = agent.listed(line.services);
        int code = 0;
        if (line.refresh) {
            Looked looked = looked(agent, known, screen);
            known = looked.rows();
            code = looked.code();
        }
        List<ServiceStatus> rows =
                line.services.isEmpty() ? known : ordered(agent, known, line.services, screen);
        screen.show(form(rows, line, screen.colours(line.color)));
        if (known.isEmpty() && line.services.isEmpty()) {
            screen.progress("svcmon: no service on this node yet\ntry: svcmgr create --help");
        }
        return !line.services.isEmpty() && (rows.isEmpty()
                || known.stream().anyMatch(ServiceStatus::refused)) ? Failure.FAILED : code;
    }

    private static int formatted(Agent agent, Screen screen, SvcmonLine line) throws Failure {
        if (!line.refresh) {
            String json = agent.servicesJson(line.services);
            screen.show(Formats.of(line.format, line.filter, json));
            return line.services.isEmpty() ? 0
                    : refused(agent, Shapes.list(json, ServiceStatus.class), screen);
        }
        Looked looked = looked(agent, agent.listed(line.services), screen);
        screen.show(Formats.of(line.format, line.filter, Shapes.write(looked.rows())));
        return line.services.isEmpty() ? looked.code()
                : Math.max(looked.code(), refused(agent, looked.rows(), screen));
    }

    /** Services as they are now, and the exit code if that is not known of each. */
    private record Looked(List<ServiceStatus> rows, int code) {
    }

    /** One that cannot be looked at is shown as it was last, and why is said. */
    private static Looked looked(Agent agent, List<ServiceStatus> known, Screen screen) {
        List<ServiceStatus> now = new ArrayList<>();
        int code = 0;
        for (ServiceStatus one : known) {
            try {
                now.add(one.refused() ? one : agent.live(one.name()));
            } catch (Failure why) {
                code = Math.max(code, screen.fail(why));
                now.add(one);
            }
        }
        return new Looked(now, code);
    }

    /** Says what is wrong with those of them whose files are refused; 1 when there is one. */
    private static int refused(Agent agent, List<ServiceStatus> known, Screen screen) {
        int code = 0;
        for (ServiceStatus one : known) {
            try {
                if (one.refused()) {
                    agent.last(one.name());
                }
            } catch (Failure why) {
                code = screen.fail(why);
            }
        }
        return code;
    }

    /** Of these services alone, if some are meant. */
    private static int stats(Agent agent, Screen screen, SvcmonLine line) throws Failure {
        Formats.check(line.format, List.of(), "svcmon");
        List<StatText> all = Shapes.list(agent.statsJson(), StatText.class).stream().filter(one ->
                line.services.isEmpty() || line.services.contains(one.about())).toList();
        if (line.formatted()) {
            screen.show(Formats.of(line.format, line.filter, Shapes.write(all)));
        } else {
            List<List<String>> rows = new ArrayList<>(List.of(List.of("about", "what", "count")));
            all.forEach(one -> rows.add(List.of(one.about(), one.what(),
                    Long.toString(one.count()))));
            screen.show(NodeTable.of(rows, 3));
        }
        return all.isEmpty() ? Failure.FAILED : 0;
    }

    private static int watch(Agent agent, Screen screen, SvcmonLine line) throws Failure {
        if (line.refresh) {
            throw Failure.usage("--watch: expected no --refresh beside it: it looks again and"
                    + " again", "svcmon --watch");
        }
        if (line.formatted() || line.verbose || line.stats) {
            throw Failure.usage("--watch: expected no " + (line.stats ? "--stats"
                    : line.verbose ? "--verbose"
                    : line.format.isEmpty() ? "--filter" : "--format")
                    + " beside it", "svcmgr logs -f --format json");
        }
        if (line.interval.toMillis() < 1000) {
            throw Failure.usage("--interval: expected 1s or more, got "
                    + DurationText.text(line.interval), "svcmon -w -i 1s");
        }
        if (!line.services.isEmpty() && ordered(agent, agent.services(line.services),
                line.services, screen).isEmpty()) {
            return Failure.FAILED;
        }
        return new Watching(agent, screen, line, LocalTime::now).run(System.console() != null);
    }

    /** The known ones in the order of the names; says which are not known. */
    private static List<ServiceStatus> ordered(Agent agent, List<ServiceStatus> known,
            List<String> names, Screen screen) {
        List<ServiceStatus> rows = new ArrayList<>();
        for (String name : names) {
            int before = rows.size();
            known.stream().filter(one -> one.name().equals(name) && !one.refused())
                    .forEach(rows::add);
            if (rows.size() == before) {
                try {
                    rows.add(agent.last(name));
                } catch (Failure unknown) {
                    screen.fail(unknown);
                }
            }
        }
        return rows;
    }
}
