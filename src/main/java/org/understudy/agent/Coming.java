package org.understudy.agent;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.understudy.wire.FileVersion;
import org.understudy.wire.Json;

/**
 * The versions of files that are about to be put in their places. On disk before the file is: what
 * lies there after a power cut would be taken for an edit made here. Safe for all threads; only one
 * at a time uses the disk.
 */
final class Coming {
    private final Written<Page> page;
    private final SortedMap<String, FileVersion> files = new TreeMap<>();
    private byte[] written = text();

    /** As written down. */
    record Page(List<FileVersion> files) {
    }

    Coming(Path directory, Unwritten unwritten) {
        this.page = new Written<>(file(directory), Page.class, "config.versions_lost", unwritten);
    }

    static Path file(Path directory) {
        return directory.resolve("coming.json");
    }

    /** What was written down by earlier lives. */
    void read() {
        page.read(told -> {
            synchronized (this) {
                told.files().forEach(one -> files.put(one.name(), one));
            }
            written = text();
        });
    }

    /** Writes down what is new. */
    void write() {
        byte[] now = text();
        if (Arrays.equals(now, written)) {
            page.unwritten().written(page.file()); // what was not written is not needed any more
        } else if (page.write(now)) {
            written = now;
        }
    }

    private synchronized byte[] text() {
        return Json.encode(new Page(List.copyOf(files.values())));
    }

    synchronized void add(FileVersion version) {
        files.put(version.name(), version);
    }

    synchronized void remove(String name) {
        files.remove(name);
    }

    /** The one with this content, if it is what was to come. */
    synchronized Optional<FileVersion> of(String name, String checksum) {
        return Optional.ofNullable(files.get(name))
                .filter(one -> one.checksum().equals(checksum));
    }

    /** What has come, or cannot come any more, is forgotten. */
    synchronized void keepOnly(Predicate<FileVersion> those) {
        files.values().removeIf(those.negate());
    }
}
