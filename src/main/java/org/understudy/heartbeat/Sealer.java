package org.understudy.heartbeat;

import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.SecretKey;
import org.understudy.heartbeat.Keys.Key;

/** Seals what goes into one stream and counts it. Takes no lock. */
final class Sealer {
    private final Stream stream;
    private final KeyFile keys;
    private final AtomicLong number = new AtomicLong();
    private volatile Derived derived;

    private record Derived(Key from, SecretKey key) {
    }

    Sealer(Stream stream, KeyFile keys) {
        this.stream = stream;
        this.keys = keys;
    }

    /** How many have been sealed. */
    long number() {
        return number.get();
    }

    /** The whole datagram. */
    byte[] seal(byte[] plain) {
        Derived now = derived();
        Header header = new Header(stream.kind(), now.from().id(), Header.mark(stream.cluster()),
                Header.mark(stream.from().value()), stream.life(), number.incrementAndGet());
        byte[] clear = header.bytes();
        byte[] sealed = Seal.close(now.key(), header.number(), clear, plain);
        byte[] all = new byte[clear.length + sealed.length];
        System.arraycopy(clear, 0, all, 0, clear.length);
        System.arraycopy(sealed, 0, all, clear.length, sealed.length);
        return all;
    }

    /** A number is never used twice, whichever key is in force. */
    private Derived derived() {
        Key first = keys.keys().first();
        Derived last = derived;
        if (last == null || last.from() != first) {
            last = new Derived(first, Seal.key(first.bytes(), stream.purpose()));
            derived = last;
        }
        return last;
    }
}
