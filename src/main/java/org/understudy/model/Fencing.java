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
     * ASKED lasts until the round's decision has made it RUNNING, so no other node is told of it;
     * FAILED and UNKNOWN differ only in what an operator reads; VOUCHED is an operator's word that
     * the node is off.
     */
    public enum Phase { ASKED, RUNNING, CONFIRMED, VOUCHED, FAILED, UNKNOWN }

    /** Whether its end is still to come; there is no second try meanwhile. */
    public boolean running() {
        return phase == Phase.ASKED || phase == Phase.RUNNING;
    }

    /** Whether it proves that the node is off. */
    public boolean off() {
        return phase == Phase.CONFIRMED || phase == Phase.VOUCHED;
    }

    public Fencing to(Phase next, Moment now, String said) {
        return new Fencing(next, attempts, now, said, machine);
    }
}
