package org.understudy.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.understudy.model.Action;
import org.understudy.model.Goal;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;
import org.understudy.model.NodeRequest;
import org.understudy.model.Request.Scope;
import org.understudy.model.Rid;
import org.understudy.model.Ruling;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
import org.understudy.model.Terms;
import org.understudy.model.View;
import org.understudy.sim.Happening.About;
import org.understudy.sim.Happening.Kind;

/** What is foretold from one node's view is what then comes. */
final class WhatIfTest {
    private static final NodeName N1 = new NodeName("n1");
    private static final NodeName N2 = new NodeName("n2");
    private static final NodeName N3 = new NodeName("n3");
    private static final ServiceName WEB = new ServiceName("web");
    private static final Pace KNOWN = new Pace() {
        @Override
        public Optional<Duration> step(Service service, Rid rid, boolean up) {
            return rid.value().equals("ip#1") ? Optional.empty()
                    : Optional.of(Duration.ofMillis(700));
        }

        @Override
        public Optional<Duration> fence(NodeName node) {
            return Optional.of(Duration.ofMillis(500));
        }
    };

    @Test
    void crashOfTheActiveNodeIsToldStepByStep() {
        Story story = play(view(running("n1", "n2"), N2), happening(Kind.CRASH, N1));
        assertEquals(List.of("n2 fence n1 proof_of_exclusion", "n2 start takes_over"),
                decisions(story));
        Story.Line start = story.lines().stream().filter(line -> line.what().equals("start"))
                .findFirst().orElseThrow();
        assertEquals("starts on n2: n1 is silent and was fenced, which was confirmed",
                start.reason());
        assertEquals(List.of("ip#1", "disk#1", "fs#1"), start.steps().stream()
                .map(step -> step.rid().orElseThrow().value()).toList());
        assertEquals(Optional.empty(), start.steps().get(0).takes());
        assertEquals(Optional.of(Duration.ofMillis(700)), start.steps().get(1).takes());
        Story.Ending web = story.endings().get(0);
        assertEquals(List.of(N1), web.before());
        assertEquals(List.of(N2), web.after());
        assertEquals(List.of("start of ip#1"), web.unknown());
        Duration steps = Duration.ofMillis(1400);
        assertTrue(web.back().orElseThrow().compareTo(start.at().plus(steps)) > 0
                && web.down().compareTo(start.at().plus(steps).plusMillis(200)) < 0,
                web.toString());
        assertTrue(story.ended());
        assertEquals(List.of(), story.notes());
    }

    /** The world goes on as the view of one of its nodes foretold. */
    @ParameterizedTest
    @ValueSource(strings = {"crash n1", "crash n2", "shutdown n1", "cut", "freeze crash n1",
        "freeze-node crash n1", "fail", "switch n2"})
    void whatIsForetoldComes(String what) {
        for (NodeName told : List.of(N1, N2, N3)) {
            World real = running("n1", "n2", "n3");
            Story story = play(view(real, told), foretold(what));
            Told said = new Told();
            real.watch(said);
            befall(real, what);
            real.run(Duration.ofMinutes(4));
            assertEquals(said.decisions, decisions(story), what + " as seen from " + told);
            assertEquals(real.nodes().stream().filter(node -> node.up(WEB)).map(SimNode::name)
                    .toList(), story.endings().get(0).after(), what + " as seen from " + told);
        }
    }

    @Test
    void laterHappeningsComeLaterAndQuietIsWaitedFor() {
        View view = view(running("n1", "n2"), N2);
        Story later = play(view, happening(Kind.FREEZE, Optional.empty()),
                happening(Kind.CRASH, N1), new Happening(Kind.THAW, About.ALL, false,
                        Duration.ofSeconds(20)));
        Story.Line thaw = later.lines().stream().filter(line -> line.what().contains("thawed"))
                .findFirst().orElseThrow();
        assertEquals(Duration.ofSeconds(20), thaw.at());
        assertTrue(later.lines().stream().filter(line -> line.what().equals("start"))
                .allMatch(line -> line.at().compareTo(thaw.at()) >= 0), later.toString());
        assertEquals(List.of(N2), later.endings().get(0).after());
        Story quiet = play(view, happening(Kind.CRASH, N1), new Happening(Kind.CRASH,
                About.ALL.node(N2), true, Duration.ZERO));
        assertEquals(List.of("n2 fence n1 proof_of_exclusion", "n2 start takes_over"),
                decisions(quiet));
        assertEquals(List.of(), quiet.endings().get(0).after());
    }

    @Test
    void lastingStateOfTheNodesIsTakenAlong() {
        World frozen = running("n1", "n2");
        frozen.ask(frozen.node(N1), WEB, Goal.FROZEN, Scope.CLUSTER, "");
        frozen.run(Duration.ofSeconds(5));
        assertEquals(List.of(), decisions(play(view(frozen, N1), happening(Kind.CRASH, N1))));
        World node = running("n1", "n2", "n3");
        node.ask(node.node(N2), NodeRequest.Goal.FROZEN, false, Terms.NONE);
        node.run(Duration.ofSeconds(5));
        assertEquals(List.of(N3), play(view(node, N3), happening(Kind.CRASH, N1))
                .endings().get(0).after());
    }

    @Test
    void silentNodesAreOffOrCutOffAndSaidToBe() {
        World crashed = running("n1", "n2", "n3");
        crashed.fence("n3", FenceMode.FAILS);
        crashed.kill("n3");
        crashed.run(Duration.ofSeconds(20));
        Story off = play(view(crashed, N2), happening(Kind.CRASH, N1));
        assertTrue(off.notes().contains("n3 is silent: taken to be off"), off.notes().toString());
        World cut = running("n1", "n2", "n3");
        cut.cut("n3", "n2");
        cut.cut("n2", "n3");
        cut.run(Duration.ofSeconds(5));
        Story hidden = play(view(cut, N2), happening(Kind.HEAL, Optional.empty()));
        assertTrue(hidden.notes().stream().anyMatch(note -> note.startsWith("n3 is silent but")),
                hidden.notes().toString());
        assertEquals(List.of(N1), hidden.endings().get(0).after());
    }

    @Test
    void worldThatIsForetoldIsLeftAsItIs() {
        World real = running("n1", "n2");
        View before = view(real, N2);
        String trace = real.trace();
        play(before, happening(Kind.CRASH, N1));
        assertEquals(trace, real.trace());
        assertEquals(before, view(real, N2));
    }

    @Test
    void storyEndsWhenItsTimeIsUp() {
        AtomicInteger asked = new AtomicInteger();
        Story story = new WhatIf(view(running("n1", "n2"), N2), Timing.QUICK, KNOWN,
                () -> asked.incrementAndGet() > 1).play(List.of(happening(Kind.CRASH, N1)));
        assertFalse(story.ended());
        assertTrue(story.lasts().compareTo(Duration.ofSeconds(30)) < 0, "" + story.lasts());
    }

    /** As a directory that is there. */
    @Test
    void whatIsNotStartedKeepsNothingFromBeingUp() {
        World world = running("n1");
        world.node(N1).holdings().odd(WEB, new Rid("disk#1"), Status.NA);
        world.run(Duration.ofSeconds(20));
        Story.Ending end = play(view(world, N1), happening(Kind.CRASH, N1)).endings().get(0);
        assertEquals(List.of(N1), end.before());
        assertEquals(List.of(), end.after());
    }

    private static World running(String... nodes) {
        World world = new World(7, Timing.QUICK, nodes).with(Services.web(nodes));
        world.bootAll();
        world.run(Duration.ofSeconds(90));
        assertTrue(world.up("n1", "web"), world::trace);
        return world;
    }

    private static View view(World world, NodeName node) {
        return world.node(node).view();
    }

    private static Story play(View view, Happening... happenings) {
        return new WhatIf(view, Timing.QUICK, KNOWN, () -> false).play(List.of(happenings));
    }

    private static Happening happening(Kind kind, NodeName node) {
        return happening(kind, Optional.of(node));
    }

    private static Happening happening(Kind kind, Optional<NodeName> node) {
        return new Happening(kind, node.map(About.ALL::node).orElse(About.ALL), false,
                Duration.ZERO);
    }

    private static Happening[] foretold(String what) {
        About web = About.ALL.service(WEB);
        return switch (what) {
            case "crash n1" -> new Happening[] {happening(Kind.CRASH, N1)};
            case "crash n2" -> new Happening[] {happening(Kind.CRASH, N2)};
            case "shutdown n1" -> new Happening[] {happening(Kind.SHUTDOWN, N1)};
            case "cut" -> new Happening[] {new Happening(Kind.CUT,
                    About.ALL.node(N1).link(new LinkName("hb#1")), false, Duration.ZERO)};
            case "freeze crash n1" -> new Happening[] {
                new Happening(Kind.FREEZE, web, false, Duration.ZERO),
                new Happening(Kind.CRASH, About.ALL.node(N1), false, Duration.ofSeconds(2))};
            case "freeze-node crash n1" -> new Happening[] {happening(Kind.FREEZE, N2),
                new Happening(Kind.CRASH, About.ALL.node(N1), false, Duration.ofSeconds(2))};
            case "fail" -> new Happening[] {new Happening(Kind.FAIL, web.rid(new Rid("fs#1")),
                    false, Duration.ZERO)};
            default -> new Happening[] {new Happening(Kind.SWITCH, web.node(N2), false,
                    Duration.ZERO)};
        };
    }

    private static void befall(World real, String what) {
        switch (what) {
            case "crash n1" -> real.kill("n1");
            case "crash n2" -> real.kill("n2");
            case "shutdown n1" -> real.node(N1).shutDown(Duration.ofHours(1));
            case "cut" -> Stream.of("n2", "n3").forEach(other -> {
                real.cut("n1", other);
                real.cut(other, "n1");
            });
            case "freeze crash n1" -> {
                real.ask(real.node(N3), WEB, Goal.FROZEN, Scope.CLUSTER, "");
                real.run(Duration.ofSeconds(2));
                real.kill("n1");
            }
            case "freeze-node crash n1" -> {
                real.ask(real.node(N2), NodeRequest.Goal.FROZEN, false, Terms.NONE);
                real.run(Duration.ofSeconds(2));
                real.kill("n1");
            }
            case "fail" -> real.die("n1", "web", "fs#1");
            default -> real.ask(real.node(N3), WEB, Goal.PLACED, Scope.CLUSTER, "n2");
        }
    }

    private static List<String> decisions(Story story) {
        return story.lines().stream().filter(line -> line.kind() == Story.Kind.DECIDES
                && !line.what().equals("freeze")).map(line -> line.node().orElseThrow() + " "
                        + line.what() + " " + line.rule()).toList();
    }

    /** What was decided in a world. */
    private static final class Told implements Checker {
        final List<String> decisions = new ArrayList<>();

        @Override
        public void decides(SimNode by, ServiceName service, Action action, Ruling ruling) {
            if (!(action instanceof Action.Announce) && !(action instanceof Action.Freeze)) {
                String what = action instanceof Action.Fence fence ? "fence " + fence.node()
                        : action.word();
                decisions.add(by.name() + " " + what + " "
                        + ruling.rule().name().toLowerCase(java.util.Locale.ROOT));
            }
        }
    }
}
