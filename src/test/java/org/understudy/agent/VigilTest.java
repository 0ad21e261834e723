package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.understudy.heartbeat.LinkState;
import org.understudy.model.BootId;
import org.understudy.model.Cluster;
import org.understudy.model.Link;
import org.understudy.model.LinkName;
import org.understudy.model.Memory;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Peer;
import org.understudy.model.Self;
import org.understudy.model.View;

/** When a drill takes a link to fail. */
final class VigilTest {
    private static final NodeName N1 = new NodeName("n1");
    private static final NodeName N2 = new NodeName("n2");
    private static final LinkName FIRST = new LinkName("hb#1");
    private static final LinkName SECOND = new LinkName("hb#2");

    @Test
    void threeBeatsAreMissingOrHalfOfTheTimeoutIsOver() {
        assertEquals(Duration.ofSeconds(3), Vigil.bound(link(FIRST, 10_000, 1_000)));
        assertEquals(Duration.ofMillis(500), Vigil.bound(link(FIRST, 1_000, 100)));
        assertEquals(Duration.ofMillis(5_000), Vigil.bound(link(FIRST, 10_000, 3_000)));
        assertEquals(Duration.ofMillis(150), Vigil.bound(link(FIRST, 300, 30)));
    }

    @Test
    void whatIsSilentInEitherDirectionOrBrokenIsNamedButForTheOneThatIsCut() {
        Vigil well = new Vigil(List::of);
        assertEquals(List.of(), failing(well, 900, 900, 900, Optional.empty()));
        assertEquals(List.of("n2 is not heard on hb#1 by n1 for 1.2s"),
                failing(well, 1_200, 100, 100, Optional.empty()));
        assertEquals(List.of(), failing(well, 1_200, 100, 100, Optional.of(FIRST)));
        assertEquals(List.of("n2 is not heard on hb#2 by n1 for 1.2s"),
                failing(well, 9_000, 1_200, 100, Optional.of(FIRST)));
        assertEquals(List.of("n2 does not say that it hears n1 for 1.7s"),
                failing(well, 100, 100, 1_700, Optional.of(FIRST)));
        Vigil broken = new Vigil(() -> List.of(new LinkState(SECOND, "unicast", "10.0.0.1:1",
                Optional.of("not open: no such device"))));
        assertEquals(List.of("hb#2 on n1: not open: no such device"),
                failing(broken, 100, 100, 100, Optional.of(FIRST)));
        assertEquals(List.of(), failing(broken, 100, 100, 100, Optional.of(SECOND)));
    }

    @Test
    void whoWasNeverHeardIsNamed() {
        View view = View.fresh(new Self(N1, new BootId("a"), "m", NodeState.IDLE, new Moment(0)),
                cluster(), Memory.NONE);
        assertEquals(List.of("n2 is not heard on hb#1 by n1 yet",
                "n2 is not heard on hb#2 by n1 yet", "n2 does not say that it hears n1 yet"),
                new Vigil(List::of).failing(view, new Moment(1), Optional.empty()));
    }

    /** With beats on each link, and the last of this node's that was heard, so many ms ago. */
    private static List<String> failing(Vigil vigil, long first, long second, long acked,
            Optional<LinkName> but) {
        Moment now = new Moment(Duration.ofMinutes(1).toNanos());
        SortedMap<LinkName, Moment> heard = new TreeMap<>();
        heard.put(FIRST, ago(now, first));
        heard.put(SECOND, ago(now, second));
        View view = View.fresh(new Self(N1, new BootId("a"), "m", NodeState.IDLE, new Moment(0)),
                cluster(), Memory.NONE).with(N2, new Peer(Optional.empty(), heard,
                Optional.of(ago(now, acked)), Optional.empty(), Optional.empty()));
        return vigil.failing(view, now, but);
    }

    private static Moment ago(Moment now, long millis) {
        return new Moment(now.nanos() - Duration.ofMillis(millis).toNanos());
    }

    private static Cluster cluster() {
        return new Cluster("lab", List.of(N1, N2), List.of(link(FIRST, 3_000, 300),
                link(SECOND, 3_000, 300)), Set.of(), Duration.ZERO, Duration.ZERO, Duration.ZERO,
                Duration.ZERO, false);
    }

    private static Link link(LinkName name, long timeout, long interval) {
        return new Link(name, new TreeMap<>(), 1, Duration.ofMillis(timeout),
                Duration.ofMillis(interval));
    }
}
