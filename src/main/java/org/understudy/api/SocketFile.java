package org.understudy.api;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;

/** The right to listen on a path: one agent at a time, told apart by a lock beside the socket. */
final class SocketFile implements AutoCloseable {
    private static final String GROUP = "understudy";

    private final Path path;
    private final FileChannel lock;

    private SocketFile(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Takes the path and clears what a dead agent left on it.
     *
     * @throws IOException if another process answers there, or the file is not a socket
     */
    static SocketFile claim(Path path) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        FileChannel lock = lock(path);
        try {
            removeStale(path);
            return new SocketFile(path, lock);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    /** Lets root and the group understudy, where there is one, talk to the bound socket. */
    void open() throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
        try {
            GroupPrincipal group = path.getFileSystem().getUserPrincipalLookupService()
                    .lookupPrincipalByGroupName(GROUP);
            Files.getFileAttributeView(path, PosixFileAttributeView.class).setGroup(group);
        } catch (UserPrincipalNotFoundException e) {
            return; // without the group, root alone
        }
    }

    /** From here on nobody finds it; the right to it stays. */
    void hide() throws IOException {
        Files.deleteIfExists(path);
    }

    @Override
    public void close() throws IOException {
        hide();
        lock.close();
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel file = FileChannel.open(path.resolveSibling(path.getFileName() + ".lock"),
                StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock taken = null;
        try {
            taken = file.tryLock();
        } catch (OverlappingFileLockException e) {
            throw taken(path);
        } finally {
            if (taken == null) {
                file.close();
            }
        }
        if (taken == null) {
            throw taken(path);
        }
        return file;
    }

    private static void removeStale(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new IOException(path + ": expected a socket or nothing, got another file");
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.connect(UnixDomainSocketAddress.of(path));
        } catch (ConnectException e) {
            Files.delete(path); // refused: nobody is behind it any more
            return;
        }
        throw taken(path);
    }

    private static IOException taken(Path path) {
        return new IOException(path + ": another agent answers there; one agent per node");
    }
}
