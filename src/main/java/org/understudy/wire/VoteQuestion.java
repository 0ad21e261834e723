package org.understudy.wire;

import org.understudy.model.NodeName;

/**
 * A node asks an arbitrator for its vote.
 *
 * @param cluster the node's
 * @param node who asks
 * @param number higher with every question of that node
 * @param leaseMillis how long the vote is to hold; 0 to look whether it answers
 */
public record VoteQuestion(String cluster, String node, long number, long leaseMillis) {
    public VoteQuestion {
        node = new NodeName(node).value();
    }
}
