package org.understudy.wire;

/**
 * One status word: an element of what {@code svcmgr status}, {@code prstatus} and
 * {@code print resource status} answer.
 *
 * @param service which
 * @param rid {@code fs#1}; empty for the service as a whole, and for all its reservations
 * @param status {@code up}, {@code down}, {@code warn}, {@code n/a}, {@code undef}, …
 */
public record StatusText(String service, String rid, String status) {
}
