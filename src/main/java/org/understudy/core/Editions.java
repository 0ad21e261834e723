package org.understudy.core;

import java.util.Optional;
import java.util.stream.Collectors;
import org.understudy.model.Edition;
import org.understudy.model.Edition.Lag;
import org.understudy.model.Instance;
import org.understudy.model.Local;
import org.understudy.model.NodeName;
import org.understudy.model.Ruling;
import org.understudy.model.Ruling.Rule;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/**
 * Whether a node has the file of a service that counts. Nothing is started by one that another node
 * has changed since, also when that node is gone: an operator says then which file it is to be.
 */
public final class Editions {
    private Editions() {
    }

    /** Why nothing may be started by the file that a node has; empty when it may. */
    public static Optional<String> stale(View view, Local local, NodeName node) {
        return node.equals(view.self().node()) ? here(view, local)
                : view.told(node, local.service().name())
                        .flatMap(there -> there(local, there, node));
    }

    /** What forbids a start here. What comes by itself is waited for. */
    static Optional<Ruling> obstacle(View view, Local local) {
        return stale(view, local, view.self().node()).map(words -> Ruling.hold(
                comes(view, local) ? Rule.WAITING : Rule.NEEDS_OPERATOR, words));
    }

    private static boolean comes(View view, Local local) {
        return switch (local.edition().lag()) {
            case NONE -> newer(view, local).filter(node -> Liveness.alive(view, node)).isPresent();
            case BEHIND -> local.edition().from().stream()
                    .anyMatch(node -> Liveness.alive(view, node));
            case REFUSED, SPLIT -> false;
        };
    }

    private static Optional<String> here(View view, Local local) {
        return switch (local.edition().lag()) {
            case NONE -> newer(view, local).map(node -> node
                    + " has another version of its file, which is not here yet"
                    + unless(view, local, Optional.of(node)));
            case BEHIND -> Optional.of("a newer version of its file, of " + nodes(local)
                    + ", is not here yet" + unless(view, local, first(local)));
            case REFUSED -> Optional.of("the newer version of its file, of " + nodes(local)
                    + ", is refused here");
            case SPLIT -> Optional.of("its file was changed here and on " + nodes(local)
                    + ", apart from each other" + first(local).map(node -> ": "
                    + way(local.service().name(), "diff", node) + "; then config take "
                    + nodes(local) + ", or config take " + view.self().node()).orElse(""));
        };
    }

    /** Of another node's file it is not told who has the other one. */
    private static String nodes(Local local) {
        return local.edition().from().isEmpty() ? "another node"
                : local.edition().from().stream().map(NodeName::value)
                        .collect(Collectors.joining(", "));
    }

    private static Optional<NodeName> first(Local local) {
        return local.edition().from().stream().findFirst();
    }

    /** Who is not heard cannot be asked for it. */
    private static String unless(View view, Local local, Optional<NodeName> from) {
        return from.filter(node -> !Liveness.alive(view, node)).map(node -> ", and " + node
                + " is not heard; " + way(local.service().name(), "take", view.self().node())
                + " goes by the file that is here").orElse("");
    }

    private static String way(ServiceName service, String what, NodeName node) {
        return "svcmgr -s " + service + " config " + what + " " + node;
    }

    /** Of the same number and another content it cannot be one that ours follows. */
    private static Optional<NodeName> newer(View view, Local local) {
        return view.peers().keySet().stream().filter(node ->
                view.told(node, local.service().name()).map(Instance::edition)
                        .filter(there -> newer(there, local.edition())).isPresent()).findFirst();
    }

    private static boolean newer(Edition there, Edition ours) {
        return there.number() > 0 && there.number() >= ours.number()
                && there.lag() != Lag.BEHIND && there.lag() != Lag.REFUSED
                && !there.checksum().equals(ours.checksum());
    }

    private static Optional<String> there(Local local, Instance told, NodeName node) {
        Edition there = told.edition();
        return switch (there.lag()) {
            case NONE -> there.number() == 0 || there.number() >= local.edition().number()
                    || there.checksum().equals(local.edition().checksum()) ? Optional.empty()
                    : Optional.of(node + " has an older version of its file");
            case BEHIND -> Optional.of(node + " has an older version of its file");
            case REFUSED -> Optional.of("the newer version of its file is refused on " + node);
            case SPLIT -> Optional.of("its file was changed on " + node + " and elsewhere, apart"
                    + " from each other");
        };
    }
}
