package org.understudy.sim;

import java.util.List;

/** Everything that is checked in every made-up world. */
final class Checks {
    private Checks() {
    }

    static List<Checker> all(World world) {
        Ledger ledger = new Ledger(world);
        return List.of(ledger, new OneHolder(world), new ProofOfExclusion(world, ledger),
                new LeftAlone(world, ledger), new NoNeedlessFence(world, ledger),
                new TrueCauses(world, ledger), new StepOrder(),
                new Lease(world),
                new TakeoverLimit(world, ledger), new Restless(world));
    }
}
