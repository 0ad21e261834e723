package org.understudy.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.understudy.config.AtomicFile;
import org.understudy.config.ConfigException;
import org.understudy.heartbeat.Keys;

/**
 * The secret all members of a cluster share: the text of {@code cluster.key}, with one key, or two
 * while it changes.
 */
final class ClusterKey {
    private static final int BYTES = 32;
    private static final Path NAME = Path.of("cluster.key");

    private final String text;
    private final List<byte[]> secrets;

    private ClusterKey(String text) {
        this.text = text;
        this.secrets = text.lines().map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(Base64.getDecoder()::decode).toList();
    }

    static ClusterKey fresh() {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        return new ClusterKey(Base64.getEncoder().encodeToString(secret) + "\n");
    }

    /** @throws IllegalArgumentException when the text holds no such keys */
    static ClusterKey of(String text) {
        try {
            Keys.parse(NAME, text);
            return new ClusterKey(text);
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** @throws Refusal when there is none, or it is none */
    static ClusterKey read(Path file) {
        try {
            return of(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException | IllegalArgumentException e) {
            throw new Refusal(409, Files.notExists(file)
                    ? file + ": expected the cluster's key, got no such file"
                    : file + ": expected the cluster's key, got " + e.getMessage(),
                    "svcmgr cluster init, or cluster join --update where others have one");
        }
    }

    /** Writes it so that only its owner may read it. */
    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        AtomicFile.put(file, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The base64 of each, that which seals first. */
    List<String> keys() {
        return secrets.stream().map(Base64.getEncoder()::encodeToString).toList();
    }

    /** As the file has it, every byte. */
    String text() {
        return text;
    }

    /** Proves that whoever made it knew the key and these bytes. */
    byte[] proof(byte[] bytes) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secrets.get(0), "HmacSHA256"));
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /** Whether they have a key in common, as those of one cluster have while it changes. */
    boolean isOfSameCluster(ClusterKey other) {
        return secrets.stream().anyMatch(one -> other.secrets.stream()
                .anyMatch(two -> MessageDigest.isEqual(one, two)));
    }
}
