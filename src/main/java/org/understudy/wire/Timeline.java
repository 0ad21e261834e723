package org.understudy.wire;

import java.util.List;
import java.util.Map;

/**
 * Answer of {@code GET /v1/timeline}: what happened on all nodes, as far as the asked one knows.
 *
 * @param last the number of each node's last line that was looked at; what follows these is new
 * @param left how many earlier lines were left out for want of room
 * @param lines in causal order: no effect before its cause
 */
public record Timeline(Map<String, Long> last, long left, List<JournalLine> lines) {
}
