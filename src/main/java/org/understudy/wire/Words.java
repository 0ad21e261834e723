package org.understudy.wire;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.understudy.model.Edition.Lag;
import org.understudy.model.Fencing.Phase;
import org.understudy.model.Goal;
import org.understudy.model.Monitor;
import org.understudy.model.NodeState;
import org.understudy.model.Status;

/**
 * The short, stable names of states in a beat. A name that only a newer version knows is read as
 * the state that holds everybody back: refusing the whole beat instead would make a live peer look
 * silent, and get it fenced.
 */
final class Words<E> {
    /** Not known is never down. */
    static final Words<Status> STATUS = new Words<>(Status.values(), Words::word, Status.UNDEF);

    /** It does something and may hold the service: nobody else starts it meanwhile. */
    static final Words<Monitor> MONITOR =
            new Words<>(Monitor.values(), Words::word, Monitor.STARTING);

    /** Nothing is decided on its account, and its silence still needs a proof. */
    static final Words<NodeState> NODE_STATE =
            new Words<>(NodeState.values(), Words::word, NodeState.INIT);

    /** What is not known proves nothing. */
    static final Words<Phase> PHASE = new Words<>(Phase.values(),
            phase -> phase.name().toLowerCase(Locale.ROOT), Phase.UNKNOWN);

    /** What keeps a node from running by its file is not known, but that it does. */
    static final Words<Lag> LAG = new Words<>(Lag.values(),
            lag -> lag.name().toLowerCase(Locale.ROOT), Lag.BEHIND);

    /** Null: a wish this version cannot work towards is not passed on. */
    static final Words<Goal> GOAL = new Words<>(Goal.values(), Goal::word, null);

    private final Map<String, E> byWord = new HashMap<>();
    private final Function<E, String> word;
    private final E unknown;

    private Words(E[] values, Function<E, String> word, E unknown) {
        Arrays.stream(values).forEach(value -> byWord.put(word.apply(value), value));
        this.word = word;
        this.unknown = unknown;
    }

    String of(E value) {
        return word.apply(value);
    }

    E read(String text) {
        return byWord.getOrDefault(text, unknown);
    }

    private static String word(Status status) {
        return switch (status) {
            case UP -> "u";
            case DOWN -> "d";
            case WARN -> "w";
            case NA -> "n";
            case STDBY_UP -> "su";
            case STDBY_DOWN -> "sd";
            case UP_AND_STDBY -> "us";
            case DOWN_AND_STDBY -> "ds";
            case UNDEF -> "?";
        };
    }

    private static String word(Monitor monitor) {
        return switch (monitor) {
            case IDLE -> "i";
            case READY -> "r";
            case STARTING -> "s";
            case START_FAILED -> "sf";
            case STOPPING -> "p";
            case STOP_FAILED -> "pf";
            case WAIT_PARENTS -> "wp";
            case WAIT_CHILDREN -> "wc";
            case WAIT_PRIORS -> "wr";
            case RESTARTING -> "rs";
            case REPAIRING -> "rp";
            case TOCING -> "toc";
            case EVICTED -> "ev";
        };
    }

    private static String word(NodeState state) {
        return switch (state) {
            case INIT -> "init";
            case REJOIN -> "rejoin";
            case IDLE -> "idle";
            case MAINTENANCE -> "maint";
            case DRAINING -> "drain";
            case SHUTTING -> "shut";
            case LEFT -> "left";
        };
    }
}
