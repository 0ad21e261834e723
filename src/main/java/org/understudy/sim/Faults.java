package org.understudy.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.understudy.sim.Fault.Kind;

/**
 * Draws trouble from a seed: a dozen bad stretches of a minute or two, in each a few faults that
 * overlap, and calm between them.
 */
final class Faults {
    private static final Kind[] KINDS = Kind.values();
    /** What gets at two nodes that both may start a service, one fault after the other. */
    private static final List<Kind[]> STORIES = List.of(
            new Kind[] {Kind.PARTITION, Kind.FENCE_DEVICE, Kind.COMMAND},
            new Kind[] {Kind.LAG, Kind.COMMAND_TWICE, Kind.COMMAND},
            new Kind[] {Kind.CUT_ONE_WAY, Kind.COMMAND_TWICE, Kind.PAUSE},
            new Kind[] {Kind.FENCE_DEVICE, Kind.POWER_LOSS, Kind.COMMAND},
            new Kind[] {Kind.FENCE_DEVICE, Kind.AGENT_RESTARTS, Kind.PAUSE},
            new Kind[] {Kind.BLIND, Kind.AGENT_DIES, Kind.COMMAND},
            new Kind[] {Kind.STARTS_FAIL, Kind.POWER_LOSS, Kind.COMMAND},
            new Kind[] {Kind.STOPS_FAIL, Kind.COMMAND, Kind.COMMAND},
            new Kind[] {Kind.SLOW_STEPS, Kind.COMMAND, Kind.PARTITION},
            new Kind[] {Kind.COMMAND, Kind.STALL, Kind.COMMAND},
            new Kind[] {Kind.BLACKOUT, Kind.PARTITION},
            new Kind[] {Kind.RESOURCE_DIES, Kind.STARTS_FAIL, Kind.COMMAND},
            new Kind[] {Kind.SHUTDOWN, Kind.PARTITION},
            new Kind[] {Kind.NODE_COMMAND, Kind.POWER_LOSS, Kind.COMMAND},
            new Kind[] {Kind.EDIT, Kind.COMMAND_TWICE, Kind.LAG},
            new Kind[] {Kind.NODE_COMMAND, Kind.CLOCK_STEP, Kind.AGENT_RESTARTS},
            new Kind[] {Kind.POWER_LOSS, Kind.CLOCK_STEP, Kind.COMMAND, Kind.AGENT_DIES});
    /** What befalls a cluster that needs a majority, besides. */
    private static final List<Kind[]> VOTES = List.of(
            new Kind[] {Kind.ARBITRATOR_CUT, Kind.PARTITION, Kind.COMMAND},
            new Kind[] {Kind.ARBITRATOR_DEAF, Kind.PARTITION, Kind.AGENT_RESTARTS},
            new Kind[] {Kind.ARBITRATOR_LOST, Kind.PARTITION, Kind.PARTITION},
            new Kind[] {Kind.ARBITRATOR_LATE, Kind.PARTITION, Kind.SLOW_STEPS},
            new Kind[] {Kind.STOPS_FAIL, Kind.PARTITION, Kind.COMMAND},
            new Kind[] {Kind.SLOW_STEPS, Kind.COMMAND, Kind.STALL, Kind.PARTITION},
            new Kind[] {Kind.AGENT_RESTARTS, Kind.PARTITION, Kind.CUT_ONE_WAY},
            new Kind[] {Kind.AGENT_DIES, Kind.PARTITION, Kind.PAUSE},
            new Kind[] {Kind.NODE_COMMAND, Kind.PARTITION, Kind.AGENT_DIES});

    /** And where one node can shut another one out of its disks. */
    private static final List<Kind[]> DISKS = List.of(
            new Kind[] {Kind.STARTS_FAIL, Kind.STARTS_FAIL, Kind.PARTITION},
            new Kind[] {Kind.STARTS_FAIL, Kind.PAUSE, Kind.PAUSE},
            new Kind[] {Kind.STARTS_FAIL, Kind.STALL, Kind.PARTITION},
            new Kind[] {Kind.NODE_COMMAND, Kind.PARTITION, Kind.COMMAND},
            new Kind[] {Kind.AGENT_DIES, Kind.STARTS_FAIL, Kind.COMMAND},
            new Kind[] {Kind.PARTITION, Kind.STOPS_FAIL, Kind.COMMAND_TWICE});

    private final Random random;
    private final int nodes;
    private final int links;
    private final boolean votes;
    private final boolean disks;
    private final Kind[] kinds;
    private final List<Fault> faults = new ArrayList<>();

    private Faults(Layout layout) {
        this.random = new Random(layout.seed() ^ 0x6661756c74L);
        this.nodes = layout.cluster().nodes().size();
        this.links = layout.cluster().links().size();
        this.votes = layout.cluster().quorum().on();
        this.disks = layout.services().stream()
                .anyMatch(service -> !service.reservations().isEmpty());
        boolean asks = !layout.cluster().quorum().arbitrators().isEmpty();
        this.kinds = asks ? KINDS : Arrays.copyOf(KINDS, Kind.ARBITRATOR_LOST.ordinal());
    }

    /** All that befalls this cluster before {@code end}, in its order. */
    static List<Fault> drawn(Layout layout, Duration end) {
        return new Faults(layout).all(end);
    }

    private List<Fault> all(Duration end) {
        Duration at = Duration.ofSeconds(random.nextInt(120));
        while (at.compareTo(end) < 0) {
            if (random.nextBoolean()) {
                story(at);
            } else {
                any(at);
            }
            at = at.plusSeconds(180 + random.nextInt(840));
        }
        faults.removeIf(fault -> fault.at().compareTo(end) >= 0);
        faults.sort(Comparator.comparing(Fault::at));
        return List.copyOf(faults);
    }

    private void any(Duration begin) {
        Duration at = begin;
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            add(at, kinds[random.nextInt(kinds.length)]);
            at = at.plusMillis(random.nextInt(random.nextBoolean() ? 3_000 : 40_000));
        }
    }

    private void story(Duration begin) {
        Duration at = begin;
        List<Kind[]> stories = votes && random.nextBoolean() ? VOTES
                : disks && random.nextInt(4) > 0 ? DISKS : STORIES;
        for (Kind kind : stories.get(random.nextInt(stories.size()))) {
            add(at, kind);
            at = at.plusMillis(random.nextInt(random.nextBoolean() ? 2_000 : 15_000));
        }
    }

    private void add(Duration at, Kind kind) {
        int node = random.nextInt(nodes);
        int other = (node + 1 + random.nextInt(nodes - 1)) % nodes;
        int link = random.nextBoolean() ? -1 : random.nextInt(links);
        boolean some = kind == Kind.PARTITION || kind == Kind.ARBITRATOR_CUT
                || kind == Kind.ARBITRATOR_DEAF;
        int many = some ? 1 + random.nextInt((1 << nodes) - 2) : other;
        faults.add(new Fault(at, kind, node, many, link, amount(kind), lasts(kind)));
    }

    private int amount(Kind kind) {
        return switch (kind) {
            case PAUSE, STALL -> random.nextInt(3) * 4;
            case LOSS -> 10 + random.nextInt(60);
            case LAG, ARBITRATOR_LATE -> 200 + random.nextInt(9_000);
            case FLAPPING -> 2_000 + random.nextInt(20_000);
            case STARTS_FAIL, STOPS_FAIL, BLIND -> 20 + random.nextInt(81);
            case STEPS_HANG -> 20 + random.nextInt(40);
            case SLOW_STEPS -> 1 + random.nextInt(60);
            case SLOW_PROBES -> 1 + random.nextInt(5);
            case POWER_LOSS, BLACKOUT, AGENT_DIES, AGENT_RESTARTS, ROLLING_RESTART, CUT_ONE_WAY,
                    CUT_BOTH_WAYS, PARTITION, FENCE_DEVICE, RESOURCE_DIES, RESOURCE_SICK, COMMAND,
                    COMMAND_TWICE, NODE_COMMAND, SHUTDOWN, OVERLOAD, VOUCHED, EDIT,
                    CLOCK_STEP, ARBITRATOR_LOST, ARBITRATOR_CUT, ARBITRATOR_DEAF ->
                    random.nextInt(1 << 20);
        };
    }

    private Duration lasts(Kind kind) {
        int most = switch (kind) {
            case POWER_LOSS, BLACKOUT -> random.nextBoolean() ? 30_000 : 600_000;
            case AGENT_DIES, AGENT_RESTARTS, ROLLING_RESTART ->
                    random.nextBoolean() ? 4_000 : 90_000;
            case PAUSE, STALL -> random.nextBoolean() ? 15_000 : 90_000;
            case CUT_ONE_WAY, CUT_BOTH_WAYS, PARTITION -> random.nextBoolean() ? 20_000 : 240_000;
            case LOSS, LAG -> 30_000;
            case FLAPPING -> 90_000;
            case FENCE_DEVICE, STARTS_FAIL, STOPS_FAIL, STEPS_HANG, SLOW_STEPS, BLIND, SLOW_PROBES
                    -> 240_000;
            case RESOURCE_DIES, RESOURCE_SICK, COMMAND, COMMAND_TWICE, VOUCHED, CLOCK_STEP ->
                    3_000;
            case NODE_COMMAND, OVERLOAD, SHUTDOWN -> 300_000;
            case EDIT -> 300_000;
            case ARBITRATOR_LOST, ARBITRATOR_CUT, ARBITRATOR_DEAF, ARBITRATOR_LATE -> 240_000;
        };
        return Duration.ofMillis(200 + random.nextInt(most));
    }
}
