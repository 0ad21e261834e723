package org.understudy.wire;

import java.util.List;

/**
 * One link of a node, as {@code GET /v1/links} shows it.
 *
 * @param name {@code hb#1}
 * @param type {@code unicast}, {@code multicast}, {@code disk} or {@code relay}
 * @param at where it is on this node: {@code 10.0.0.1:10000}, or a path
 * @param state {@code open}, or what is wrong with it
 * @param peers each other member as it is heard there: {@code n2 up 120ms}
 * @param dropped what came in and was of no use, since the agent started
 */
public record LinkText(String name, String type, String at, String state, List<String> peers,
        List<Drop> dropped) {

    /**
     * What one source sent in vain.
     *
     * @param source address that it claims, or slot of a disk
     * @param count how often
     * @param reason what it probably means
     */
    public record Drop(String source, long count, String reason) {
    }
}
