package org.understudy.sim;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import org.understudy.model.Action;
import org.understudy.model.FenceResult;
import org.understudy.model.Goal;
import org.understudy.model.Heard;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Orchestrate;
import org.understudy.model.Rules;
import org.understudy.model.Ruling;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;

/**
 * A node is fenced, or shut out of its disks, only when its beats do not come, by their fault and
 * not by the judge's own, when the last try is over and its pause too, and when a service could
 * start thanks to it.
 */
final class NoNeedlessFence implements Checker {
    private static final long FIRST_PAUSE = Duration.ofSeconds(2).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofSeconds(60).toNanos();
    private static final long SLACK = Duration.ofSeconds(1).toNanos();

    /** Tries of one life of an agent on one node; {@code ended} is negative while one runs. */
    private record Tries(int failed, long ended, String machine) {
    }

    private final World world;
    private final Ledger ledger;
    private final Map<String, Tries> tries = new HashMap<>();

    NoNeedlessFence(World world, Ledger ledger) {
        this.world = world;
        this.ledger = ledger;
    }

    private static String key(SimNode by, SimNode target) {
        return by.index() + " " + target.index();
    }

    @Override
    public void begins(SimNode node) {
        tries.keySet().removeIf(key -> key.startsWith(node.index() + " "));
    }

    /** A node that is heard again begins anew; the end of a try on an earlier boot is none. */
    @Override
    public void hears(SimNode at, Network.Flight flight) {
        String key = key(at, world.nodes().get(flight.from()));
        Tries last = tries.get(key);
        if (last != null && last.ended() >= 0) {
            tries.remove(key);
        } else if (last != null && !last.machine().equals(flight.beat().machine())) {
            tries.put(key, new Tries(-1, -1, flight.beat().machine()));
        }
    }

    @Override
    public void answers(SimNode by, NodeName target, FenceResult result) {
        Tries last = tries.get(key(by, world.node(target)));
        tries.put(key(by, world.node(target)), new Tries(
                result == FenceResult.CONFIRMED ? 0 : last.failed() + 1, world.now(), ""));
    }

    @Override
    public void decides(SimNode by, ServiceName service, Action action, Ruling ruling) {
        if (action instanceof Action.Fence fence) {
            SimNode target = world.node(fence.node());
            if (by == target) {
                throw broken(by, target, "itself");
            }
            heard(by, target);
            witnessed(by, target);
            announced(by, target);
            paused(by, target);
            gains(by, target);
        } else if (action instanceof Action.Start) {
            shutsOut(by, by.file(service).orElseThrow());
        }
    }

    /** To take the disks of a node that may run is no less a shot, and comes after a fence. */
    private void shutsOut(SimNode by, Service service) {
        for (NodeName name : service.nodes()) {
            SimNode target = world.node(name);
            if (target == by || !service.reserved() || service.rules().flexible()
                    || ledger.hears(by, target) || ledger.provedOff(by, target)) {
                continue;
            }
            heard(by, target);
            witnessed(by, target);
            announced(by, target);
            if (ledger.said(by, target).isEmpty() && world.now() - ledger.begun(by)
                    < world.cluster().rejoinGracePeriod().toNanos()) {
                throw broken(by, target, "which was not given the time to be heard");
            }
            if (world.cluster().fenced().contains(name)
                    && tries.getOrDefault(key(by, target), new Tries(0, 0, "")).failed() <= 0) {
                throw broken(by, target, "whose fence device was not tried");
            }
        }
    }

    private void heard(SimNode by, SimNode target) {
        if (!target.running()) {
            return;
        }
        for (int link = 0; link < world.network().links(); link++) {
            long timeout = world.network().link(link).timeout().toNanos()
                    + world.network().link(link).interval().toNanos() + SLACK;
            long since = Math.max(target.agent().resumed(), Math.max(ledger.begun(target),
                    world.network().wholeSince(target.index(), by.index(), link)));
            if (since < world.now() - timeout) {
                throw broken(by, target, "which beats, on " + world.network().link(link).name());
            }
        }
    }

    /** Whoever is heard and says that it hears the target is believed. */
    private void witnessed(SimNode by, SimNode target) {
        world.nodes().stream().filter(node -> node != by && node != target
                && ledger.hears(by, node) && ledger.said(by, node)
                        .map(beat -> beat.heard().get(target.name()))
                        .filter(Heard::hears).isPresent()).findFirst().ifPresent(witness -> {
                    throw broken(by, target, "which " + witness.name() + " hears");
                });
    }

    /** Whoever said that its agent is away for a moment is given that moment. */
    private void announced(SimNode by, SimNode target) {
        boolean away = ledger.said(by, target)
                .filter(beat -> beat.state() == NodeState.MAINTENANCE).isPresent();
        if (away && world.now() - ledger.lastHeard(by, target)
                < world.cluster().maintenanceGracePeriod().toNanos()) {
            throw broken(by, target, "which announced that it is away for a moment");
        }
    }

    private void paused(SimNode by, SimNode target) {
        Tries last = tries.getOrDefault(key(by, target), new Tries(0, 0, ""));
        if (last.ended() < 0) {
            throw broken(by, target, "again while it is being fenced");
        }
        int failed = ledger.askedSince(by, Goal.STARTED, last.ended()) ? 0 : last.failed();
        long pause = failed <= 0 ? 0
                : Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(failed - 1, 10));
        if (world.now() - last.ended() < pause - SLACK) {
            throw broken(by, target, "again too early, after " + failed + " tries");
        }
        tries.put(key(by, target), new Tries(failed, -1, ledger.said(by, target)
                .map(beat -> beat.machine()).orElse("")));
    }

    private void gains(SimNode by, SimNode target) {
        boolean gains = by.files().values().stream()
                .anyMatch(service -> gains(by, target, service));
        if (!gains) {
            throw broken(by, target, "for nothing: no service could start here");
        }
    }

    /** What could start here; or what runs here and the target would start. */
    private boolean gains(SimNode by, SimNode target, Service service) {
        ServiceName name = service.name();
        if (by.up(name) && service.orchestrate() == Orchestrate.HA
                && service.nodes().contains(target.name())) {
            return true;
        }
        // What is half up is restarted in part only once nobody else can have it.
        boolean wanted = ledger.wanted(by, name, EnumSet.of(Goal.STARTED, Goal.PLACED))
                || ledger.wantedInPart(by, name, Goal.RESTARTED);
        boolean concerns = service.nodes().contains(target.name())
                || ledger.said(by, target, name).isPresent();
        boolean may = wanted || !by.frozen(name) && service.orchestrate() != Orchestrate.NO
                && (service.orchestrate() == Orchestrate.HA
                        || service.rules().placement() != Rules.Placing.NODES_ORDER
                        || service.nodes().get(0).equals(by.name()));
        return concerns && may && (wanted || service.nodes().contains(by.name()) && !by.up(name))
                && world.nodes().stream().noneMatch(other -> other != by && ledger.hears(by, other)
                        && ledger.said(by, other, name)
                                .filter(said -> said.avail() == Status.UP).isPresent());
    }

    private static Broken broken(SimNode by, SimNode target, String what) {
        return new Broken("needless fence", by.name() + " shoots " + target.name() + ", " + what);
    }
}
