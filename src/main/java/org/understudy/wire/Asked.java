package org.understudy.wire;

/**
 * Body of {@code POST /v1/services/{name}/requests}.
 *
 * @param goal {@code started}, {@code stopped}, {@code frozen}, {@code thawed}, {@code cleared},
 *     {@code placed}
 * @param to for placed: the node, or empty for the preferred one
 * @param scope {@code local}, {@code cluster}, or {@code auto}: cluster when orchestrate is ha
 */
public record Asked(String goal, String to, String scope) {
}
