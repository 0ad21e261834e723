package org.understudy.wire;

/**
 * Answer to {@code GET /v1/services/{name}/running}: the file by which a service is run here.
 *
 * @param path where such a file lies, or lay
 * @param text every byte of the one in force
 * @param checksum of that text
 * @param generation which version of it that is, counted on this node; 0 when not known
 * @param since when it was accepted: {@code 2026-03-01T14:03:02.123Z}; empty when not known
 * @param current whether the file that lies there is the one in force
 * @param refused why it is not, and since when; empty when it is
 */
public record RunningText(String path, String text, String checksum, long generation,
        String since, boolean current, String refused) {
}
