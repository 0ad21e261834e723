package org.understudy.agent;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.understudy.api.Call;
import org.understudy.api.Reply;
import org.understudy.config.ClusterForm;
import org.understudy.config.ConfigException;
import org.understudy.config.Readout;
import org.understudy.config.ServiceScan;
import org.understudy.driver.Drivers;
import org.understudy.model.NodeName;
import org.understudy.wire.Joining;
import org.understudy.wire.KeyText;
import org.understudy.wire.Leave;
import org.understudy.wire.NewDisk;
import org.understudy.wire.NewMember;
import org.understudy.wire.Release;

/** cluster.conf and who is a member: {@code cluster/config}, {@code init}, {@code token}, … */
final class ClusterClerk implements FileDesk.Clerk {
    static final String RESTART = "the agents restart to take it in, which stops no service: one"
            + " after the other, once all members are heard; or now: systemctl restart understudy";
    static final String OTHERS = "the other members take it from this node's agent, without the"
            + " files and keys it refers to";

    /** What {@link #naming} says of a file that can be used. */
    static final String NAMES = "names it";

    private final Paths paths;
    private final NodeName self;
    private final Witness witness;
    private final ClusterForm form;

    ClusterClerk(Paths paths, NodeName self, Witness witness) {
        this.paths = paths;
        this.self = self;
        this.witness = witness;
        this.form = ClusterForm.ofCluster(paths.node(), self);
    }

    @Override
    public Optional<Reply> answer(Call call, List<String> rest) {
        String what = call.method() + " " + String.join("/", rest.subList(0,
                Math.min(1, rest.size())));
        return switch (what) {
            case "GET config", "POST config" -> config().answer(call,
                    rest.subList(1, rest.size()));
            case "POST init" -> Optional.of(Answers.ok(new Founding(paths, self, form)
                    .init(ConfigClerk.body(call, NewMember.class))));
            case "POST token" -> Optional.of(Answers.ok(admission()
                    .token(ConfigClerk.body(call, NewMember.class))));
            case "POST join" -> Optional.of(Answers.ok(admission()
                    .join(ConfigClerk.body(call, Joining.class))));
            case "POST leave" -> witness.isHere() ? Optional.empty()
                    : Optional.of(Answers.ok(parting().leave(
                            ConfigClerk.body(call, Leave.class))));
            case "POST release" -> Optional.of(Answers.ok(parting().release(
                    ConfigClerk.body(call, Release.class), call.node())));
            case "POST forget" -> Optional.of(Answers.ok(parting().forget(
                    new NodeName(ConfigClerk.body(call, NewMember.class).node()))));
            case "POST key" -> Optional.of(Answers.ok(new KeyChange(paths, self, witness)
                    .rotate()));
            case "POST key-step" -> Optional.of(Answers.ok(new KeyChange(paths, self, witness)
                    .take(ConfigClerk.body(call, KeyText.class))));
            case "POST disk-init" -> Optional.of(Answers.ok(new DiskClerk(paths, self)
                    .make(ConfigClerk.body(call, NewDisk.class))));
            default -> Optional.empty();
        };
    }

    private ConfigClerk config() {
        requireCluster(paths);
        return new ConfigClerk(form, paths.cluster(), self, new ConfigClerk.Subject(
                "svcmgr cluster", () -> isShared() ? List.of(RESTART, OTHERS)
                : List.of(RESTART)));
    }

    /** Whether other members have the file too. */
    private boolean isShared() {
        try {
            return !new Readout(form, paths.cluster()).raw("cluster.nodes").equals(self.value());
        } catch (ConfigException nobodySays) {
            return false;
        }
    }

    private Admission admission() {
        return new Admission(paths, self, form, Clock.system());
    }

    private Parting parting() {
        return new Parting(paths, self, witness, form);
    }

    static void requireCluster(Paths paths) {
        if (Files.notExists(paths.cluster())) {
            throw new Refusal(404, "this node is in no cluster: there is no " + paths.cluster(),
                    "svcmgr cluster init, or svcmgr cluster join with a token of a member");
        }
    }

    /** Whether the file says nothing: it is missing, or all of it is comments. */
    static boolean isUnused(Paths paths, ClusterForm form) {
        return Files.notExists(paths.cluster())
                || new Readout(form, paths.cluster()).sections().isEmpty();
    }

    /** Service files that name a node, or cannot be read, with what is to be done about each. */
    static SortedMap<String, String> naming(Paths paths, NodeName self, NodeName node) {
        SortedMap<String, String> found = new TreeMap<>();
        if (Files.notExists(paths.services())) {
            return found;
        }
        ServiceScan scan = ServiceScan.of(paths.services(), new Drivers(), self);
        Stream.concat(scan.managed().values().stream(), scan.elsewhere().stream())
                .filter(file -> file.service().nodes().stream().anyMatch(one -> means(one, node)))
                .forEach(file -> found.put(file.service().name().value(), NAMES));
        scan.refused().keySet().forEach(path -> found.put(path.getFileName().toString()
                .replaceFirst("\\.(conf|env)$", ""), "has a file that cannot be used"));
        return found;
    }

    /** Either may be short for the other; where that is not certain it is taken to be so. */
    static boolean means(NodeName one, NodeName other) {
        return one.equals(other) || one.value().startsWith(other + ".")
                || other.value().startsWith(one + ".");
    }
}
