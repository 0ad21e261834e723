package org.understudy.wire;

import java.util.Map;

/**
 * One journal entry: a line of the file, an element of {@code GET /v1/journal?after=N&limit=M}.
 *
 * @param number grows by one with each entry of this node
 * @param at ISO-8601 wall clock with milliseconds and offset
 * @param node who wrote it
 * @param event {@code noun.verb}
 * @param facts in a fixed order
 */
public record JournalLine(long number, String at, String node, String event,
        Map<String, String> facts) {
}
