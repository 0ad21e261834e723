package org.understudy.agent;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.FileSystemException;
import java.util.List;
import org.understudy.config.ConfigException;
import org.understudy.heartbeat.Relay;

/** The agent as a program. */
public final class Main {
    private static final String HELP = """
            understudy-agent [arbiter [<port>] | relay [<port>]]

            The agent of this node, in the foreground; systemctl start understudy runs it.
              arbiter               votes for other clusters' nodes, on UDP 10500
              relay                 passes other nodes' beats on, on TCP 10501

            See also: man understudy-agent, svcmon
            """;

    private Main() {
    }

    /**
     * Exits 78 when a configuration is refused, 1 when something this node needs is missing.
     *
     * @param arguments none; or {@code arbiter}, the program of a third voter, or {@code relay},
     *        that of a machine that passes beats on; each with a port
     */
    public static void main(String[] arguments) {
        try {
            if (arguments.length > 0) {
                other(List.of(arguments));
                return;
            }
            Paths paths = Paths.of(System.getenv()).made();
            OnlyOne one = new OnlyOne(paths.run());
            new Agent(paths, FileDesk.self(System.getenv("UNDERSTUDY_NODE"))).run(one::release);
        } catch (ConfigException refused) {
            refused.problems().forEach(problem -> say("config refused: " + problem));
            System.exit(78);
        } catch (IOException e) {
            say(e instanceof FileSystemException || e.getMessage() == null ? e.toString()
                    : e.getMessage());
            System.exit(1);
        }
    }

    /** The log is written by another thread, which the end of the program does not wait for. */
    private static void say(String words) {
        System.err.println("understudy-agent: " + words);
    }

    private static void other(List<String> words) throws IOException {
        if (List.of("--help", "-h").contains(words.get(0))) {
            System.out.print(HELP);
            return;
        }
        boolean known = List.of("arbiter", "relay").contains(words.get(0));
        boolean port = words.size() == 2 && words.get(1).matches("\\d{1,5}")
                && Integer.parseInt(words.get(1)) <= 65535;
        if (!known || words.size() > 1 && !port) {
            say("expected nothing, or arbiter and a UDP port, or relay and a TCP port, got "
                    + words + "\ntry: understudy-agent --help");
            System.exit(2);
        }
        int where = port ? Integer.parseInt(words.get(1))
                : words.get(0).equals("arbiter") ? Arbiter.PORT : Relay.PORT;
        if (words.get(0).equals("relay")) {
            new Relay(new InetSocketAddress(where)).run();
        } else {
            new Arbiter(Paths.of(System.getenv()).made(), new InetSocketAddress(where),
                    Clock.system()).run();
        }
    }
}
