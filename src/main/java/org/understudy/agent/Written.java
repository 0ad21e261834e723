package org.understudy.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.understudy.wire.Json;

/**
 * One thing that outlives the agent, in a file of its own. Failures are told, and are nobody's end.
 *
 * @param lost the event of one that cannot be read
 */
record Written<T>(Path file, Class<T> type, String lost, Chronicle chronicle) {

    /** What earlier lives wrote down goes there; nothing does where there is none. */
    void read(Consumer<T> into) {
        try {
            if (Files.exists(file)) {
                into.accept(Json.decode(Files.readAllBytes(file), type));
            }
        } catch (IOException | IllegalArgumentException e) {
            chronicle.write(lost, "file", file, "detail", e);
        }
    }

    /** Settles what was replaced beside it, too. */
    boolean write(byte[] now) {
        try {
            Durable.write(file, now);
            return true;
        } catch (IOException e) {
            chronicle.write("config.copy_failed", "file", file, "detail", e);
            return false;
        }
    }
}
