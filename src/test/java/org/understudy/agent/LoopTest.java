package org.understudy.agent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.heartbeat.Heartbeat;
import org.understudy.model.Action;
import org.understudy.model.Beat;
import org.understudy.model.BootId;
import org.understudy.model.Cluster;
import org.understudy.model.Event;
import org.understudy.model.Group;
import org.understudy.model.JournalEntry;
import org.understudy.model.Memory;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Orchestrate;
import org.understudy.model.Resource;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Self;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
import org.understudy.model.View;

/** The journal has a decision before any beat tells of it: another node's answer comes later. */
final class LoopTest {
    private static final NodeName NODE = new NodeName("n1");
    private static final ServiceName WEB = new ServiceName("web");
    private static final Rid RID = new Rid("ip#1");

    @TempDir
    Path dir;
    @RegisterExtension
    final Crew crew = new Crew();
    private Published published;
    private volatile Monitor publishedAtTheBeat;
    private final List<JournalEntry> journal = new CopyOnWriteArrayList<>();
    private final AtomicReference<List<JournalEntry>> atTheBeat = new AtomicReference<>();

    @Test
    void whatIsToldHasBeenWrittenDown() throws Exception {
        Clock clock = Clock.system();
        Cluster cluster = new Cluster("lab", List.of(NODE), List.of(), Set.of(), Duration.ZERO,
                Duration.ZERO, Duration.ZERO, Duration.ZERO, false);
        Inbox inbox = new Inbox();
        published = new Published(View.fresh(new Self(NODE, new BootId("a"), "m",
                NodeState.INIT, clock.now()), cluster, Memory.NONE));
        Loop loop = new Loop(inbox, clock, heartbeat(), new Chronicle(clock, NODE, journal::add),
                published, crew.memory(dir, clock)).with(idle());
        Thread thread = new Thread(loop);
        thread.start();
        inbox.accept(new Event.Loaded(List.of(new Service(WEB, List.of(NODE), Orchestrate.HA,
                "TST", 100, true, List.of(new Resource(RID, Group.IP, "ip", Optional.empty(), "",
                        Set.of())), Set.of(), "c0ffee"))));
        inbox.accept(new Event.Probed(WEB, new TreeMap<>(java.util.Map.of(RID,
                new ResourceStatus(Status.DOWN, "")))));
        await().atMost(Duration.ofSeconds(60)).until(() -> atTheBeat.get() != null);
        thread.interrupt();
        thread.join(5_000);
        assertTrue(atTheBeat.get().stream().anyMatch(entry -> entry.event().equals("decision")
                && "start".equals(entry.facts().get("do"))), atTheBeat.toString());
        assertEquals(Monitor.IDLE, publishedAtTheBeat, "nobody knows of it before it is told");
    }

    private Heartbeat heartbeat() {
        return new Heartbeat() {
            @Override
            public void start(Consumer<Event> inbox) {
                throw new IllegalStateException("not the loop's to start");
            }

            @Override
            public void tell(Beat beat) {
                boolean starting = Optional.ofNullable(beat.instances().get(WEB))
                        .filter(web -> web.monitor() == Monitor.STARTING).isPresent();
                if (starting && atTheBeat.get() == null) {
                    publishedAtTheBeat = published.round().view().services().get(WEB)
                            .monitor().state();
                    atTheBeat.compareAndSet(null, List.copyOf(journal));
                }
            }

            @Override
            public void close() {
                throw new IllegalStateException("not the loop's to close");
            }
        };
    }

    /** Does nothing, for ever. */
    private static Action.Hands idle() {
        return (Action.Hands) Proxy.newProxyInstance(LoopTest.class.getClassLoader(),
                new Class<?>[] {Action.Hands.class}, (proxy, method, arguments) -> null);
    }
}
