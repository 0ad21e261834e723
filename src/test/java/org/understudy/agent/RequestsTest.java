package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.understudy.api.Call;
import org.understudy.model.Decision;
import org.understudy.model.Event;
import org.understudy.model.Status;
import org.understudy.wire.Asked;
import org.understudy.wire.Json;
import org.understudy.wire.Outcome;
import org.understudy.wire.Problem;
import org.understudy.wire.Shapes;

/** What becomes of a wish whose loop has other things to do. */
final class RequestsTest {
    private final Rounds rounds = new Rounds(true, false).probed(Status.UP);
    private final Clock clock = rounds.clock();
    private final Published published = new Published(rounds.view());
    private final BlockingQueue<Event> inbox = new LinkedBlockingQueue<>();
    private final Requests requests =
            new Requests(published, inbox::add, clock, new Progress(clock));

    private void publish() {
        published.publish(new Published.Round(rounds.view(), Decision.NONE));
    }

    private Outcome asked(String goal) throws InterruptedException {
        return asked(new Asked(goal, "", "local"));
    }

    private Outcome asked(Asked body) throws InterruptedException {
        return requests.ask(rounds.view().services().get(Rounds.WEB), new Call("POST",
                "/v1/services/web/request", Map.of(),
                new String(Json.encode(body), StandardCharsets.UTF_8), 0));
    }

    @Test
    void aLoopThatIsBehindHasItLaterAndWhoAskedHearsOfThat() throws Exception {
        publish();
        Outcome taken = asked("frozen");
        assertEquals("pending", taken.state());
        assertEquals("this agent is behind with its work: it has not begun with that yet",
                taken.detail());
        CompletableFuture<Outcome> heard = CompletableFuture.supplyAsync(() -> {
            try {
                return requests.outcome(taken.id(), Duration.ofSeconds(6));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        rounds.take(inbox.remove());
        publish();
        Outcome later = heard.get(60, TimeUnit.SECONDS);
        assertEquals(taken.id(), later.id());
        assertNotEquals(taken.detail(), later.detail());
    }

    @Test
    void aFreezeThatEndsWhatIsOnItsWaySaysSo() throws Exception {
        publish();
        assertEquals(List.of(), asked(new Asked("stopped", "", "cluster")).follows());
        rounds.take(inbox.remove());
        publish();
        assertEquals(List.of("web was to be stopped, as root@n2 asked: that ends where it is now;"
                + " thaw, then ask again"), asked(new Asked("frozen", "", "cluster")).follows());
    }

    @Test
    void whatCannotBeAskedForSaysWhatHelps() {
        publish();
        refused("svcmgr nodes", new Asked("placed", "n9", "auto"));
        refused("svcmgr freeze --help", new Asked("started", "", "local", "", 1000, false, false));
    }

    private void refused(String hint, Asked asked) {
        Refusal refusal = assertThrows(Refusal.class, () -> asked(asked));
        assertEquals(hint, Shapes.read(refusal.reply().json(), Problem.class).hint());
    }

    @Test
    void whatNobodyAskedForIsNotKnown() {
        publish();
        Refusal unknown = assertThrows(Refusal.class,
                () -> requests.outcome("no-such-id", Duration.ofMillis(50)));
        assertEquals("no request no-such-id is known: only the last ones are kept",
                unknown.getMessage());
    }
}
