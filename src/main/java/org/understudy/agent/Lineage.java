package org.understudy.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.understudy.model.Edition;
import org.understudy.model.Edition.Lag;
import org.understudy.model.NodeName;
import org.understudy.wire.FileVersion;

/**
 * How this node's version of one file stands to those of the others.
 *
 * @param own this node's; empty when it has none
 * @param newest what the others have that ours does not follow, by node; one that another of them
 *     follows is left out
 */
record Lineage(Optional<FileVersion> own, SortedMap<String, FileVersion> newest) {
    static Lineage of(String name, Versions versions) {
        Optional<FileVersion> own = versions.of(name);
        SortedMap<String, FileVersion> told = versions.told(name);
        told.values().removeIf(one -> own.map(ours -> ours.covers(one))
                .orElseGet(() -> !versions.isForUs(one)));
        List<FileVersion> all = List.copyOf(told.values());
        told.values().removeIf(one -> all.stream().anyMatch(other -> other.covers(one)
                && !one.covers(other)));
        return new Lineage(own, told);
    }

    /** The one that this node has to take, if there is one that nobody contradicts. */
    Optional<Map.Entry<String, FileVersion>> next() {
        return newest.isEmpty() || isSplit() ? Optional.empty()
                : Optional.of(newest.entrySet().iterator().next());
    }

    /** Changes that were made apart and say different things. */
    boolean isSplit() {
        List<FileVersion> rivals = new ArrayList<>(newest.values());
        own.filter(ours -> newest.values().stream().anyMatch(one -> !one.covers(ours)))
                .ifPresent(rivals::add);
        return rivals.stream().anyMatch(one -> !one.says(rivals.get(0)));
    }

    /** @param refused whether the version that is to be taken cannot be used here */
    Edition edition(boolean refused) {
        List<NodeName> from = newest.keySet().stream().map(NodeName::new).toList();
        Lag lag = newest.isEmpty() ? Lag.NONE : isSplit() ? Lag.SPLIT
                : refused ? Lag.REFUSED : Lag.BEHIND;
        return new Edition(own.map(FileVersion::number).orElse(0L),
                own.map(FileVersion::checksum).orElse(""), lag, from);
    }
}
