package org.understudy.model;

/** Something to do. What takes time runs elsewhere and comes back as an {@link Event}. */
public sealed interface Action {
    void to(Hands hands);

    /** What an operator calls it. */
    String word();

    /** Start what is down of the service here. Ends with {@link Event.Ended}. */
    record Start(ServiceName service) implements Action {
        public void to(Hands hands) { hands.start(this); }

        public String word() { return "start"; }
    }

    /** Stop what is up of the service here. Ends with {@link Event.Ended}. */
    record Stop(ServiceName service) implements Action {
        public void to(Hands hands) { hands.stop(this); }

        public String word() { return "stop"; }
    }

    /** Switch a node off and have it confirmed. Ends with {@link Event.Fenced}. */
    record Fence(NodeName node) implements Action {
        public void to(Hands hands) { hands.fence(this); }

        public String word() { return "fence"; }
    }

    /** Remember across restarts whether the cluster leaves the service alone here. */
    record Freeze(ServiceName service, boolean frozen) implements Action {
        public void to(Hands hands) { hands.freeze(this); }

        public String word() { return frozen ? "freeze" : "thaw"; }
    }

    /** Tell the peers that this node is about to start the service, or no longer is. */
    record Announce(ServiceName service, boolean ready) implements Action {
        public void to(Hands hands) { hands.announce(this); }

        public String word() { return ready ? "announce" : "withdraw"; }
    }

    /** Carries actions out. One method for each, so that a forgotten one does not compile. */
    interface Hands {
        void start(Start action);

        void stop(Stop action);

        void fence(Fence action);

        void freeze(Freeze action);

        void announce(Announce action);
    }
}
