package org.understudy.wire;

/**
 * A key that this node reserves disks by: element of {@code GET /v1/reservations}.
 *
 * @param service whose disks they are
 * @param rid the resource that they belong to: {@code vg#1}
 * @param key {@code 0x1a2b}
 * @param from where it is written, {@code vg#1.prkey@n1}; empty where it is made of the names of
 *     service and node
 */
public record ReservationText(String service, String rid, String key, String from) {
}
