package org.understudy.model;

import java.util.Arrays;
import java.util.List;

/**
 * What a resource, a group of them or a service looks like from one node. The order of the
 * constants is the order of the merge table.
 */
public enum Status {
    UP("up", 0),
    DOWN("down", 1),
    WARN("warn", 2),
    NA("n/a", 3),
    STDBY_UP("stdby up", 6),
    STDBY_DOWN("stdby down", 7),
    /** Standby resources up among resources that are up: shown as {@code up}. */
    UP_AND_STDBY("up", 8),
    /** Standby resources up among resources that are down: shown as {@code stdby up}. */
    DOWN_AND_STDBY("stdby up", 9),
    /** Not known: never read, or the reading failed or took too long. Never the same as down. */
    UNDEF("undef", 5);

    /** Rows and columns in the order of the constants; UNDEF is neutral and has no row. */
    private static final List<String> MERGED = List.of(
            "UP WARN WARN UP UP_AND_STDBY WARN UP_AND_STDBY WARN",
            "WARN DOWN WARN DOWN DOWN_AND_STDBY STDBY_DOWN WARN DOWN_AND_STDBY",
            "WARN WARN WARN WARN WARN WARN WARN WARN",
            "UP DOWN WARN NA STDBY_UP STDBY_DOWN UP_AND_STDBY DOWN_AND_STDBY",
            "UP_AND_STDBY DOWN_AND_STDBY WARN STDBY_UP STDBY_UP WARN UP_AND_STDBY DOWN_AND_STDBY",
            "WARN STDBY_DOWN WARN STDBY_DOWN WARN STDBY_DOWN WARN WARN",
            "UP_AND_STDBY WARN WARN UP_AND_STDBY UP_AND_STDBY WARN UP_AND_STDBY WARN",
            "WARN DOWN_AND_STDBY WARN DOWN_AND_STDBY DOWN_AND_STDBY WARN WARN DOWN_AND_STDBY");

    private static final Status[][] TABLE = MERGED.stream()
            .map(row -> Arrays.stream(row.split(" ")).map(Status::valueOf).toArray(Status[]::new))
            .toArray(Status[][]::new);

    private final String word;
    private final int code;

    Status(String word, int code) {
        this.word = word;
        this.code = code;
    }

    /** The status of two things taken together: commutative, associative, UNDEF neutral. */
    public Status merge(Status other) {
        if (this == UNDEF) {
            return other;
        }
        return other == UNDEF ? this : TABLE[ordinal()][other.ordinal()];
    }

    /** The word an operator sees. */
    public String word() {
        return word;
    }

    /** The exit code of {@code svcmgr status}. */
    public int code() {
        return code;
    }

    /** The status with this word; the two mixed ones have no word of their own. */
    public static Status of(String word) {
        return Arrays.stream(values()).filter(s -> s.word.equals(word)).findFirst().orElseThrow(
                () -> new IllegalArgumentException("expected a status word, got \"" + word + "\""));
    }
}
