package org.understudy.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One agent per node: a lock that holds for as long as this object is kept, and that the kernel
 * gives back when its process ends, however it ends.
 */
final class OnlyOne {
    private final FileLock lock;

    /** @throws IOException when another agent runs on this node */
    OnlyOne(Path run) throws IOException {
        Path file = run.resolve("agent.lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new IOException(file + ": expected to be the only agent on this node, got one"
                    + " that runs already");
        }
    }

    /** Lets another agent begin. */
    void release() {
        try {
            lock.acquiredBy().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
