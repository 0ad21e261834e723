package org.understudy.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls when something in a directory has changed and has then been quiet for a moment. One that is
 * replaced as a whole is noticed within some seconds.
 */
final class Watch implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final long QUIET_MILLIS = 200;
    private static final long AGAIN_MILLIS = 2_000;
    /** Changes that never end are looked at all the same. */
    private static final int LONGEST = 50;

    private final Path directory;
    private final Runnable changed;

    Watch(Path directory, Runnable changed) {
        this.directory = directory;
        this.changed = changed;
    }

    @Override
    public void run() {
        boolean told = false;
        try {
            while (true) {
                try {
                    watch();
                    told = false;
                } catch (IOException e) {
                    if (!told) {
                        LOG.error("config.unwatched directory={} detail=\"{}\"", directory,
                                e.toString());
                    }
                    told = true;
                    TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
                }
                changed.run();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** As long as the directory is the one that was there at the beginning. */
    private void watch() throws IOException, InterruptedException {
        Files.createDirectories(directory);
        try (WatchService watcher = directory.getFileSystem().newWatchService()) {
            directory.register(watcher, StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_DELETE);
            Object identity = identity();
            changed.run();
            while (identity.equals(identity())) {
                WatchKey key = watcher.poll(AGAIN_MILLIS, TimeUnit.MILLISECONDS);
                if (key != null) {
                    settle(watcher, key);
                    changed.run();
                }
            }
        }
    }

    /** Another one for another directory, and for none. */
    private Object identity() throws IOException {
        try {
            return Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException gone) {
            return "gone";
        }
    }

    private static void settle(WatchService watcher, WatchKey first) throws InterruptedException {
        WatchKey key = first;
        for (int i = 0; key != null; i++) {
            key.pollEvents();
            key.reset(); // one that is not reset never comes again
            key = i == LONGEST ? null : watcher.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
