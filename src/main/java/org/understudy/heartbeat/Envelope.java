package org.understudy.heartbeat;

import org.understudy.model.Beat;
import org.understudy.wire.BeatCodec;

/** The one place between a beat and the bytes of its datagram: where it is sealed and opened. */
final class Envelope {
    private Envelope() {
    }

    static byte[] pack(Beat beat) {
        return BeatCodec.encode(beat);
    }

    /**
     * Takes a datagram from anybody.
     *
     * @throws IllegalArgumentException if it is not a beat
     */
    static Beat open(byte[] datagram) {
        return BeatCodec.decode(datagram);
    }
}
