package org.understudy.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.understudy.model.NodeName;

/**
 * What this node noted, in this boot, about disks that it reserved: a reservation outlives the boot
 * that took it, and then stands for nothing that runs here.
 */
final class ReservedMark {
    private static final String TAKEN = "taken";
    private static final String KEPT = "kept";

    /** The state, then the devices; then a node on each line. */
    private final Path file;

    ReservedMark(Site site) {
        this.file = site.around().run().resolve("reserved").resolve(site.service().value())
                .resolve(site.stem());
    }

    /** Whether they are reserved for what runs here. */
    boolean taken() {
        return head(file).get(0).equals(TAKEN);
    }

    /** Whether they stay reserved although nothing runs here. */
    boolean kept() {
        return head(file).get(0).equals(KEPT);
    }

    /** Nodes that may still have run it when they were reserved. */
    List<NodeName> nodes() {
        return lines(file).stream().skip(1).map(NodeName::new).toList();
    }

    /** Another service that has one of these devices reserved on this node. */
    Optional<String> rival(Collection<String> devices) {
        Path own = file.getParent();
        return listed(own.getParent()).stream().filter(service -> !service.equals(own))
                .filter(service -> listed(service).stream().flatMap(one -> head(one).stream())
                        .anyMatch(devices::contains))
                .map(service -> service.getFileName().toString()).findFirst();
    }

    private static List<Path> listed(Path directory) {
        try (Stream<Path> all = Files.exists(directory) ? Files.list(directory) : Stream.of()) {
            return all.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
    }

    private static List<String> head(Path file) {
        return List.of(lines(file).stream().findFirst().orElse("").split(" "));
    }

    /** The same for people. */
    String against() {
        return nodes().stream().map(NodeName::value).collect(Collectors.joining(", "));
    }

    void taken(List<NodeName> nodes, Collection<String> devices) {
        write(TAKEN + " " + String.join(" ", devices), nodes);
    }

    /** The devices stay as they are. */
    void kept(List<NodeName> nodes) {
        write(Stream.concat(Stream.of(KEPT), head(file).stream().skip(1))
                .collect(Collectors.joining(" ")), nodes);
    }

    void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }

    private void write(String head, List<NodeName> nodes) {
        try {
            Site.replace(file, head + "\n" + nodes.stream().map(node -> node + "\n")
                    .collect(Collectors.joining()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
