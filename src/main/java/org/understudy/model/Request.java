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
 * @param part the only resources it is about; empty for the whole service
 */
public record Request(String id, String author, ServiceName service, Goal goal, Scope scope,
        Optional<NodeName> to, Terms terms, Optional<Choice> part) {
    /** About the whole service. */
    public Request(String id, String author, ServiceName service, Goal goal, Scope scope,
            Optional<NodeName> to, Terms terms) {
        this(id, author, service, goal, scope, to, terms, Optional.empty());
    }

    public Request(String id, String author, ServiceName service, Goal goal, Scope scope) {
        this(id, author, service, goal, scope, Optional.empty(), Terms.NONE);
    }

    /** The same about these resources alone, on this node. */
    public Request about(Choice choice) {
        return new Request(id, author, service, goal, Scope.LOCAL, to, terms, Optional.of(choice));
    }

    /** LOCAL: this node only. CLUSTER: all nodes of the service. */
    public enum Scope { LOCAL, CLUSTER }
}
