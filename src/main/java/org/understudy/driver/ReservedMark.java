package org.understudy.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.understudy.model.NodeName;

/**
 * What this node noted, in this boot, about disks that it reserved: a reservation outlives the boot
 * that took it, and then stands for nothing that runs here.
 */
final class ReservedMark {
    private static final String TAKEN = "taken";
    private static final String KEPT = "kept";

    private final Path file;

    ReservedMark(Site site) {
        this.file = site.around().run().resolve("reserved").resolve(site.service().value())
                .resolve(site.stem());
    }

    /** Whether they are reserved for what runs here. */
    boolean taken() {
        return lines().stream().findFirst().filter(TAKEN::equals).isPresent();
    }

    /** Whether they stay reserved although nothing runs here. */
    boolean kept() {
        return lines().stream().findFirst().filter(KEPT::equals).isPresent();
    }

    /** Nodes that may still have run it when they were reserved. */
    List<NodeName> nodes() {
        return lines().stream().skip(1).map(NodeName::new).toList();
    }

    /** The same for people. */
    String against() {
        return nodes().stream().map(NodeName::value).collect(Collectors.joining(", "));
    }

    void taken(List<NodeName> nodes) {
        write(TAKEN, nodes);
    }

    void kept(List<NodeName> nodes) {
        write(KEPT, nodes);
    }

    void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }

    private void write(String state, List<NodeName> nodes) {
        try {
            Site.replace(file, state + "\n" + nodes.stream().map(node -> node + "\n")
                    .collect(Collectors.joining()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private List<String> lines() {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
