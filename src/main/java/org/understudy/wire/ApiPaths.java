package org.understudy.wire;

import java.util.Map;

/**
 * What of {@code GET /v1/openapi.json} says which calls there are.
 *
 * @param paths by template: {@code /v1/services/{service}}
 */
public record ApiPaths(Map<String, Methods> paths) {
    /**
     * What can be done with a path.
     *
     * @param get null where it cannot be asked for
     * @param post null where nothing can be sent there
     */
    public record Methods(Operation get, Operation post) {
    }

    /**
     * One call.
     *
     * @param operationId its name
     */
    public record Operation(String operationId) {
    }
}
