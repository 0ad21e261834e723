package org.understudy.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Set;

/** Writes whole files so that a reader, or a power cut, meets the old or the new contents. */
public final class AtomicFile {
    private AtomicFile() {
    }

    /**
     * Makes a file that only its owner may read.
     *
     * @throws FileAlreadyExistsException when there is something of that name; it is left alone
     * @throws IOException when anything else fails; there is then no file
     */
    public static void create(Path file, byte[] bytes) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        put(file, bytes);
    }

    /**
     * Makes a file that only its owner may read, over whatever has that name.
     *
     * @throws IOException when anything fails; what was there is then left alone
     */
    public static void put(Path file, byte[] bytes) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Path temporary = temporary(file, directory);
        try {
            write(temporary, bytes);
            sync(temporary);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        sync(directory);
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
        Path temporary = temporary(file, directory);
        try {
            write(temporary, after);
            copyOwner(file, temporary);
            sync(temporary);
            if (!Arrays.equals(before, Files.readAllBytes(file))) {
                throw new IOException("somebody else changed it meanwhile");
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        sync(directory);
    }

    private static Path temporary(Path file, Path directory) throws IOException {
        return Files.createTempFile(directory, "." + file.getFileName() + ".", ".tmp");
    }

    private static void write(Path temporary, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
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

    /** Without it a power cut may forget a file's contents, or a directory's new name. */
    static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
