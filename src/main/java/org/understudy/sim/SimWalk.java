package org.understudy.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.understudy.core.Plan;
import org.understudy.core.Plans;
import org.understudy.model.Event;
import org.understudy.model.Action;
import org.understudy.model.NodeName;
import org.understudy.model.Resource.Flag;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;

/** One run through a plan on a made-up machine, step by step, as the real agent's. */
final class SimWalk {
    private static final Duration STEP_LIMIT = Duration.ofMinutes(2);
    /** How long a start waits that may not go on at the moment. */
    private static final Duration PERMIT = Duration.ofSeconds(30);

    /** What a run does. */
    enum Way { START, STOP, RECOVER, LEAVE, PART }

    /** How much a step does, whatever it says in the end. */
    private enum Effect { NONE, HALF, WHOLE }

    /** Of a step that fails or hangs; the likeliest is nothing. */
    private static final Effect[] EFFECTS = {Effect.WHOLE, Effect.NONE, Effect.NONE, Effect.HALF};

    private final World world;
    private final SimNode node;
    private final SimAgent agent;
    private final Service service;
    private final BiConsumer<ServiceName, String> ended;
    private final List<Rid> changed = new ArrayList<>();
    private boolean unread;
    private String aborted = "";
    private boolean outrun;

    SimWalk(World world, SimNode node, SimAgent agent, Service service,
            BiConsumer<ServiceName, String> ended) {
        this.world = world;
        this.node = node;
        this.agent = agent;
        this.service = service;
        this.ended = ended;
    }

    void start() {
        begin(Way.START);
        up(wrong -> end(Way.START, wrong));
    }

    void stop(boolean standby) {
        begin(Way.STOP);
        walk(Plans.stop(service, standby), false, wrong -> end(Way.STOP, wrong));
    }

    /** A stop after which the service is not started here again for a while. */
    void leave() {
        begin(Way.LEAVE);
        walk(Plans.stop(service, false), false, wrong -> end(Way.LEAVE, wrong));
    }

    void restart() {
        begin(Way.STOP);
        walk(Plans.stop(service, false), false, wrong -> {
            if (wrong.isEmpty()) {
                begin(Way.START);
                up(more -> end(Way.START, more));
            } else {
                end(Way.STOP, wrong);
            }
        });
    }

    /** What does not come up again is left as it is. */
    void recover(List<Rid> rids) {
        begin(Way.RECOVER);
        walk(Plans.recover(service, rids), true, wrong -> end(Way.RECOVER, wrong));
    }

    /** Only some of its resources, as an operator wants. */
    void partial(Action.Partial action) {
        begin(Way.PART);
        Plan stop = Plans.stop(service, action.choice());
        Plan start = Plans.start(service, action.choice());
        switch (action.way()) {
            case START -> up(start, wrong -> end(Way.PART, wrong));
            case STOP -> walk(stop, false,
                    wrong -> end(wrong.isEmpty() ? Way.PART : Way.STOP, wrong));
            case RESTART -> walk(stop, false, wrong -> {
                if (wrong.isEmpty()) {
                    up(start, more -> end(Way.PART, more));
                } else {
                    end(Way.PART, wrong);
                }
            });
        }
    }

    /** It ends at its next step. */
    void abort(String why) {
        aborted = why;
    }

    private void up(Then then) {
        up(Plans.start(service), then);
    }

    private void up(Plan plan, Then then) {
        walk(plan, true, wrong -> {
            aborted = "";
            if (wrong.isEmpty() || !service.rollback()) {
                then.after(wrong);
            } else {
                world.each(checker -> checker.undoes(node, service));
                walk(Plans.undo(service, changed), false, more -> then.after(wrong));
            }
        });
    }

    private void begin(Way way) {
        world.each(checker -> checker.walks(node, service, way));
    }

    private void end(Way way, String wrong) {
        boolean stuck = way == Way.LEAVE && !wrong.isEmpty(); // no less than any other stop
        node.failed(service.name(), stuck ? Way.STOP : way, way == Way.LEAVE
                || !wrong.isEmpty() || unread
                || way == Way.STOP && rests());
        world.each(checker -> checker.walked(node, service, way, wrong.isEmpty()));
        ended.accept(service.name(), wrong);
    }

    /** Something is left that only one node may have, or that is neither up nor down. */
    private boolean rests() {
        return node.holds(service.name()) || service.resources().stream()
                .anyMatch(r -> node.truth(service, r.rid()).status() == Status.WARN);
    }

    private interface Then {
        void after(String wrong);
    }

    private void walk(Plan plan, boolean up, Then then) {
        step(Plans.steps(plan), up, then);
    }

    private void step(List<Rid> left, boolean up, Then then) {
        if (left.isEmpty()) {
            node.later(agent, world.timing().reading(), () -> { }, () -> then.after(""));
            return;
        }
        if (!aborted.isEmpty()) {
            node.later(agent, world.timing().reading(), () -> { }, () -> then.after(aborted));
            return;
        }
        Optional<String> refused = up ? permit(left.get(0)) : Optional.empty();
        if (refused.isPresent()) {
            held(left, then, refused.get(), world.now() + PERMIT.toNanos());
        } else {
            stepped(left, up, then);
        }
    }

    private Optional<String> permit(Rid rid) {
        return world.core().refused(agent.view(), service.name(), rid,
                node.clock(world.now()));
    }

    /** A step that is refused now may be permitted soon. */
    private void held(List<Rid> left, Then then, String why, long until) {
        world.note(() -> node.name() + " holds the start of " + service.name() + " "
                + left.get(0) + ": " + why);
        node.later(agent, world.timing().tick(), () -> { }, () -> {
            Optional<String> refused = permit(left.get(0));
            if (refused.isEmpty()) {
                stepped(left, true, then);
            } else if (world.now() < until) {
                held(left, then, refused.get(), until);
            } else {
                then.after(left.get(0) + ": not started: " + refused.get());
            }
        });
    }

    private void stepped(List<Rid> left, boolean up, Then then) {
        Rid rid = left.get(0);
        if (up) {
            world.each(checker -> checker.starts(node, service, rid));
        }
        boolean hangs = drawn(node.conditions().stepsHang);
        boolean fails = drawn(up ? node.conditions().startsFail : node.conditions().stopsFail);
        Effect effect = !hangs && !fails ? Effect.WHOLE : drawn();
        Duration lasts = hangs ? STEP_LIMIT : duration(rid, up);
        node.later(agent, lasts, () -> act(rid, up, effect), () -> {
            tell(rid);
            boolean wrong = (hangs || fails || outrun) && !service.resource(rid).is(Flag.OPTIONAL);
            if (wrong) {
                then.after((up ? "start " : "stop ") + rid + ": it " + (hangs ? "hung" : "failed"));
            } else {
                step(left.subList(1, left.size()), up, then);
            }
        });
    }

    private Duration duration(Rid rid, boolean up) {
        Duration step = world.pace().step(service, rid, up)
                .orElseGet(() -> world.timing().step(node.random()));
        int slow = node.conditions().slowSteps;
        return slow == 0 ? step : step.plusMillis(node.random().nextInt(slow * 1000));
    }

    private Effect drawn() {
        Effect effect = EFFECTS[node.random().nextInt(EFFECTS.length)];
        return effect != Effect.HALF || node.conditions().halves ? effect : Effect.NONE;
    }

    private boolean drawn(int percent) {
        return percent > 0 && node.random().nextInt(100) < percent;
    }

    private void act(Rid rid, boolean up, Effect effect) {
        if (effect != Effect.WHOLE) {
            world.note(() -> node.name() + (up ? " start of " : " stop of ") + service.name()
                    + " " + rid + (effect == Effect.NONE ? " does nothing" : " does half of it"));
        }
        boolean whole = effect == Effect.WHOLE;
        outrun = up && service.resource(rid).reserves() && outrun(rid);
        if (outrun) {
            return;
        }
        if (up && effect != Effect.NONE && node.holdings().take(service, rid)) {
            changed.add(rid);
        } else if (!up && whole) {
            node.holdings().release(service, rid);
        }
        if (effect == Effect.HALF) {
            node.holdings().sicken(service.name(), rid);
        }
    }

    /** Whether the disks are another node's than the one from whom it was decided to take them. */
    private boolean outrun(Rid rid) {
        Optional<NodeName> now = world.disks().holder(service.name(), rid).map(SimNode::name);
        return now.filter(holder -> !holder.equals(node.name()) && !world.core().mayTake(
                agent.view().at(node.clock(world.now())), service.name(), rid, holder))
                .isPresent();
    }

    private void tell(Rid rid) {
        ResourceStatus found = node.read(service, rid);
        unread |= found.status() == Status.UNDEF;
        agent.take(new Event.Stepped(service.name(), rid, found));
    }
}
