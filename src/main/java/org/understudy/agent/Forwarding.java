package org.understudy.agent;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.understudy.api.Call;
import org.understudy.api.Feed;
import org.understudy.api.Reply;
import org.understudy.api.Routes;
import org.understudy.model.NodeName;

/** The API with every other node's behind {@code /v1/nodes/{node}/forward/…}. */
final class Forwarding implements Routes {
    private static final Pattern FORWARD = Pattern.compile("/v1/nodes/([^/]+)/forward(/.+)");
    /** The slowest answers read the disks of the other node. */
    private static final Duration PATIENCE = Duration.ofSeconds(50);

    private final Routes here;
    private final Neighbours neighbours;

    Forwarding(Routes here, Neighbours neighbours) {
        this.here = here;
        this.neighbours = neighbours;
    }

    @Override
    public Optional<Feed> feed() {
        return here.feed();
    }

    @Override
    public Reply answer(Call call) {
        Matcher forward = FORWARD.matcher(call.path());
        if (!forward.matches()) {
            return here.answer(call);
        }
        Call meant = new Call(call.method(), "/v1" + forward.group(2), call.query(), call.body(),
                call.uid());
        try {
            return neighbours.ask(new NodeName(forward.group(1)), meant,
                    PATIENCE.plus(JournalAnswers.patience(call)));
        } catch (Refusal refusal) {
            return refusal.reply();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return new Refusal(503, "the agent is ending", Hint.LOG).reply();
        }
    }
}
