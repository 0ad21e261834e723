package org.understudy.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.understudy.config.ClusterFile;
import org.understudy.heartbeat.DiskMaker;
import org.understudy.model.Cluster;
import org.understudy.model.NodeName;
import org.understudy.wire.Edited;
import org.understudy.wire.NewDisk;

/**
 * Makes disks ready for links of {@code type = disk}.
 *
 * @param paths where cluster.conf is
 * @param self this node
 */
record DiskClerk(Paths paths, NodeName self) {
    /** @throws Refusal when it holds anything else, and nobody said that this may be lost */
    Edited make(NewDisk asked) {
        ClusterClerk.requireCluster(paths);
        if (!asked.dev().startsWith("/")) {
            throw new Refusal(400, "expected an absolute path, got \"" + asked.dev() + "\"",
                    "svcmgr cluster disk-init --dev /dev/disk/by-id/scsi-36001405abcdef");
        }
        Cluster cluster = ClusterFile.read(paths.cluster(), paths.node(), self).cluster();
        try {
            boolean made = DiskMaker.make(Path.of(asked.dev()), cluster, asked.force());
            return new Edited(made, List.of(asked.dev() + ": the disk of cluster " + cluster.name()
                    + "'s links" + (made ? "" : ", as it was")), List.of("svcmgr cluster set"
                    + " 'hb#2.type=disk' 'hb#2.dev=" + asked.dev() + "', if no link uses it yet"));
        } catch (IOException e) {
            throw new Refusal(409, e.getMessage(), asked.force() ? "lsblk " + asked.dev()
                    : "wipefs " + asked.dev() + " to see what it may be; svcmgr cluster disk-init"
                    + " --force --dev " + asked.dev() + " if all of it may be lost");
        }
    }
}
