package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.understudy.model.Choice;
import org.understudy.model.Decision;
import org.understudy.model.Event;
import org.understudy.model.Goal;
import org.understudy.model.Request;
import org.understudy.model.Request.Scope;
import org.understudy.model.Rid;
import org.understudy.model.Status;
import org.understudy.wire.Outcome;

/** One action at a time on n2, which runs the service. */
final class TurnsTest {
    private final Rounds rounds = new Rounds(true, false).probed(Status.UP);
    private final Clock clock = rounds.clock();
    private final Progress progress = new Progress(clock);

    private static Request request(String id, Goal goal, Scope scope) {
        return new Request(id, "root@n2", Rounds.WEB, goal, scope);
    }

    private Outcome take(Request request) throws InterruptedException {
        Published published = new Published(rounds.view());
        published.publish(new Published.Round(rounds.view(), Decision.NONE));
        return new Turns(published, clock, progress).take(request,
                () -> new Outcome(request.id(), "pending", "local", ""));
    }

    @Test
    void whoComesSecondIsToldWhoIsAtItAndInWhichStep() throws Exception {
        Request first = request("1", Goal.RESTARTED, Scope.LOCAL)
                .about(new Choice(List.of(new Rid("ip#1")), false));
        assertEquals("pending", take(first).state());
        rounds.take(new Event.Asked(first));
        progress.begins(Rounds.WEB, "stop", new Rid("ip#1"));
        rounds.pass(Duration.ofSeconds(2));
        Outcome second = take(request("2", Goal.STOPPED, Scope.LOCAL));
        assertEquals(new Outcome("", "busy", "local", "another action is running: restarting by"
                + " root@n2, for 2.0s (stop: ip#1, 2.0s)"), second);
        assertEquals("pending", take(request("3", Goal.ABORTED, Scope.LOCAL)).state());
        assertEquals("pending", take(request("4", Goal.STOPPED, Scope.CLUSTER)).state());
    }

    /** It waits for something that may never come, and whoever asked may be gone. */
    @Test
    void whatIsNotBegunAfterAWhileGivesWay() throws Exception {
        rounds.probed(Status.DOWN).take(new Event.Asked(request("1", Goal.STARTED, Scope.LOCAL)));
        Outcome second = take(request("2", Goal.STOPPED, Scope.LOCAL));
        assertTrue(second.detail().contains("started, not begun yet by root@n2"),
                second::toString);
        rounds.pass(Duration.ofSeconds(5));
        assertEquals("pending", take(request("3", Goal.STOPPED, Scope.LOCAL)).state());
    }
}
