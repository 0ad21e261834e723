package org.understudy.wire;

/**
 * Answer to {@code GET /v1/services/{name}/config}.
 *
 * @param text the service file, every byte of it
 */
public record ConfigText(String text) {
}
