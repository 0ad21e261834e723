package org.understudy.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.understudy.model.Moment;
import org.understudy.wire.VoteAnswer;
import org.understudy.wire.VoteQuestion;

/**
 * To whom an arbitrator gives its vote: in each cluster to one node at a time, for one lease. Who
 * had it last is on disk before anybody hears of it. After a restart that node has it again as soon
 * as it asks, and others only when the longest lease there may be is over.
 */
final class Votes {
    /** Longer ones are refused. */
    static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int MOST_NODES = 64;

    /** Keeps who has the votes. */
    interface Memory {
        /** By cluster. */
        Map<String, String> read() throws IOException;

        /** On disk when this returns. */
        void write(Map<String, String> holders) throws IOException;
    }

    private final Memory memory;
    private final Moment rested;
    private final Map<String, String> holders;
    private final Map<String, Moment> until = new HashMap<>();
    private final Map<String, Map<String, Long>> numbers = new HashMap<>();

    /** @throws IOException if who had the votes cannot be read */
    Votes(Memory memory, Moment started) throws IOException {
        this.memory = memory;
        this.rested = started.plus(LONGEST);
        this.holders = new HashMap<>(memory.read());
    }

    /**
     * Gives the vote or not. A question that is not newer than the node's last changes nothing.
     *
     * @throws IOException if a new holder cannot be written down: then it has no vote
     */
    VoteAnswer ask(VoteQuestion question, Moment now) throws IOException {
        Map<String, Long> last = numbers.computeIfAbsent(question.cluster(),
                cluster -> new HashMap<>());
        long known = last.getOrDefault(question.node(), Long.MIN_VALUE);
        String holder = holders.getOrDefault(question.cluster(), "");
        Duration lease = Duration.ofMillis(question.leaseMillis());
        boolean sound = question.number() > known && question.leaseMillis() > 0
                && lease.compareTo(LONGEST) <= 0
                && (last.containsKey(question.node()) || last.size() < MOST_NODES);
        if (!sound) {
            return new VoteAnswer(false, holder, Math.max(known, 0));
        }
        last.put(question.node(), question.number());
        boolean over = !now.isBefore(until.getOrDefault(question.cluster(), rested));
        boolean given = holder.equals(question.node()) || over;
        if (given) {
            give(question, now.plus(lease));
        }
        return new VoteAnswer(given, given ? question.node() : holder, question.number());
    }

    /** Its end is never earlier than that of one given before: a lease may have become shorter. */
    private void give(VoteQuestion question, Moment end) throws IOException {
        String cluster = question.cluster();
        if (!question.node().equals(holders.get(cluster))) {
            Map<String, String> next = new HashMap<>(holders);
            next.put(cluster, question.node());
            memory.write(next);
            holders.put(cluster, question.node());
        }
        Moment before = until.get(cluster);
        until.put(cluster, before == null || before.isBefore(end) ? end : before);
    }
}
