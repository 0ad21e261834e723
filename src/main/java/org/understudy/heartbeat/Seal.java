package org.understudy.heartbeat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM under keys that HKDF-SHA256 (RFC 5869) derives from that of the cluster. */
final class Seal {
    /** What a seal adds to the bytes. */
    static final int BYTES = 16;

    private static final byte[] SALT = bytes("understudy seal 1");
    private static final int NONCE = 12;

    private Seal() {
    }

    /** A key's public number. */
    static int id(byte[] key) {
        return ByteBuffer.wrap(derived(SALT, key, bytes("id"))).getInt();
    }

    /** The key for one purpose. */
    static SecretKey key(byte[] key, byte[] purpose) {
        return new SecretKeySpec(derived(SALT, key, purpose), "AES");
    }

    /** The first 32 bytes of HKDF: one block of it. */
    static byte[] derived(byte[] salt, byte[] key, byte[] info) {
        byte[] block = ByteBuffer.allocate(info.length + 1).put(info).put((byte) 1).array();
        return hmac(hmac(salt, key), block);
    }

    /**
     * The sealed bytes.
     *
     * @param number never twice under one key
     * @param header not hidden, but sealed with the rest
     */
    static byte[] close(SecretKey key, long number, byte[] header, byte[] plain) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, key, number, header).doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a seal cannot be made", e);
        }
    }

    /** What was sealed; empty when a single bit is not as it was. */
    static Optional<byte[]> open(SecretKey key, long number, byte[] header, byte[] sealed) {
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, key, number, header).doFinal(sealed));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a seal cannot be checked", e);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, long number, byte[] header)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        byte[] nonce = ByteBuffer.allocate(NONCE).putInt(0).putLong(number).array();
        cipher.init(mode, key, new GCMParameterSpec(8 * BYTES, nonce));
        cipher.updateAAD(header);
        return cipher;
    }

    private static byte[] hmac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 is missing", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
