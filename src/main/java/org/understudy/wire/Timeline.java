package org.understudy.wire;

import java.util.List;

/**
 * Answer of {@code GET /v1/timeline}: what happened on all nodes, as far as the asked one knows.
 *
 * @param arrived how many lines of whichever node had come in when this was answered
 * @param left how many earlier lines were left out for want of room
 * @param lines in causal order: no effect before its cause
 */
public record Timeline(long arrived, long left, List<JournalLine> lines) {
}
