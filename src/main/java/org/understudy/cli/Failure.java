package org.understudy.cli;

import java.util.List;

/** A command that did not do what was asked. It always names a command that would help. */
final class Failure extends Exception {
    static final int FAILED = 1;
    static final int USAGE = 2;

    private static final long serialVersionUID = 1;

    private final transient List<String> details;
    private final transient String hint;
    private final int code;
    private boolean noAgent;
    private boolean passing;

    Failure(int code, String message, List<String> details, String hint) {
        super(message);
        this.code = code;
        this.details = details;
        this.hint = hint;
    }

    /** What was asked is not done. */
    static Failure of(String message, String hint) {
        return new Failure(FAILED, message, List.of(), hint);
    }

    /** What was typed has no meaning. */
    static Failure usage(String message, String hint) {
        return new Failure(USAGE, message, List.of(), hint);
    }

    /** Nobody answers on the socket. */
    static Failure noAgent(String message, String hint) {
        Failure failure = of(message, hint);
        failure.noAgent = true;
        return failure.passing(true);
    }

    /** The same, of an agent that may be gone or about to end when {@code so}. */
    Failure passing(boolean so) {
        passing = so;
        return this;
    }

    /** Whether the next agent may answer what this one did not. */
    boolean isPassing() {
        return passing;
    }

    /** Whether there is no agent that could have done it. */
    boolean isNoAgent() {
        return noAgent;
    }

    /** What is to be known besides, a line each. */
    List<String> details() {
        return details;
    }

    /** The exit code. */
    int code() {
        return code;
    }

    /** The lines for stderr. */
    String text(String program) {
        return program + ": " + text();
    }

    /** The same where everybody knows who says it. */
    String text() {
        StringBuilder text = new StringBuilder(getMessage());
        details.forEach(detail -> text.append("\n  ").append(detail));
        return text.append("\ntry: ").append(hint).append('\n').toString();
    }
}
