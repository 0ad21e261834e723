package org.understudy.agent;

import java.nio.file.Path;
import java.util.List;
import org.understudy.api.Call;
import org.understudy.api.Desk;
import org.understudy.api.Reply;
import org.understudy.model.NodeName;
import org.understudy.model.ServiceName;

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
        return new FileDesk(paths(directory), new NodeName(node), new Told(up, heard));
    }

    static Paths paths(Path directory) {
        return new Paths(directory.resolve("etc"), directory.resolve("var"),
                directory.resolve("run"), directory.resolve("boot"));
    }

    private record Told(List<String> up, List<String> heard) implements Witness {
        @Override
        public boolean isHere() {
            return true;
        }

        @Override
        public List<String> notDown(ServiceName service) {
            return up;
        }

        @Override
        public boolean hears(NodeName node) {
            return heard.contains(node.value());
        }

        @Override
        public Reply ask(NodeName node, Call call) {
            throw new Refusal(503, node + " is not heard", "svcmgr nodes");
        }

        @Override
        public List<String> changed(ServiceName service) {
            return List.of();
        }
    }
}
