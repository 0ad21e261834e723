package org.understudy.wire;

import java.util.List;

/**
 * Answer to {@code GET /v1/services/{name}/engine}: how the service's containers are reached.
 *
 * @param command what a command line about them begins with: {@code docker -H unix://…},
 *     {@code podman --root …}
 */
public record EngineText(List<String> command) {
}
