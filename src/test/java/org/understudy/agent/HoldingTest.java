package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.config.ServiceFile;
import org.understudy.config.ServiceFiles;
import org.understudy.driver.Drivers;
import org.understudy.driver.Surroundings;
import org.understudy.exec.Result;
import org.understudy.model.Action;
import org.understudy.model.BootId;
import org.understudy.model.Cluster;
import org.understudy.model.Event;
import org.understudy.model.Memory;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Rid;
import org.understudy.model.Self;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/** What this node has as one file describes it, and not as the next one does. */
final class HoldingTest {
    private static final NodeName NODE = new NodeName("n1");
    private static final Rid APP = new Rid("app#1");

    @TempDir
    Path dir;
    @RegisterExtension
    final Crew crew = new Crew();

    @Test
    void whatIsUpWhereTheNextFileDoesNotLookHasMoved() throws Exception {
        assertEquals(Set.of(APP), holding().moved(unit("/up/old"), unit("/down/new")));
    }

    @Test
    void whatIsUpOrDownByBothOrUnknownByTheOldOneHasNotMoved() throws Exception {
        assertEquals(Set.of(), holding().moved(unit("/up/old"), unit("/up/new")));
        assertEquals(Set.of(), holding().moved(unit("/up/old"), unit("/up/old")));
        assertEquals(Set.of(), holding().moved(unit("/down/old"), unit("/down/new")));
        assertEquals(Set.of(), holding().moved(unit("/missing/old"), unit("/down/new")),
                "a check that cannot be run can be mended");
    }

    /** It went down before this node let go of it; its operator took it away. */
    @Test
    void aServiceThatIsOnlyLookedAfterUntilItIsDownIsNotStarted() throws Exception {
        assertEquals(new Event.Ended(new ServiceName("web"), false,
                "not started: its file is gone or leaves this node out"),
                startOf(unit("/up/old").leaving()));
        assertEquals(new Event.Ended(new ServiceName("web"), true, ""),
                startOf(unit("/up/old")));
    }

    private Event startOf(Unit unit) throws Exception {
        Clock clock = Clock.system();
        Chronicle chronicle = new Chronicle(clock, NODE, entry -> { });
        Inbox inbox = new Inbox();
        Units units = new Units();
        units.set(new TreeMap<>(Map.of(unit.file().service().name(), unit)));
        MemoryFile memory = crew.memory(dir, clock);
        ExecutorService workers = crew.workers("worker", 8);
        Prober prober = new Prober(units, inbox, workers);
        new Workers(units, new Walk.Surroundings(prober, inbox, workers,
                chronicle, published(), memory, clock), new Fencer(Map.of(), workers,
                inbox::accept, memory, chronicle), new Reset(chronicle, dir.resolve("sysrq")),
                new Jobs(workers, workers, chronicle, prober))
                .start(new Action.Start(unit.file().service().name(), true, true));
        Event event = inbox.take();
        while (!(event instanceof Event.Ended)) {
            event = inbox.take();
        }
        return event;
    }

    private Holding holding() {
        return new Holding(published(), new Prober(new Units(), new Inbox(),
                crew.workers("probe", 8)));
    }

    private Published published() {
        Cluster cluster = new Cluster("lab", List.of(NODE), List.of(), Set.of(), Duration.ZERO,
                Duration.ZERO, Duration.ZERO, Duration.ZERO, false);
        View view = View.fresh(new Self(NODE, new BootId("a"), "m1", NodeState.INIT,
                Clock.system().now()), cluster, Memory.NONE);
        return new Published(view);
    }

    private Unit unit(String check) throws Exception {
        Path path = dir.resolve("web.conf");
        Files.writeString(path, "[DEFAULT]\nnodes = n1\n[app#1]\ntype = forking\nstart = /start"
                + "\ncheck = " + check + "\n");
        ServiceFile file = ServiceFiles.read(path, new Drivers(), NODE);
        return new Unit(file, Drivers.build(file, new Surroundings(NODE, command -> result(
                command.argv()), dir, dir, (service, rid, level, message) ->
                assertFalse(message.isBlank()))));
    }

    private static Result result(List<String> argv) {
        String line = argv.get(argv.size() - 1);
        return new Result(line.startsWith("/missing") ? Result.Ending.MISSING
                : Result.Ending.EXITED, line.startsWith("/up") ? 0 : 1, "", "", Duration.ZERO);
    }
}
