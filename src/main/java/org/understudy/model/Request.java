package org.understudy.model;

import java.util.Optional;

/**
 * What an operator typed.
 *
 * @param id unique, made by the agent that was asked
 * @param author {@code root@n1}
 * @param service what it is about
 * @param goal what is wanted
 * @param scope which nodes it is for
 * @param to the node it is to be PLACED on; empty for the preferred one
 * @param terms why, and for how long
 */
public record Request(String id, String author, ServiceName service, Goal goal, Scope scope,
        Optional<NodeName> to, Terms terms) {
    public Request(String id, String author, ServiceName service, Goal goal, Scope scope) {
        this(id, author, service, goal, scope, Optional.empty(), Terms.NONE);
    }

    /** LOCAL: this node only. CLUSTER: all nodes of the service. */
    public enum Scope { LOCAL, CLUSTER }
}
