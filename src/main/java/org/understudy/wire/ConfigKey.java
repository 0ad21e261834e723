package org.understudy.wire;

/**
 * What a file says of a key: an element of {@code svcmgr get --format json}, or of {@code eval}.
 *
 * @param name the service; {@code cluster} and {@code node} of cluster.conf and node.conf
 * @param key as it was typed: {@code fs#1.mnt}
 * @param value as it is written, or as a node sees it where that was asked for
 */
public record ConfigKey(String name, String key, String value) {
}
