package org.understudy.wire;

import java.util.List;

/**
 * Answer to {@code GET /v1/services/{name}/config}, which tells the file that lies there, and with
 * {@code ?running=true} the one that is in force.
 *
 * @param text the service file, every byte of it
 * @param running whether this text is what the service is run by
 * @param generation which version of it that is, counted on this node; 0 when not known
 * @param checksum of what it is run by
 * @param since when that was accepted: {@code 2026-03-01T14:03:02.123Z}; empty when not known
 * @param refused why the file that lies there is not in force, a line each; empty when it is
 */
public record ConfigText(String text, boolean running, long generation, String checksum,
        String since, List<String> refused) {
    public ConfigText {
        refused = List.copyOf(refused);
    }

    /** Of which no more than the text is known. */
    public ConfigText(String text) {
        this(text, true, 0, "", "", List.of());
    }
}
