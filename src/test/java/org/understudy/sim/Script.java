package org.understudy.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Locale;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.understudy.core.Departure;
import org.understudy.model.Event;
import org.understudy.model.Choice;
import org.understudy.model.Goal;
import org.understudy.model.Local;
import org.understudy.model.Memory;
import org.understudy.model.NodeName;
import org.understudy.model.NodeRequest;
import org.understudy.model.NodeState;
import org.understudy.model.Request;
import org.understudy.model.Resource;
import org.understudy.model.Rid;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.model.Terms;

/** The language of scenarios: what may follow {@code at 20s}, a word a line. */
final class Script {
    private final Given given;
    private final Map<String, Consumer<String[]>> verbs = new TreeMap<>();
    private final StringBuilder played = new StringBuilder();
    private World world;
    private Duration settled = Duration.ZERO;
    private int seen;

    Script(Timing timing) {
        given = new Given(timing);
        machines();
        steps();
        links();
        operators();
        expectations();
    }

    /** The lines, and between them what was ruled meanwhile. */
    static String play(List<String> lines) {
        return play(lines, Timing.QUICK);
    }

    static String play(List<String> lines, Timing timing) {
        Script script = new Script(timing);
        lines.forEach(script::line);
        return script.played.toString();
    }

    private void line(String line) {
        if (line.startsWith("given settled=")) {
            settled = Given.lasting(line.substring("given settled=".length()));
        } else if (line.startsWith("given ")) {
            given.take(line.substring("given ".length()));
        } else if (line.startsWith("at ")) {
            String[] words = line.split(" +");
            until(Given.lasting(words[1]));
            String[] what = List.of(words).subList(2, words.length).toArray(new String[0]);
            verbs.getOrDefault(what[0], unknown -> {
                throw new IllegalArgumentException("expected one of " + verbs.keySet() + ": "
                        + line);
            }).accept(what);
        } else if (!line.startsWith("#") && !line.isBlank()) {
            throw new IllegalArgumentException("expected #, given or at: " + line);
        }
        played.append(line).append('\n');
    }

    /** Lets time pass up to that of the line, and writes down what was ruled by then. */
    private void until(Duration at) {
        if (world == null) {
            world = given.world();
            if (!settled.isZero()) {
                world.bootAll();
                world.run(settled);
                seen = world.trace().length();
            }
        }
        world.run(at.minusNanos(world.now()));
        played.append(world.trace().substring(seen).lines()
                .filter(l -> l.contains("s > ") || l.contains(" holds the start of "))
                .map(Script::shown).collect(Collectors.joining()));
        seen = world.trace().length();
    }

    private static String shown(String traced) {
        String[] parts = traced.strip().split("s (> )?", 2);
        return String.format(Locale.ROOT, "> %s %s%n",
                parts[0].substring(0, parts[0].length() - 2), parts[1]);
    }

    private void machines() {
        verbs.put("boot", w -> world.boot(w[1]));
        verbs.put("kill", w -> world.kill(w[1]));
        verbs.put("shutdown", w -> leave(node(w[1]), () -> world.kill(w[1])));
        verbs.put("reboot", w -> leave(node(w[1]), () -> {
            world.kill(w[1]);
            world.in(Given.lasting(w[2]), () -> world.boot(w[1]));
        }));
        verbs.put("kill-agent", w -> world.killAgent(w[1], Given.lasting(w[2])));
        verbs.put("agent-stop", w -> world.leave(w[1]));
        verbs.put("agent-start", w -> world.comeBack(w[1]));
        verbs.put("agent-shutdown", w -> leave(node(w[1]),
                () -> world.killAgent(w[1], Duration.ofDays(1))));
        verbs.put("pause", w -> world.pause(w[1]));
        verbs.put("stall", w -> node(w[1]).stall(Integer.MAX_VALUE));
        verbs.put("resume", w -> world.resume(w[1]));
        verbs.put("fence", w -> world.fence(w[1], FenceMode.valueOf(Given.upper(w[2]))));
    }

    private void steps() {
        verbs.put("break", w -> world.breakSteps(Integer.parseInt(w[1])));
        verbs.put("break-start", w -> node(w[1]).conditions().startsFail = 100);
        verbs.put("break-stop", w -> node(w[1]).conditions().stopsFail = 100);
        verbs.put("hang", w -> node(w[1]).conditions().stepsHang = 100);
        verbs.put("slow", w -> node(w[1]).conditions().slowSteps = Integer.parseInt(w[2]));
        verbs.put("blind", w -> node(w[1]).conditions().blind = 100);
        verbs.put("mend", w -> node(w[1]).conditions().clear());
        verbs.put("die", w -> rids(w[1]).forEach((service, rids) -> rids.forEach(rid ->
                node(w[3]).holdings().die(service.name(), rid))));
        verbs.put("sicken", w -> rids(w[1]).forEach((service, rids) -> rids.forEach(rid ->
                node(w[3]).holdings().sicken(service.name(), rid))));
        verbs.put("revive", w -> rids(w[1]).forEach((service, rids) -> {
            node(w[3]).held(service.name()).addAll(rids);
            node(w[3]).stir();
        }));
    }

    private void links() {
        verbs.put("cut", w -> {
            int arbitrator = world.arbitrators().index(w[2]);
            if (arbitrator >= 0) {
                world.arbitrators().cut(arbitrator, node(w[1]).index(), true);
                world.stirred();
            } else if (w.length > 3) {
                world.network().cut(node(w[1]).index(), node(w[2]).index(),
                        Integer.parseInt(w[3].substring("hb#".length())) - 1,
                        world.now());
                world.stirred();
            } else {
                world.cut(w[1], w[2]);
            }
        });
        verbs.put("isolate", w -> world.cluster().nodes().stream().map(NodeName::value)
                .filter(other -> !other.equals(w[1])).forEach(other -> {
                    world.cut(w[1], other);
                    world.cut(other, w[1]);
                }));
        verbs.put("heal", w -> world.heal());
    }

    private void operators() {
        verbs.put("ask", this::ask);
        verbs.put("freeze-node", w -> ask(w[1], NodeRequest.Goal.FROZEN, false));
        verbs.put("thaw-node", w -> ask(w[1], NodeRequest.Goal.THAWED, false));
        verbs.put("drain-node", w -> ask(w[1], NodeRequest.Goal.DRAINED, false));
        verbs.put("freeze-cluster", w -> ask(w[1], NodeRequest.Goal.FROZEN, true));
        verbs.put("thaw-cluster", w -> ask(w[1], NodeRequest.Goal.THAWED, true));
        verbs.put("vouch", w -> world.vouch(w[1], w[2]));
        verbs.put("edit", w -> {
            Service next = given.edited(w[1], String.join(" ", w).split(" ", 3)[2]);
            world.nodes().forEach(node -> world.edit(node, next));
        });
    }

    /**
     * {@code ask n1 placed cluster n2 web}: node, goal, scope, and where to, or -, and which;
     * {@code ask n1 stopped part fs#1,ip#1 web}: some resources of it.
     */
    private void ask(String[] w) {
        Goal goal = Goal.valueOf(Given.upper(w[2]));
        if (w[3].equals("part")) {
            world.ask(node(w[1]), new ServiceName(w.length > 5 ? w[5] : "web"), goal, new Choice(
                    Given.words(w[4]).stream().map(Rid::new).toList(), false));
            return;
        }
        Request.Scope scope = Request.Scope.valueOf(Given.upper(w[3]));
        String to = w.length > 4 && !w[4].equals("-") ? w[4] : "";
        if (w.length > 5) {
            world.ask(node(w[1]), new ServiceName(w[5]), goal, scope, to);
        } else {
            world.ask(w[1], goal, scope, to);
        }
    }

    private void ask(String node, NodeRequest.Goal goal, boolean cluster) {
        world.ask(node(node), goal, cluster, Terms.NONE);
    }

    private void expectations() {
        verbs.put("expect", w -> assertEquals(
                List.of(w).stream().skip(2).collect(Collectors.joining(" ")), states(w[1]),
                () -> w[1] + "\n" + world.trace()));
        verbs.put("order", w -> assertEquals(Given.words(w[3]), node(w[2])
                .held(new ServiceName(w[1])).stream().map(Rid::value).toList()));
        verbs.put("fences", w -> assertEquals(Long.parseLong(w[2]), world.trace().lines()
                .filter(line -> line.contains(" fences " + w[1] + ",")).count(), world::trace));
    }

    private String states(String service) {
        return world.nodes().stream().filter(node -> node.file(new ServiceName(service))
                        .isPresent())
                .map(node -> node.name() + "=" + state(node, new ServiceName(service)))
                .collect(Collectors.joining(" "));
    }

    /** What is really there, then what the cluster makes of it: {@code down+frozen}. */
    private static String state(SimNode node, ServiceName service) {
        String held = !node.on() ? "off" : node.up(service) ? "up"
                : node.held(service).isEmpty() ? "down" : "part";
        return held + frozen(node.disk().memory(), service)
                + (node.on() && node.agent() == null ? "+no-agent" : "")
                + Optional.ofNullable(node.agent()).map(a -> a.view().services().get(service))
                        .map(Local::monitor).map(Local.Doing::state).filter(m -> m.failed())
                        .map(m -> "+" + m.word().replace(' ', '-')).orElse("");
    }

    private static String frozen(Memory memory, ServiceName service) {
        boolean here = memory.services().containsKey(service)
                && memory.services().get(service).freeze().isPresent();
        return (here ? "+frozen" : "") + (memory.node().isPresent() ? "+node-frozen" : "")
                + (memory.cluster().freeze().isPresent() ? "+cluster-frozen" : "");
    }

    private SimNode node(String name) {
        return world.node(new NodeName(name));
    }

    /** {@code fs#1}, {@code db:fs#1} or {@code all}; of web unless said. */
    private Map<Service, List<Rid>> rids(String what) {
        String[] parts = what.contains(":") ? what.split(":") : new String[] {"web", what};
        Service service = world.nodes().stream()
                .flatMap(node -> node.file(new ServiceName(parts[0])).stream())
                .findFirst().orElseThrow();
        return Map.of(service, service.resources().stream().map(Resource::rid)
                .filter(rid -> parts[1].equals("all") || parts[1].equals(rid.value())).toList());
    }

    /** The node stops its services and tells the others that it has left; then this. */
    private void leave(SimNode node, Runnable then) {
        world.each(checker -> checker.shutsDown(node));
        node.agent().take(new Event.Leaving(true));
        left(node, node.agent(), world.now(), then);
    }

    private void left(SimNode node, SimAgent agent, long since, Runnable then) {
        boolean gone = agent.view().self().state() == NodeState.LEFT;
        if (node.agent() != agent) {
            return;
        }
        if (gone && Departure.told(agent.view(), node.clock(since), node.clock(world.now()),
                agent.view().generation())) {
            then.run();
        } else {
            long from = gone ? since : world.now();
            world.in(Duration.ofMillis(50), () -> left(node, agent, from, then));
        }
    }
}
