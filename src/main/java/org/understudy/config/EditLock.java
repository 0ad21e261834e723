package org.understudy.config;

import java.io.IOException;
import java.nio.channels.FileChannel;
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
final class EditLock {
    private static final Semaphore TURN = new Semaphore(1, true);
    private static final int SECONDS = 10;
    private static final int TRIES_PER_SECOND = 20;

    private EditLock() {
    }

    /** What is done meanwhile. */
    interface Work<T> {
        T run() throws IOException;
    }

    /**
     * Does it once nobody else edits there; waits 20 s at most.
     *
     * @throws UnwritableException when somebody else does not finish, or it may not be written to
     * @throws IOException from the work
     */
    static <T> T during(Path directory, Work<T> work) throws IOException {
        if (!turn()) {
            throw busy(directory);
        }
        try (FileChannel channel = opened(directory)) {
            lock(channel, directory);
            return work.run();
        } finally {
            TURN.release();
        }
    }

    private static boolean turn() {
        try {
            return TURN.tryAcquire(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static FileChannel opened(Path directory) {
        try {
            return FileChannel.open(directory.resolve(".lock"), Set.of(StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE), PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } catch (IOException e) {
            throw new UnwritableException(directory, e);
        }
    }

    private static void lock(FileChannel channel, Path directory) throws IOException {
        CountDownLatch pause = new CountDownLatch(1);
        for (int tries = SECONDS * TRIES_PER_SECOND; channel.tryLock() == null; tries--) {
            if (tries == 0) {
                throw busy(directory);
            }
            try {
                pause.await(1000 / TRIES_PER_SECOND, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw busy(directory);
            }
        }
    }

    private static UnwritableException busy(Path directory) {
        return new UnwritableException(directory,
                "expected the edit that is going on there to end within " + SECONDS + "s");
    }
}
