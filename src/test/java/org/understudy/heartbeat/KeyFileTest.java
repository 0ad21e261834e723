package org.understudy.heartbeat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.config.ConfigException;
import org.understudy.model.Cluster;

class KeyFileTest {
    private final Cluster two = Node.cluster("lab", 10_000, Node.INTERVAL, "n1", "n2");
    private long version;

    @TempDir
    Path directory;

    @Test
    void aNodeWithoutPeersNeedsNoKey() {
        Cluster one = Node.cluster("lab", 10_000, Node.INTERVAL, "n1");
        KeyFile keys = KeyFile.of(file(), one);
        assertEquals(1, keys.keys().all().size());
        assertFalse(keys.look());
    }

    @Test
    void oneWithPeersDoesAndIsToldHowToGetIt() {
        assertEquals(file() + ": expected the key that seals what the nodes tell each other, got"
                + " no file; svcmgr cluster init makes one, and every node needs the same",
                refusal());
    }

    @Test
    void aFileThatOthersMayReadIsRefused() throws IOException {
        write(Node.lines(1), "rw-r--r--");
        assertEquals(file() + ": expected mode 0600, got 0644; chmod 600 " + file(), refusal());
        write(Node.lines(1), "r--------");
        assertEquals(1, KeyFile.of(file(), two).keys().all().size());
    }

    @Test
    void allThatIsWrongIsSaidAndNoKeyIsShown() throws IOException {
        write("# ours\n\nc2VjcmV0\n" + Node.lines(1, 1) + "not base64!\n", "rw-------");
        assertEquals(String.join("\n",
                file() + ":3: expected the base64 of 32 bytes, got 6 bytes",
                file() + ":5: expected another key, got the same one again",
                file() + ":6: expected the base64 of 32 bytes, got no base64"), refusal());
        write(Node.lines(1, 2, 3), "rw-------");
        assertEquals(file() + ": expected one key, or two while it changes, a line each, got 3",
                refusal());
        write("# nothing\n", "rw-------");
        assertEquals(file() + ": expected one key, or two while it changes, a line each, got 0",
                refusal());
        Files.delete(file());
        Files.createDirectory(file(), PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString("rw-------")));
        assertTrue(refusal().startsWith(file() + ": expected a file of keys, got "), refusal());
    }

    @Test
    void aChangedFileIsTakenAndABadOneSaidOnceWhileTheOldKeysStay() throws IOException {
        write(Node.lines(1), "rw-------");
        KeyFile keys = KeyFile.of(file(), two);
        assertFalse(keys.look());
        write("# next\n" + Node.lines(2, 1), "rw-------");
        assertTrue(keys.look());
        String both = keys.keys().toString();
        assertEquals(Node.key(2, 1).keys().toString(), both);
        write("garbage", "rw-------");
        assertThrows(ConfigException.class, keys::look);
        assertFalse(keys.look());
        Files.delete(file());
        assertThrows(ConfigException.class, keys::look);
        assertFalse(keys.look());
        assertEquals(both, keys.keys().toString());
        write(Node.lines(2), "rw-------");
        assertTrue(keys.look());
    }

    @Test
    void keysAreDerivedAsTheStandardSays() {
        byte[] key = HexFormat.of().parseHex("0b".repeat(22));
        byte[] salt = HexFormat.of().parseHex("000102030405060708090a0b0c");
        byte[] info = HexFormat.of().parseHex("f0f1f2f3f4f5f6f7f8f9");
        assertEquals("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf",
                HexFormat.of().formatHex(Seal.derived(salt, key, info)));
    }

    private String refusal() {
        return assertThrows(ConfigException.class, () -> KeyFile.of(file(), two)).getMessage();
    }

    private Path file() {
        return directory.resolve("cluster.key");
    }

    private void write(String text, String mode) throws IOException {
        Files.writeString(file(), text);
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(mode));
        Files.setLastModifiedTime(file(), FileTime.fromMillis(++version * 1_000));
    }
}
