package org.understudy.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@link Json} does, for the commands: with jackson's streaming core alone, because databind
 * needs longer to load (280 ms against 95) than a whole command may take.
 *
 * <p>Components are strings, numbers, booleans, lists, maps and records of those. Unknown fields
 * are skipped; missing ones, which an older agent does not send, read as empty, 0 or false.
 */
public final class Shapes {
    private static final JsonFactory JSON = new JsonFactory();

    private Shapes() {
    }

    /**
     * One record.
     *
     * @throws IllegalArgumentException if the text is not JSON of this shape
     */
    public static <T> T read(String json, Class<T> shape) {
        return shape.cast(parse(json, shape));
    }

    /**
     * An array of records.
     *
     * @throws IllegalArgumentException if the text is not a JSON array of this shape
     */
    public static <T> List<T> list(String json, Class<T> shape) {
        try (JsonParser in = JSON.createParser(json)) {
            in.nextToken();
            List<T> all = new ArrayList<>();
            for (Object one : array(in, shape)) {
                all.add(shape.cast(one));
            }
            return all;
        } catch (IOException e) {
            throw notJson(e);
        }
    }

    /** A record, list, map or scalar as JSON on one line. */
    public static String write(Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            write(out, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /**
     * The same JSON over several lines, for people.
     *
     * @throws IllegalArgumentException if the text is not one JSON value
     */
    public static String indent(String json) {
        StringWriter text = new StringWriter();
        DefaultPrettyPrinter lines = new DefaultPrettyPrinter();
        lines.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        try (JsonParser in = JSON.createParser(json);
                JsonGenerator out = JSON.createGenerator(text)) {
            out.setPrettyPrinter(lines);
            while (in.nextToken() != null) {
                out.copyCurrentEvent(in);
            }
        } catch (IOException e) {
            throw notJson(e);
        }
        return text.toString();
    }

    private static Object parse(String json, Class<?> shape) {
        try (JsonParser in = JSON.createParser(json)) {
            in.nextToken();
            return value(in, shape);
        } catch (IOException e) {
            throw notJson(e);
        }
    }

    private static Object value(JsonParser in, Type type) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return empty(type);
        }
        if (type instanceof ParameterizedType generic) {
            Type[] of = generic.getActualTypeArguments();
            return generic.getRawType() == List.class ? array(in, of[0]) : map(in, of[1]);
        }
        Class<?> plain = (Class<?>) type;
        return plain.isRecord() ? object(in, plain) : scalar(in, plain);
    }

    private static Object scalar(JsonParser in, Class<?> type) throws IOException {
        if (!in.currentToken().isScalarValue()) {
            throw wrong(in, type.getSimpleName());
        }
        if (type == String.class) {
            return in.getValueAsString();
        }
        if (type == boolean.class) {
            return in.getBooleanValue();
        }
        return type == int.class ? (Object) in.getIntValue() : (Object) in.getLongValue();
    }

    private static List<Object> array(JsonParser in, Type of) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw wrong(in, "an array");
        }
        List<Object> all = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            all.add(value(in, of));
        }
        return all;
    }

    private static Map<String, Object> map(JsonParser in, Type of) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw wrong(in, "an object");
        }
        Map<String, Object> all = new LinkedHashMap<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            all.put(name, value(in, of));
        }
        return all;
    }

    private static Object object(JsonParser in, Class<?> shape) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw wrong(in, "an object with " + shape.getSimpleName());
        }
        RecordComponent[] parts = shape.getRecordComponents();
        Object[] values = new Object[parts.length];
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            int at = indexOf(parts, in.currentName());
            in.nextToken();
            if (at < 0) {
                in.skipChildren();
            } else {
                values[at] = value(in, parts[at].getGenericType());
            }
        }
        return construct(shape, parts, values);
    }

    private static int indexOf(RecordComponent[] parts, String name) {
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].getName().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static Object construct(Class<?> shape, RecordComponent[] parts, Object[] values) {
        Class<?>[] types = new Class<?>[parts.length];
        for (int i = 0; i < parts.length; i++) {
            types[i] = parts[i].getType();
            values[i] = values[i] == null ? empty(parts[i].getGenericType()) : values[i];
        }
        try {
            return shape.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(shape + " cannot be made from " + List.of(values), e);
        }
    }

    private static Object empty(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == List.class ? List.of() : Map.of();
        }
        if (type == boolean.class) {
            return false;
        }
        if (type == int.class) {
            return 0;
        }
        return type == long.class ? (Object) 0L : type == String.class ? "" : null;
    }

    private static void write(JsonGenerator out, Object value) throws IOException {
        if (value instanceof List<?> list) {
            out.writeStartArray();
            for (Object one : list) {
                write(out, one);
            }
            out.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            out.writeStartObject();
            for (Map.Entry<?, ?> one : map.entrySet()) {
                out.writeFieldName(one.getKey().toString());
                write(out, one.getValue());
            }
            out.writeEndObject();
        } else if (value instanceof Record fields) {
            writeRecord(out, fields);
        } else {
            writeScalar(out, value);
        }
    }

    private static void writeRecord(JsonGenerator out, Record value) throws IOException {
        out.writeStartObject();
        for (RecordComponent part : value.getClass().getRecordComponents()) {
            out.writeFieldName(part.getName());
            try {
                write(out, part.getAccessor().invoke(value));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(part + " cannot be read", e);
            }
        }
        out.writeEndObject();
    }

    private static void writeScalar(JsonGenerator out, Object value) throws IOException {
        if (value instanceof Long || value instanceof Integer) {
            out.writeNumber(((Number) value).longValue());
        } else if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else if (value instanceof String text) {
            out.writeString(text);
        } else {
            throw new IllegalStateException("no JSON shape for " + value);
        }
    }

    private static IllegalArgumentException wrong(JsonParser in, String expected)
            throws IOException {
        String at = in.currentName() == null ? "JSON" : in.currentName();
        return new IllegalArgumentException(
                at + ": expected " + expected + ", got " + in.currentToken());
    }

    private static IllegalArgumentException notJson(IOException e) {
        String got = e instanceof JsonProcessingException json
                ? json.getOriginalMessage() : e.getMessage();
        return new IllegalArgumentException("expected JSON, got: " + got, e);
    }
}
