package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.config.ServiceFile;
import org.understudy.config.ServiceFiles;
import org.understudy.driver.Drivers;
import org.understudy.driver.Surroundings;
import org.understudy.exec.SystemCommands;
import org.understudy.model.Action;
import org.understudy.model.BootId;
import org.understudy.model.Cluster;
import org.understudy.model.Event;
import org.understudy.model.Memory;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Rules.MonitorAction;
import org.understudy.model.Self;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/** What follows a stop that fails; the letter for the kernel goes into a file of the test. */
final class SelfFenceTest {
    private static final NodeName NODE = new NodeName("n1");

    @TempDir
    Path dir;
    @RegisterExtension
    final Crew crew = new Crew();
    private final Inbox inbox = new Inbox();

    @Test
    void whatDoesNotStopEndsThisMachineWhereTheFileSaysSo() throws Exception {
        String detail = stopped("stop_failed = self_fence\n");
        boolean told = Files.readString(trigger()).equals("b");
        assertTrue(told || detail.contains("this is a container"), detail);
    }

    @Test
    void whatDoesNotStopIsLeftForAnOperatorOtherwise() throws Exception {
        String detail = stopped("");
        assertEquals("", Files.readString(trigger()));
        assertTrue(detail.startsWith("app#1: "), detail);
    }

    /** As a lost majority asks for with split_action. */
    @Test
    void whereTheMachineCannotBeEndedTheServiceIsStopped() throws Exception {
        Reset none = new Reset(new Chronicle(Clock.system(), NODE, entry -> { }),
                dir.resolve("missing"));
        Event.Ended ended = ended("stop = /bin/true\ncheck = /bin/false\n", none,
                (workers, name) -> workers.reset(new Action.Reset(name, MonitorAction.CRASH,
                        "no majority", true)));
        assertTrue(ended.ok(), ended.detail());
        assertTrue(!Files.exists(dir.resolve("missing")));
        Event.Ended left = ended("stop = /bin/true\ncheck = /bin/false\n", none,
                (workers, name) -> workers.reset(new Action.Reset(name, MonitorAction.CRASH,
                        "a monitored resource is down")));
        assertTrue(!left.ok() && !left.detail().isEmpty(), left.detail());
    }

    private Path trigger() throws Exception {
        Path trigger = dir.resolve("trigger");
        return Files.exists(trigger) ? trigger : Files.createFile(trigger);
    }

    /** The reason the stop failed with. */
    private String stopped(String more) throws Exception {
        Chronicle chronicle = new Chronicle(Clock.system(), NODE, entry -> { });
        Event.Ended ended = ended("stop = /bin/false\ncheck = /bin/true\n" + more,
                new Reset(chronicle, trigger()), (workers, name) ->
                        workers.stop(new Action.Stop(name, false)));
        assertTrue(!ended.ok());
        return ended.detail();
    }

    /** How what is done to a service ended. */
    private Event.Ended ended(String app, Reset reset,
            BiConsumer<Workers, ServiceName> deed) throws Exception {
        Path file = Files.writeString(dir.resolve("web.conf"), "[DEFAULT]\nnodes = n1\n[app#1]\n"
                + "type = forking\nstart = /bin/true\n" + app);
        ServiceFile read = ServiceFiles.read(file, new Drivers(), NODE);
        Units units = new Units();
        units.set(new TreeMap<>(Map.of(read.service().name(), new Unit(read, Drivers.build(read,
                new Surroundings(NODE, new SystemCommands(), dir.resolve("var"),
                        dir.resolve("run"), (service, rid, level, message) -> { }))))));
        Chronicle chronicle = new Chronicle(Clock.system(), NODE, entry -> { });
        deed.accept(workers(units, chronicle, reset), read.service().name());
        Event event = inbox.take();
        while (!(event instanceof Event.Ended)) {
            event = inbox.take();
        }
        Event.Ended ended = (Event.Ended) event;
        while (!(event instanceof Event.Probed)) {
            event = inbox.take(); // what is read after it is the last that touches the directory
        }
        return ended;
    }

    private Workers workers(Units units, Chronicle chronicle, Reset reset) {
        Clock clock = Clock.system();
        Prober prober = new Prober(units, inbox, crew.workers("probe", 8));
        Cluster cluster = new Cluster("lab", List.of(NODE), List.of(), Set.of(), Duration.ZERO,
                Duration.ZERO, Duration.ZERO, Duration.ZERO, false);
        Published published = new Published(View.fresh(new Self(NODE, new BootId("a"), "m",
                NodeState.INIT, clock.now()), cluster, Memory.NONE));
        MemoryFile memory = crew.memory(dir, clock);
        return new Workers(units, new Walk.Surroundings(prober, inbox,
                crew.workers("worker", 8), chronicle, published, memory, clock),
                new Fencer(new TreeMap<>(), crew.workers("fence", 2), inbox, memory,
                        chronicle), reset, new Jobs(crew.workers("job", 2),
                        crew.workers("job-end", 2), chronicle, prober));
    }
}
