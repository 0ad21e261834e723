package org.understudy.wire;

import java.util.List;

/**
 * What differs in a file between two nodes: an element of {@code svcmgr config diff}.
 *
 * @param name the service, or {@code cluster}
 * @param node the one that this node's file is compared with
 * @param lines in their order: {@code - } only here, {@code + } only there; empty when both are
 *     the same
 */
public record FileDifference(String name, String node, List<String> lines) {
}
