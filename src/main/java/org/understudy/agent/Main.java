package org.understudy.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.understudy.config.ConfigException;
import org.understudy.model.NodeName;

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
            new Agent(paths, self(System.getenv("UNDERSTUDY_NODE"))).run(one::release);
        } catch (ConfigException refused) {
            refused.problems().forEach(problem -> LOG.error("config.refused {}", problem));
            System.exit(78);
        } catch (IOException e) {
            LOG.error("agent.failed detail=\"{}\"", e.toString());
            System.exit(1);
        }
    }

    private static NodeName self(String named) throws IOException {
        String name = named != null && !named.isBlank() ? named
                : Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        return new NodeName(name.toLowerCase(Locale.ROOT));
    }
}
