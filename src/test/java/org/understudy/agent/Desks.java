package org.understudy.agent;

import java.nio.file.Path;
import java.util.List;
import org.understudy.api.Desk;
import org.understudy.model.NodeName;

/** Desks over directories of their own, for tests of other packages too. */
public final class Desks {
    private Desks() {
    }

    /** Of a node whose files are below a directory, where no agent runs. */
    public static Desk of(Path directory, String node) {
        return new FileDesk(paths(directory), new NodeName(node), Witness.NONE);
    }

    /** Of a node whose agent says that this is up, and hears these. */
    public static Desk of(Path directory, String node, List<String> up, List<String> heard) {
        return new FileDesk(paths(directory), new NodeName(node), new Standing(up,
                other -> heard.contains(other.value())));
    }

    static Paths paths(Path directory) {
        return new Paths(directory.resolve("etc"), directory.resolve("var"),
                directory.resolve("run"), directory.resolve("boot"));
    }
}
