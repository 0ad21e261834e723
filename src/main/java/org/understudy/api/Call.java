package org.understudy.api;

import java.util.Map;

/**
 * One request on the socket.
 *
 * @param method {@code GET} or {@code POST}
 * @param path {@code /v1/services/web}, decoded
 * @param query decoded parameters
 * @param body text, empty for GET
 * @param uid the caller, as the kernel tells it
 * @param node from which another agent passed it on; empty when it came in on the socket
 */
public record Call(String method, String path, Map<String, String> query, String body, int uid,
        String node) {
    public Call {
        query = Map.copyOf(query);
    }
    /** One on the socket. */
    public Call(String method, String path, Map<String, String> query, String body, int uid) {
        this(method, path, query, body, uid, "");
    }
}
