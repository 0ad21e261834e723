package org.understudy.heartbeat;

import org.understudy.model.LinkName;

/**
 * How many datagrams of one source were dropped for one reason since the agent started.
 *
 * @param link where they came in
 * @param source IP address they claim to come from, or slot of a disk or relay; {@code others}
 *         beyond the first sources
 * @param reason why
 * @param count at least 1
 */
public record Dropped(LinkName link, String source, Reason reason, long count) {
}
