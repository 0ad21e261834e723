package org.understudy.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.understudy.wire.Page.Mark;
import org.understudy.wire.Page.Part;

/**
 * A page as bytes: the letter J, a JSON object with short keys on one line, a line feed, and the
 * journal's own bytes. No number in it decides how much memory is taken.
 *
 * <pre>
 * v version  c cluster  n node  l clock
 * s since  f line  o offset       of the bytes that follow; missing without any
 * hs last  hf line  ho offset     of what is known of the receiver's journal
 * </pre>
 */
public final class PageCodec {
    /** Small enough for one packet on any network, seal included. */
    public static final int MAX_PACKET = 1_200;

    /** What a seal, and what stands before it in the clear, may take of that. */
    public static final int SEAL = 64;

    public static final int MAX_BYTES = MAX_PACKET - SEAL;

    /** Longer lines are never sent, nor put together. */
    public static final int MAX_LINE = 16_384;

    private static final int VERSION = 1;
    private static final byte FIRST = 'J';

    private PageCodec() {
    }

    /** How many bytes of lines fit a page of this node; below 1 when its names are too long. */
    public static int room(String cluster, String node) {
        long most = Long.MAX_VALUE;
        byte[] one = {0};
        ByteArrayOutputStream head = new ByteArrayOutputStream(MAX_BYTES);
        head(head, new Page(cluster, node, most, new Part(most, most, MAX_LINE, one),
                new Mark(most, most, MAX_LINE)));
        return MAX_BYTES - head.size();
    }

    /** Whether these bytes can be a page at all; a beat never can. */
    public static boolean looksLikeOne(byte[] bytes) {
        return bytes.length > 0 && bytes[0] == FIRST;
    }

    /**
     * Bytes of the page.
     *
     * @throws IllegalArgumentException if they exceed {@link #MAX_BYTES}
     */
    public static byte[] encode(Page page) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(MAX_BYTES);
        head(bytes, page);
        bytes.writeBytes(page.part().bytes());
        if (bytes.size() > MAX_BYTES) {
            throw new IllegalArgumentException("page: expected at most " + MAX_BYTES
                    + " bytes, got " + bytes.size());
        }
        return bytes.toByteArray();
    }

    private static void head(ByteArrayOutputStream bytes, Page page) {
        bytes.write(FIRST);
        try (JsonGenerator out = Json.MAPPER.createGenerator(bytes)) {
            out.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            write(out, page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        bytes.write('\n');
    }

    /**
     * Reads a page that anybody may have sent.
     *
     * @throws IllegalArgumentException if it is anything else than a page
     */
    public static Page decode(byte[] bytes) {
        int end = 1;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        if (!looksLikeOne(bytes) || bytes.length > MAX_BYTES || end == bytes.length) {
            throw new IllegalArgumentException("page: expected J, an object and a line feed in "
                    + MAX_BYTES + " bytes, got something else");
        }
        JsonNode head = parse(Arrays.copyOfRange(bytes, 1, end));
        if (number(head, "v") < VERSION) {
            throw new IllegalArgumentException("page v: expected " + VERSION + " or more");
        }
        byte[] rest = Arrays.copyOfRange(bytes, end + 1, bytes.length);
        Part part = rest.length == 0 ? Part.NOTHING
                : new Part(number(head, "s"), number(head, "f"), offset(head, "o"), rest);
        return new Page(text(head, "c"), text(head, "n"), number(head, "l"), part,
                new Mark(number(head, "hs"), number(head, "hf"), offset(head, "ho")));
    }

    private static void write(JsonGenerator out, Page page) throws IOException {
        out.writeStartObject();
        out.writeNumberField("v", VERSION);
        out.writeStringField("c", page.cluster());
        out.writeStringField("n", page.node());
        out.writeNumberField("l", page.stamp());
        if (!page.empty()) {
            out.writeNumberField("s", page.part().since());
            out.writeNumberField("f", page.part().line());
            out.writeNumberField("o", page.part().offset());
        }
        out.writeNumberField("hs", page.have().last());
        out.writeNumberField("hf", page.have().line());
        out.writeNumberField("ho", page.have().offset());
        out.writeEndObject();
    }

    private static JsonNode parse(byte[] head) {
        try {
            JsonNode node = Json.MAPPER.readTree(head);
            if (!node.isObject()) {
                throw new IllegalArgumentException("page: expected an object, got "
                        + node.getNodeType());
            }
            return node;
        } catch (IOException e) {
            throw new IllegalArgumentException("page: expected JSON, got " + e.getMessage(), e);
        }
    }

    private static String text(JsonNode head, String key) {
        JsonNode node = head.get(key);
        if (node == null || !node.isTextual()) {
            throw new IllegalArgumentException("page " + key + ": expected text, got " + node);
        }
        return node.textValue();
    }

    private static long number(JsonNode head, String key) {
        JsonNode node = head.get(key);
        if (node == null || !node.isIntegralNumber() || !node.canConvertToLong()
                || node.longValue() < 0) {
            throw new IllegalArgumentException(
                    "page " + key + ": expected a whole number, got " + node);
        }
        return node.longValue();
    }

    private static int offset(JsonNode head, String key) {
        long offset = number(head, key);
        if (offset > MAX_LINE) {
            throw new IllegalArgumentException("page " + key + ": expected at most " + MAX_LINE
                    + ", got " + offset);
        }
        return (int) offset;
    }
}
