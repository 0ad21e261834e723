package org.understudy.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The version of a JSON text that outlives its writer: its field {@code version}, and 1 where it
 * has none. What is only added keeps the version, as every release skips fields that it does not
 * know; another version is one that this release would misread.
 */
public final class Format {
    /** What this release writes, without saying so. */
    public static final long VERSION = 1;

    private static final JsonFactory JSON = new JsonFactory();

    private Format() {
    }

    /**
     * Looks whether this release can read it; what is no JSON object is somebody else's to refuse.
     *
     * @throws IllegalArgumentException if it is of another version: {@code expected version 1}
     */
    public static void check(byte[] json) {
        try (JsonParser in = JSON.createParser(json)) {
            check(in);
        } catch (JsonProcessingException garbage) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(JsonParser in) throws IOException {
        if (in.nextToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            boolean version = in.currentName().equals("version");
            JsonToken value = in.nextToken();
            if (version && !(value == JsonToken.VALUE_NUMBER_INT
                    && in.getLongValue() == VERSION)) {
                throw new IllegalArgumentException("expected version " + VERSION + ", got "
                        + in.getText() + ": another release wrote it, which this one cannot read");
            }
            in.skipChildren();
        }
    }
}
