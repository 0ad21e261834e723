package org.understudy.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.util.List;

/**
 * Records of this package to JSON text in UTF-8 and back. Keys keep the order of the record, maps
 * their own, so the same value gives the same bytes. Unknown fields are ignored; a missing or null
 * one is refused, because a made-up value would be believed.
 */
public final class Json {
    /** Larger input is refused unread. */
    public static final int MAX_BYTES = 4 << 20;

    /** Safe to share: never configured again after this line. */
    static final JsonMapper MAPPER = mapper();

    private Json() {
    }

    public static byte[] encode(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("expected a record of wire, got "
                    + value.getClass().getName() + ": " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Reads one value.
     *
     * @throws IllegalArgumentException if the bytes are anything else
     */
    public static <T> T decode(byte[] json, Class<T> type) {
        return read(json, MAPPER.constructType(type), type.getSimpleName());
    }

    /** As {@link #decode}, for a list of them. */
    public static <T> List<T> decodeList(byte[] json, Class<T> type) {
        JavaType list = MAPPER.getTypeFactory().constructCollectionType(List.class, type);
        List<T> values = read(json, list, "list of " + type.getSimpleName());
        if (values.contains(null)) {
            throw new IllegalArgumentException("expected a list of " + type.getSimpleName()
                    + ", got one with null in it");
        }
        return List.copyOf(values);
    }

    private static <T> T read(byte[] json, JavaType type, String expected) {
        if (json.length > MAX_BYTES) {
            throw new IllegalArgumentException("expected a " + expected + " of at most "
                    + MAX_BYTES + " bytes, got " + json.length);
        }
        try {
            T value = MAPPER.readValue(json, type);
            if (value == null) {
                throw new IllegalArgumentException("expected a " + expected + ", got null");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "expected a " + expected + ", got " + got(e), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "expected a " + expected + ", got " + e.getMessage(), e);
        }
    }

    private static String got(JsonProcessingException e) {
        String where = e.getLocation() == null ? ""
                : " at line " + e.getLocation().getLineNr()
                + " column " + e.getLocation().getColumnNr();
        return e.getOriginalMessage() + where;
    }

    private static void refuseNumbers(MutableCoercionConfig text) {
        text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    }

    private static JsonMapper mapper() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(32).maxNumberLength(32)
                        .maxDocumentLength(MAX_BYTES).build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                // Names from the network must not fill a table shared by everything.
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
        return JsonMapper.builder(factory)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(LogicalType.Textual, Json::refuseNumbers)
                .build();
    }
}
