package org.understudy.wire;

/**
 * Answer to {@code GET /v1/…/config/value?key=fs#1.mnt}.
 *
 * @param value its text
 */
public record ConfigValue(String value) {
}
