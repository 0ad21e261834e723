package org.understudy.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.understudy.core.Plan;
import org.understudy.core.Plans;
import org.understudy.model.Action;
import org.understudy.model.FenceResult;
import org.understudy.model.NodeName;
import org.understudy.model.Rid;
import org.understudy.model.Ruling;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.sim.Story.Kind;
import org.understudy.sim.Story.Line;
import org.understudy.sim.Story.Step;

/** Tells what happens in a made-up world and what is decided there. */
final class Narrator implements Checker {
    private static final int MOST = 500;

    private final World world;
    private final Pace pace;
    private final List<Line> lines = new ArrayList<>();
    private final SortedMap<ServiceName, Presence> presences = new TreeMap<>();
    private final Map<String, Ruling> said = new TreeMap<>();
    private final Set<NodeName> leaving = new TreeSet<>();
    private boolean begun;
    private long zero;
    private long news;

    /**
     * From now on; until it begins, what is only said is known already.
     *
     * @param pace what is known of how long things take
     */
    Narrator(World world, Pace pace) {
        this.world = world;
        this.pace = pace;
        world.services().forEach(name -> presences.put(name, new Presence(world, name)));
    }

    /** The first thing happens. Time is counted from here, unless much was under way before. */
    void begin() {
        begun = true;
        zero = lines.isEmpty() ? world.now() : 0;
        news = world.now();
    }

    List<Line> lines() {
        return lines;
    }

    Story.Ending ending(ServiceName service) {
        return presences.get(service).ending(zero);
    }

    /** From when on time is counted. */
    Duration zero() {
        return Duration.ofNanos(zero);
    }

    /** When something was last begun, ended or said. */
    long news() {
        return news;
    }

    /** Something befalls a node, or all of them. */
    void happens(Optional<NodeName> node, String what) {
        add(Kind.HAPPENS, node, Optional.empty(), what, "");
    }

    /** An operator shuts a node down. */
    void leaves(NodeName node, String how) {
        leaving.add(node);
        happens(Optional.of(node), how);
    }

    /** Where services are may have changed. */
    void look() {
        presences.values().forEach(Presence::look);
    }

    private void add(Kind kind, Optional<NodeName> node, Optional<ServiceName> service,
            String what, String reason) {
        add(new Line(sinceBegin(), kind, node, service, what, "", reason, List.of()));
    }

    private void add(Line line) {
        news = world.now();
        if (lines.size() < MOST) {
            lines.add(line);
        }
    }

    private Duration sinceBegin() {
        return Duration.ofNanos(world.now() - zero);
    }

    @Override
    public void powerLost(SimNode node) {
        news = world.now();
        if (leaving.remove(node.name())) {
            happens(Optional.of(node.name()), "is off");
        }
        look();
    }

    @Override
    public void begins(SimNode node) {
        said.keySet().removeIf(key -> key.startsWith(node.name() + " "));
        add(Kind.HAPPENS, Optional.of(node.name()), Optional.empty(), "its agent starts", "");
    }

    @Override
    public void taken(SimNode by, Service service, Rid rid) {
        look();
    }

    @Override
    public void released(SimNode by, Service service, Rid rid) {
        look();
    }

    @Override
    public void rules(SimNode by, ServiceName service, Ruling ruling) {
        Ruling last = said.put(by.name() + " " + service, ruling);
        if (!begun) {
            return;
        }
        news = world.now();
        boolean tells = ruling.rule().blocked() || ruling.rule() == Ruling.Rule.WAITING
                || ruling.rule() == Ruling.Rule.REFUSED;
        if (tells && ruling.actions().isEmpty()
                && (last == null || !last.reason().equals(ruling.reason()))) {
            add(new Line(sinceBegin(), Kind.HOLDS, Optional.of(by.name()), Optional.of(service),
                    "hold", word(ruling), named(ruling.reason(), by), List.of()));
        }
    }

    @Override
    public void decides(SimNode by, ServiceName service, Action action, Ruling ruling) {
        if (action instanceof Action.Announce) {
            news = world.now();
            return;
        }
        Optional<Service> file = by.file(service);
        List<Step> steps = file.map(one -> new Steps(pace, one).of(action))
                .orElse(List.of());
        String what = action instanceof Action.Fence fence ? "fence " + fence.node()
                : action.word();
        String reason = named(ruling.reason(), by);
        if (presences.containsKey(service)) {
            presences.get(service).decided(by.name(), what, reason);
            steps.stream().filter(step -> step.takes().isEmpty())
                    .map(step -> step.rid()
                            .map(rid -> (step.up() ? "start of " : "stop of ") + rid)
                            .orElse(what.replace("fence ", "fence of ")))
                    .forEach(presences.get(service)::unknown);
        }
        add(new Line(sinceBegin(), Kind.DECIDES, Optional.of(by.name()), Optional.of(service),
                what, word(ruling), reason, steps));
    }

    /** The story is read elsewhere than on that node. */
    static String named(String reason, SimNode by) {
        return reason.replace("this node", by.name().value())
                .replace("starts here", "starts on " + by.name());
    }

    private static String word(Ruling ruling) {
        return ruling.rule().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void answers(SimNode by, NodeName target, FenceResult result) {
        boolean off = result == FenceResult.CONFIRMED;
        add(off ? Kind.DONE : Kind.FAILED, Optional.of(by.name()), Optional.empty(),
                Story.FENCE + target + " " + result.name().toLowerCase(Locale.ROOT), "");
    }

    @Override
    public void walked(SimNode on, Service service, SimWalk.Way way, boolean ok) {
        String what = switch (way) {
            case START, RECOVER -> ok ? "started" : "start failed";
            case STOP, LEAVE -> ok ? "stopped" : "stop failed";
            case PART -> ok ? "did a part of it" : "failed in a part of it";
        };
        add(ok ? Kind.DONE : Kind.FAILED, Optional.of(on.name()), Optional.of(service.name()),
                what, "");
        look();
    }

    /** The steps of an action, in order, each with the time it is expected to take. */
    private record Steps(Pace pace, Service service) {
        List<Step> of(Action action) {
            List<Step> steps = new ArrayList<>();
            if (action instanceof Action.Fence fence) {
                steps.add(new Step(false, Optional.empty(), pace.fence(fence.node()), 0));
            } else if (action instanceof Action.Start) {
                add(steps, Plans.start(service), true);
            } else if (action instanceof Action.Stop stop) {
                add(steps, Plans.stop(service, stop.standby()), false);
            } else if (action instanceof Action.Toc) {
                add(steps, Plans.stop(service, false), false);
            } else if (action instanceof Action.Restart) {
                add(steps, Plans.stop(service, false), false);
                add(steps, Plans.start(service), true);
            } else if (action instanceof Action.Recover recover) {
                add(steps, Plans.recover(service, recover.rids()), true);
            }
            return steps;
        }

        private void add(List<Step> steps, Plan plan, boolean up) {
            plan.to(new Walker(this, steps, up));
        }
    }

    /** Walks through a plan. */
    private static final class Walker implements Plan.Reader<Void> {
        private final Steps steps;
        private final List<Step> found;
        private final boolean up;
        private int sets;
        private int set;

        Walker(Steps steps, List<Step> found, boolean up) {
            this.steps = steps;
            this.found = found;
            this.up = up;
        }

        @Override
        public Void step(Plan.Step step) {
            found.add(new Step(up, Optional.of(step.rid()),
                    steps.pace().step(steps.service(), step.rid(), up), set));
            return null;
        }

        @Override
        public Void serial(Plan.Serial serial) {
            serial.parts().forEach(part -> part.to(this));
            return null;
        }

        @Override
        public Void parallel(Plan.Parallel parallel) {
            set = parallel.parts().size() > 1 ? ++sets : 0;
            parallel.parts().forEach(part -> part.to(this));
            set = 0;
            return null;
        }
    }
}
