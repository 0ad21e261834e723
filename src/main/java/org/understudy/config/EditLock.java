package org.understudy.config;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One edit at a time in a directory, whichever thread or process makes it. The kernel's locks are
 * per process and end with the first of its files that is closed, so threads take turns before.
 */
final class EditLock implements AutoCloseable {
    private static final Semaphore TURN = new Semaphore(1, true);
    private static final int SECONDS = 10;
    private static final int TRIES_PER_SECOND = 20;

    private final FileChannel channel;

    private EditLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits for its turn, 20 s at most.
     *
     * @throws ConfigException when somebody else does not finish, or the directory is not writable
     */
    static EditLock of(Path directory) {
        Path file = directory.resolve(".lock");
        boolean turn = false;
        try {
            turn = TURN.tryAcquire(SECONDS, TimeUnit.SECONDS);
            if (turn) {
                FileChannel channel = taken(file);
                turn = false;
                return new EditLock(channel);
            }
        } catch (IOException e) {
            throw new ConfigException(file.toString(), "cannot be locked: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (turn) {
                TURN.release();
            }
        }
        throw new ConfigException(file.toString(), "expected an end of another edit within "
                + SECONDS + "s, got none");
    }

    private static FileChannel taken(Path file) throws IOException, InterruptedException {
        FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.CREATE,
                StandardOpenOption.WRITE), PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString("rw-------")));
        CountDownLatch pause = new CountDownLatch(1);
        for (int tries = SECONDS * TRIES_PER_SECOND; tries > 0; tries--) {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
            pause.await(1000 / TRIES_PER_SECOND, TimeUnit.MILLISECONDS);
        }
        channel.close();
        throw new IOException("another process edits there for more than " + SECONDS + "s");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("a lock cannot be closed", e);
        } finally {
            TURN.release();
        }
    }
}
