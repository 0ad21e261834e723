package org.understudy.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.understudy.wire.SeenServices;
import org.understudy.wire.ServiceStatus;
import org.understudy.wire.Shapes;

/** What an agent saw last, shown with its age where none answers any more. */
final class LastSeen {
    private static final String FILE = "seen.json";

    private LastSeen() {
    }

    /**
     * Shows them, if the agent has gone and left what it saw.
     *
     * @param why no agent has answered
     * @param names which; all when there are none
     * @throws Failure always: that no agent answers, and how old is what is shown
     */
    static void tell(Failure why, Screen screen, Path socket, List<String> names,
            Function<List<ServiceStatus>, List<String>> form) throws Failure {
        SeenServices seen = read(why, socket);
        List<ServiceStatus> services = new ArrayList<>(seen.services());
        services.removeIf(one -> !names.isEmpty() && !names.contains(one.name()));
        if (services.isEmpty()) {
            throw why;
        }
        screen.show(form.apply(services));
        throw Failure.of(why.getMessage() + "; shown is what it saw " + age(seen.at(), why)
                + " ago, at " + seen.at().substring(0, 10) + " " + seen.at().substring(11, 19),
                "systemctl start understudy");
    }

    private static SeenServices read(Failure why, Path socket) throws Failure {
        if (!why.isNoAgent()) {
            throw why;
        }
        try {
            return Shapes.read(Files.readString(socket.resolveSibling(FILE)), SeenServices.class);
        } catch (IOException | IllegalArgumentException e) {
            throw why; // what an agent has never left, or not whole, nobody can show
        }
    }

    private static String age(String at, Failure why) throws Failure {
        try {
            long seconds = Duration.between(OffsetDateTime.parse(at), OffsetDateTime.now())
                    .toSeconds();
            return seconds < 120 ? seconds + "s" : seconds < 7200 ? seconds / 60 + "m"
                    : seconds / 3600 + "h";
        } catch (DateTimeException e) {
            throw why; // of no known age, it tells nothing
        }
    }
}
