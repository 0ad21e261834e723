package org.understudy.heartbeat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.understudy.config.ConfigException;
import org.understudy.model.Cluster;

/**
 * The file with the cluster's keys: a line each, the base64 of 32 bytes; lines that begin with #
 * are notes. Only its owner may read it. Read again when it changes.
 */
public final class KeyFile {
    private static final Set<PosixFilePermission> OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path path;
    private volatile Keys keys;

    // Of whoever looks, one at a time.
    private Object state;

    private KeyFile(Path path, Keys keys, Object state) {
        this.path = path;
        this.keys = keys;
        this.state = state;
    }

    /** Keys that stay as they are. */
    public static KeyFile fixed(Keys keys) {
        return new KeyFile(Path.of(""), keys, null);
    }

    /**
     * That of a node. One without peers needs none.
     *
     * @throws ConfigException if the cluster needs it and it is missing or cannot be used
     */
    public static KeyFile of(Path path, Cluster cluster) {
        if (cluster.nodes().size() < 2) {
            return fixed(Keys.alone());
        }
        return at(path);
    }

    /**
     * That of a cluster this machine is no node of.
     *
     * @throws ConfigException if it is missing or cannot be used
     */
    public static KeyFile at(Path path) {
        Object state = state(path);
        return new KeyFile(path, read(path), state);
    }

    /** What is in force. */
    public Keys keys() {
        return keys;
    }

    /**
     * Reads it again if it is another one than at the last look; what was in force stays so while
     * it cannot be used. Reads the disk.
     *
     * @return whether other keys are in force now
     * @throws ConfigException once for each change that cannot be used
     */
    public synchronized boolean look() {
        if (path.toString().isEmpty()) {
            return false;
        }
        Object now = state(path);
        if (now.equals(state)) {
            return false;
        }
        state = now;
        Keys next = read(path);
        boolean changed = !next.toString().equals(keys.toString());
        keys = next;
        return changed;
    }

    private static Keys read(Path path) {
        try {
            PosixFileAttributes file = Files.readAttributes(path, PosixFileAttributes.class);
            if (!OWNER.containsAll(file.permissions())) {
                throw refused(path, "expected mode 0600, got " + mode(file.permissions())
                        + "; chmod 600 " + path);
            }
            return Keys.parse(path, Files.readString(path, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            throw refused(path, "expected the key that seals what the nodes tell each other, got"
                    + " no file; svcmgr cluster init makes one, and every node needs the same");
        } catch (IOException e) {
            throw refused(path, "expected a file of keys, got " + e);
        }
    }

    private static ConfigException refused(Path path, String text) {
        return new ConfigException(List.of(Keys.problem(path, 0, text)));
    }

    private static String mode(Set<PosixFilePermission> permissions) {
        int mode = 0;
        for (PosixFilePermission each : PosixFilePermission.values()) {
            mode = mode << 1 | (permissions.contains(each) ? 1 : 0);
        }
        return String.format("0%03o", mode);
    }

    /** What differs when the file is another one. */
    private static Object state(Path path) {
        try {
            PosixFileAttributes file = Files.readAttributes(path, PosixFileAttributes.class);
            return List.of(file.lastModifiedTime(), file.size(), file.permissions(),
                    Objects.toString(file.fileKey()));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
