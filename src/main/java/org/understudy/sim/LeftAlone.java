package org.understudy.sim;

import java.util.EnumSet;
import java.util.Set;
import org.understudy.model.Action;
import org.understudy.model.Goal;
import org.understudy.model.Ruling;
import org.understudy.model.ServiceName;

/**
 * I4: a frozen service is not acted upon unless an operator asked this very node; and, frozen or
 * not, only an operator freezes, thaws, stops or moves a service: nothing goes back by itself.
 */
final class LeftAlone implements Checker {
    private final Ledger ledger;

    LeftAlone(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void decides(SimNode by, ServiceName service, Action action, Ruling ruling) {
        if (action instanceof Action.Start && by.frozen(service)
                && !ledger.wantedHere(by, service, Goal.STARTED)) {
            throw broken(by, "starts " + service + ", which is frozen there");
        }
        if (action instanceof Action.Stop) {
            asked(by, service, "stops", EnumSet.of(Goal.STOPPED, Goal.PLACED));
        }
        if (action instanceof Action.Freeze freeze) {
            asked(by, service, freeze.frozen() ? "freezes" : "thaws", freeze.frozen()
                    ? EnumSet.of(Goal.FROZEN, Goal.STOPPED)
                    : EnumSet.of(Goal.THAWED, Goal.STARTED, Goal.PLACED));
        }
    }

    private void asked(SimNode by, ServiceName service, String does, Set<Goal> goals) {
        if (!ledger.wanted(by, service, goals)) {
            throw broken(by, does + " " + service + ", which nobody asked for");
        }
    }

    private static Broken broken(SimNode by, String what) {
        return new Broken("I4", by.name() + " " + what);
    }
}
