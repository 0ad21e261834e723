package org.understudy.core;

import java.util.List;
import java.util.Optional;
import org.understudy.model.Instance;
import org.understudy.model.Local;
import org.understudy.model.NodeName;
import org.understudy.model.Rules.Flex;
import org.understudy.model.Status;
import org.understudy.model.View;

/** A service as a whole: its instances on all the nodes that are heard, this one's too. */
public final class Whole {
    private Whole() {
    }

    /** UP when as many instances are up as should be; WARN when fewer or more are. */
    public static Status avail(View view, Local local) {
        List<Instance> all = Elsewhere.heard(view, local);
        long up = all.stream().filter(there -> Elsewhere.up(there.avail())).count();
        if (all.stream().allMatch(there -> there.avail() == Status.NA)) {
            return Status.NA;
        }
        if (up == 0) {
            return none(all);
        }
        return outside(local, up).isPresent() ? Status.WARN : Status.UP;
    }

    /** The nodes that are heard, this one too, where it is up. */
    public static List<NodeName> up(View view, Local local) {
        return Elsewhere.nodes(view, local, there -> Elsewhere.up(there.avail()));
    }

    private static Status none(List<Instance> all) {
        return any(all, Status.WARN) ? Status.WARN
                : any(all, Status.UNDEF) ? Status.UNDEF : Status.DOWN;
    }

    private static boolean any(List<Instance> all, Status avail) {
        return all.stream().anyMatch(there -> there.avail() == avail);
    }

    /** What is wrong with the number of instances of one that runs on several nodes. */
    public static Optional<String> notice(View view, Local local) {
        long up = Elsewhere.heard(view, local).stream()
                .filter(there -> Elsewhere.up(there.avail())).count();
        return up == 0 || !local.service().rules().flexible() ? Optional.empty()
                : outside(local, up).map(words -> "cluster avail warn: " + words);
    }

    /** A flex_max of 0 is none. */
    static Optional<String> outside(Local local, long up) {
        Flex flex = local.service().rules().flex();
        boolean flexible = local.service().rules().flexible();
        String nodes = "up on " + up + (up == 1 ? " node" : " nodes");
        if (flexible && up < flex.min()) {
            return Optional.of(nodes + ", fewer than its flex_min " + flex.min());
        }
        if (flexible && flex.max() > 0 && up > flex.max()) {
            return Optional.of(nodes + ", more than its flex_max " + flex.max());
        }
        return flexible || up == 1 ? Optional.empty()
                : Optional.of(nodes + ", and should be on one");
    }
}
