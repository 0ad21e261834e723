package org.understudy.wire;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.understudy.model.Freeze;
import org.understudy.model.Kept;
import org.understudy.model.Memory;
import org.understudy.model.Memory.ClusterFreeze;
import org.understudy.model.Moment;
import org.understudy.model.Moves;
import org.understudy.model.NodeName;
import org.understudy.model.ServiceName;

/**
 * What outlives the agent, as JSON. Moments become milliseconds of the wall clock, because nothing
 * else means anything to the next agent; a clock that was set meanwhile shifts them.
 */
public final class MemoryCodec {
    /** What the file holds; 0 for a time that never comes. */
    record Text(FrozenText node, ClusterText cluster, Map<String, KeptText> services,
            Map<String, String> shot, Map<String, Long> fenceMillis) {
    }

    /** A freeze; {@code on} is false for none, {@code ofStop} in texts of older releases. */
    record FrozenText(boolean on, String author, String reason, long since, long until,
            boolean ofStop) {
    }

    record ClusterText(long number, FrozenText freeze, long lastsMillis) {
    }

    record KeptText(FrozenText freeze, long ordered, long moves, List<Long> recent,
            List<String> nodes, String starting) {
    }

    private MemoryCodec() {
    }

    /** @param wall a moment as milliseconds of the wall clock */
    public static String encode(Memory memory, Function<Moment, Long> wall) {
        Map<String, KeptText> services = new LinkedHashMap<>();
        memory.services().forEach((name, kept) -> services.put(name.value(),
                new KeptText(text(kept.freeze(), wall), kept.ordered(), kept.moves().count(),
                        kept.moves().recent().stream().map(wall).toList(),
                        kept.nodes().stream().map(NodeName::value).toList(),
                        kept.starting())));
        Map<String, Long> took = new LinkedHashMap<>();
        memory.fenceTook().forEach((node, time) -> took.put(node.value(), time.toMillis()));
        Map<String, String> shot = new LinkedHashMap<>();
        memory.shot().forEach((node, machine) -> shot.put(node.value(), machine));
        ClusterFreeze cluster = memory.cluster();
        return Shapes.write(new Text(text(memory.node(), wall),
                new ClusterText(cluster.number(), text(cluster.freeze(), wall),
                        cluster.lasts().map(Duration::toMillis).orElse(0L)), services,
                shot, took));
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @param moment a millisecond of the wall clock as this agent's moment
     * @throws IllegalArgumentException if the text is anything else
     */
    public static Memory decode(String json, Function<Long, Moment> moment) {
        Format.check(json.getBytes(StandardCharsets.UTF_8));
        Text text = Shapes.read(json, Text.class);
        SortedMap<ServiceName, Kept> services = new TreeMap<>();
        text.services().forEach((name, kept) -> services.put(new ServiceName(name),
                new Kept(freeze(kept.freeze(), moment), kept.ordered(),
                        new Moves(kept.moves(), kept.recent().stream().map(moment).toList()),
                        kept.nodes().stream().map(NodeName::new)
                                .collect(Collectors.toCollection(TreeSet::new)),
                        kept.starting())));
        SortedMap<NodeName, String> shot = new TreeMap<>();
        text.shot().forEach((node, machine) -> shot.put(new NodeName(node), machine));
        SortedMap<NodeName, Duration> took = new TreeMap<>();
        text.fenceMillis().forEach((node, millis) ->
                took.put(new NodeName(node), Duration.ofMillis(millis)));
        return new Memory(freeze(text.node(), moment), cluster(text.cluster(), moment), services,
                shot, took);
    }

    private static ClusterFreeze cluster(ClusterText text, Function<Long, Moment> moment) {
        return text == null ? ClusterFreeze.NEVER : new ClusterFreeze(text.number(),
                freeze(text.freeze(), moment), text.lastsMillis() == 0 ? Optional.empty()
                        : Optional.of(Duration.ofMillis(text.lastsMillis())));
    }

    private static FrozenText text(Optional<Freeze> freeze, Function<Moment, Long> wall) {
        return freeze.map(one -> new FrozenText(true, one.author(), one.reason(),
                wall.apply(one.since()), one.until().map(wall).orElse(0L), one.ofStop()))
                .orElse(new FrozenText(false, "", "", 0, 0, false));
    }

    private static Optional<Freeze> freeze(FrozenText text, Function<Long, Moment> moment) {
        return text == null || !text.on() ? Optional.empty()
                : Optional.of(new Freeze(text.author(), text.reason(),
                        moment.apply(text.since()), text.until() == 0
                        ? Optional.empty() : Optional.of(moment.apply(text.until())),
                        text.ofStop()));
    }
}
