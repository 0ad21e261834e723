package org.understudy.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.understudy.api.Call;
import org.understudy.core.Departure;
import org.understudy.core.Forecast;
import org.understudy.core.Foresight;
import org.understudy.model.Event;
import org.understudy.model.NodeRequest.Goal;
import org.understudy.model.NodeRequest;
import org.understudy.model.NodeState;
import org.understudy.model.ServiceName;
import org.understudy.model.View;
import org.understudy.wire.Asked;
import org.understudy.wire.Outcome;

/** Operators' wishes about this node, or about all of them. */
final class NodeRequests {
    private static final Duration TAKEN_IN = Duration.ofSeconds(2);
    private static final String SHUTDOWN = "shutdown";
    private static final String REBOOT = "reboot";

    private final Published published;
    private final Consumer<Event> inbox;
    private final Consumer<Leaving.Last> departure;
    private final Reboot reboot;

    /** @param departure makes this node leave, services first, and end its agent */
    NodeRequests(Published published, Consumer<Event> inbox, Consumer<Leaving.Last> departure,
            Reboot reboot) {
        this.published = published;
        this.inbox = inbox;
        this.departure = departure;
        this.reboot = reboot;
    }

    /** Hands the wish to the loop; answers as soon as the loop has it. */
    Outcome ask(Call call) throws InterruptedException {
        Asked asked = Wording.asked(call);
        View view = published.round().view();
        boolean cluster = Wording.scope(asked, view) == Wording.NodeScope.CLUSTER;
        String scope = cluster ? "cluster" : "local";
        boolean leaves = leaves(asked.goal());
        Goal goal = leaves ? Goal.DRAINED : Wording.word(Goal.class, asked.goal());
        if (cluster && goal == Goal.DRAINED) {
            throw new IllegalArgumentException("expected frozen or thawed for the whole cluster,"
                    + " got \"" + asked.goal() + "\"");
        }
        boolean boots = asked.goal().equals(REBOOT);
        List<String> command = boots ? reboot.command() : List.of();
        List<String> follows = goal != Goal.THAWED ? List.of() : consequences(view, cluster);
        if (asked.dryRun()) {
            List<String> planned = new ArrayList<>(planned(view, asked, cluster));
            planned.addAll(boots ? List.of(view.self().node() + ": then "
                    + String.join(" ", command)) : List.of());
            return new Outcome("", "plan", scope, "", planned);
        }
        if (!follows.isEmpty() && !asked.yes()) {
            return new Outcome("", "confirm", scope, "", follows);
        }
        if (leaves) {
            departure.accept(boots ? reboot::after : left -> Leaving.LEFT);
        } else {
            inbox.accept(new Event.NodeAsked(new NodeRequest(UUID.randomUUID().toString(),
                    Wording.author(call, view), goal, cluster, Wording.terms(asked))));
        }
        published.await(round -> taken(round.view(), asked.goal(), cluster), TAKEN_IN);
        return outcome(asked.goal(), scope, follows);
    }

    private static List<String> planned(View view, Asked asked, boolean cluster) {
        return switch (asked.goal()) {
            case "drained", SHUTDOWN, REBOOT -> PlanLines.of(view,
                    Foresight.leaving(view, leaves(asked.goal())));
            case "thawed" -> consequences(view, cluster);
            default -> List.of("nothing would be started or stopped");
        };
    }

    /** How it stands with the node, at the latest after this time. */
    Outcome outcome(String goal, Duration patience) throws InterruptedException {
        published.await(round -> over(round.view(), goal), patience);
        return outcome(goal, "local", List.of());
    }

    private Outcome outcome(String goal, String scope, List<String> follows) {
        View view = published.round().view();
        boolean over = over(view, goal);
        return new Outcome("", over ? "reached" : "pending", scope,
                over ? "" : left(published.round()), follows);
    }

    /** Services that are still here, and what holds each. */
    private static String left(Published.Round round) {
        List<String> left = new ArrayList<>();
        round.decision().rulings().forEach((name, ruling) -> {
            if (Departure.remains(round.view(), name)) {
                left.add(name + ": " + ruling.reason());
            }
        });
        return String.join("; ", left);
    }

    private static boolean taken(View view, String goal, boolean cluster) {
        return switch (goal) {
            case "frozen" -> (cluster ? view.memory().cluster().freeze() : view.memory().node())
                    .isPresent();
            case "thawed" -> (cluster ? view.memory().cluster().freeze() : view.memory().node())
                    .isEmpty();
            case "drained" -> view.memory().node().isPresent();
            default -> leaves(view);
        };
    }

    private static boolean over(View view, String goal) {
        return switch (goal) {
            case "drained" -> view.self().state() != NodeState.DRAINING;
            case SHUTDOWN, REBOOT -> view.self().state() == NodeState.LEFT;
            default -> true;
        };
    }

    private static boolean leaves(String goal) {
        return goal.equals(SHUTDOWN) || goal.equals(REBOOT);
    }

    static boolean leaves(View view) {
        return view.self().state() == NodeState.SHUTTING || view.self().state() == NodeState.LEFT;
    }

    /** Services that a thaw makes the cluster start. */
    private static List<String> consequences(View view, boolean cluster) {
        View thawed = Forecast.thawed(view, cluster);
        List<String> follows = new ArrayList<>();
        for (ServiceName name : view.services().keySet()) {
            Wording.start(view, thawed, name).ifPresent(follows::add);
        }
        return follows;
    }
}
