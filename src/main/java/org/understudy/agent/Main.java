package org.understudy.agent;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.understudy.config.ConfigException;
import org.understudy.heartbeat.Relay;

/** The agent as a program. */
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

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
            refused.problems().forEach(problem -> LOG.error("config.refused {}", problem));
            System.exit(78);
        } catch (IOException e) {
            LOG.error("agent.failed detail=\"{}\"", e.toString());
            System.exit(1);
        }
    }

    private static void other(List<String> words) throws IOException {
        boolean known = List.of("arbiter", "relay").contains(words.get(0));
        boolean port = words.size() == 2 && words.get(1).matches("\\d{1,5}")
                && Integer.parseInt(words.get(1)) <= 65535;
        if (!known || words.size() > 1 && !port) {
            LOG.error("agent.failed detail=\"expected nothing, or arbiter and a UDP port, or relay"
                    + " and a TCP port, got {}\"", words);
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
