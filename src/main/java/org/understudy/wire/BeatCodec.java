package org.understudy.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import org.understudy.model.Beat;
import org.understudy.model.Edition;
import org.understudy.model.Heard;
import org.understudy.model.Instance;
import org.understudy.model.NodeName;
import org.understudy.model.ServiceName;
import org.understudy.model.Target;

/**
 * A beat as bytes: one JSON object with short keys, its version first. A field is never given
 * another meaning; what a reader does not know it ignores.
 *
 * <pre>
 * v version  c cluster  n node  b boot  m machine  q sequence  g generation  s state
 * i instances by service; missing where u is enough
 *                         a avail  o overall, when not as avail  m monitor  f frozen, when so
 *                         k checksum  w last wish, when any
 *                         t target: n number  i id  a author  g goal, and when any
 *                                  p node  r reason  d lasts (ms)
 *                         e number of the file's version, when any  x its checksum, when not k
 *                         l how it stands to others', when there are other ones
 *                         p past, when any: o ordered  r restarted  m moves  t term  l last term
 * h heard by node: b boot  g generation  t sent  n false, when not heard now
 * t sent
 * y standing, when there is something to tell: f frozen  x fence took (ms)  l load  k score
 *            o overloaded  v votes  g lost nodes  e digest of the files' versions
 *            c word about the cluster: n number  f frozen  a author  r reason  d lasts (ms)
 *            s fencings by node: p phase  m machine
 * jc the journal's logical clock when it was sent
 * u digest of the instances  d digests of those of other nodes that the sender knows, by node
 * </pre>
 */
public final class BeatCodec {
    /** What this release writes. It also reads the next version, and ignores what is new there. */
    public static final int VERSION = 1;

    /** The largest beat: several times that of the most services a node may have. */
    public static final int MAX_BYTES = 4 << 20;

    private static final int DIGEST_BYTES = 16;

    private BeatCodec() {
    }

    /**
     * Bytes of the beat.
     *
     * @throws IllegalArgumentException if they exceed {@link #MAX_BYTES}
     */
    public static byte[] encode(Beat beat) {
        return encode(beat, 0);
    }

    /** As {@link #encode(Beat)}, with the sender's logical clock; 0 for none. */
    public static byte[] encode(Beat beat, long clock) {
        return encode(beat, clock, Summary.NONE);
    }

    /** As {@link #encode(Beat, long)}, with the instances or their digest alone. */
    public static byte[] encode(Beat beat, long clock, Summary summary) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator out = Json.MAPPER.createGenerator(bytes)) {
            write(out, beat, clock, summary);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (bytes.size() > MAX_BYTES) {
            throw new IllegalArgumentException("beat: expected at most " + MAX_BYTES
                    + " bytes, got " + bytes.size() + " for " + beat.instances().size()
                    + " services");
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a beat that anybody may have sent.
     *
     * @throws WrongVersion if it is of a version that cannot be understood
     * @throws IllegalArgumentException if it is anything else than a beat
     */
    public static Beat decode(byte[] bytes) {
        Clocked clocked = read(bytes);
        if (!clocked.summary().whole()) {
            throw new IllegalArgumentException("beat i: expected instances, got their digest");
        }
        return clocked.beat();
    }

    /**
     * As {@link #decode}, with the sender's logical clock; the beat has no instances where its
     * summary is not whole.
     */
    public static Clocked read(byte[] bytes) {
        return BeatReader.read(bytes);
    }

    /** Tells these instances from all others: 32 hexadecimal digits. */
    public static String digest(SortedMap<ServiceName, Instance> instances) {
        try (DigestOutputStream bytes = new DigestOutputStream(OutputStream.nullOutputStream(),
                MessageDigest.getInstance("SHA-256"))) {
            try (JsonGenerator out = Json.MAPPER.createGenerator(bytes)) {
                writeInstances(out, instances);
            }
            return HexFormat.of().formatHex(bytes.getMessageDigest().digest(), 0, DIGEST_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * A beat as it was sent.
     *
     * @param clock the sender's logical clock; 0 when it told none
     * @param summary what else it says of its instances
     */
    public record Clocked(Beat beat, long clock, Summary summary) {
    }

    /** The sender's release is too far from this one. */
    public static final class WrongVersion extends IllegalArgumentException {
        WrongVersion(long got) {
            super("beat version: expected 1 to " + (VERSION + 1) + ", got " + got);
        }
    }

    private static void write(JsonGenerator out, Beat beat, long clock, Summary summary)
            throws IOException {
        out.writeStartObject();
        out.writeNumberField("v", VERSION);
        out.writeStringField("c", beat.cluster());
        out.writeStringField("n", beat.node().value());
        out.writeStringField("b", beat.boot().value());
        out.writeStringField("m", beat.machine());
        out.writeNumberField("q", beat.sequence());
        out.writeNumberField("g", beat.generation());
        out.writeStringField("s", Words.NODE_STATE.of(beat.state()));
        if (summary.whole()) {
            out.writeFieldName("i");
            writeInstances(out, beat.instances());
        }
        out.writeObjectFieldStart("h");
        for (Map.Entry<NodeName, Heard> entry : beat.heard().entrySet()) {
            writeHeard(out, entry.getKey().value(), entry.getValue());
        }
        out.writeEndObject();
        out.writeNumberField("t", beat.sent());
        StandingCodec.write(out, beat.standing());
        if (clock > 0) {
            out.writeNumberField("jc", clock);
        }
        writeSummary(out, summary);
        out.writeEndObject();
    }

    private static void writeSummary(JsonGenerator out, Summary summary) throws IOException {
        if (summary.equals(Summary.NONE)) {
            return;
        }
        out.writeStringField("u", summary.digest());
        out.writeObjectFieldStart("d");
        for (Map.Entry<NodeName, String> held : summary.held().entrySet()) {
            out.writeStringField(held.getKey().value(), held.getValue());
        }
        out.writeEndObject();
    }

    private static void writeInstances(JsonGenerator out,
            SortedMap<ServiceName, Instance> instances) throws IOException {
        out.writeStartObject();
        for (Map.Entry<ServiceName, Instance> entry : instances.entrySet()) {
            writeInstance(out, entry.getKey().value(), entry.getValue());
        }
        out.writeEndObject();
    }

    private static void writeInstance(JsonGenerator out, String name, Instance instance)
            throws IOException {
        out.writeObjectFieldStart(name);
        out.writeStringField("a", Words.STATUS.of(instance.avail()));
        if (instance.overall() != instance.avail()) {
            out.writeStringField("o", Words.STATUS.of(instance.overall()));
        }
        out.writeStringField("m", Words.MONITOR.of(instance.monitor()));
        if (instance.frozen()) {
            out.writeBooleanField("f", true);
        }
        out.writeStringField("k", instance.checksum());
        if (instance.wishes() != 0) {
            out.writeNumberField("w", instance.wishes());
        }
        if (instance.target().isPresent()) {
            writeTarget(out, instance.target().get());
        }
        if (!instance.past().equals(Instance.Past.NONE)) {
            writePast(out, instance.past());
        }
        if (instance.edition().number() > 0) {
            writeEdition(out, instance);
        }
        out.writeEndObject();
    }

    private static void writeEdition(JsonGenerator out, Instance instance) throws IOException {
        Edition edition = instance.edition();
        out.writeNumberField("e", edition.number());
        if (!edition.checksum().equals(instance.checksum())) {
            out.writeStringField("x", edition.checksum());
        }
        if (edition.lag() != Edition.Lag.NONE) {
            out.writeStringField("l", Words.LAG.of(edition.lag()));
        }
    }

    private static void writePast(JsonGenerator out, Instance.Past past) throws IOException {
        out.writeObjectFieldStart("p");
        out.writeNumberField("o", past.ordered());
        out.writeNumberField("r", past.restarted());
        out.writeNumberField("m", past.moves());
        out.writeNumberField("t", past.term());
        out.writeNumberField("l", past.lastTerm());
        out.writeEndObject();
    }

    private static void writeTarget(JsonGenerator out, Target target) throws IOException {
        out.writeObjectFieldStart("t");
        out.writeNumberField("n", target.number());
        out.writeStringField("i", target.id());
        out.writeStringField("a", target.author());
        out.writeStringField("g", Words.GOAL.of(target.goal()));
        if (target.to().isPresent()) {
            out.writeStringField("p", target.to().get().value());
        }
        if (!target.terms().reason().isEmpty()) {
            out.writeStringField("r", target.terms().reason());
        }
        if (target.terms().lasts().isPresent()) {
            out.writeNumberField("d", target.terms().lasts().get().toMillis());
        }
        out.writeEndObject();
    }

    private static void writeHeard(JsonGenerator out, String node, Heard heard)
            throws IOException {
        out.writeObjectFieldStart(node);
        out.writeStringField("b", heard.boot().value());
        out.writeNumberField("g", heard.generation());
        out.writeNumberField("t", heard.sent());
        if (!heard.hears()) {
            out.writeBooleanField("n", false);
        }
        out.writeEndObject();
    }
}
