package org.understudy.model;

import java.util.Optional;

/**
 * An operator's wish for a service that all its nodes work towards. It spreads in the beats.
 *
 * @param number orders the targets of one service: a later wish has a greater number
 * @param id the request's id, for the journal
 * @param author who asked: {@code root@n1}
 * @param goal what is wanted
 * @param to the node it is to be PLACED on
 * @param terms why, and for how long
 */
public record Target(long number, String id, String author, Goal goal, Optional<NodeName> to,
        Terms terms) {
    public Target(long number, String id, String author, Goal goal) {
        this(number, id, author, goal, Optional.empty(), Terms.NONE);
    }
}
