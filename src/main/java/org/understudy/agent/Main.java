package org.understudy.agent;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.understudy.config.ConfigException;

/** The agent as a program. */
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {
    }

    /**
     * Exits 78 when a configuration is refused, 1 when something this node needs is missing.
     *
     * @param arguments none, or {@code arbiter} and a port: the program of a third voter
     */
    public static void main(String[] arguments) {
        try {
            Paths paths = Paths.of(System.getenv()).made();
            if (arguments.length > 0) {
                arbiter(paths, List.of(arguments));
                return;
            }
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

    private static void arbiter(Paths paths, List<String> words) throws IOException {
        boolean port = words.size() == 2 && words.get(1).matches("\\d{1,5}")
                && Integer.parseInt(words.get(1)) <= 65535;
        if (!words.get(0).equals("arbiter") || words.size() > 1 && !port) {
            LOG.error("agent.failed detail=\"expected nothing, or arbiter and a UDP port, got {}\"",
                    words);
            System.exit(2);
        }
        new Arbiter(paths, new InetSocketAddress(port ? Integer.parseInt(words.get(1))
                : Arbiter.PORT), Clock.system()).run();
    }
}
