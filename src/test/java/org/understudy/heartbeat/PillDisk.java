package org.understudy.heartbeat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.understudy.heartbeat.DiskHeader.Claim;
import org.understudy.model.Cluster;

/** A file that is a cluster's disk, on which its nodes have their slots. */
public final class PillDisk {
    private PillDisk() {
    }

    /**
     * A new one, for the test to delete. Not in the directory for temporary files: that may be
     * memory, which knows no O_DIRECT.
     */
    public static Path of(Cluster cluster) throws IOException {
        Path file = Files.createTempFile(Files.createDirectories(Path.of("target")), "pills", "")
                .toAbsolutePath();
        try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
            disk.setLength(4L * SharedDisk.MIB);
        }
        try (SharedDisk disk = SharedDisk.open(file)) {
            DiskHeader.write(disk, cluster);
            for (int slot = 0; slot < cluster.nodes().size(); slot++) {
                DiskHeader.claim(disk, slot, new Claim(cluster.nodes().get(slot).value(),
                        UUID.randomUUID()));
            }
        }
        return file;
    }
}
