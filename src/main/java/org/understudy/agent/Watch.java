package org.understudy.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls when something in a directory has changed and has then been quiet for a moment. */
final class Watch implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final long QUIET_MILLIS = 200;

    private final Path directory;
    private final Runnable changed;

    Watch(Path directory, Runnable changed) {
        this.directory = directory;
        this.changed = changed;
    }

    @Override
    public void run() {
        try (WatchService watcher = directory.getFileSystem().newWatchService()) {
            Files.createDirectories(directory);
            directory.register(watcher, StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_DELETE);
            while (true) {
                settle(watcher, watcher.take());
                changed.run();
            }
        } catch (IOException e) {
            LOG.error("config.unwatched directory={} detail=\"{}\"", directory, e.toString());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static void settle(WatchService watcher, WatchKey first) throws InterruptedException {
        WatchKey key = first;
        while (key != null) {
            key.pollEvents();
            key.reset();
            key = watcher.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
