package org.understudy.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A part of a JSON document, by the way to it: {@code .resources[0].rid}, {@code groups.fs}. */
public final class Picked {
    /** A name, or an element, or a name that has dots in it. */
    private static final Pattern STEP = Pattern.compile(
            "\\.?([^.\\[\\]'\"]+)|\\[(\\d{1,6}|\\*)]|\\['([^']+)']|\\[\"([^\"]+)\"]");

    private final List<String> steps;
    private final List<String> found = new ArrayList<>();
    private boolean several;

    private Picked(List<String> steps) {
        this.steps = steps;
    }

    /**
     * What is there, as JSON; of several places, such as all elements of a list, a list.
     *
     * @return empty when nothing is
     * @throws IllegalArgumentException if the path is none, or the text not JSON
     */
    public static Optional<String> of(String json, String path) {
        Picked picked = new Picked(steps(path));
        try (JsonParser in = new JsonFactory().createParser(json)) {
            in.nextToken();
            picked.walk(in, 0);
        } catch (IOException e) {
            throw new IllegalArgumentException("expected JSON, got: " + e.getMessage(), e);
        }
        return picked.found.isEmpty() ? Optional.empty() : Optional.of(picked.several
                ? "[" + String.join(",", picked.found) + "]" : picked.found.get(0));
    }

    private static List<String> steps(String path) {
        String rest = path.startsWith("$") ? path.substring(1) : path;
        List<String> steps = new ArrayList<>();
        Matcher step = STEP.matcher(rest);
        int end = 0;
        while (end < rest.length() && step.find(end) && step.start() == end) {
            steps.add(step.group(2) != null ? "[" + step.group(2) + "]" : step.group(1) != null
                    ? step.group(1) : step.group(3) != null ? step.group(3) : step.group(4));
            end = step.end();
        }
        if (steps.isEmpty() || end < rest.length()) {
            throw new IllegalArgumentException("expected the way to a value such as .avail or"
                    + " resources[0].rid, got \"" + path + "\"");
        }
        return steps;
    }

    private void walk(JsonParser in, int at) throws IOException {
        if (at == steps.size()) {
            found.add(copied(in));
        } else if (in.currentToken() == JsonToken.START_ARRAY) {
            elements(in, at);
        } else if (in.currentToken() == JsonToken.START_OBJECT) {
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                boolean meant = in.currentName().equals(steps.get(at));
                in.nextToken();
                step(in, meant, at + 1);
            }
        }
    }

    /** A name behind a list means that of each element. */
    private void elements(JsonParser in, int at) throws IOException {
        boolean element = steps.get(at).startsWith("[");
        several |= !element || steps.get(at).equals("[*]");
        for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
            step(in, !element || steps.get(at).equals("[*]") || steps.get(at).equals("[" + i + "]"),
                    element ? at + 1 : at);
        }
    }

    private void step(JsonParser in, boolean meant, int next) throws IOException {
        if (meant) {
            walk(in, next);
        } else {
            in.skipChildren();
        }
    }

    private static String copied(JsonParser in) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            out.copyCurrentStructure(in);
        }
        return text.toString();
    }
}
