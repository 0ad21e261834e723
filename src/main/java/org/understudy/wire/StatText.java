package org.understudy.wire;

/**
 * Something that is counted: element of {@code GET /v1/stats}.
 *
 * @param about {@code agent}, a link such as {@code hb#1}, or a service
 * @param what is counted: {@code rounds}, {@code dropped}, {@code decisions}, …
 * @param count how many; of rounds and drops since the agent started, of what was done with
 *     services within the last 3,000 such entries of all journals
 */
public record StatText(String about, String what, long count) {
}
