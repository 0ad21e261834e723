package org.understudy.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.understudy.core.Plan;
import org.understudy.core.Plans;
import org.understudy.model.Action;
import org.understudy.model.Event;
import org.understudy.model.Rid;
import org.understudy.model.Ruling;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;

/** Carries out what a made-up node decides, in virtual time, with the real plans. */
final class SimHands implements Action.Hands {
    private final World world;
    private final SimNode node;

    SimHands(World world, SimNode node) {
        this.world = world;
        this.node = node;
    }

    static String words(Ruling ruling) {
        String actions = ruling.actions().stream().map(Action::word)
                .collect(Collectors.joining("+"));
        return actions.isEmpty() ? "holds" : actions;
    }

    @Override
    public void start(Action.Start action) {
        world.started(node, action.service());
        Service service = world.service(action.service());
        up(service, steps(Plans.start(service)), new ArrayList<>());
    }

    private void up(Service service, List<Rid> left, List<Rid> done) {
        if (left.isEmpty()) {
            end(service, true, "");
            return;
        }
        later(() -> {
            Rid rid = left.get(0);
            if (world.breaks(node, rid)) {
                undo(service, done, "start " + rid + ": it failed");
                return;
            }
            if (node.held(service.name()).add(rid)) {
                done.add(rid);
            }
            world.changed();
            node.take(new Event.Stepped(service.name(), rid, node.status(service.name(), rid)));
            up(service, left.subList(1, left.size()), done);
        });
    }

    private void undo(Service service, List<Rid> done, String why) {
        down(service, steps(Plans.undo(service, done)), () -> end(service, false, why));
    }

    @Override
    public void stop(Action.Stop action) {
        Service service = world.service(action.service());
        down(service, steps(Plans.stop(service, action.standby())), () -> end(service, true, ""));
    }

    private void down(Service service, List<Rid> left, Runnable then) {
        if (left.isEmpty()) {
            then.run();
            return;
        }
        later(() -> {
            Rid rid = left.get(0);
            node.held(service.name()).remove(rid);
            node.take(new Event.Stepped(service.name(), rid, node.status(service.name(), rid)));
            down(service, left.subList(1, left.size()), then);
        });
    }

    private void end(Service service, boolean ok, String why) {
        later(() -> {
            node.take(new Event.Probed(service.name(), node.truth(service)));
            node.take(new Event.Ended(service.name(), ok, why));
        });
    }

    /** After a while, if this agent still lives; while it is stopped it does nothing. */
    private void later(Runnable what) {
        int life = node.life();
        world.in(world.timing().step(world.random()), () -> {
            if (!node.on() || node.life() != life) {
                return;
            }
            if (node.paused()) {
                retry(life, what);
            } else {
                what.run();
            }
        });
    }

    private void retry(int life, Runnable what) {
        world.in(Duration.ofMillis(200), () -> {
            if (node.on() && node.life() == life) {
                if (node.paused()) {
                    retry(life, what);
                } else {
                    what.run();
                }
            }
        });
    }

    @Override
    public void restart(Action.Restart action) {
        Service service = world.service(action.service());
        down(service, steps(Plans.stop(service, false)),
                () -> up(service, steps(Plans.start(service)), new ArrayList<>()));
    }

    @Override
    public void recover(Action.Recover action) {
        Service service = world.service(action.service());
        up(service, steps(Plans.recover(service, action.rids())), new ArrayList<>());
    }

    @Override
    public void toc(Action.Toc action) {
        Service service = world.service(action.service());
        down(service, steps(Plans.stop(service, false)), () -> end(service, true, ""));
    }

    @Override
    public void reset(Action.Reset action) {
        world.note(node.name() + " " + action.word() + "s: " + action.why());
        node.powerOff();
    }

    @Override
    public void fence(Action.Fence action) {
        world.fence(node, action.node());
    }

    @Override
    public void freeze(Action.Freeze action) {
        world.note(node.name() + " " + action.word() + "s " + action.service());
    }

    /** Announcing is done by the beats. */
    @Override
    public void announce(Action.Announce action) {
        ServiceName service = action.service();
        world.note(node.name() + switch (action.state()) {
            case READY -> " claims ";
            case WAIT_PARENTS, WAIT_CHILDREN, WAIT_PRIORS -> " waits with ";
            case IDLE, STARTING, START_FAILED, STOPPING, STOP_FAILED, RESTARTING, REPAIRING,
                    TOCING, EVICTED -> " gives up ";
        } + service);
    }

    private static List<Rid> steps(Plan plan) {
        return plan.to(new Plan.Reader<List<Rid>>() {
            public List<Rid> step(Plan.Step step) {
                return List.of(step.rid());
            }

            public List<Rid> serial(Plan.Serial serial) {
                return all(serial.parts());
            }

            public List<Rid> parallel(Plan.Parallel parallel) {
                return all(parallel.parts());
            }

            private List<Rid> all(List<Plan> parts) {
                return parts.stream().flatMap(part -> steps(part).stream()).toList();
            }
        });
    }
}
