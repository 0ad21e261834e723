package org.understudy.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.understudy.agent.Holders.Holder;
import org.understudy.agent.Silences.Silence;
import org.understudy.core.Liveness;
import org.understudy.core.Liveness.Voice;
import org.understudy.model.Fencing;
import org.understudy.model.Instance;
import org.understudy.model.Local;
import org.understudy.model.Moment;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.Ruling;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/** The true cause of a decision, from what was seen to happen: one word, and a clause of it. */
final class Causes {
    private final View view;
    private final Silences silences;
    private final Holders holders;
    private final Times times;

    /** A moment of the monotonic clock as the clock on the wall shows it. */
    interface Times {
        String of(Moment moment);
    }

    /**
     * Why.
     *
     * @param word crash, operator, thawed, start_failed, evicted, left, went_down, ended,
     *     loaded, boot; or the rule
     * @param clause as in {@code n1 fell silent on every link at 14:03:02, was fenced}
     * @param lost the node that fell silent, if one did
     * @param from the node that ran it before, or tried to, if that is known
     */
    record Cause(String word, String clause, Optional<NodeName> lost, Optional<NodeName> from) {
        private static Cause of(String word, String clause) {
            return new Cause(word, clause, Optional.empty(), Optional.empty());
        }

        private static Cause from(NodeName node, String word, String clause) {
            return new Cause(word, clause, Optional.empty(), Optional.of(node));
        }
    }

    Causes(View view, Silences silences, Holders holders, Times times) {
        this.view = view;
        this.silences = silences;
        this.holders = holders;
        this.times = times;
    }

    /** Why a service starts here. */
    Cause ofStart(ServiceName name, String reason) {
        Local local = view.services().get(name);
        Cause main = asked(local).or(() -> lost(name, reason)).or(() -> thawed(name))
                .or(() -> failed(local)).or(() -> ended(name)).or(() -> loaded(name))
                .orElseGet(this::boot);
        List<String> clauses = new ArrayList<>(List.of(main.clause()));
        view.others(local.service()).stream()
                .filter(node -> Liveness.of(view, node) == Voice.SILENT)
                .filter(node -> main.lost().filter(node::equals).isEmpty())
                .forEach(node -> clauses.add(silent(node, reason)));
        Optional<NodeName> lost = main.lost().or(() -> main.word().matches("boot|loaded")
                ? view.others(local.service()).stream()
                        .filter(node -> silences.of(node).isPresent()).findFirst()
                : Optional.empty());
        return new Cause(main.word(), String.join("; ", clauses), lost, main.from());
    }

    /** Why something else is done: an operator's wish, else what the core says. */
    Cause ofOther(ServiceName name, Ruling ruling) {
        return asked(view.services().get(name))
                .filter(cause -> ruling.rule() == Ruling.Rule.ASKED)
                .orElseGet(() -> Cause.of(Chronicle.lower(ruling.rule()),
                        ruling.reason().replace("this node", view.self().node().value())));
    }

    private Optional<Cause> asked(Local local) {
        return local.request().map(request -> Cause.of("operator", request.author()
                        + " asked for it to be " + request.goal().word() + " on "
                        + view.self().node()))
                .or(() -> local.target().current().map(target -> Cause.of("operator",
                        target.author() + target.to().map(to -> " switched it to " + to)
                                .orElse(" asked for it to be " + target.goal().word()))));
    }

    private Optional<Cause> lost(ServiceName name, String reason) {
        return holders.of(name).map(Holder::node)
                .filter(node -> Liveness.of(view, node) == Voice.SILENT)
                .filter(node -> holders.of(name).get().ended().isEmpty())
                .map(node -> new Cause("crash", silent(node, reason), Optional.of(node),
                        Optional.of(node)));
    }

    private String silent(NodeName node, String reason) {
        Optional<Silence> silence = silences.of(node);
        Optional<Moment> last = silence.flatMap(Silence::last);
        String where = LastLink.of(view, node).map(link -> link + ", the one link that was left,")
                .orElse("every link");
        String began = last.map(moment -> node + " fell silent on " + where + " at "
                + times.of(moment)).orElse(node + " was not heard since the agent of "
                + view.self().node() + " started at " + times.of(view.self().started()));
        return began + ", " + proof(node, silence, reason);
    }

    /** Its own fence is told with its time; of any other proof, what the core says. */
    private String proof(NodeName node, Optional<Silence> silence, String reason) {
        Fencing last = view.fencings().get(node);
        if (last != null && last.phase() == Fencing.Phase.CONFIRMED) {
            int tries = silence.map(Silence::tries).orElse(1);
            return "was fenced (confirmed after " + silence.map(Silence::fence)
                    .map(Course::exact).orElse("an unknown time")
                    + (tries > 1 ? ", " + tries + " tries" : "") + ")";
        }
        String said = node + " is silent";
        int at = reason.indexOf(said);
        if (at < 0) {
            return "no proof was asked for";
        }
        String rest = reason.substring(at + said.length());
        if (rest.startsWith("; that it may still run")) {
            return "nothing proves that it is off (takeover_without_proof accepts that risk)";
        }
        int end = rest.indexOf("; ");
        return rest.substring(0, end < 0 ? rest.length() : end).replaceFirst("^( and |, )", "");
    }

    private Optional<Cause> thawed(ServiceName name) {
        Optional<Moment> ended = holders.of(name).flatMap(Holder::ended);
        return holders.thaw(name).filter(thaw -> ended.filter(thaw.at()::isBefore).isEmpty())
                .map(thaw -> Cause.of("thawed", thaw.author() + " thawed it"));
    }

    private Optional<Cause> failed(Local local) {
        ServiceName name = local.service().name();
        return view.others(local.service()).stream()
                .filter(node -> Liveness.alive(view, node))
                .flatMap(node -> view.told(node, name).map(Instance::monitor).stream()
                        .flatMap(monitor -> failed(node, monitor).stream())).findFirst();
    }

    private static Optional<Cause> failed(NodeName node, Monitor monitor) {
        return switch (monitor) {
            case START_FAILED -> Optional.of(Cause.from(node, "start_failed",
                    "its start failed on " + node));
            case EVICTED -> Optional.of(Cause.from(node, "evicted",
                    "a monitored resource of it failed on " + node));
            case IDLE, READY, WAIT_PARENTS, WAIT_CHILDREN, WAIT_PRIORS, STARTING, STOPPING,
                    STOP_FAILED, RESTARTING, REPAIRING, TOCING -> Optional.empty();
        };
    }

    private Optional<Cause> ended(ServiceName name) {
        return holders.of(name).filter(holder -> holder.ended().isPresent()).map(holder -> {
            String at = times.of(holder.ended().get());
            if (holder.node().equals(view.self().node())) {
                return Cause.from(holder.node(), "went_down",
                        "it was no longer up there at " + at);
            }
            return Liveness.of(view, holder.node()) == Voice.LEFT
                    ? Cause.from(holder.node(), "left",
                            holder.node() + " stopped it and left at " + at)
                    : Cause.from(holder.node(), "ended",
                            holder.node() + " no longer ran it at " + at);
        });
    }

    private Optional<Cause> loaded(ServiceName name) {
        return holders.came(name).map(at -> Cause.of("loaded", "no node ran it when its file came"
                + " to " + view.self().node() + " at " + times.of(at)));
    }

    private Cause boot() {
        return Cause.of("boot", "no node ran it when the agent of " + view.self().node()
                + ", which started at " + times.of(view.self().started()) + ", joined");
    }
}
