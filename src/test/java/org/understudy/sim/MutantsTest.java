package org.understudy.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.understudy.core.Policy;
import org.understudy.model.Action;
import org.understudy.model.Beat;
import org.understudy.model.Cluster;
import org.understudy.model.Decision;
import org.understudy.model.Event;
import org.understudy.model.Fencing;
import org.understudy.model.Fencing.Phase;
import org.understudy.model.Heard;
import org.understudy.model.Guard;
import org.understudy.model.Instance;
import org.understudy.model.Kept;
import org.understudy.model.LinkName;
import org.understudy.model.Local;
import org.understudy.model.Moment;
import org.understudy.model.Monitor;
import org.understudy.model.Moves;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Peer;
import org.understudy.model.Quorum;
import org.understudy.model.Resource;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Ruling;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.model.Standing;
import org.understudy.model.Status;
import org.understudy.model.View;

/** The checkers bite: a policy that forgets one rule is found out by some seed. */
final class MutantsTest {
    private static final int SEEDS = Integer.getInteger("mutantSeeds", 300);

    /** What is forgotten. */
    enum Mutant implements Core {
        /** Who is silent counts as fenced. */
        STARTS_WITHOUT_A_FENCE {
            @Override
            View seen(View view) {
                View next = view;
                for (NodeName node : view.peers().keySet()) {
                    String machine = view.peer(node).beat().map(Beat::machine).orElse("");
                    next = next.with(node, new Fencing(Phase.CONFIRMED, 1, view.now(), "",
                            machine));
                }
                return next;
            }
        },
        IGNORES_WARN_ELSEWHERE {
            @Override
            View seen(View view) {
                return told(view, i -> i.avail() == Status.WARN ? down(i) : i);
            }
        },
        TAKES_UNKNOWN_FOR_DOWN {
            @Override
            View seen(View view) {
                return told(view, i -> i.avail() == Status.UNDEF ? down(i) : i);
            }
        },
        STEALS_BACK {
            @Override
            View seen(View view) {
                return told(view, i -> i.avail() == Status.UP ? down(i) : i);
            }
        },
        STARTS_BESIDE_AN_ACTION_ELSEWHERE {
            @Override
            View seen(View view) {
                return told(view, i -> i.monitor().busy() ? idle(i) : i);
            }
        },
        IGNORES_A_FAILED_STOP_ELSEWHERE {
            @Override
            View seen(View view) {
                return told(view, i -> i.monitor() == Monitor.STOP_FAILED ? idle(i) : i);
            }
        },
        TAKES_THE_ACKNOWLEDGEMENT_AS_GIVEN {
            @Override
            View seen(View view) {
                return beats(told(view, i -> i.monitor() == Monitor.READY ? idle(i) : i),
                        beat -> acknowledged(view, beat));
            }
        },
        FORGETS_FREEZES {
            @Override
            View seen(View view) {
                return locals(view, local -> local.request().isPresent()
                        || local.target().current().isPresent() ? local
                        : local.with(local.kept().frozen(Optional.empty())));
            }
        },
        FORGETS_THE_LIMIT {
            @Override
            View seen(View view) {
                return locals(view, local -> local.with(new Kept(local.kept().freeze(),
                        local.kept().ordered(), Moves.NONE, local.kept().nodes(),
                        local.kept().starting())));
            }
        },
        FENCES_WITHOUT_A_PAUSE {
            @Override
            View seen(View view) {
                View next = view;
                for (Map.Entry<NodeName, Fencing> one : view.fencings().entrySet()) {
                    Fencing last = one.getValue();
                    boolean paused = last.phase() == Phase.FAILED || last.phase() == Phase.UNKNOWN;
                    next = !paused ? next : next.withoutFencing(one.getKey());
                }
                return next;
            }
        },
        /** Neither decides by votes nor asks for them before a step. */
        NEEDS_NO_MAJORITY {
            @Override
            View seen(View view) {
                return quorum(view, Quorum.OFF);
            }

            @Override
            public Optional<String> refused(View view, ServiceName service, Rid rid, Moment now) {
                return super.refused(seen(view), service, rid, now);
            }
        },
        /** A majority starts what a minority, or its watchdog, has had no time to stop. */
        WAITS_FOR_NO_WATCHDOG {
            @Override
            View seen(View view) {
                Quorum old = view.cluster().quorum();
                View hasty = quorum(view, new Quorum(old.on(), old.arbitrators(), old.lease(),
                        old.lease().negated(), old.split(), old.watchdog()));
                return beats(hasty, beat -> guarded(beat, soon(beat.standing().guard())));
            }
        },
        /** A node that lost its majority has ended, though nothing says that it would be reset. */
        BELIEVES_IN_A_WATCHDOG_THAT_IS_NOT_THERE {
            @Override
            View seen(View view) {
                Quorum quorum = view.cluster().quorum();
                Guard guard = new Guard(quorum.reset(), quorum.lease().plus(quorum.reset()));
                return !quorum.on() ? view : beats(view, beat -> guarded(beat, guard));
            }
        },
        /** Its own late tick tells it nothing about itself. */
        FORGETS_ITS_OWN_STALL {
            @Override
            public View after(View before, Event event, Moment now) {
                return super.after(before.at(now), event, now);
            }
        },
        /** Who is silent on one link counts as silent on all. */
        IGNORES_THE_OTHER_LINKS {
            @Override
            View seen(View view) {
                return peers(view, peer -> new Peer(peer.beat(), shortest(view, peer),
                        peer.acked(), peer.echo(), peer.opens()));
            }
        },
        /** One disk that is reserved is proof enough. */
        OVERLOOKS_A_DISK_THAT_IS_NOT_RESERVED {
            @Override
            View seen(View view) {
                return locals(view, local -> local.with(reserved(local.service())));
            }
        },
        SHUTS_OUT_BEFORE_IT_TRIES_A_FENCE {
            @Override
            View seen(View view) {
                boolean reserved = view.services().values().stream()
                        .anyMatch(local -> local.service().reserved());
                return reserved ? unfenced(view) : view;
            }
        },
        LETS_WHOM_IT_SHUT_OUT_WRITE_AGAIN {
            @Override
            public boolean gone(View view, ServiceName service, NodeName node) {
                return true;
            }
        },
        KEEPS_WHAT_IS_LEFT_OF_LOST_DISKS {
            @Override
            View seen(View view) {
                return locals(view, MutantsTest::unaware);
            }
        },
        TAKES_AWAY_FOR_SILENT {
            @Override
            View seen(View view) {
                return beats(view, beat -> beat.state() == NodeState.MAINTENANCE
                        ? state(beat, NodeState.IDLE) : beat);
            }
        },
        TAKES_AWAY_FOR_LEFT {
            @Override
            View seen(View view) {
                return beats(view, beat -> beat.state() == NodeState.MAINTENANCE
                        ? state(beat, NodeState.LEFT) : beat);
            }
        },
        GIVES_NO_TRUE_REASON {
            @Override
            public Decision decide(View view) {
                return rulings(Policy.decide(view), ruling -> new Ruling(ruling.rule(),
                        ruling.actions(), "it seemed right"));
            }
        },
        NEVER_STARTS_BY_ITSELF {
            @Override
            public Decision decide(View view) {
                return rulings(Policy.decide(view), ruling -> ruling.actions().stream()
                        .anyMatch(Action.Start.class::isInstance)
                        ? Ruling.hold(ruling.rule(), ruling.reason()) : ruling);
            }
        };

        View seen(View view) {
            return view;
        }

        @Override
        public Decision decide(View view) {
            return Policy.decide(seen(view));
        }
    }

    @ParameterizedTest
    @EnumSource(Mutant.class)
    void someSeedFindsIt(Mutant mutant) {
        int seed = 0;
        Optional<Broken> found = Optional.empty();
        while (found.isEmpty() && seed < SEEDS) {
            found = Trial.of(seed++).with(mutant).run().broken();
        }
        assertTrue(found.isPresent(), mutant + " survives " + SEEDS + " seeds");
    }

    private static Instance down(Instance i) {
        return new Instance(Status.DOWN, Status.DOWN, i.monitor(), i.frozen(), i.checksum(),
                i.target(), i.wishes(), i.past());
    }

    private static Instance idle(Instance i) {
        return new Instance(i.avail(), i.overall(), Monitor.IDLE, i.frozen(), i.checksum(),
                i.target(), i.wishes(), i.past());
    }

    private static View unfenced(View view) {
        return cluster(view, Set.of(), view.cluster().quorum());
    }

    private static View quorum(View view, Quorum quorum) {
        return cluster(view, view.cluster().fenced(), quorum);
    }

    private static View cluster(View view, Set<NodeName> fenced, Quorum quorum) {
        Cluster all = view.cluster();
        return new View(view.now(), view.self(), new Cluster(all.name(), all.nodes(), all.links(),
                fenced, all.fenceTimeout(), all.readyPeriod(), all.rejoinGracePeriod(),
                all.maintenanceGracePeriod(), all.takeoverWithoutProof(), quorum,
                all.parallel()), view.peers(), view.fencings(), view.services(), view.wishes(),
                view.stalled(), view.generation(), view.memory(), view.votes());
    }

    /** Every link as if it were the one that has been silent for longest. */
    private static SortedMap<LinkName, Moment> shortest(View view, Peer peer) {
        SortedMap<LinkName, Moment> links = new TreeMap<>();
        if (peer.heard().size() == view.cluster().links().size()) {
            Moment first = peer.heard().values().stream().min(Moment::compareTo).orElseThrow();
            peer.heard().keySet().forEach(link -> links.put(link, first));
        }
        return links;
    }

    private static View peers(View view, UnaryOperator<Peer> change) {
        SortedMap<NodeName, Peer> peers = new TreeMap<>(view.peers());
        peers.replaceAll((node, peer) -> change.apply(peer));
        return view.peers(peers);
    }

    private static Beat state(Beat old, NodeState state) {
        return new Beat(old.cluster(), old.node(), old.boot(), old.machine(), old.sequence(),
                old.generation(), state, old.instances(), old.heard(), old.standing(),
                old.sent());
    }

    private static View told(View view, UnaryOperator<Instance> change) {
        return beats(view, beat -> {
            SortedMap<ServiceName, Instance> all = new TreeMap<>(beat.instances());
            all.replaceAll((name, instance) -> change.apply(instance));
            return beat(beat, all, beat.heard());
        });
    }

    private static Beat acknowledged(View view, Beat beat) {
        SortedMap<NodeName, Heard> heard = new TreeMap<>(beat.heard());
        heard.put(view.self().node(), new Heard(view.self().boot(), Long.MAX_VALUE,
                view.now().nanos(), true));
        return beat(beat, beat.instances(), heard);
    }

    private static Beat beat(Beat old, SortedMap<ServiceName, Instance> instances,
            SortedMap<NodeName, Heard> heard) {
        return new Beat(old.cluster(), old.node(), old.boot(), old.machine(), old.sequence(),
                old.generation(), old.state(), instances, heard, old.standing(), old.sent());
    }

    private static Guard soon(Guard guard) {
        return guard.equals(Guard.NONE) ? guard
                : new Guard(guard.timeout(), Duration.ofMillis(1));
    }

    private static Beat guarded(Beat beat, Guard guard) {
        Standing old = beat.standing();
        return new Beat(beat.cluster(), beat.node(), beat.boot(), beat.machine(),
                beat.sequence(), beat.generation(), beat.state(), beat.instances(), beat.heard(),
                new Standing(old.frozen(), old.cluster(), old.vitals(), old.fencings(),
                        old.fenceTook(), old.votes(), old.lost(), old.files(), guard),
                beat.sent());
    }

    private static View beats(View view, UnaryOperator<Beat> change) {
        return peers(view, peer -> peer.beat().map(beat -> peer.telling(change.apply(beat)))
                .orElse(peer));
    }

    private static Service reserved(Service old) {
        List<Resource> all = old.reservations().isEmpty() ? old.resources() : old.resources()
                .stream().map(one -> one.reserves() ? one : ServiceDrawer.covered(one)).toList();
        return new Service(old.name(), old.nodes(), old.orchestrate(), old.environment(),
                old.priority(), old.rollback(), all, old.parallelSets(), old.checksum(),
                old.rules());
    }

    private static Local unaware(Local local) {
        Local next = local;
        for (Map.Entry<Rid, ResourceStatus> one : local.resources().entrySet()) {
            next = !one.getValue().lost() ? next : next.read(one.getKey(),
                    new ResourceStatus(Status.UP, ""));
        }
        return next;
    }

    private static View locals(View view, UnaryOperator<Local> change) {
        SortedMap<ServiceName, Local> all = new TreeMap<>(view.services());
        all.replaceAll((name, local) -> change.apply(local));
        return view.with(all);
    }

    private static Decision rulings(Decision decision, UnaryOperator<Ruling> change) {
        SortedMap<ServiceName, Ruling> all = new TreeMap<>(decision.rulings());
        all.replaceAll((name, ruling) -> change.apply(ruling));
        return new Decision(all);
    }
}
