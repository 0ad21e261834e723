package org.understudy.wire;

import java.util.Map;

/**
 * One journal entry: a line of the file, an element of {@code GET /v1/journal?after=N&limit=M}.
 *
 * @param number grows by one with each entry of this node
 * @param stamp what orders the entries of all nodes: whatever a node knew of when it wrote an entry
 *     has a smaller one. Milliseconds and a counter below them; 0 in lines of older releases
 * @param at ISO-8601 wall clock with milliseconds and offset
 * @param node who wrote it
 * @param event {@code noun.verb}
 * @param facts in a fixed order
 */
public record JournalLine(long number, long stamp, String at, String node, String event,
        Map<String, String> facts) {
    public JournalLine(long number, String at, String node, String event,
            Map<String, String> facts) {
        this(number, 0, at, node, event, facts);
    }
}
