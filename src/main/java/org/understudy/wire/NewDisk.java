package org.understudy.wire;

/**
 * Body of {@code POST /v1/cluster/disk-init}.
 *
 * @param dev path of a disk, or of a file on one
 * @param force whether what is on it may be lost
 */
public record NewDisk(String dev, boolean force) {
}
