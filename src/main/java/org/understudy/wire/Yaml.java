package org.understudy.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.io.StringWriter;

/** JSON as YAML; texts in quotes, so that none is taken for a date or a truth value. */
public final class Yaml {
    private Yaml() {
    }

    /**
     * The same document, with its last line's end.
     *
     * @throws IllegalArgumentException if the text is not one JSON value
     */
    public static String of(String json) {
        YAMLFactory yaml = YAMLFactory.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .disable(YAMLGenerator.Feature.SPLIT_LINES).build();
        StringWriter text = new StringWriter();
        try (JsonParser in = new JsonFactory().createParser(json);
                JsonGenerator out = yaml.createGenerator(text)) {
            while (in.nextToken() != null) {
                out.copyCurrentEvent(in);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("expected JSON, got: " + e.getMessage(), e);
        }
        return text.toString();
    }
}
