package org.understudy.wire;

import java.util.List;

/**
 * What an agent saw last: the file {@code seen.json} beside its socket, which is there after it.
 *
 * @param at ISO-8601 wall clock with offset
 * @param services all that it knew
 */
public record SeenServices(String at, List<ServiceStatus> services) {
}
