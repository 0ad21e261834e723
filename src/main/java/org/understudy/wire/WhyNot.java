package org.understudy.wire;

import java.util.List;

/**
 * Answer of {@code GET /v1/services/{name}/why-not?node=N}.
 *
 * @param service the service
 * @param node the node in question
 * @param runs whether that node does run it
 * @param reasons why it is not that node which runs it, one sentence each
 */
public record WhyNot(String service, String node, boolean runs, List<String> reasons) {
}
