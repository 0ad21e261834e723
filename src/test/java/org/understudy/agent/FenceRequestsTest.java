package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.understudy.api.Call;
import org.understudy.core.Effects;
import org.understudy.core.Facts;
import org.understudy.core.Policy;
import org.understudy.model.Action;
import org.understudy.model.BootId;
import org.understudy.model.Cluster;
import org.understudy.model.Decision;
import org.understudy.model.Event;
import org.understudy.model.FenceResult;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.Memory;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Self;
import org.understudy.model.View;
import org.understudy.wire.Asked;
import org.understudy.wire.FenceReport;
import org.understudy.wire.Json;

/** Who asks for a fence has the loop do it: one try at a time, and the answer is of that try. */
final class FenceRequestsTest {
    private static final NodeName N2 = new NodeName("n2");

    @RegisterExtension
    final Crew crew = new Crew();
    private final Published published = new Published(view());
    private final List<Action> fired = new ArrayList<>();

    private static View view() {
        List<NodeName> nodes = List.of(new NodeName("n1"), N2);
        Cluster cluster = new Cluster("lab", nodes, List.of(new Link(new LinkName("hb#1"),
                "unicast", new TreeMap<>(), 1, Duration.ofSeconds(2), Duration.ofMillis(200))),
                Set.copyOf(nodes), Duration.ofSeconds(10), Duration.ofSeconds(5),
                Duration.ofSeconds(30), Duration.ofSeconds(60), false);
        return View.fresh(new Self(nodes.get(0), new BootId("a"), "m1", NodeState.IDLE,
                new Moment(0)), cluster, Memory.NONE);
    }

    /** A round of the loop, which hands out what was decided. */
    private synchronized void round(Event event) {
        View next = Facts.after(published.round().view(), event,
                published.round().view().now().plus(Duration.ofMillis(1)));
        Decision decision = Policy.decide(next);
        published.publish(new Published.Round(Effects.of(next, decision), decision));
        fired.addAll(decision.actions());
    }

    private FenceRequests requests(Consumer<Event> inbox) {
        return new FenceRequests(published, inbox, new FenceTests(new TreeMap<>(),
                crew.workers("fence-test", 2), new Chronicle(Clock.system(), N2, entry -> { }),
                Clock.system()), Clock.system());
    }

    private static Call call() {
        return new Call("POST", "/v1/nodes/n2/fence", Map.of(), new String(Json.encode(
                new Asked("fenced", "n2", "local", "", 0, true, false)),
                java.nio.charset.StandardCharsets.UTF_8), 0);
    }

    @Test
    void twoWhoAskAtOnceHaveItFencedOnce() throws Exception {
        ExecutorService callers = crew.workers("caller", 2);
        List<Event> waiting = new ArrayList<>();
        // Neither is taken in before both have been asked.
        FenceRequests requests = requests(event -> {
            synchronized (waiting) {
                waiting.add(event);
                if (waiting.size() == 2) {
                    waiting.forEach(this::round);
                }
            }
        });
        Future<FenceReport> one = callers.submit(() -> requests.fence("n2", call()));
        Future<FenceReport> other = callers.submit(() -> requests.fence("n2", call()));
        assertEquals(FenceReport.PENDING, one.get(30, TimeUnit.SECONDS).result());
        assertEquals(FenceReport.PENDING, other.get(30, TimeUnit.SECONDS).result());
        assertEquals(List.of(new Action.Fence(N2)), fired);
        assertEquals(409, assertThrows(Refusal.class, () -> requests.fence("n2", call()))
                .reply().status(), "while it runs");
        round(new Event.Fenced(N2, FenceResult.CONFIRMED, "off"));
        assertEquals(FenceReport.CONFIRMED, requests.report("n2", Duration.ZERO).result());
        assertEquals(List.of(new Action.Fence(N2)), fired);
    }

    @Test
    void endOfTheTryBeforeIsNoAnswer() throws Exception {
        FenceRequests requests = requests(this::round);
        requests.fence("n2", call());
        round(new Event.Fenced(N2, FenceResult.FAILED, "no"));
        assertEquals("failed", requests.report("n2", Duration.ZERO).result());
        assertEquals(FenceReport.PENDING, requests.fence("n2", call()).result());
        assertEquals(2, fired.size());
        round(new Event.Fenced(N2, FenceResult.FAILED, "no"));
        assertTrue(assertThrows(Refusal.class, () -> requests(event -> { })
                .fence("n2", call())).getMessage().startsWith("expected the fence of n2 to begin"),
                "the loop hangs");
    }
}
