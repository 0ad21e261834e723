package org.understudy.wire;

import java.util.Map;

/**
 * A takeover and where its time went: an element of {@code svcmgr rto --format json}.
 *
 * @param service which
 * @param node where it was started
 * @param at when it was up again: ISO-8601 wall clock with offset
 * @param phaseMillis {@code detection}, {@code decision} and {@code fence}, then the start by
 *     groups of resources; without those the journal does not tell
 * @param totalMillis from the last beat to the end of the start; -1 where that is not known
 */
public record Takeover(String service, String node, String at, Map<String, Long> phaseMillis,
        long totalMillis) {
}
