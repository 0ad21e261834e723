package org.understudy.wire;

/**
 * What {@code svcmgr frozen} and {@code svcmgr node frozen} answer.
 *
 * @param name of the service or node
 * @param frozen whether it is left alone
 */
public record FrozenText(String name, boolean frozen) {
}
