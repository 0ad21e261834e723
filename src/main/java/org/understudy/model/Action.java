package org.understudy.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Something to do. What takes time runs elsewhere and comes back as an {@link Event}. */
public sealed interface Action {
    void to(Hands hands);

    /** What an operator calls it. */
    String word();

    /** Whether it keeps a worker busy with the service until it ends. */
    default boolean takesTime() {
        return false;
    }

    /**
     * Start what is down of the service here. Ends with {@link Event.Ended}.
     *
     * @param byItself whether nobody asked for it
     * @param proved whether it is certain that it runs nowhere else
     */
    record Start(ServiceName service, boolean byItself, boolean proved) implements Action {
        public void to(Hands hands) { hands.start(this); }

        public String word() { return "start"; }

        public boolean takesTime() { return true; }
    }

    /** Stop what is up of the service here. Ends with {@link Event.Ended}. */
    record Stop(ServiceName service, boolean standby) implements Action {
        public void to(Hands hands) { hands.stop(this); }

        public String word() { return standby ? "shutdown" : "stop"; }

        public boolean takesTime() { return true; }
    }

    /** Stop the service here and start it again. Ends with {@link Event.Ended}. */
    record Restart(ServiceName service) implements Action {
        public void to(Hands hands) { hands.restart(this); }

        public String word() { return "restart"; }

        public boolean takesTime() { return true; }
    }

    /** Start these resources, which went down. Ends with {@link Event.Ended}. */
    record Recover(ServiceName service, List<Rid> rids) implements Action {
        public Recover {
            rids = List.copyOf(rids);
        }

        public void to(Hands hands) { hands.recover(this); }

        public String word() { return "restart"; }

        public boolean takesTime() { return true; }
    }

    /**
     * Act on some resources, as an operator wants. Ends with {@link Event.Ended}.
     *
     * @param way what to do
     * @param choice to which of them
     * @param request whose end it is
     * @param proved whether it is certain that the service runs nowhere else
     */
    record Partial(ServiceName service, Way way, Choice choice, String request, boolean proved)
            implements Action {
        /** What can be done to some resources. */
        public enum Way { START, STOP, RESTART }

        public void to(Hands hands) { hands.partial(this); }

        public String word() { return way.name().toLowerCase(Locale.ROOT); }

        public boolean takesTime() { return true; }
    }

    /** End the action that runs at its next step, and undo a start. It ends as it would anyway. */
    record Abort(ServiceName service, String author) implements Action {
        public void to(Hands hands) { hands.abort(this); }

        public String word() { return "abort"; }
    }

    /** The monitor action that leaves this node: stop, so that another one starts it. */
    record Toc(ServiceName service, Rules.MonitorAction how, String why) implements Action {
        public void to(Hands hands) { hands.toc(this); }

        public String word() { return "toc"; }

        public boolean takesTime() { return true; }
    }

    /**
     * End this machine at once, so that another one can take over. Ends with {@link Event.Ended}
     * only where it failed.
     *
     * @param stops whether the service is stopped where the machine cannot be ended
     */
    record Reset(ServiceName service, Rules.MonitorAction how, String why, boolean stops)
            implements Action {
        public Reset(ServiceName service, Rules.MonitorAction how, String why) {
            this(service, how, why, false);
        }

        public void to(Hands hands) { hands.reset(this); }

        public String word() { return how == Rules.MonitorAction.CRASH ? "crash" : "reboot"; }
    }

    /** Switch a node off and have it confirmed. Ends with {@link Event.Fenced}. */
    record Fence(NodeName node) implements Action {
        public void to(Hands hands) { hands.fence(this); }

        public String word() { return "fence"; }
    }

    /**
     * Remember across restarts whether the cluster leaves the service alone here.
     *
     * @param ordered number of the wish for all nodes that says so; 0 when it is for this one
     */
    record Freeze(ServiceName service, Optional<org.understudy.model.Freeze> freeze, long ordered)
            implements Action {
        public void to(Hands hands) { hands.freeze(this); }

        public String word() { return freeze.isPresent() ? "freeze" : "thaw"; }
    }

    /** Tell the peers what this node is about to do: one of the waiting states, or nothing. */
    record Announce(ServiceName service, Monitor state) implements Action {
        public void to(Hands hands) { hands.announce(this); }

        public String word() {
            return switch (state) {
                case READY -> "announce";
                case IDLE -> "withdraw";
                case WAIT_PARENTS, WAIT_CHILDREN, WAIT_PRIORS, STARTING, START_FAILED, STOPPING,
                        STOP_FAILED, RESTARTING, REPAIRING, TOCING, EVICTED -> state.word();
            };
        }
    }

    /** Carries actions out. One method for each, so that a forgotten one does not compile. */
    interface Hands {
        void start(Start action);

        void stop(Stop action);

        void restart(Restart action);

        void recover(Recover action);

        void partial(Partial action);

        void abort(Abort action);

        void toc(Toc action);

        void reset(Reset action);

        void fence(Fence action);

        void freeze(Freeze action);

        void announce(Announce action);
    }
}
