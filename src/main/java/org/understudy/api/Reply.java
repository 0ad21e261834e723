package org.understudy.api;

import java.util.List;
import org.understudy.wire.Problem;
import org.understudy.wire.Shapes;

/**
 * The answer.
 *
 * @param status HTTP code
 * @param json body; another text where {@code type} says so
 * @param type its media type
 */
public record Reply(int status, String json, String type) {
    /** JSON. */
    public Reply(int status, String json) {
        this(status, json, "application/json");
    }

    /** What was asked for. */
    public static Reply ok(String json) {
        return new Reply(200, json);
    }

    /**
     * An answer that is not what was asked for.
     *
     * @param error what was wrong: expected and got
     * @param hint the command that would help; may be empty
     */
    public static Reply problem(int status, String error, String hint) {
        return new Reply(status, Shapes.write(new Problem(error, List.of(), hint)));
    }

    /** Whether the answer is what was asked for. */
    public boolean good() {
        return status >= 200 && status < 300;
    }
}
