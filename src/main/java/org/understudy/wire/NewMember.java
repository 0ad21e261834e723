package org.understudy.wire;

import java.util.Map;

/**
 * Body of {@code POST /v1/cluster/init} and {@code POST /v1/cluster/token}.
 *
 * @param cluster its name, for a new one
 * @param node the member; empty for the asked node
 * @param addresses its own, by link
 * @param lastsMillis how long the token is good
 */
public record NewMember(String cluster, String node, Map<String, String> addresses,
        long lastsMillis) {
}
