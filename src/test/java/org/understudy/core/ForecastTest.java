package org.understudy.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.understudy.model.Event;
import org.understudy.model.Goal;
import org.understudy.model.Moment;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.NodeRequest;
import org.understudy.model.Request;
import org.understudy.model.Status;
import org.understudy.model.Terms;
import org.understudy.model.View;

/** What is told beforehand is what then happens. */
final class ForecastTest {
    private static final Optional<NodeName> N1 = Optional.of(new NodeName("n1"));

    private final OneNode node = new OneNode(Set.of(), "n1", "n2").beat("m2", Status.DOWN,
            Monitor.IDLE);

    @Test
    void thawOfWhatIsDownStartsIt() {
        ask(Goal.FROZEN);
        assertEquals(Optional.of(new NodeName("n2")), Forecast.starts(node.view(), OneNode.WEB));
        View thawed = Forecast.thawed(node.view(), OneNode.WEB, false);
        assertEquals(N1, Forecast.starts(thawed, OneNode.WEB));
        ask(Goal.THAWED);
        assertTrue(node.view().services().get(OneNode.WEB).is(Monitor.READY), "on its way");
    }

    @Test
    void thawOfWhatIsUpElsewhereStartsNothing() {
        ask(Goal.FROZEN);
        node.beat("m2", Status.UP, Monitor.IDLE);
        assertEquals(Optional.empty(), Forecast.starts(
                Forecast.thawed(node.view(), OneNode.WEB, true), OneNode.WEB));
        assertEquals(Optional.empty(), Forecast.startsAsked(node.view(), OneNode.WEB));
    }

    @Test
    void startThawsFirst() {
        ask(Goal.FROZEN);
        assertEquals(N1, Forecast.startsAsked(node.view(), OneNode.WEB));
    }

    @Test
    void freezesOfNodeAndClusterAreToldApart() {
        node.take(new Event.NodeAsked(new NodeRequest("1", "root@n1", NodeRequest.Goal.FROZEN,
                false, Terms.NONE)));
        assertEquals(N1, Forecast.starts(Forecast.thawed(node.view(), false), OneNode.WEB)
                .filter(n -> n.equals(N1.get())));
        node.take(new Event.NodeAsked(new NodeRequest("2", "root@n1", NodeRequest.Goal.FROZEN,
                true, Terms.NONE)));
        assertFalse(Forecast.starts(Forecast.thawed(node.view(), true), OneNode.WEB)
                .equals(N1), "the node itself is frozen still");
    }

    @Test
    void nodeHasLeftWhenItsPeersKnow() {
        node.take(new Event.Leaving(true)).pass(Duration.ofMillis(200));
        View view = node.view();
        Moment since = view.now();
        assertFalse(Departure.remains(view, OneNode.WEB));
        assertFalse(Departure.told(view, since, since.plus(Duration.ofMillis(300)),
                view.generation()), "two beats take 400 ms");
        assertFalse(Departure.told(view, since, since.plus(Duration.ofMillis(500)),
                view.generation()), "n2 has not heard it");
        node.beat("m2", Status.DOWN, Monitor.IDLE);
        assertTrue(Departure.told(node.view(), since, since.plus(Duration.ofMillis(500)),
                view.generation()));
    }

    private void ask(Goal goal) {
        node.take(new Event.Asked(new Request(goal.word(), "root@n1", OneNode.WEB, goal,
                Request.Scope.LOCAL)));
        node.take(new Event.Tick());
    }
}
