package org.understudy.wire;

import java.util.Map;

/**
 * A call of the API on its way to another node's agent.
 *
 * @param method {@code GET} or {@code POST}
 * @param path {@code /v1/services/web}, decoded
 * @param query decoded parameters
 * @param body text, empty for GET
 * @param uid the caller, as the kernel of the asking node tells it
 */
public record Forwarded(String method, String path, Map<String, String> query, String body,
        int uid) {
    /**
     * What came of it.
     *
     * @param status HTTP code
     * @param json body
     */
    public record Answer(int status, String json) {
    }
}
