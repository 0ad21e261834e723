package org.understudy.model;

import java.util.List;

/**
 * What is decided for one service, and why.
 *
 * @param rule which rule decided
 * @param actions what to do now; empty to hold
 * @param reason in plain words; the same situation always has the same words
 */
public record Ruling(Rule rule, List<Action> actions, String reason) {
    /** Why something is done or not done. */
    public enum Rule {
        /** All is as it should be, or nobody wants anything else. */
        CONTENT(Weight.CALM),
        /** Something runs or is awaited that will end by itself. */
        WAITING(Weight.CALM),
        /** An action on it runs here, and tells of itself. */
        UNDERWAY(Weight.CALM),
        /** Another node is in charge. */
        ELSEWHERE(Weight.CALM),
        /** An operator said so. */
        ASKED(Weight.CALM),
        /** What an operator asked cannot be. */
        REFUSED(Weight.CALM),
        /** This node starts the service. */
        TAKES_OVER(Weight.CALM),
        /** This node runs the service and ends what may be about to end it. */
        DEFENDS(Weight.CALM),
        /** Something of the service went down and is brought up again here. */
        REPAIRS(Weight.CALM),
        /** This node is leaving, or hands its services over. */
        LEAVES(Weight.CALM),
        /** More instances run than there may be. */
        TOO_MANY(Weight.BLOCKED),
        /** No majority, so nothing may run here. */
        NO_QUORUM(Weight.BLOCKED),
        /** Nothing starts while a node that may run the service is not proved to be off. */
        PROOF_OF_EXCLUSION(Weight.BLOCKED),
        /** An operator must look at it. */
        NEEDS_OPERATOR(Weight.BLOCKED);

        private final Weight weight;

        Rule(Weight weight) {
            this.weight = weight;
        }

        public boolean blocked() {
            return weight == Weight.BLOCKED;
        }

        private enum Weight { CALM, BLOCKED }
    }

    public Ruling {
        actions = List.copyOf(actions);
    }

    public static Ruling hold(Rule rule, String reason) {
        return new Ruling(rule, List.of(), reason);
    }

    public static Ruling act(Rule rule, Action action, String reason) {
        return new Ruling(rule, List.of(action), reason);
    }
}
