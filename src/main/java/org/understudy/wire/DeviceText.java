package org.understudy.wire;

import java.util.List;

/**
 * The devices of a resource on this node: element of {@code GET /v1/services/{name}/devices}.
 *
 * @param rid {@code fs#1}
 * @param driver {@code disk.vg}, {@code fs}, …
 * @param uses the devices it takes: those of other resources, or of the node
 * @param gives the devices that are there by it
 * @param disks what all of them lie on in the end
 * @param notes what cannot be told here and now, and why, a line each
 */
public record DeviceText(String rid, String driver, List<String> uses, List<String> gives,
        List<String> disks, List<String> notes) {
}
