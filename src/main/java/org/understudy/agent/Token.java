package org.understudy.agent;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.understudy.wire.Credentials;
import org.understudy.wire.Json;

/**
 * Credentials as one line that can be pasted: compressed, with a proof by the key they carry that
 * nothing was lost or changed on the way. Whoever has it can join, so it is a secret.
 */
final class Token {
    private static final String BEGIN = "understudy1.";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final int VERSION = 1;
    /** A cluster.conf is a few kilobytes; more is an attack on memory. */
    private static final int LARGEST = 2 << 20;

    private Token() {
    }

    static String of(Credentials credentials) {
        byte[] packed = deflated(Json.encode(credentials));
        byte[] proof = ClusterKey.of(credentials.key()).proof(packed);
        return BEGIN + BASE64.encodeToString(packed) + "." + BASE64.encodeToString(proof);
    }

    /** @throws IllegalArgumentException when it is damaged, or never was one */
    static Credentials read(String typed) {
        String token = typed.replaceAll("\\s", "");
        if (!token.startsWith(BEGIN)) {
            throw new IllegalArgumentException("expected a token, which begins with " + BEGIN
                    + ", got " + shown(token));
        }
        String[] parts = token.substring(BEGIN.length()).split("\\.", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("expected a whole token, of three parts with dots"
                    + " between them, got " + (parts.length + 1) + " parts: it was cut or mixed");
        }
        try {
            byte[] packed = decoded(parts[0]);
            Credentials credentials = Json.decode(inflated(packed), Credentials.class);
            byte[] proof = ClusterKey.of(credentials.key()).proof(packed);
            if (!MessageDigest.isEqual(proof, decoded(parts[1]))) {
                throw new IllegalArgumentException("its proof does not fit its contents");
            }
            return credentials;
        } catch (IllegalArgumentException | DataFormatException e) {
            throw new IllegalArgumentException("expected the token as it was printed, got a"
                    + " damaged one: copy the whole line again", e);
        }
    }

    static int version() {
        return VERSION;
    }

    private static String shown(String token) {
        return token.isEmpty() ? "nothing"
                : '"' + token.substring(0, Math.min(12, token.length())) + "…\"";
    }

    /** The JDK's decoder does not look at the bits of a last letter that stand for nothing. */
    private static byte[] decoded(String part) {
        byte[] bytes = Base64.getUrlDecoder().decode(part);
        if (!BASE64.encodeToString(bytes).equals(part)) {
            throw new IllegalArgumentException("its last letter was never written so");
        }
        return bytes;
    }

    private static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] packed = new byte[bytes.length + 100];
            return Arrays.copyOf(packed, deflater.deflate(packed));
        } finally {
            deflater.end();
        }
    }

    private static byte[] inflated(byte[] packed) throws DataFormatException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] piece = new byte[8192];
            while (!inflater.finished()) {
                int got = inflater.inflate(piece);
                if (got == 0 || bytes.size() + got > LARGEST) {
                    throw new DataFormatException("expected an end");
                }
                bytes.write(piece, 0, got);
            }
            return bytes.toByteArray();
        } finally {
            inflater.end();
        }
    }
}
