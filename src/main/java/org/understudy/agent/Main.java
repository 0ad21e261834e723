package org.understudy.agent;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.understudy.config.ConfigException;

/** The agent as a program. */
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {
    }

    /** Exits 78 when a configuration is refused, 1 when something this node needs is missing. */
    public static void main(String[] arguments) {
        try {
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
}
