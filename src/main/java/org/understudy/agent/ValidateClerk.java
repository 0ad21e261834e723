package org.understudy.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.understudy.api.Call;
import org.understudy.api.Reply;
import org.understudy.config.Catalog;
import org.understudy.config.ClusterFile;
import org.understudy.config.ConfigException;
import org.understudy.config.Context;
import org.understudy.config.Problem;
import org.understudy.config.ServiceFile;
import org.understudy.config.ServiceScan;
import org.understudy.config.Validation;
import org.understudy.driver.Drivers;
import org.understudy.model.Cluster;
import org.understudy.model.NodeName;
import org.understudy.model.ServiceName;
import org.understudy.wire.Validated;

/**
 * Checks files: {@code GET /v1/validate?service=web}; the commands' own desk also takes
 * {@code ?file=/root/web.conf}, with the user's rights.
 */
final class ValidateClerk implements FileDesk.Clerk {
    private static final Catalog CATALOG = new Drivers();

    private final Paths paths;
    private final NodeName self;
    private final Witness witness;

    /** @param witness without an agent, files outside the configuration may be read too */
    ValidateClerk(Paths paths, NodeName self, Witness witness) {
        this.paths = paths;
        this.self = self;
        this.witness = witness;
    }

    @Override
    public Optional<Reply> answer(Call call, List<String> rest) {
        if (!call.method().equals("GET") || !rest.isEmpty()) {
            return Optional.empty();
        }
        String service = call.query().getOrDefault("service", "");
        Path file = service.isEmpty() ? named(call) : ofService(new ServiceName(service));
        Validation found = check(file);
        return Optional.of(Answers.ok(new Validated(String.valueOf(file.getFileName()),
                found.problems().stream().map(ValidateClerk::finding).toList(),
                missing(found, call.query().getOrDefault("survey", "")), checksum(found))));
    }

    /** Of a file that cannot be used nobody can tell what it needs. */
    private List<Validated.Lack> missing(Validation found, String where) {
        if (found.file().isEmpty() || where.isEmpty()) {
            return List.of();
        }
        ServiceFile file = found.file().get();
        try {
            List<Validated.Lack> all = new ArrayList<>();
            if (file.isManagedOn(self)) {
                all.addAll(new Survey(paths, self).of(file));
            }
            if (where.equals("everywhere")) {
                all.addAll(new Surveys(witness, self).of(file));
            }
            return all;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(503, "the agent is ending", Hint.LOG);
        }
    }

    private static String checksum(Validation found) {
        return found.file().map(file -> file.service().checksum()).orElse("");
    }

    private Path named(Call call) {
        if (witness.isHere()) {
            throw new Refusal(400, "expected service=<name>", "svcmgr -s web validate");
        }
        return Path.of(call.query().getOrDefault("file", "")).toAbsolutePath().normalize();
    }

    private Path ofService(ServiceName service) {
        return Stream.of(".conf", ".env").map(end -> paths.services().resolve(service + end))
                .filter(Files::exists).findFirst().orElseThrow(() -> new Refusal(404,
                        "expected " + paths.services().resolve(service + ".conf")
                        + ", got no such file", "svcmon lists the services"));
    }

    private Validation check(Path file) {
        String name = String.valueOf(file.getFileName());
        if (name.equals("cluster.conf")) {
            return Validation.ofCluster(file, file.resolveSibling("node.conf"), self);
        }
        if (name.equals("node.conf")) {
            return Validation.ofCluster(file.resolveSibling("cluster.conf"), file, self);
        }
        return Validation.ofService(file, CATALOG, self, context(name));
    }

    private Context context(String file) {
        String without = file.replaceFirst("\\.(conf|env)$", "");
        ServiceScan none = new ServiceScan(new TreeMap<>(), List.of(),
                new TreeMap<>(), List.of());
        Optional<Cluster> cluster = cluster();
        return Context.of(cluster, Files.isDirectory(paths.services())
                ? ServiceScan.of(paths.services(), CATALOG, self,
                        cluster.map(Cluster::nodes).orElse(List.of())) : none, without);
    }

    /** What cluster.conf says; its own problems are told where it is checked. */
    private Optional<Cluster> cluster() {
        if (!Files.exists(paths.cluster())) {
            return Optional.empty();
        }
        try {
            return Optional.of(ClusterFile.read(paths.cluster(), paths.node(), self).cluster());
        } catch (ConfigException refused) {
            return Optional.empty();
        }
    }

    private static Validated.Finding finding(Problem problem) {
        return new Validated.Finding(problem.severity().name().toLowerCase(Locale.ROOT),
                problem.file(), problem.place().line(), problem.place().column(),
                problem.place().section(), problem.place().key(), problem.text());
    }
}
