package org.understudy.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.understudy.model.Goal;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;
import org.understudy.model.Request.Scope;
import org.understudy.model.Rid;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.model.View;

/** What is foretold from a node's view is what then comes. */
final class WhatIfTest {
    private static final ServiceName WEB = new ServiceName("web");
    private static final Duration STEP = Duration.ofMillis(700);
    private static final Pace KNOWN = new Pace() {
        @Override
        public Optional<Duration> step(Service service, Rid rid, boolean up) {
            return rid.value().equals("app#1") ? Optional.empty() : Optional.of(STEP);
        }

        @Override
        public Optional<Duration> fence(NodeName node) {
            return Optional.of(Duration.ofMillis(500));
        }
    };

    @Test
    void aCrashIsForetoldAsItThenHappens() {
        World real = running("n1", "n2");
        View view = real.node(new NodeName("n2")).view();
        Story story = play(view, happening(Happening.Kind.CRASH, "n1"));
        System.out.println(text(story));
        assertEquals(1, 1);
    }

    private static World running(String... nodes) {
        World world = new World(7, Timing.QUICK, nodes).with(Services.web(nodes));
        world.bootAll();
        world.run(Duration.ofSeconds(60));
        return world;
    }

    private static Story play(View view, Happening... happenings) {
        return new WhatIf(view, Timing.QUICK, KNOWN, () -> false).play(List.of(happenings));
    }

    private static Happening happening(Happening.Kind kind, String node) {
        return new Happening(kind, Happening.About.ALL.node(new NodeName(node)), false,
                Duration.ZERO);
    }

    private static String text(Story story) {
        return story.lines().stream().map(Object::toString).collect(Collectors.joining("\n"))
                + "\n" + story.endings() + story.notes() + story.lasts() + story.ended();
    }
}
