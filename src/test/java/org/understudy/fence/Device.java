package org.understudy.fence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.understudy.config.ClusterFile;
import org.understudy.config.Section;
import org.understudy.exec.SystemCommands;
import org.understudy.model.NodeName;

/** Fence devices made from text as cluster.conf has it, checked as that is. */
final class Device {
    static final NodeName N2 = new NodeName("n2");
    private static final String TWO = "[cluster]\nnodes = n1 n2\n[hb#1]\ntype = unicast\n"
            + "addr@n1 = 10.0.0.1\naddr@n2 = 10.0.0.2\n[stonith#n2]\n";

    private Device() {
    }

    /** What switches n2 off, by the lines of {@code [stonith#n2]} and what follows it. */
    static Fence of(Path dir, String lines) {
        return Fences.of(sections(dir, lines), new Fences.Tools(new SystemCommands()));
    }

    static List<Section> sections(Path dir, String lines) {
        try {
            Path file = Files.writeString(dir.resolve("cluster.conf"), TWO + lines);
            return ClusterFile.read(file, dir.resolve("none"), new NodeName("n1")).fences()
                    .get(N2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
