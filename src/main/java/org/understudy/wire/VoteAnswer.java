package org.understudy.wire;

/**
 * What the arbitrator says.
 *
 * @param given whether the node that asked has its vote for one lease from when it asked
 * @param holder who has it; empty when nobody has
 * @param number the highest that this node asked with
 */
public record VoteAnswer(boolean given, String holder, long number) {
}
