package org.understudy.model;

/**
 * What an operator typed about a node, or about all of them.
 *
 * @param id unique, made by the agent that was asked
 * @param author {@code root@n1}
 * @param goal what is wanted
 * @param cluster whether it is for all nodes
 * @param terms why, and for how long
 */
public record NodeRequest(String id, String author, Goal goal, boolean cluster,
        Terms terms) {
    /** DRAINED: frozen, and its services stopped so that others take them over. */
    public enum Goal { FROZEN, THAWED, DRAINED }
}
