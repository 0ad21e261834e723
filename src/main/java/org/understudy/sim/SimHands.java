package org.understudy.sim;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.understudy.model.Action;
import org.understudy.model.Event;
import org.understudy.model.Local;
import org.understudy.model.Ruling;
import org.understudy.model.ServiceName;

/** Carries out what a made-up node decides, in virtual time, with the real plans. */
final class SimHands implements Action.Hands {
    private final World world;
    private final SimNode node;
    private final SimAgent agent;
    private final Map<ServiceName, Long> epochs = new TreeMap<>();
    private final Map<ServiceName, SimWalk> walks = new TreeMap<>();

    SimHands(World world, SimNode node, SimAgent agent) {
        this.world = world;
        this.node = node;
        this.agent = agent;
    }

    static String words(Ruling ruling) {
        String actions = ruling.actions().stream().map(Action::word)
                .collect(Collectors.joining("+"));
        return actions.isEmpty() ? "holds" : actions;
    }

    /** Odd while an action runs; what was read in one epoch is true of that epoch only. */
    long epoch(ServiceName service) {
        return epochs.getOrDefault(service, 0L);
    }

    boolean busy(ServiceName service) {
        return epoch(service) % 2 == 1;
    }

    private void turn(ServiceName service) {
        epochs.merge(service, 1L, Long::sum);
    }

    @Override
    public void start(Action.Start action) {
        act(action.service(), walk -> walk.start());
    }

    @Override
    public void stop(Action.Stop action) {
        act(action.service(), walk -> walk.stop(action.standby()));
    }

    @Override
    public void restart(Action.Restart action) {
        act(action.service(), walk -> walk.restart());
    }

    @Override
    public void recover(Action.Recover action) {
        act(action.service(), walk -> walk.recover(action.rids()));
    }

    @Override
    public void partial(Action.Partial action) {
        act(action.service(), walk -> walk.partial(action));
    }

    @Override
    public void abort(Action.Abort action) {
        SimWalk walk = walks.get(action.service());
        if (busy(action.service()) && walk != null) {
            walk.abort("aborted by " + action.author());
        }
    }

    @Override
    public void toc(Action.Toc action) {
        act(action.service(), walk -> walk.leave());
    }

    /** The machine ends at once and boots again. */
    @Override
    public void reset(Action.Reset action) {
        world.note(() -> node.name() + " " + action.word() + "s: " + action.why());
        node.powerOff();
        world.in(Duration.ofSeconds(20), node::boot);
    }

    /** Begins what is being done with an instance. */
    void again(Local local) {
        ServiceName service = local.service().name();
        if (local.monitor().part().isPresent()) {
            partial(local.monitor().part().get());
            return;
        }
        switch (local.monitor().state()) {
            case STARTING -> act(service, SimWalk::start);
            case STOPPING, TOCING -> act(service, walk -> walk.stop(false));
            case RESTARTING -> act(service, SimWalk::restart);
            case REPAIRING -> act(service, walk -> walk.recover(
                    List.copyOf(local.care().tries().keySet())));
            case IDLE, READY, WAIT_PARENTS, WAIT_CHILDREN, WAIT_PRIORS, START_FAILED, STOP_FAILED,
                    EVICTED -> { }
        }
    }

    private void act(ServiceName service, Consumer<SimWalk> how) {
        turn(service);
        node.file(service).ifPresentOrElse(
                file -> {
                    SimWalk walk = new SimWalk(world, node, agent, file, this::ended);
                    walks.put(service, walk);
                    how.accept(walk);
                },
                () -> ended(service, "it is not configured here any more"));
    }

    /** As in the real agent: first that it ended, then a reading of its own. */
    private void ended(ServiceName service, String wrong) {
        turn(service);
        agent.take(new Event.Ended(service, wrong.isEmpty(), wrong));
        long epoch = epoch(service);
        world.in(world.timing().reading(), () -> {
            if (node.agent() == agent && epoch(service) == epoch) {
                node.file(service).ifPresent(file ->
                        agent.take(new Event.Probed(service, node.read(file))));
            }
        });
    }

    @Override
    public void fence(Action.Fence action) {
        world.fence(agent, node, action.node());
    }

    /** It is part of what the agent remembers, which is written down after every round. */
    @Override
    public void freeze(Action.Freeze action) {
        world.note(() -> node.name() + " " + action.word() + "s " + action.service());
    }

    /** The beats announce it. */
    @Override
    public void announce(Action.Announce action) {
        world.note(() -> node.name() + switch (action.state()) {
            case READY -> " claims ";
            case WAIT_PARENTS, WAIT_CHILDREN, WAIT_PRIORS -> " waits with ";
            case IDLE, STARTING, START_FAILED, STOPPING, STOP_FAILED, RESTARTING,
                    REPAIRING, TOCING,
                    EVICTED -> " gives up ";
        } + action.service());
    }
}
