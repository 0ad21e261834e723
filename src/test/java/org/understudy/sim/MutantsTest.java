package org.understudy.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.understudy.core.Policy;
import org.understudy.model.Action;
import org.understudy.model.Beat;
import org.understudy.model.Decision;
import org.understudy.model.Fencing;
import org.understudy.model.Fencing.Phase;
import org.understudy.model.Heard;
import org.understudy.model.Instance;
import org.understudy.model.Kept;
import org.understudy.model.Local;
import org.understudy.model.Monitor;
import org.understudy.model.Moves;
import org.understudy.model.NodeName;
import org.understudy.model.Peer;
import org.understudy.model.Ruling;
import org.understudy.model.ServiceName;
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

    private static View beats(View view, UnaryOperator<Beat> change) {
        View next = view;
        for (NodeName node : view.peers().keySet()) {
            Peer peer = view.peer(node);
            next = peer.beat().isEmpty() ? next
                    : next.with(node, peer.telling(change.apply(peer.beat().get())));
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
