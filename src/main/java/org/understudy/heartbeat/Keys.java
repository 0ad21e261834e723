package org.understudy.heartbeat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.understudy.config.ConfigException;
import org.understudy.config.Place;
import org.understudy.config.Problem;

/**
 * The keys of a cluster. The first seals; each of them opens, so that a key is changed without a
 * gap: first every node learns to open the new one, then it comes first, then the old one goes.
 *
 * @param all one or two
 */
public record Keys(List<Key> all) {
    private static final int BYTES = 32;
    private static final int MOST = 2;

    public Keys {
        all = List.copyOf(all);
    }

    /** One key, and the number by which a datagram says which it was sealed with. */
    record Key(int id, byte[] bytes) {
        static Key of(byte[] bytes) {
            return new Key(Seal.id(bytes), bytes);
        }
    }

    /** Of a node without peers: one that nobody else knows. */
    public static Keys alone() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Keys(List.of(Key.of(bytes)));
    }

    /**
     * Reads what a key file says.
     *
     * @param file for messages, which never show a key
     * @throws ConfigException with all that is wrong with it
     */
    public static Keys parse(Path file, String text) {
        List<Key> keys = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().map(String::strip).toList()) {
            number++;
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            byte[] bytes = decoded(line);
            if (bytes.length != BYTES) {
                problems.add(problem(file, number, "expected the base64 of " + BYTES
                        + " bytes, got " + (bytes.length == 0 ? "no base64"
                        : bytes.length + " bytes")));
            } else if (keys.stream().anyMatch(key -> MessageDigest.isEqual(key.bytes, bytes))) {
                problems.add(problem(file, number, "expected another key, got the same one"
                        + " again"));
            } else {
                keys.add(Key.of(bytes));
            }
        }
        if (problems.isEmpty() && (keys.isEmpty() || keys.size() > MOST)) {
            problems.add(problem(file, 0, "expected one key, or two while it changes, a line each,"
                    + " got " + keys.size()));
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new Keys(keys);
    }

    static Problem problem(Path file, int line, String text) {
        return new Problem(file.toString(), new Place(line, 0, "", ""), text);
    }

    private static byte[] decoded(String line) {
        try {
            return Base64.getDecoder().decode(line.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    /** The one that seals. */
    Key first() {
        return all.get(0);
    }

    Optional<Key> find(int id) {
        return all.stream().filter(key -> key.id == id).findFirst();
    }

    /** The keys by the first digits of their numbers, that which seals first; never the keys. */
    @Override
    public String toString() {
        return String.join(" ", all.stream().map(key -> String.format("%08x", key.id)).toList());
    }
}
