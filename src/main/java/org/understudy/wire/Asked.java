package org.understudy.wire;

/**
 * Body of {@code POST /v1/services/{name}/requests}, and of {@code POST /v1/node/requests}.
 *
 * @param goal {@code started}, {@code stopped}, {@code shutdown}, {@code restarted},
 *     {@code frozen}, {@code thawed}, {@code cleared}, {@code aborted}, {@code placed}; of a node
 *     {@code frozen}, {@code thawed}, {@code drained}, {@code shutdown}, {@code reboot}
 * @param to for placed: the node, or empty for the preferred one
 * @param scope {@code local}, {@code cluster}, or {@code auto}: cluster when orchestrate is ha; of
 *     a node {@code local} or {@code cluster}
 * @param reason why, in the operator's words; may be empty
 * @param lastsMillis how long a freeze is to hold; 0 for ever
 * @param yes whether the operator knows what follows from it
 * @param dryRun only tell what would be done
 */
public record Asked(String goal, String to, String scope, String reason, long lastsMillis,
        boolean yes, boolean dryRun) {
    /** With nothing added. */
    public Asked(String goal, String to, String scope) {
        this(goal, to, scope, "", 0, false, false);
    }
}
