package org.understudy.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The text of a configuration file. Encoding it again gives the same bytes.
 *
 * @param path where it is
 * @param text UTF-8, no control characters but tabs and line ends
 */
record SourceFile(Path path, String text) {
    private static final int LARGEST = 1 << 20;

    /** @throws ConfigException when it cannot be read or is not such a text */
    static SourceFile read(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new ConfigException(name(path), Files.exists(path)
                    ? "expected a regular file"
                    : "no such file in " + path.toAbsolutePath().getParent());
        }
        try (InputStream in = Files.newInputStream(path)) {
            return of(path, in.readNBytes(LARGEST + 1));
        } catch (NoSuchFileException e) {
            throw new ConfigException(name(path), "no such file");
        } catch (IOException e) {
            throw new ConfigException(name(path), "cannot be read: " + e);
        }
    }

    /** The same, or an empty text where there is no such file. */
    static SourceFile readIfThere(Path path) {
        return Files.notExists(path) ? new SourceFile(path, "") : read(path);
    }

    /** @throws ConfigException when the bytes are not a text of at most 1 MB */
    static SourceFile of(Path path, byte[] bytes) {
        if (bytes.length > LARGEST) {
            throw new ConfigException(name(path), "expected at most 1 MB, got more");
        }
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes))
                    .toString();
            refuseControls(path, text);
            return new SourceFile(path, text);
        } catch (CharacterCodingException e) {
            boolean wide = bytes.length > 1 && (bytes[0] & bytes[1] & 0xff) == 0xfe;
            throw refused(path, validPrefix(bytes), "expected UTF-8, got " + (wide
                    ? "UTF-16; iconv -f UTF-16 -t UTF-8 converts it" : "another encoding"));
        }
    }

    String name() {
        return name(path);
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** First 16 hexadecimal digits of the SHA-256 of the bytes. */
    String checksum() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes());
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static void refuseControls(Path path, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean lineEnd = c == '\n' || c == '\r' && text.startsWith("\n", i + 1);
            if (Character.isISOControl(c) && c != '\t' && !lineEnd) {
                throw refused(path, text.substring(0, i),
                        String.format("expected text, got the control character 0x%02x", (int) c));
            }
        }
    }

    /** The decodable text before the first byte that is not UTF-8. */
    private static String validPrefix(byte[] bytes) {
        CharBuffer out = CharBuffer.allocate(bytes.length);
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), out, true);
        return out.flip().toString();
    }

    private static ConfigException refused(Path path, String before, String text) {
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        Place place = Place.of(line, before.length() - before.lastIndexOf('\n'));
        return new ConfigException(List.of(new Problem(name(path), place, text)));
    }
}
