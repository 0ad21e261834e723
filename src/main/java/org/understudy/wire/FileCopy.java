package org.understudy.wire;

/**
 * Answer to {@code GET /v1/files/{name}}.
 *
 * @param version which one it is
 * @param text every byte of it; empty when it is gone
 */
public record FileCopy(FileVersion version, String text) {
}
