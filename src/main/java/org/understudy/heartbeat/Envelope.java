package org.understudy.heartbeat;

import org.understudy.model.Beat;
import org.understudy.wire.BeatCodec;
import org.understudy.wire.Page;
import org.understudy.wire.PageCodec;

/**
 * The one place between a beat, or a page of the journal, and the bytes of its datagram: where
 * they are sealed and opened.
 */
final class Envelope {
    private Envelope() {
    }

    /** With the sender's logical clock; 0 for none. */
    static byte[] pack(Beat beat, long clock) {
        return BeatCodec.encode(beat, clock);
    }

    static byte[] pack(Page page) {
        return PageCodec.encode(page);
    }

    /**
     * Takes a datagram from anybody.
     *
     * @throws IllegalArgumentException if it is neither a beat nor a page
     */
    static <T> T open(byte[] datagram, Reader<T> reader) {
        return PageCodec.looksLikeOne(datagram) ? reader.page(PageCodec.decode(datagram))
                : reader.beat(BeatCodec.read(datagram));
    }

    /** One method for each kind of datagram. */
    interface Reader<T> {
        T beat(BeatCodec.Clocked beat);

        T page(Page page);
    }
}
