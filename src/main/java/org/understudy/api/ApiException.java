package org.understudy.api;

import java.io.IOException;

/** No answer came from the agent. An answer that says no is a {@link Reply}, not this. */
public final class ApiException extends IOException {
    /** Why there is no answer. */
    public enum Kind {
        /** Nobody listens on the socket. */
        NO_AGENT,
        /** This user may not talk to the agent. */
        NO_PERMISSION,
        /** The deadline passed. */
        TOO_LATE,
        /** The connection ended, or what came was not HTTP or was too much. */
        BROKEN
    }

    private final transient Kind kind;

    ApiException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Why there is no answer. */
    public Kind kind() {
        return kind;
    }
}
