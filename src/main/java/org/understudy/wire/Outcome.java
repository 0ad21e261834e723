package org.understudy.wire;

import java.util.List;

/**
 * What became of a request: answer to posting it, and to {@code GET /v1/requests/{id}?wait=10}.
 *
 * @param id the request; empty when it was not taken in
 * @param state {@code pending}, {@code reached}, {@code failed} or {@code refused};
 *     {@code confirm} when it is not taken in before somebody said yes to what follows;
 *     {@code plan} when that was all that was asked; {@code busy} when it is not taken in
 *     because another action on the service runs here, which the detail tells of
 * @param scope {@code local} or {@code cluster}
 * @param detail what it waits for, or why it failed
 * @param follows what follows from it, or what would be done, a line each
 */
public record Outcome(String id, String state, String scope, String detail,
        List<String> follows) {
    /** Of which nothing more is to be said. */
    public Outcome(String id, String state, String scope, String detail) {
        this(id, state, scope, detail, List.of());
    }
}
