package org.understudy.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import org.understudy.wire.Format;
import org.understudy.wire.Json;

/**
 * One thing that outlives the agent, in a file of its own. Failures are told, and are nobody's end.
 *
 * @param lost the event of one that cannot be read
 * @param unwritten knows it while it cannot be written
 */
record Written<T>(Path file, Class<T> type, String lost, Unwritten unwritten) {

    /**
     * What earlier lives wrote down goes there; nothing does where there is none. What cannot be
     * read is kept beside it, before it is written over.
     */
    void read(Consumer<T> into) {
        try {
            if (Files.exists(file)) {
                byte[] text = Files.readAllBytes(file);
                Format.check(text);
                into.accept(Json.decode(text, type));
            }
        } catch (IOException | IllegalArgumentException e) {
            unwritten.chronicle().write(lost, "file", file, "detail", e.getMessage(), "kept",
                    kept());
        }
    }

    private String kept() {
        Path beside = file.resolveSibling(file.getFileName() + ".unread");
        try {
            Files.copy(file, beside, StandardCopyOption.REPLACE_EXISTING);
            return beside.toString();
        } catch (IOException e) {
            return "not kept: " + e;
        }
    }

    /** Settles what was replaced beside it, too. */
    boolean write(byte[] now) {
        try {
            Durable.write(file, now);
            unwritten.written(file);
            return true;
        } catch (IOException e) {
            unwritten.failed(file, e);
            return false;
        }
    }
}
