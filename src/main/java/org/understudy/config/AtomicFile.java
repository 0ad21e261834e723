package org.understudy.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Set;

/** Replaces a file's contents so that a reader, or a power cut, meets the old or the new ones. */
final class AtomicFile {
    private AtomicFile() {
    }

    /**
     * Keeps owner, group and mode.
     *
     * @param file no symbolic link, or the link would be replaced
     * @throws IOException when anything fails or the file no longer is as it was before; it is
     *     then left alone
     */
    static void replace(Path file, byte[] before, byte[] after) throws IOException {
        Path directory = file.getParent();
        Path temporary = Files.createTempFile(directory, "." + file.getFileName() + ".", ".tmp");
        try {
            write(temporary, after, file);
            if (!Arrays.equals(before, Files.readAllBytes(file))) {
                throw new IOException("somebody else changed it meanwhile");
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        sync(directory);
    }

    private static void write(Path temporary, byte[] bytes, Path like) throws IOException {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            copyOwner(like, temporary);
            channel.force(true);
        }
    }

    private static void copyOwner(Path from, Path to) throws IOException {
        for (String attribute : new String[] {"unix:uid", "unix:gid"}) {
            Object wanted = Files.getAttribute(from, attribute);
            if (!wanted.equals(Files.getAttribute(to, attribute))) {
                Files.setAttribute(to, attribute, wanted);
            }
        }
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(from);
        Files.setPosixFilePermissions(to, mode);
    }

    /** Without it a power cut may forget the new name. */
    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
