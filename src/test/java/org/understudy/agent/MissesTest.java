package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.config.ServiceFile;
import org.understudy.config.ServiceFiles;
import org.understudy.driver.Drivers;
import org.understudy.driver.Surroundings;
import org.understudy.exec.Commands;
import org.understudy.exec.Result;
import org.understudy.exec.SystemCommands;
import org.understudy.model.NodeName;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Status;

/** A real process whose check is staged not to end, and what is believed of it meanwhile. */
final class MissesTest {
    private static final NodeName NODE = new NodeName("n1");
    private static final Rid APP = new Rid("app#1");

    @TempDir
    Path dir;
    @RegisterExtension
    final Crew crew = new Crew();
    private final Commands real = new SystemCommands();
    private final Inbox inbox = new Inbox();
    private final Units units = new Units();
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean hangs;
    private Process process;
    private Unit unit;
    private Prober prober;

    @BeforeEach
    void up() throws Exception {
        String name = "misses-" + ProcessHandle.current().pid();
        ProcessBuilder sleep = new ProcessBuilder("sleep", "600");
        sleep.environment().put("OPENSVC_SVCNAME", name);
        sleep.environment().put("OPENSVC_RID", "app#1");
        process = sleep.start();
        Path file = Files.writeString(dir.resolve(name + ".conf"),
                "[DEFAULT]\nnodes = n1\n[app#1]\n"
                + "type = forking\nstart = /bin/true\nstop = /bin/true\ncheck = test -e "
                + Files.createFile(dir.resolve("up")) + "\n");
        ServiceFile read = ServiceFiles.read(file, new Drivers(), NODE);
        unit = new Unit(read, Drivers.build(read, new Surroundings(NODE, command -> hangs
                ? new Result(Result.Ending.KILLED, -1, "", "", Duration.ofSeconds(1))
                : real.run(command), dir.resolve("var"), dir.resolve("run"),
                (service, rid, level, message) -> assertFalse(message.isBlank()))));
        units.set(new TreeMap<>(java.util.Map.of(read.service().name(), unit)));
        prober = new Prober(units, inbox, crew.workers("probe", 8), new Prober.Terms(
                Duration.ofSeconds(20), (service, rid, level, told) -> said.add(told)));
    }

    @AfterEach
    void end() throws Exception {
        process.destroyForcibly().waitFor();
        unit.resources().close();
    }

    private ResourceStatus next() throws InterruptedException {
        return prober.counted(unit, units.epochOf(unit.file().service().name())).get(APP);
    }

    private String last(ResourceStatus found) {
        return found.messages().get(found.messages().size() - 1);
    }

    @Test
    void whatIsStillThereIsBelievedTwiceAndUnknownAtTheThirdMiss() throws Exception {
        assertEquals(Status.UP, next().status());
        hangs = true;
        ResourceStatus first = next();
        assertEquals(Status.UP, first.status());
        assertEquals("did not answer once, but its process " + process.pid() + " still runs",
                last(first));
        assertEquals("did not answer 2 times, but its process " + process.pid()
                + " still runs", last(prober.now(unit).get(APP)));
        ResourceStatus second = next();
        assertEquals(Status.UP, second.status());
        assertTrue(last(second).startsWith("did not answer 2 times, but"), second::toString);
        for (int miss = Misses.MOST; miss < Misses.MOST + 3; miss++) {
            ResourceStatus third = next();
            assertEquals(Status.UNDEF, third.status());
            assertEquals("did not answer " + miss + " times", last(third));
        }
        assertEquals(2, said.size(), said::toString);
        hangs = false;
        assertEquals(new ResourceStatus(Status.UP, first.label()), next());
        hangs = true;
        assertEquals(Status.UP, next().status());
    }

    @Test
    void whatLeavesNoTraceIsUnknownAtOnceAndNeverDown() throws Exception {
        assertEquals(Status.UP, next().status());
        process.destroyForcibly().waitFor();
        hangs = true;
        for (int miss = 1; miss < Misses.MOST + 2; miss++) {
            assertEquals(Status.UNDEF, next().status());
        }
    }

    /** It was unknown in between: what comes of a trace later is no continuation. */
    @Test
    void whatWasUnknownIsBelievedOnlyAfterAnAnswer() throws Exception {
        assertEquals(Status.UP, next().status());
        hangs = true;
        units.turn(unit.file().service().name());
        units.turn(unit.file().service().name());
        assertEquals(Status.UNDEF, next().status());
        assertEquals(Status.UNDEF, next().status());
    }

    @Test
    void nothingIsBelievedOfWhatWasNeverReadOrWasNotUp() throws Exception {
        hangs = true;
        assertEquals(Status.UNDEF, next().status());
        hangs = false;
        Files.delete(dir.resolve("up"));
        assertEquals(Status.DOWN, next().status());
        hangs = true;
        assertEquals(Status.UNDEF, next().status());
    }
}
