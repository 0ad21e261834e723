package org.understudy.agent;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.understudy.api.Call;
import org.understudy.api.Reply;
import org.understudy.api.Routes;
import org.understudy.core.Liveness;
import org.understudy.heartbeat.PeerChannel;
import org.understudy.heartbeat.PeerException;
import org.understudy.model.NodeName;
import org.understudy.model.View;
import org.understudy.wire.Forwarded;
import org.understudy.wire.Json;

/**
 * The agents of the other nodes. What they are asked they answer as they answer their own
 * commands: nothing can be done from afar that the API cannot do, and what changes something is in
 * the journal of the node that does it, with who asked from where.
 */
final class Neighbours implements PeerChannel.Answerer {
    private static final Logger LOG = LoggerFactory.getLogger(Neighbours.class);
    private static final int MOST = 1 << 20;
    /** More than one parallel question each for a few peers; the rest waits for a thread. */
    private static final int THREADS = 8;

    private final Published published;
    private final PeerChannel channel;
    private final Chronicle chronicle;
    private volatile Routes routes;

    Neighbours(Published published, PeerChannel channel, Chronicle chronicle) {
        this.published = published;
        this.channel = channel;
        this.chronicle = chronicle;
    }

    /** Begins to answer the others. */
    void answerWith(Routes with) {
        routes = with;
        channel.answer(this, Threads.few("neighbour", THREADS));
    }

    /**
     * Has another node answer a call, or this one if it is meant. Waits.
     *
     * @throws Refusal if that is no other member, it is not heard, or no answer comes in time
     */
    Reply ask(NodeName to, Call call, Duration deadline) throws InterruptedException {
        View view = published.round().view();
        if (to.equals(view.self().node())) {
            return routes.answer(call);
        }
        if (!view.peers().containsKey(to)) {
            throw new Refusal(404, "expected one of " + view.cluster().nodes() + ", got " + to,
                    "svcmgr nodes");
        }
        if (!Liveness.alive(view, to)) {
            throw new Refusal(503, to + " is not heard: nothing was asked of it", "svcmgr nodes");
        }
        try {
            byte[] question = Json.encode(new Forwarded(call.method(), call.path(), call.query(),
                    call.body(), call.uid()));
            Forwarded.Answer answer = Json.decode(channel.ask(to, question, deadline),
                    Forwarded.Answer.class);
            return new Reply(answer.status(), answer.json());
        } catch (PeerException e) {
            throw new Refusal(504, e.getMessage(), "svcmgr timeline --node " + to);
        } catch (IllegalArgumentException e) {
            throw new Refusal(502, "the answer of " + to + ": " + e.getMessage(),
                    "svcmgr --version on both nodes");
        }
    }

    @Override
    public byte[] answer(NodeName from, byte[] question) {
        Reply reply = reply(from, question);
        byte[] answer = Json.encode(new Forwarded.Answer(reply.status(), reply.json()));
        return answer.length <= MOST ? answer : Json.encode(new Forwarded.Answer(413,
                Reply.problem(413, "expected an answer of at most " + MOST + " bytes, got "
                + answer.length, "the same on that node itself").json()));
    }

    private Reply reply(NodeName from, byte[] question) {
        String path = "";
        try {
            Forwarded asked = Json.decode(question, Forwarded.class);
            path = asked.path();
            if (!asked.method().equals("GET")) {
                chronicle.write("peer.asked", "from", from, "uid", asked.uid(), "call",
                        asked.method() + " " + path);
            }
            return routes.answer(new Call(asked.method(), path, asked.query(), asked.body(),
                    asked.uid(), from.value()));
        } catch (IllegalArgumentException e) {
            return Reply.problem(400, String.valueOf(e.getMessage()), "svcmgr --help");
        } catch (RuntimeException e) {
            LOG.error("peer.failed from={} path={}", from, path, e);
            return Reply.problem(500, published.round().view().self().node() + " failed on "
                    + path + ": " + e, "journalctl -u understudy");
        }
    }
}
