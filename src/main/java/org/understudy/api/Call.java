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
 */
public record Call(String method, String path, Map<String, String> query, String body, int uid) {
    public Call {
        query = Map.copyOf(query);
    }
}
