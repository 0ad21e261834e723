package org.understudy.model;

/**
 * An arbitrator's vote that this node holds. No other node holds it meanwhile.
 *
 * @param since from when on without a gap
 * @param until when it ends unless it is given again
 */
public record Vote(Moment since, Moment until) {
}
