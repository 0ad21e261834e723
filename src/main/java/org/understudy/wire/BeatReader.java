package org.understudy.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.understudy.model.Beat;
import org.understudy.model.BootId;
import org.understudy.model.Edition;
import org.understudy.model.Goal;
import org.understudy.model.Heard;
import org.understudy.model.Instance;
import org.understudy.model.NodeName;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
import org.understudy.model.Target;
import org.understudy.model.Terms;

/** Reads what {@link BeatCodec} writes, and refuses everything else with what was expected. */
final class BeatReader {
    private static final int MAX_NAMES = 2_000;

    private BeatReader() {
    }

    static BeatCodec.Clocked read(byte[] bytes) {
        JsonNode beat = object(parse(bytes), "beat");
        long version = number(beat, "v");
        if (version < 1 || version > BeatCodec.VERSION + 1) {
            throw new BeatCodec.WrongVersion(version);
        }
        Summary summary = summary(beat);
        return new BeatCodec.Clocked(read(beat, summary), clock(beat), summary);
    }

    private static Summary summary(JsonNode beat) {
        if (!beat.has("u")) {
            return Summary.NONE;
        }
        SortedMap<NodeName, String> held = new TreeMap<>();
        JsonNode told = object(beat.get("d"), "d");
        told.fieldNames().forEachRemaining(
                node -> held.put(new NodeName(node), text(told, node)));
        return new Summary(text(beat, "u"), beat.has("i"), held);
    }

    private static Beat read(JsonNode beat, Summary summary) {
        return new Beat(text(beat, "c"), new NodeName(text(beat, "n")),
                new BootId(text(beat, "b")), text(beat, "m"), number(beat, "q"),
                number(beat, "g"), Words.NODE_STATE.read(text(beat, "s")),
                summary.whole() ? map(beat, "i", ServiceName::new, BeatReader::instance)
                        : new TreeMap<>(),
                map(beat, "h", NodeName::new, BeatReader::heard), StandingCodec.read(beat.get("y")),
                numberOr(beat, "t", 0));
    }

    /** A strange one is none: no beat is refused for the sake of the journal. */
    private static long clock(JsonNode beat) {
        JsonNode clock = beat.get("jc");
        return clock != null && clock.isIntegralNumber() && clock.canConvertToLong()
                ? Math.max(0, clock.longValue()) : 0;
    }

    private static JsonNode parse(byte[] bytes) {
        if (bytes.length > BeatCodec.MAX_BYTES) {
            throw new IllegalArgumentException("beat: expected at most " + BeatCodec.MAX_BYTES
                    + " bytes, got " + bytes.length);
        }
        try {
            return Json.MAPPER.readTree(bytes);
        } catch (IOException e) {
            throw new IllegalArgumentException("beat: expected JSON, got " + e.getMessage(), e);
        }
    }

    private static Instance instance(JsonNode node) {
        Status avail = Words.STATUS.read(text(node, "a"));
        Status overall = node.has("o") ? Words.STATUS.read(text(node, "o")) : avail;
        Optional<Target> target =
                node.has("t") ? target(object(node.get("t"), "t")) : Optional.empty();
        String checksum = text(node, "k");
        return new Instance(avail, overall, Words.MONITOR.read(text(node, "m")),
                node.has("f") && flag(node, "f"), checksum, target, numberOr(node, "w", 0),
                node.has("p") ? past(object(node.get("p"), "p")) : Instance.Past.NONE,
                edition(node, checksum));
    }

    private static Edition edition(JsonNode node, String inForce) {
        return !node.has("e") ? Edition.NONE : new Edition(number(node, "e"),
                node.has("x") ? text(node, "x") : inForce, node.has("l")
                        ? Words.LAG.read(text(node, "l")) : Edition.Lag.NONE, List.of());
    }

    private static Instance.Past past(JsonNode node) {
        return new Instance.Past(numberOr(node, "o", 0), numberOr(node, "r", 0),
                numberOr(node, "m", 0), numberOr(node, "t", 0), numberOr(node, "l", 0));
    }

    private static Optional<Target> target(JsonNode node) {
        long number = number(node, "n");
        String id = text(node, "i");
        String author = text(node, "a");
        Goal goal = Words.GOAL.read(text(node, "g"));
        Optional<NodeName> to = node.has("p") ? Optional.of(new NodeName(text(node, "p")))
                : Optional.empty();
        Terms terms = new Terms(node.has("r") ? text(node, "r") : "", node.has("d")
                ? Optional.of(Duration.ofMillis(number(node, "d"))) : Optional.empty());
        return Optional.ofNullable(goal)
                .map(known -> new Target(number, id, author, known, to, terms));
    }

    private static Heard heard(JsonNode node) {
        return new Heard(new BootId(text(node, "b")), number(node, "g"),
                numberOr(node, "t", 0), !node.has("n") || flag(node, "n"));
    }

    static <K extends Comparable<K>, V> SortedMap<K, V> map(JsonNode in, String key,
            Function<String, K> name, Function<JsonNode, V> value) {
        JsonNode from = object(in.get(key), key);
        if (from.size() > MAX_NAMES) {
            throw new IllegalArgumentException("beat " + key + ": expected at most " + MAX_NAMES
                    + " names, got " + from.size());
        }
        SortedMap<K, V> map = new TreeMap<>();
        from.properties().forEach(entry ->
                map.put(name.apply(entry.getKey()), value.apply(object(entry.getValue(), key))));
        return map;
    }

    static JsonNode object(JsonNode node, String key) {
        return require(node, node != null && node.isObject(), key, "an object");
    }

    static String text(JsonNode in, String key) {
        JsonNode node = in.get(key);
        return require(node, node != null && node.isTextual(), key, "text").textValue();
    }

    static long number(JsonNode in, String key) {
        JsonNode node = in.get(key);
        boolean whole = node != null && node.isIntegralNumber() && node.canConvertToLong();
        return require(node, whole, key, "a whole number").longValue();
    }

    static long numberOr(JsonNode in, String key, long missing) {
        return in.has(key) ? number(in, key) : missing;
    }

    static boolean flag(JsonNode in, String key) {
        JsonNode node = in.get(key);
        return require(node, node.isBoolean(), key, "true or false").booleanValue();
    }

    private static JsonNode require(JsonNode node, boolean right, String key, String expected) {
        if (!right) {
            String got = node == null ? "nothing" : node.getNodeType().toString();
            throw new IllegalArgumentException(
                    "beat " + key + ": expected " + expected + ", got " + got);
        }
        return node;
    }
}
