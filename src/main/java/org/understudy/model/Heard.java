package org.understudy.model;

/**
 * What a node last took in from another one: the acknowledgement in its beats.
 *
 * @param boot which life of the other node's agent
 * @param generation which version of what it told
 * @param sent when that was sent, by the other node's own clock
 * @param hears whether it is heard now
 */
public record Heard(BootId boot, long generation, long sent, boolean hears) {
    public Heard(BootId boot, long generation) {
        this(boot, generation, 0, true);
    }
}
