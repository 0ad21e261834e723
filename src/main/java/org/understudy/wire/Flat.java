package org.understudy.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** JSON as the values in it, each with the way to it. */
public final class Flat {
    private static final JsonFactory JSON = new JsonFactory();

    private Flat() {
    }

    /**
     * A value.
     *
     * @param row which element of the outermost array it is in; -1 when there is none
     * @param path the way to it from there: {@code groups.fs}, {@code resources[0].rid}
     * @param text as people write it
     * @param quoted whether JSON puts it in quotes
     */
    public record Leaf(int row, String path, String text, boolean quoted) {
        /** As JSON has it. */
        public String json() {
            return quoted ? Shapes.write(text) : text;
        }
    }

    /**
     * All values, in their order; empty arrays and objects have none.
     *
     * @throws IllegalArgumentException if the text is not one JSON value
     */
    public static List<Leaf> of(String json) {
        List<Leaf> all = new ArrayList<>();
        try (JsonParser in = JSON.createParser(json)) {
            boolean array = in.nextToken() == JsonToken.START_ARRAY;
            for (JsonToken now = in.currentToken(); now != null; now = in.nextToken()) {
                if (now.isScalarValue()) {
                    all.add(leaf(in, array));
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("expected JSON, got: " + e.getMessage(), e);
        }
        return all;
    }

    private static Leaf leaf(JsonParser in, boolean array) throws IOException {
        JsonPointer at = in.getParsingContext().pathAsPointer();
        JsonPointer rest = array ? at.tail() : at;
        StringBuilder path = new StringBuilder();
        for (; rest != null && !rest.matches(); rest = rest.tail()) {
            if (rest.mayMatchElement()) {
                path.append('[').append(rest.getMatchingIndex()).append(']');
            } else {
                path.append(path.length() == 0 ? "" : ".").append(rest.getMatchingProperty());
            }
        }
        return new Leaf(array ? at.getMatchingIndex() : -1, path.toString(), in.getText(),
                in.currentToken() == JsonToken.VALUE_STRING);
    }
}
