package org.understudy.wire;

/**
 * When a service's file was changed: an element of {@code svcmgr print config mtime}.
 *
 * @param service whose
 * @param file its path on the node
 * @param changed in seconds since 1970
 */
public record FileTime(String service, String file, long changed) {
}
