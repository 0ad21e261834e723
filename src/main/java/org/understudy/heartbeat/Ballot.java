package org.understudy.heartbeat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * Seals what a node asks an arbitrator, and what that answers. Each question has a salt, and the
 * keys for it and for its answer are derived from that: an answer fits one question alone.
 */
public final class Ballot {
    /** No datagram is longer. */
    public static final int MOST = 1024;

    private static final int SALT = 16;
    /** Format, number of the key, salt, number of the seal. */
    private static final int HEADER = 4 + 4 + SALT + 8;
    private static final int FORMAT = 0x75765601;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Keys.Key key;
    private final byte[] salt;

    private Ballot(Keys.Key key, byte[] salt) {
        this.key = key;
        this.salt = salt;
    }

    /** For a new question. */
    public static Ballot fresh(Keys keys) {
        byte[] salt = new byte[SALT];
        RANDOM.nextBytes(salt);
        return new Ballot(keys.first(), salt);
    }

    /** That of a question which came in; empty when it is sealed with none of these keys. */
    public static Optional<Ballot> of(Keys keys, byte[] datagram) {
        if (datagram.length < HEADER || ByteBuffer.wrap(datagram).getInt() != FORMAT) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(datagram, 4, HEADER - 4);
        int id = bytes.getInt();
        byte[] salt = new byte[SALT];
        bytes.get(salt);
        return keys.find(id).map(key -> new Ballot(key, salt));
    }

    /** The question as a datagram. */
    public byte[] question(byte[] text) {
        return sealed("vote question ", text);
    }

    /** The question's text; empty when the datagram is no question that this key sealed. */
    public Optional<byte[]> asked(byte[] datagram) {
        return opened("vote question ", datagram);
    }

    /** The answer as a datagram. */
    public byte[] answer(byte[] text) {
        return sealed("vote answer ", text);
    }

    /** The answer's text; empty when the datagram is no answer to this question. */
    public Optional<byte[]> answered(byte[] datagram) {
        return opened("vote answer ", datagram);
    }

    private byte[] sealed(String purpose, byte[] text) {
        long number = RANDOM.nextLong();
        byte[] header = ByteBuffer.allocate(HEADER).putInt(FORMAT).putInt(key.id()).put(salt)
                .putLong(number).array();
        byte[] sealed = Seal.close(Seal.key(key.bytes(), info(purpose)), number, header, text);
        return ByteBuffer.allocate(HEADER + sealed.length).put(header).put(sealed).array();
    }

    private Optional<byte[]> opened(String purpose, byte[] datagram) {
        if (datagram.length < HEADER + Seal.BYTES || datagram.length > MOST) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(datagram);
        byte[] header = new byte[HEADER];
        byte[] sealed = new byte[datagram.length - HEADER];
        bytes.get(header).get(sealed);
        long number = ByteBuffer.wrap(header).getLong(HEADER - 8);
        return Seal.open(Seal.key(key.bytes(), info(purpose)), number, header, sealed);
    }

    private byte[] info(String purpose) {
        byte[] word = purpose.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(word.length + SALT).put(word).put(salt).array();
    }
}
