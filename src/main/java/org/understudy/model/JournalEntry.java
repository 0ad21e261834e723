package org.understudy.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of the journal.
 *
 * @param at wall clock, for people; never used to decide
 * @param node who wrote it
 * @param event {@code noun.verb}: {@code peer.silent}, {@code fence.end}, {@code step.end}
 * @param facts the rest in a fixed order: service, rid, reason, took (durations with unit), …
 */
public record JournalEntry(Instant at, NodeName node, String event, Map<String, String> facts) {
    public JournalEntry {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }
}
