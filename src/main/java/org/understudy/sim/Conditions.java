package org.understudy.sim;

/** How badly things go on one made-up machine at the moment; all zero when all is well. */
final class Conditions {
    /** Shares of the steps of a start that fail, of a stop that fail, and of all that hang. */
    int startsFail;
    int stopsFail;
    int stepsHang;
    /** Whether a step that fails may do half of its work; otherwise it does all or nothing. */
    boolean halves;
    /** A step takes up to this many seconds longer. */
    int slowSteps;
    /** Share of all readings of a resource that have no answer. */
    int blind;
    /** A reading takes up to this many seconds. */
    int slowProbes;

    void clear() {
        startsFail = 0;
        stopsFail = 0;
        stepsHang = 0;
        slowSteps = 0;
        blind = 0;
        slowProbes = 0;
    }
}
