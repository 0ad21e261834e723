package org.understudy.model;

/**
 * The last try to fence a node.
 *
 * @param phase how far it is
 * @param attempts how many there were since the node was last known to have booted
 * @param at when the phase began
 * @param detail what the fence command said
 * @param machine the boot of the node that was to be ended; empty when it was never heard
 */
public record Fencing(Phase phase, int attempts, Moment at, String detail, String machine) {
    /**
     * FAILED and UNKNOWN differ only in what an operator reads; VOUCHED is an operator's word that
     * the node is off.
     */
    public enum Phase { RUNNING, CONFIRMED, VOUCHED, FAILED, UNKNOWN }

    /** Whether it proves that the node is off. */
    public boolean off() {
        return phase == Phase.CONFIRMED || phase == Phase.VOUCHED;
    }

    public Fencing to(Phase next, Moment now, String said) {
        return new Fencing(next, attempts, now, said, machine);
    }
}
