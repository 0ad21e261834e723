package org.understudy.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.understudy.wire.Edited;
import org.understudy.wire.Joining;
import org.understudy.wire.Leave;
import org.understudy.wire.Left;
import org.understudy.wire.NewDisk;
import org.understudy.wire.NewMember;
import org.understudy.wire.NodeStatus;
import org.understudy.wire.Shapes;
import org.understudy.wire.TokenText;

/** The actions on the cluster's members. */
final class Members {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Agent agent;
    private final Screen screen;
    private final SvcmgrLine line;
    private final InputStream in;

    /** @param in what {@code -} stands for */
    Members(Agent agent, Screen screen, SvcmgrLine line, InputStream in) {
        this.agent = agent;
        this.screen = screen;
        this.line = line;
        this.in = in;
    }

    /** Makes a cluster of this node. */
    void init() throws Failure {
        tell("init", new NewMember(line.edit.name, line.node, line.edit.byLink(), 0));
    }

    /** Adds a node and prints what it joins with: that line alone, so that it can be piped. */
    void token() throws Failure {
        TokenText told = Agent.read(post("token", new NewMember("", line.node,
                line.edit.byLink(), line.lasts.toMillis())), TokenText.class);
        screen.show(told.token() + "\n");
        told.notes().forEach(screen::progress);
    }

    /** Becomes a member, or takes a member's newer file. */
    void join() throws Failure {
        if (line.operands().size() != 1) {
            throw Failure.usage("expected one token, or - to read it, got "
                    + line.operands().size(), "svcmgr cluster join -");
        }
        String token = line.operands().get(0);
        tell("join", new Joining(token.equals("-") ? read() : token, line.edit.update));
    }

    private String read() throws Failure {
        try {
            return new String(in.readNBytes(1 << 20), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw Failure.of("the token cannot be read: " + e, "svcmgr cluster join <token>");
        }
    }

    /** Ends this node's membership; waits for it where its agent does it. */
    void leave() throws Failure {
        Left left = left(line.yes);
        if (left.state().equals("confirm")) {
            Consent.get(screen, left.told());
            left = left(true);
        }
        if (!left.state().equals("begun")) {
            screen.show(left.told());
            left.notes().forEach(screen::progress);
            return;
        }
        screen.progress("leaving; this goes on without this command: svcmgr timeline --follow");
        String self = Patience.until(line.time, "", String::isEmpty, this::gone);
        if (self.isEmpty()) {
            throw Failure.of("expected this node to have left within "
                    + DurationText.text(line.time) + ", got: it is still leaving",
                    "svcmgr timeline --follow");
        }
        screen.show(self + ": in no cluster any more\n");
    }

    private Left left(boolean yes) throws Failure {
        return Agent.read(post("leave", new Leave(yes, line.dryRun, line.part.force)),
                Left.class);
    }

    /** This node's name once it is alone; empty while it is not, or its agent starts again. */
    private String gone() throws Failure {
        Patience.pause(LOOK);
        List<NodeStatus> nodes;
        try {
            nodes = agent.nodes();
        } catch (Failure starting) {
            return "";
        }
        NodeStatus self = nodes.stream().filter(node -> node.state().equals("self")).findFirst()
                .orElseThrow();
        if (nodes.size() > 1 && !List.of("shutting", "left").contains(self.agent())) {
            throw Failure.of(self.name() + " is still a member: its agent gave up and is "
                    + self.agent(), "svcmgr timeline --node " + self.name());
        }
        return nodes.size() == 1 ? self.name() : "";
    }

    /** Ends the membership of a node that is gone. */
    void forget() throws Failure {
        List<String> named = line.operands();
        if (named.size() != 1) {
            throw Failure.usage("expected one node, got " + named.size(),
                    "svcmgr cluster forget n2");
        }
        tell("forget", new NewMember("", named.get(0), Map.of(), 0));
    }

    /** Changes the cluster's key on all nodes. */
    void key() throws Failure {
        tell("key", Map.of());
    }

    /** Makes a disk ready for links. */
    void disk() throws Failure {
        if (line.edit.dev.isEmpty()) {
            throw Failure.usage("Missing --dev: expected the path of a disk",
                    "svcmgr cluster disk-init --dev /dev/disk/by-id/scsi-36001405abcdef");
        }
        if (line.part.force && !line.yes) {
            Consent.get(screen, List.of("all that is on " + line.edit.dev + " will be lost"));
        }
        tell("disk-init", new NewDisk(line.edit.dev, line.part.force));
    }

    private void tell(String what, Object body) throws Failure {
        Edited edited = Agent.read(post(what, body), Edited.class);
        screen.show(edited.told());
        edited.notes().forEach(screen::progress);
    }

    private String post(String what, Object body) throws Failure {
        return agent.anywhere("POST", "/v1/cluster/" + what, Map.of(), Shapes.write(body));
    }
}
