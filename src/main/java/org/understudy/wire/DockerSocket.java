package org.understudy.wire;

/**
 * Answer to {@code GET /v1/services/{name}/docker}: where the service's own daemon listens.
 *
 * @param socket absolute path
 */
public record DockerSocket(String socket) {
}
