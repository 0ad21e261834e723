package org.understudy.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.understudy.config.AtomicFile;

/** The secret all members of a cluster share: {@code cluster.key}, 32 bytes as one base64 line. */
final class ClusterKey {
    private static final int BYTES = 32;

    private final byte[] secret;

    private ClusterKey(byte[] secret) {
        this.secret = secret;
    }

    static ClusterKey fresh() {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        return new ClusterKey(secret);
    }

    /** @throws IllegalArgumentException when the text is no such key */
    static ClusterKey of(String text) {
        byte[] secret = Base64.getDecoder().decode(text.strip());
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("expected a key of " + BYTES + " bytes, got "
                    + secret.length);
        }
        return new ClusterKey(secret);
    }

    /** @throws Refusal when there is none, or it is none */
    static ClusterKey read(Path file) {
        try {
            return of(Files.readString(file));
        } catch (IOException | IllegalArgumentException e) {
            throw new Refusal(409, file + ": expected the cluster's key, got "
                    + (Files.notExists(file) ? "no such file" : e.getMessage()),
                    "svcmgr cluster init, or cluster join where the cluster is already");
        }
    }

    /** Writes it so that only its owner may read it. */
    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        AtomicFile.put(file, (text() + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    String text() {
        return Base64.getEncoder().encodeToString(secret);
    }

    /** Proves that whoever made it knew the key and these bytes. */
    byte[] proof(byte[] bytes) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    boolean isSameAs(ClusterKey other) {
        return MessageDigest.isEqual(secret, other.secret);
    }
}
