package org.understudy.heartbeat;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.understudy.model.NodeName;
import org.understudy.wire.Parcel.Part;
import org.understudy.wire.Parcel.Receipt;

/** A question of this node: sent, then waited for. Of the channel's thread, but for the answer. */
final class Question {
    /** Nobody takes it in for so long: the other node cannot be reached. */
    private static final long UNREACHED = Duration.ofSeconds(5).toNanos();

    private final NodeName peer;
    private final long id;
    private final Sending sending;
    private final long expires;
    private final CompletableFuture<byte[]> answer = new CompletableFuture<>();
    private Gathering gathering;

    /** One to that life of the peer's agent. */
    Question(NodeName peer, UUID to, long id, Asked asked) {
        this.peer = peer;
        this.id = id;
        this.sending = new Sending(new Sending.Name(to, id, false), asked.message(), asked.now());
        this.expires = asked.now() + asked.deadline().toNanos();
    }

    /** What is asked, when, and for how long the answer is waited for. */
    record Asked(byte[] message, long now, Duration deadline) {
    }

    NodeName peer() {
        return peer;
    }

    long id() {
        return id;
    }

    CompletableFuture<byte[]> answer() {
        return answer;
    }

    void take(Receipt receipt, long now) {
        sending.take(receipt, now);
    }

    /** A part of the answer; the receipt for it. */
    Receipt take(Part part) {
        gathering = gathering == null ? new Gathering(part) : gathering;
        gathering.take(part);
        if (gathering.complete()) {
            answer.complete(gathering.message());
        }
        return gathering.receipt(sending.to(), part);
    }

    /** Sends what is due; whether it is over, answered or not. */
    boolean turn(long now, UUID life, Sending.Post post) {
        if (!sending.to().equals(life)) {
            fail("the agent of " + peer + " was started again before it answered; whether it did"
                    + " what it was asked is not known");
        } else if (now - expires >= 0) {
            fail("no answer from " + peer + " in time; it may still do what it was asked");
        } else if (gathering == null && !sending.over()
                && now - sending.progressAt() > UNREACHED) {
            fail(peer + " takes in nothing on any link");
        } else if (!answer.isDone() && gathering == null) {
            sending.turn(now, expires, post);
        }
        return answer.isDone();
    }

    void fail(String why) {
        answer.completeExceptionally(new PeerException(why));
    }
}
