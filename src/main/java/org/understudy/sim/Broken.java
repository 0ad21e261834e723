package org.understudy.sim;

/** An invariant does not hold in a made-up world. */
public final class Broken extends AssertionError {
    private static final long serialVersionUID = 1;

    private final String invariant;

    Broken(String invariant, String what) {
        super(invariant + ": " + what);
        this.invariant = invariant;
    }

    /** Which one: {@code I1}. */
    public String invariant() {
        return invariant;
    }
}
