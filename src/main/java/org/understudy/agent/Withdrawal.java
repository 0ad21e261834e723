package org.understudy.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.understudy.api.Call;
import org.understudy.api.Reply;
import org.understudy.core.Foresight;
import org.understudy.core.Handover;
import org.understudy.exec.Await;
import org.understudy.exec.Deadline;
import org.understudy.model.Local;
import org.understudy.model.NodeName;
import org.understudy.model.ServiceName;
import org.understudy.model.View;
import org.understudy.wire.Edit;
import org.understudy.wire.Json;
import org.understudy.wire.Leave;
import org.understudy.wire.Left;
import org.understudy.wire.Problem;
import org.understudy.wire.Release;

/**
 * Takes this node out of its cluster while its agent runs. First all it runs is stopped, and the
 * others know; then it is noted that this node is out, and they are asked to name it no more; then
 * the agent starts again without what it shared. Up to that note it is a member: what fails before,
 * or a node that dies, leaves a cluster like any other. Where they refuse, the note goes again.
 */
final class Withdrawal {
    private static final Duration TAKEN_IN = Duration.ofSeconds(2);
    private static final Duration KNOWN = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int ROOT = 0;
    private static final int AGAIN = 0;

    private final Published published;
    private final Reluctance reluctance;
    private final Witness witness;
    private final Chronicle chronicle;
    private final Going going;
    private final AtomicBoolean begun = new AtomicBoolean();

    /** Stops all services, tells the others, and ends the agent as the last step says. */
    interface Going {
        void begin(Leaving.Last last);
    }

    Withdrawal(Published published, Reluctance reluctance, Witness witness, Chronicle chronicle,
            Going going) {
        this.published = published;
        this.reluctance = reluctance;
        this.witness = witness;
        this.chronicle = chronicle;
        this.going = going;
    }

    /**
     * Begins, unless something speaks against it or is to be agreed to first.
     *
     * @throws Refusal with what speaks against it; nothing is changed then
     */
    Left ask(Leave asked) throws InterruptedException {
        View view = published.round().view();
        if (begun.get()) {
            return new Left("begun", List.of(), List.of());
        }
        reluctance.refuse(view, asked.force());
        done(others(view).get(0), release(view, true));
        List<String> follows = follows(view);
        if (asked.dryRun() || !asked.yes()) {
            return new Left(asked.dryRun() ? "plan" : "confirm", follows, List.of());
        }
        if (begun.compareAndSet(false, true)) {
            chronicle.write("cluster.leaving", "others", others(view));
            going.begin(this::finish);
        }
        published.await(round -> NodeRequests.leaves(round.view()), TAKEN_IN);
        return new Left("begun", follows, List.of());
    }

    private static List<NodeName> others(View view) {
        return List.copyOf(view.peers().keySet());
    }

    private static List<Local> shared(View view) {
        return view.services().values().stream()
                .filter(local -> local.service().nodes().size() > 1).toList();
    }

    private static List<String> follows(View view) {
        NodeName self = view.self().node();
        List<String> follows = new ArrayList<>();
        List<Foresight.Deed> deeds = Foresight.leaving(view, true);
        if (!deeds.isEmpty()) {
            follows.addAll(PlanLines.of(view, deeds));
        }
        deeds.forEach(deed -> follows.add(after(view, deed.service())));
        List<String> shared = shared(view).stream()
                .map(local -> local.service().name().value()).toList();
        if (!shared.isEmpty()) {
            follows.add("files that name " + self + " no more: " + String.join(", ", shared));
        }
        follows.add("cluster.conf of " + others(view) + ": without " + self
                + "; their agents restart for it, which stops no service");
        follows.add(self + ": in no cluster; its cluster.conf, key and the files of what it"
                + " shares are kept elsewhere, and its agent starts again");
        return follows;
    }

    private static String after(View view, ServiceName name) {
        return name + ": " + Handover.taker(view, name).map(node -> "then started by " + node)
                .orElse(shared(view).stream().anyMatch(one -> one.service().name().equals(name))
                        ? "started by no other node" : "only this node's: what starts it by"
                        + " itself does so again");
    }

    /** Once all is stopped here, or not in time. */
    private int finish(boolean left) throws InterruptedException {
        View view = published.round().view();
        try {
            if (!left) {
                throw new Refusal(409, "not all services have stopped in time",
                        "svcmgr timeline");
            }
            for (Local local : shared(view)) {
                disown(view, local);
            }
            out(view);
            chronicle.write("cluster.left", "others", others(view));
        } catch (Refusal e) {
            chronicle.write("cluster.not_left", "detail", e.words());
        } catch (IOException e) {
            chronicle.write("cluster.not_left", "detail", e);
        }
        return AGAIN;
    }

    /**
     * The note is there before anybody may name this node no more: one that died in between would
     * come back as a member that nobody talks to, take the others for lost and fence them. For the
     * same reason only a refusal takes it back, never an answer that did not come.
     */
    private void out(View view) throws IOException, InterruptedException {
        NodeName stays = others(view).get(0);
        done(stays, release(view, true));
        Leftovers leftovers = reluctance.leftovers();
        leftovers.note(view.cluster().name());
        try {
            done(stays, release(view, false));
            await(view, "");
        } catch (Refusal no) {
            if (no.isRefused()) {
                leftovers.takeBack();
                throw no;
            }
            await(view, "; " + no.words());
        }
    }

    /** A node that stays takes this one out of the service's file, and gives that to the others. */
    private void disown(View view, Local local) throws InterruptedException {
        List<String> set = reluctance.words(local.service().name()).stream()
                .map(word -> "nodes-=" + word).toList();
        NodeName stays = local.service().nodes().stream()
                .filter(node -> !node.equals(view.self().node())).findFirst().orElseThrow();
        if (!set.isEmpty()) {
            done(stays, new Call("POST", "/v1/services/" + local.service().name() + "/config",
                    Map.of(), text(new Edit(set, List.of())), ROOT));
        }
    }

    /** Gives the others a while to take the file without this node, and says who has not. */
    private void await(View view, String failure) throws InterruptedException {
        NodeName self = view.self().node();
        if (!Await.until(() -> reluctance.unnamed(view).containsAll(others(view)), LOOK,
                Deadline.in(failure.isEmpty() ? KNOWN : TAKEN_IN))) {
            chronicle.write("cluster.left_early", "detail", "not known to have taken the"
                    + " cluster.conf without " + self + ": " + others(view).stream().filter(node ->
                    !reluctance.unnamed(view).contains(node)).toList() + failure
                    + "; where they name it still: svcmgr cluster forget " + self);
        }
    }

    private static Call release(View view, boolean dryRun) {
        return new Call("POST", "/v1/cluster/release", Map.of(), text(
                new Release(view.self().node().value(), dryRun)), ROOT);
    }

    private static String text(Object body) {
        return new String(Json.encode(body), StandardCharsets.UTF_8);
    }

    private void done(NodeName node, Call call) throws InterruptedException {
        Reply reply = witness.ask(node, call);
        if (!reply.good()) {
            Problem problem = Json.decode(reply.json().getBytes(StandardCharsets.UTF_8),
                    Problem.class);
            throw new Refusal(reply.status(), new Problem(node + " said: " + problem.error(),
                    problem.details(), problem.hint()));
        }
    }
}
