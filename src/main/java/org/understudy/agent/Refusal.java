package org.understudy.agent;

import java.util.List;
import org.understudy.api.Reply;
import org.understudy.wire.Json;
import org.understudy.wire.Problem;

/** A call that cannot be answered as asked: becomes a {@link Problem} with its HTTP status. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient Problem problem;

    Refusal(int status, String error, String hint) {
        this(status, new Problem(error, List.of(), hint));
    }

    Refusal(int status, Problem problem) {
        super(problem.error());
        this.status = status;
        this.problem = problem;
    }

    /** All of it but the hint, on one line. */
    String words() {
        return problem.details().isEmpty() ? problem.error()
                : problem.error() + ": " + String.join("; ", problem.details());
    }

    /** The same with that hint, where it has none. */
    Refusal or(String hint) {
        return problem.hint().isEmpty() ? new Refusal(status, new Problem(problem.error(),
                problem.details(), hint)) : this;
    }

    /** Whether that is an answer; else nobody knows what became of what was asked. */
    boolean isRefused() {
        return status < 500;
    }

    Reply reply() {
        return new Reply(status, Answers.text(Json.encode(problem)));
    }
}
