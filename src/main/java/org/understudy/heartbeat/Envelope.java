package org.understudy.heartbeat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.SecretKey;
import org.understudy.heartbeat.Keys.Key;
import org.understudy.model.Beat;
import org.understudy.model.Instance;
import org.understudy.model.NodeName;
import org.understudy.model.ServiceName;
import org.understudy.wire.BeatCodec;
import org.understudy.wire.Page;
import org.understudy.wire.PageCodec;
import org.understudy.wire.Summary;

/**
 * The one place between what the nodes tell each other on a link and the bytes of its datagrams:
 * where it is sealed and opened.
 */
final class Envelope {
    private static final String ALL = "";
    /** Streams whose keys are kept: three kinds, each peer, and who comes and goes. */
    private static final int REMEMBERED = 128;

    private final Digests digests;
    private final Lane lane;
    private final KeyFile keys;
    private final UUID life;
    private final Echoes echoes = new Echoes();
    private final Sealer beats;
    private final Map<Stream, Sealer> others = new ConcurrentHashMap<>();

    // Of the receiving thread alone.
    private final Map<Known, SecretKey> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Known, SecretKey> eldest) {
            return size() > REMEMBERED;
        }
    };

    // Of the sending thread alone.
    private SortedMap<ServiceName, Instance> digested;
    private String digest;

    private record Known(Stream stream, int key) {
    }

    /**
     * That of one link.
     *
     * @param life of this agent: never that of another one, or numbers would come twice
     * @param digests those of all links
     */
    Envelope(Lane lane, KeyFile keys, UUID life, Digests digests) {
        this.digests = digests;
        this.lane = lane;
        this.keys = keys;
        this.life = life;
        this.beats = sealer(stream(lane.self(), life, Kind.BEAT, ALL));
    }

    UUID life() {
        return life;
    }

    /** With which it is sealed. */
    KeyFile keys() {
        return keys;
    }

    /** What goes along with every beat. */
    Echoes echoes() {
        return echoes;
    }

    /** How many beats have been sealed; the last one's number. */
    long sent() {
        return beats.number();
    }

    /** The datagrams of a beat for all, with the sender's logical clock; 0 for none. */
    List<byte[]> pack(Beat beat, long clock) {
        if (!beat.instances().equals(digested)) {
            digest = BeatCodec.digest(beat.instances());
            digested = beat.instances();
        }
        Summary summary = new Summary(digest, !digests.allKnow(digest, System.nanoTime()),
                digests.held());
        return Parts.of(BeatCodec.encode(beat, clock, summary), beats.number()).stream()
                .map(part -> beats.seal(echoes.before(part))).toList();
    }

    /** What is known of the nodes' instances. */
    Digests digests() {
        return digests;
    }

    byte[] pack(NodeName to, Page page) {
        return to(to, Kind.PAGE).seal(PageCodec.encode(page));
    }

    byte[] pack(NodeName to, byte[] parcel) {
        return to(to, Kind.PARCEL).seal(parcel);
    }

    private Sealer to(NodeName node, Kind kind) {
        return others.computeIfAbsent(stream(lane.self(), life, kind, node.value()),
                this::sealer);
    }

    private Sealer sealer(Stream stream) {
        return new Sealer(stream, keys);
    }

    private Stream stream(NodeName from, UUID of, Kind kind, String to) {
        return new Stream(lane.cluster().name(), from, of, lane.link().name(), kind, to);
    }

    /**
     * What is in a datagram that came in under this header.
     *
     * @param from who is meant to have sealed it
     * @throws Refused unless it was sealed by that node, for this one, on this link
     */
    byte[] open(byte[] datagram, Header header, NodeName from) throws Refused {
        Key key = keys.keys().find(header.key())
                .orElseThrow(() -> new Refused(Reason.WRONG_KEY));
        String to = header.kind() == Kind.BEAT ? ALL : lane.self().value();
        Known name = new Known(stream(from, header.life(), header.kind(), to), key.id());
        SecretKey derived = known.get(name);
        SecretKey with = derived != null ? derived
                : Seal.key(key.bytes(), name.stream().purpose());
        Optional<byte[]> plain = Seal.open(with, header.number(),
                Arrays.copyOf(datagram, Header.BYTES),
                Arrays.copyOfRange(datagram, Header.BYTES, datagram.length));
        if (plain.isPresent() && derived == null) {
            known.put(name, with);
        }
        return plain.orElseThrow(() -> new Refused(Reason.DAMAGED));
    }
}
