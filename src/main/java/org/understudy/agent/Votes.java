package org.understudy.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.understudy.core.Arbitration;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.Quorum;
import org.understudy.wire.VoteAnswer;
import org.understudy.wire.VoteQuestion;

/**
 * An arbitrator's votes, one in each cluster. Who has one is on disk before anybody hears of it.
 */
final class Votes {
    private static final int MOST_NODES = 64;

    /** Keeps who has the votes. */
    interface Memory {
        /** By cluster. */
        Map<String, NodeName> read() throws IOException;

        /** On disk when this returns. */
        void write(Map<String, NodeName> holders) throws IOException;
    }

    private final Memory memory;
    private final Moment started;
    private final Map<String, NodeName> holders;
    private final Map<String, Arbitration> votes = new HashMap<>();
    private final Map<String, Map<String, Long>> numbers = new HashMap<>();

    /** @throws IOException if who had the votes cannot be read */
    Votes(Memory memory, Moment started) throws IOException {
        this.memory = memory;
        this.started = started;
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
        Duration lease = Duration.ofMillis(question.leaseMillis());
        boolean sound = question.number() > known && question.leaseMillis() > 0
                && lease.compareTo(Quorum.LONGEST_LEASE) <= 0
                && (last.containsKey(question.node()) || last.size() < MOST_NODES);
        if (!sound) {
            return new VoteAnswer(false, holder(question), Math.max(known, 0));
        }
        last.put(question.node(), question.number());
        NodeName node = new NodeName(question.node());
        Arbitration vote = votes.computeIfAbsent(question.cluster(), cluster -> Arbitration.begun(
                Optional.ofNullable(holders.get(cluster)), started));
        boolean given = vote.gives(node, now);
        if (given) {
            remember(question.cluster(), node);
            votes.put(question.cluster(), vote.given(node, now.plus(lease)));
        }
        return new VoteAnswer(given, holder(question), question.number());
    }

    private String holder(VoteQuestion question) {
        return Optional.ofNullable(holders.get(question.cluster())).map(NodeName::value)
                .orElse("");
    }

    private void remember(String cluster, NodeName node) throws IOException {
        if (!node.equals(holders.get(cluster))) {
            Map<String, NodeName> next = new HashMap<>(holders);
            next.put(cluster, node);
            memory.write(next);
            holders.put(cluster, node);
        }
    }
}
