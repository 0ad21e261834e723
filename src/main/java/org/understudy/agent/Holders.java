package org.understudy.agent;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.understudy.core.Aggregate;
import org.understudy.model.Beat;
import org.understudy.model.Goal;
import org.understudy.model.Instance;
import org.understudy.model.Local;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
import org.understudy.model.View;
import org.understudy.model.Wish;

/** Which node ran each service last, as far as this agent has seen, and who thawed it since. */
final class Holders {
    private final Map<ServiceName, Holder> holders = new HashMap<>();
    private final Map<ServiceName, Thaw> thaws = new HashMap<>();
    private final Map<ServiceName, Moment> late = new HashMap<>();

    /**
     * The last node that was seen to run a service.
     *
     * @param ended when it was seen there no longer; empty while that was never seen
     */
    record Holder(NodeName node, Optional<Moment> ended) {
    }

    /** An operator let the cluster care for a service again. */
    record Thaw(String author, Moment at) {
    }

    Optional<Holder> of(ServiceName service) {
        return Optional.ofNullable(holders.get(service));
    }

    Optional<Thaw> thaw(ServiceName service) {
        return Optional.ofNullable(thaws.get(service));
    }

    /** When its file came; empty of one that was there when this agent started. */
    Optional<Moment> came(ServiceName service) {
        return Optional.ofNullable(late.get(service));
    }

    /** Takes in what changed. */
    void update(View before, View after) {
        after.services().keySet().stream().filter(name -> before.self().state() == NodeState.IDLE
                && !before.services().containsKey(name))
                .forEach(name -> late.put(name, after.now()));
        after.services().forEach((name, local) -> {
            if (before.services().get(name) != local) {
                seen(name, after.self().node(), Aggregate.avail(local), after.now());
                thawed(name, before.services().get(name), local, after);
            }
        });
        after.peers().forEach((node, peer) -> peer.beat()
                .filter(beat -> news(before.peer(node).beat(), beat))
                .ifPresent(beat -> beat.instances().forEach((name, there) ->
                        heard(name, node, there, after))));
        holders.keySet().retainAll(after.services().keySet());
        thaws.keySet().retainAll(after.services().keySet());
        late.keySet().retainAll(after.services().keySet());
    }

    private static boolean news(Optional<Beat> was, Beat is) {
        return was.filter(old -> old.boot().equals(is.boot())
                && old.generation() == is.generation()).isEmpty();
    }

    private void heard(ServiceName name, NodeName node, Instance there, View after) {
        if (after.services().containsKey(name)) {
            seen(name, node, there.avail(), after.now());
        }
    }

    private void seen(ServiceName name, NodeName node, Status avail, Moment now) {
        Holder last = holders.get(name);
        if (avail == Status.UP || avail == Status.UP_AND_STDBY) {
            holders.put(name, new Holder(node, Optional.empty()));
        } else if (last != null && last.node().equals(node) && last.ended().isEmpty()
                && avail != Status.UNDEF) {
            holders.put(name, new Holder(node, Optional.of(now)));
        }
    }

    private void thawed(ServiceName name, Local was, Local is, View after) {
        if (was != null && was.frozen() && !is.frozen()) {
            String author = after.wishes().stream().filter(wish -> thaws(wish, name))
                    .reduce((older, newer) -> newer).map(wish -> wish.request().author())
                    .orElse("an operator");
            thaws.put(name, new Thaw(author, after.now()));
        }
    }

    private static boolean thaws(Wish wish, ServiceName name) {
        Goal goal = wish.request().goal();
        return wish.request().service().equals(name)
                && (goal == Goal.THAWED || goal == Goal.STARTED || goal == Goal.PLACED);
    }
}
