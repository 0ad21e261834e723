package org.understudy.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.understudy.model.ArbitratorName;
import org.understudy.model.Fencing.Phase;
import org.understudy.model.Freeze;
import org.understudy.model.Guard;
import org.understudy.model.Memory.ClusterFreeze;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.Standing;
import org.understudy.model.Standing.Shot;
import org.understudy.model.Vitals;

/** What a node tells of itself as a whole, in the beat's field {@code y}. */
final class StandingCodec {
    private static final int MAX_NAMES = 100;

    private StandingCodec() {
    }

    static void write(JsonGenerator out, Standing standing) throws IOException {
        if (standing.equals(Standing.PLAIN)) {
            return;
        }
        out.writeObjectFieldStart("y");
        out.writeBooleanField("f", standing.frozen());
        out.writeNumberField("x", standing.fenceTook().toMillis());
        out.writeNumberField("l", standing.vitals().load());
        out.writeNumberField("k", standing.vitals().score());
        out.writeBooleanField("o", standing.vitals().overloaded());
        writeNames(out, "v", standing.votes());
        writeNames(out, "q", standing.lost());
        if (!standing.files().isEmpty()) {
            out.writeStringField("e", standing.files());
        }
        if (!standing.guard().equals(Guard.NONE)) {
            out.writeNumberField("w", standing.guard().timeout().toMillis());
            out.writeNumberField("u", standing.guard().certain().toMillis());
            out.writeBooleanField("b", standing.guard().disk());
        }
        writeCluster(out, standing.cluster());
        out.writeObjectFieldStart("s");
        for (Map.Entry<NodeName, Shot> entry : standing.fencings().entrySet()) {
            out.writeObjectFieldStart(entry.getKey().value());
            out.writeStringField("p", Words.PHASE.of(entry.getValue().phase()));
            out.writeStringField("m", entry.getValue().machine());
            out.writeEndObject();
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    private static void writeNames(JsonGenerator out, String key, Collection<?> names)
            throws IOException {
        out.writeArrayFieldStart(key);
        for (Object name : names) {
            out.writeString(name.toString());
        }
        out.writeEndArray();
    }

    private static void writeCluster(JsonGenerator out, ClusterFreeze word) throws IOException {
        out.writeObjectFieldStart("c");
        out.writeNumberField("n", word.number());
        out.writeBooleanField("f", word.freeze().isPresent());
        out.writeStringField("a", word.freeze().map(Freeze::author).orElse(""));
        out.writeStringField("r", word.freeze().map(Freeze::reason).orElse(""));
        out.writeNumberField("d", word.lasts().map(Duration::toMillis).orElse(0L));
        out.writeEndObject();
    }

    /** @param node the field; null from an agent that tells nothing of itself */
    static Standing read(JsonNode node) {
        if (node == null) {
            return Standing.PLAIN;
        }
        JsonNode in = BeatReader.object(node, "y");
        Vitals vitals = new Vitals((int) BeatReader.numberOr(in, "l", 0),
                (int) BeatReader.numberOr(in, "k", 100), in.has("o") && BeatReader.flag(in, "o"));
        return new Standing(in.has("f") && BeatReader.flag(in, "f"), cluster(in.get("c")), vitals,
                BeatReader.map(in, "s", NodeName::new, StandingCodec::shot),
                Duration.ofMillis(BeatReader.numberOr(in, "x", 0)),
                names(in.get("v"), ArbitratorName::new), names(in.get("q"), NodeName::new),
                in.has("e") ? BeatReader.text(in, "e") : "",
                new Guard(Duration.ofMillis(BeatReader.numberOr(in, "w", 0)),
                        Duration.ofMillis(BeatReader.numberOr(in, "u", 0)),
                        in.has("b") && BeatReader.flag(in, "b")));
    }

    private static Shot shot(JsonNode in) {
        Phase phase = Words.PHASE.read(BeatReader.text(in, "p"));
        return new Shot(phase, BeatReader.text(in, "m"));
    }

    private static ClusterFreeze cluster(JsonNode node) {
        if (node == null) {
            return ClusterFreeze.NEVER;
        }
        JsonNode in = BeatReader.object(node, "c");
        Optional<Freeze> freeze = !BeatReader.flag(in, "f") ? Optional.empty()
                : Optional.of(new Freeze(BeatReader.text(in, "a"), BeatReader.text(in, "r"),
                        new Moment(0), Optional.empty()));
        long lasts = BeatReader.numberOr(in, "d", 0);
        return new ClusterFreeze(BeatReader.number(in, "n"), freeze,
                lasts == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(lasts)));
    }

    private static <T> Set<T> names(JsonNode array, Function<String, T> name) {
        Set<T> names = new TreeSet<>();
        if (array == null) {
            return names;
        }
        if (!array.isArray() || array.size() > MAX_NAMES) {
            throw new IllegalArgumentException("beat names: expected a list of at most "
                    + MAX_NAMES + ", got " + array.getNodeType());
        }
        array.forEach(one -> names.add(name.apply(one.asText())));
        return names;
    }
}
