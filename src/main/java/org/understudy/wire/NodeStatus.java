package org.understudy.wire;

import java.util.List;

/**
 * A node as the asked one sees it: element of {@code GET /v1/nodes}.
 *
 * @param name the node
 * @param state {@code self}, {@code alive}, {@code silent}, {@code unheard} or {@code fenced}
 * @param agent {@code init}, {@code rejoin}, {@code idle}, …; empty when not known
 * @param frozen why the cluster leaves it alone, and until when; empty when it does not
 * @param links {@code hb#1 up 0.1s} or {@code hb#1 silent 4.2s}, one each
 * @param fence what the last try to fence it came to; empty without one
 */
public record NodeStatus(String name, String state, String agent, String frozen,
        List<String> links, String fence) {
}
