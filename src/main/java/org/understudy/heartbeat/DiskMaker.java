package org.understudy.heartbeat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.understudy.model.Cluster;

/** Makes a disk ready for a cluster's links, by an operator's wish. */
public final class DiskMaker {
    private DiskMaker() {
    }

    /**
     * Writes whose it is.
     *
     * @param force whether anything else on it may be lost; never what is in use
     * @return whether it was written, and not so already
     * @throws IOException with what is on it or why it cannot be used
     */
    public static boolean make(Path dev, Cluster cluster, boolean force) throws IOException {
        try (SharedDisk disk = SharedDisk.open(dev)) {
            if (!force) {
                boolean fresh = isFresh(disk);
                DiskHeader.of(disk, cluster);
                return fresh;
            }
            Optional<String> use = use(dev.toRealPath());
            if (use.isPresent()) {
                throw new IOException(dev + ": expected a disk that nobody uses, got one that is "
                        + use.get());
            }
            disk.write(0, new byte[SharedDisk.MIB]);
            for (int slot = 0; slot < SharedDisk.SLOTS
                    && SharedDisk.slot(slot + 1) <= disk.size(); slot++) {
                disk.write(SharedDisk.slot(slot), new byte[SharedDisk.BLOCK]);
            }
            DiskHeader.write(disk, cluster);
            DiskHeader.of(disk, cluster);
            return true;
        }
    }

    private static boolean isFresh(SharedDisk disk) {
        try {
            return DiskHeader.read(disk).cluster().isEmpty();
        } catch (IOException told) {
            return false; // and why, by whoever looks next
        }
    }

    /** What the kernel does with it, or with a part of it. */
    private static Optional<String> use(Path real) throws IOException {
        try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mounts"));
                Stream<String> swaps = Files.lines(Path.of("/proc/swaps"))) {
            if (mounts.anyMatch(line -> line.startsWith(real.toString()))) {
                return Optional.of("mounted");
            }
            if (swaps.anyMatch(line -> line.startsWith(real.toString()))) {
                return Optional.of("swap");
            }
        }
        Path holders = Path.of("/sys/class/block", real.getFileName().toString(), "holders");
        if (Files.isDirectory(holders)) {
            try (Stream<Path> all = Files.list(holders)) {
                return all.findFirst().map(one -> "part of " + one.getFileName());
            }
        }
        return Optional.empty();
    }
}
