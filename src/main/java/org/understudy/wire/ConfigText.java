package org.understudy.wire;

import java.util.List;

/**
 * Answer to {@code GET /v1/…/config}.
 *
 * @param path where the file is
 * @param text every byte of it
 * @param checksum tells this text from another
 * @param changed when it was written last, in seconds since 1970
 */
public record ConfigText(String path, String text, String checksum, long changed) {
}
