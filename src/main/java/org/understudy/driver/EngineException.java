package org.understudy.driver;

/** A docker daemon did not do what was asked. */
final class EngineException extends Exception {
    private static final long serialVersionUID = 1;

    /** ABSENT: nobody listens. SILENT: no answer in time, or cut off. REFUSED: it said no. */
    enum Kind { ABSENT, SILENT, REFUSED }

    private final Kind kind;

    EngineException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}
