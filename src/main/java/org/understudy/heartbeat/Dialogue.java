package org.understudy.heartbeat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.understudy.heartbeat.Parcels.Arrived;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;
import org.understudy.wire.Parcel;
import org.understudy.wire.Parcel.Part;
import org.understudy.wire.Parcel.Receipt;

/**
 * What this node and one other ask each other. A question is dealt with once at most: by the life
 * of the agent it was meant for, however often its parts come. Of the channel's thread.
 */
final class Dialogue {
    /** Questions of the peer that are dealt with at once; further ones wait with the peer. */
    static final int MOST = 8;

    private final NodeName peer;
    private final List<LinkName> links;
    private final Outside outside;
    private final Map<Long, Question> asked = new TreeMap<>();
    private final Map<Long, Task> tasks = new TreeMap<>();
    private Window begun = new Window();
    private UUID life;
    private int best;

    /** What a dialogue needs of the channel. */
    interface Outside {
        /** Sends it now, or says that it must wait. */
        boolean send(NodeName to, LinkName link, Parcel parcel);

        /** Has a question answered elsewhere; the answer comes back to {@link #answered}. */
        void work(NodeName from, UUID life, long id, byte[] question);
    }

    /** A question of the peer. */
    private static final class Task {
        private final long expires;
        private Gathering question;
        private Sending answer;

        Task(Part first, long now) {
            question = new Gathering(first);
            expires = now + Duration.ofMillis(first.patience()).toNanos();
        }
    }

    Dialogue(NodeName peer, List<LinkName> links, Outside outside) {
        this.peer = peer;
        this.links = List.copyOf(links);
        this.outside = outside;
    }

    void ask(Question question) {
        asked.put(question.id(), question);
    }

    /** A parcel for this life of this agent. */
    void take(Arrived arrived, long now) {
        best = Math.max(0, links.indexOf(arrived.link()));
        if (!arrived.life().equals(life)) {
            life = arrived.life();
            begun = new Window();
            tasks.clear();
        }
        if (arrived.parcel() instanceof Part part) {
            Receipt receipt = part.answer() ? answer(part) : question(part, now);
            if (receipt != null) {
                outside.send(peer, arrived.link(), receipt);
            }
        } else if (arrived.parcel() instanceof Receipt receipt) {
            receipt(receipt, now);
        }
    }

    /** A part of the answer to a question of ours. */
    private Receipt answer(Part part) {
        Question question = asked.get(part.id());
        return question == null ? Gathering.enough(life, part) : question.take(part);
    }

    /** A part of a question; null when there is no room for it now. */
    private Receipt question(Part part, long now) {
        Task task = tasks.get(part.id());
        if (task == null) {
            if (tasks.size() >= MOST) {
                return null;
            }
            if (!begun.takes(part.id())) {
                return Gathering.enough(life, part);
            }
            task = new Task(part, now);
            tasks.put(part.id(), task);
        }
        if (task.question == null) {
            return Gathering.enough(life, part);
        }
        task.question.take(part);
        Receipt receipt = task.question.receipt(life, part);
        if (task.question.complete()) {
            outside.work(peer, life, part.id(), task.question.message());
            task.question = null;
        }
        return receipt;
    }

    private void receipt(Receipt receipt, long now) {
        Question question = asked.get(receipt.id());
        Task task = tasks.get(receipt.id());
        if (!receipt.answer() && question != null) {
            question.take(receipt, now);
        } else if (receipt.answer() && task != null && task.answer != null) {
            task.answer.take(receipt, now);
        }
    }

    /** The answer to a question of the peer is there. */
    void answered(UUID asker, long id, byte[] answer, long now) {
        Task task = tasks.get(id);
        if (task != null && asker.equals(life)) {
            task.answer = new Sending(new Sending.Name(life, id, true), answer, now);
        }
    }

    /**
     * Sends what is due.
     *
     * @param heard the life of the peer's agent that is heard now
     */
    void turn(long now, UUID heard) {
        Sending.Post post = (parcel, detour) ->
                outside.send(peer, links.get((best + detour) % links.size()), parcel);
        asked.values().removeIf(question -> question.turn(now, heard, post));
        tasks.values().removeIf(task -> now - task.expires >= 0
                || task.answer != null && task.answer.over());
        tasks.values().stream().filter(task -> task.answer != null)
                .forEach(task -> task.answer.turn(now, task.expires, post));
    }

    void fail(String why) {
        asked.values().forEach(question -> question.fail(why));
        asked.clear();
    }
}
