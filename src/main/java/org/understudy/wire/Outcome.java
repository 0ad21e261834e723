package org.understudy.wire;

/**
 * What became of a request: answer to posting it, and to {@code GET /v1/requests/{id}?wait=10}.
 *
 * @param id the request
 * @param state {@code pending}, {@code reached}, {@code failed} or {@code refused}
 * @param scope {@code local} or {@code cluster}
 * @param detail what it waits for, or why it failed
 */
public record Outcome(String id, String state, String scope, String detail) {
}
