package org.understudy.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.understudy.config.ClusterFile;
import org.understudy.config.FenceKeywords;
import org.understudy.config.Section;
import org.understudy.model.Cluster;
import org.understudy.model.Link;
import org.understudy.model.NodeName;
import org.understudy.model.Quorum;
import org.understudy.model.View;
import org.understudy.wire.TimingText;

/**
 * How long what takes at most, as it follows from cluster.conf and node.conf.
 *
 * @param file both, as this agent goes by them
 */
record Timings(ClusterFile file) {
    List<TimingText> of(View view) {
        List<TimingText> lines = new ArrayList<>();
        Cluster cluster = file.cluster();
        cluster.links().forEach(link -> lines.add(line(link.name() + " is silent", link.timeout(),
                "its timeout; a beat every " + Chronicle.text(link.interval()))));
        Duration silent = cluster.links().stream().map(Link::timeout).max(Duration::compareTo)
                .orElse(Duration.ZERO);
        if (!cluster.links().isEmpty()) {
            lines.add(line("a node is silent", silent, "when it is on every link"));
        }
        file.fences().keySet().stream().filter(node -> !node.equals(file.self()))
                .forEach(node -> lines.add(fence(node, view)));
        if (cluster.quorum().on()) {
            lines.addAll(quorum(cluster.quorum(), view));
        }
        lines.add(line("a start is announced", cluster.readyPeriod(), "ready_period"));
        lines.add(line("a fresh agent waits", cluster.rejoinGracePeriod(),
                "rejoin_grace_period; at most, to hear the others"));
        lines.add(line("an agent may be away", cluster.maintenanceGracePeriod(),
                "maintenance_grace_period; announced"));
        return lines;
    }

    private TimingText fence(NodeName node, View view) {
        List<Section> levels = file.fences().get(node);
        String parts = levels.stream().map(level -> level.get(FenceKeywords.TYPE) + " "
                + Chronicle.text(level.get(FenceKeywords.TIMEOUT)))
                .collect(Collectors.joining(", then "));
        String took = Optional.ofNullable(view.memory().fenceTook().get(node))
                .map(longest -> "; took " + Chronicle.text(longest) + " at most so far")
                .orElse("; never confirmed so far");
        return line("fencing " + node, FenceKeywords.limit(levels), parts + took);
    }

    private static List<TimingText> quorum(Quorum quorum, View view) {
        Duration certain = view.self().guard().certain();
        List<TimingText> reset = certain.isZero() ? List.of() : List.of(line(
                "what does not stop is reset", certain, "the vote, and "
                        + Chronicle.text(view.self().guard().timeout()) + " of its watchdog;"
                        + " the others count on it after " + Chronicle.text(quorum.certain())));
        return Stream.concat(Stream.of(
                line("a vote holds", quorum.lease(), "the longest timeout of a link"),
                line("without a majority services begin to stop", quorum.lease(),
                        "when the last vote is over")), reset.stream()).toList();
    }

    private static TimingText line(String what, Duration time, String why) {
        return new TimingText(what, Chronicle.text(time), why);
    }
}
