package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.config.ServiceFile;
import org.understudy.config.ServiceFiles;
import org.understudy.driver.Drivers;
import org.understudy.driver.Surroundings;
import org.understudy.exec.Await;
import org.understudy.exec.Deadline;
import org.understudy.exec.SystemCommands;
import org.understudy.model.Action;
import org.understudy.model.BootId;
import org.understudy.model.Choice;
import org.understudy.model.Cluster;
import org.understudy.model.Event;
import org.understudy.model.JournalEntry;
import org.understudy.model.Memory;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Rid;
import org.understudy.model.Self;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/** An operator ends what runs: real commands, the second of which takes for ever. */
@Timeout(120)
final class AbortTest {
    private static final NodeName NODE = new NodeName("n1");
    private static final ServiceName WEB = new ServiceName("web");

    @TempDir
    Path dir;
    private final Inbox inbox = new Inbox();
    private final BlockingQueue<JournalEntry> written = new LinkedBlockingQueue<>();
    @RegisterExtension
    final Crew crew = new Crew();

    @Test
    void aStartEndsInItsStepAndIsUndone() throws Exception {
        Workers workers = workers("");
        workers.start(new Action.Start(WEB, false, true));
        begun("app#2");
        Path child = dir.resolve("2.pid");
        await(child);
        workers.abort(new Action.Abort(WEB, "root@n2"));
        assertEquals("aborted by root@n2; app#2: interrupted; undone: app#1, app#2", ended());
        assertFalse(Files.exists(dir.resolve("1.up")), "undone");
        Path stat = Path.of("/proc", Files.readString(child).strip(), "stat");
        assertTrue(Await.until(() -> gone(stat), Duration.ofMillis(20),
                Deadline.in(Duration.ofSeconds(30))), "ended with all its children");
    }

    @Test
    void aStopIsLeftHalfWayAndSaysWhatIsLeft() throws Exception {
        Workers workers = workers("stop_failed = self_fence\n");
        Files.createFile(dir.resolve("1.up"));
        Files.createFile(dir.resolve("2.up"));
        workers.stop(new Action.Stop(WEB, false));
        begun("app#2");
        await(dir.resolve("2.pid"));
        workers.abort(new Action.Abort(WEB, "root@n1"));
        assertEquals("aborted by root@n1; app#2: interrupted; not stopped: app#2, app#1",
                ended());
        assertTrue(Files.exists(dir.resolve("1.up")), "not reached");
    }

    @Test
    void onlyTheChosenAreActedUpon() throws Exception {
        Workers workers = workers("");
        Choice first = new Choice(List.of(new Rid("app#1")), false);
        workers.partial(new Action.Partial(WEB, Action.Partial.Way.START, first, "r1", true));
        assertEquals("", ended());
        assertTrue(Files.exists(dir.resolve("1.up")), "started");
        workers.partial(new Action.Partial(WEB, Action.Partial.Way.RESTART, first, "r2", true));
        assertEquals("", ended());
        workers.partial(new Action.Partial(WEB, Action.Partial.Way.STOP, first, "r3", true));
        assertEquals("", ended());
        assertFalse(Files.exists(dir.resolve("1.up")), "stopped");
        assertFalse(Files.exists(dir.resolve("2.pid")), "left alone");
    }

    /** Every one of them is told, and nothing was touched. */
    @Test
    void whatWouldFailIsKnownBeforeAnythingIsTouched() throws Exception {
        Workers workers = workers("[fs#1]\ndev = DIR/none\nmnt = DIR/mnt\ntype = ext4\n[loop#1]\n"
                + "file = DIR/none.img\n[fs#2]\ndev = DIR/none\nmnt = DIR/mnt2\ntype = ext4\n");
        workers.start(new Action.Start(WEB, false, true));
        assertEquals("not started: fs#1, fs#2: expected the device DIR/none, got none there; not"
                + " started: loop#1: expected the image file DIR/none.img, got none there",
                ended().replace(dir.toString(), "DIR"));
        assertFalse(Files.exists(dir.resolve("1.up")), "not begun");
        assertTrue(written.stream().noneMatch(one -> one.event().equals("step.begin")));
    }

    @Test
    void anAbortThatComesTooLateDoesNothing() throws Exception {
        Workers workers = workers("");
        Choice first = new Choice(List.of(new Rid("app#1")), false);
        workers.partial(new Action.Partial(WEB, Action.Partial.Way.START, first, "r1", true));
        assertEquals("", ended());
        workers.abort(new Action.Abort(WEB, "root@n1"));
        workers.partial(new Action.Partial(WEB, Action.Partial.Way.STOP, first, "r2", true));
        assertEquals("", ended());
    }

    /** Also when nobody has collected it yet. */
    private static boolean gone(Path stat) {
        try {
            return Files.readString(stat).contains(") Z ");
        } catch (IOException gone) {
            return true;
        }
    }

    private void await(Path file) throws Exception {
        assertTrue(Await.until(() -> Files.exists(file)
                && file.toFile().length() > 0, Duration.ofMillis(20),
                Deadline.in(Duration.ofSeconds(60))), file::toString);
    }

    private void begun(String rid) throws InterruptedException {
        JournalEntry entry = written.take();
        while (!entry.event().equals("step.begin") || !entry.facts().get("rid").equals(rid)) {
            entry = written.take();
        }
    }

    /** What the next action ended with, once its resources have been read after it. */
    private String ended() throws InterruptedException {
        String detail = null;
        while (true) {
            Event event = inbox.take();
            if (event instanceof Event.Ended ended) {
                detail = ended.detail();
            } else if (event instanceof Event.Probed && detail != null) {
                return detail;
            }
        }
    }

    private Workers workers(String more) throws Exception {
        String one = "type = forking\nstart = touch DIR/1.up\nstop = rm -f DIR/1.up\n"
                + "check = test -e DIR/1.up\n";
        String sleep = "/bin/sh -c 'sleep 300 & echo $! > DIR/2.pid; wait'\n";
        String two = "type = forking\nstart = " + sleep + "stop = " + sleep
                + "check = test -e DIR/2.up\n" + more;
        Path file = Files.writeString(dir.resolve("web.conf"), ("[DEFAULT]\nnodes = n1\n[app#1]\n"
                + one + "[app#2]\n" + two).replace("DIR", dir.toString()));
        ServiceFile read = ServiceFiles.read(file, new Drivers(), NODE);
        Units units = new Units();
        units.set(new TreeMap<>(Map.of(WEB, new Unit(read, Drivers.build(read,
                new Surroundings(NODE, new SystemCommands(), dir.resolve("var"),
                        dir.resolve("run"), (service, rid, level, message) -> { }))))));
        Clock clock = Clock.system();
        Chronicle chronicle = new Chronicle(clock, NODE, written::add);
        Cluster cluster = new Cluster("lab", List.of(NODE), List.of(), Set.of(), Duration.ZERO,
                Duration.ZERO, Duration.ZERO, Duration.ZERO, false);
        Published published = new Published(View.fresh(new Self(NODE, new BootId("a"), "m",
                NodeState.INIT, clock.now()), cluster, Memory.NONE));
        MemoryFile memory = crew.memory(dir, clock);
        Prober prober = new Prober(units, inbox, crew.workers("probe", 8));
        return new Workers(units, new Walk.Surroundings(prober, inbox,
                crew.workers("worker", 8), chronicle, published, memory, clock),
                new Fencer(new TreeMap<>(), crew.workers("fence", 2), inbox, memory,
                        chronicle),
                new Reset(chronicle, Files.createFile(dir.resolve("trigger"))),
                new Jobs(crew.workers("job", 2), crew.workers("job-end", 2), chronicle,
                        prober));
    }
}
