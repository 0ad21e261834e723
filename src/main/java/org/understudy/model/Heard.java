package org.understudy.model;

/**
 * What a node last took in from another one: the acknowledgement in its beats.
 *
 * @param boot which life of the other node's agent
 * @param generation which version of what it told
 */
public record Heard(BootId boot, long generation) {
}
