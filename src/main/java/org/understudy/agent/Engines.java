package org.understudy.agent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.understudy.driver.DriverException;
import org.understudy.driver.ServiceResources;
import org.understudy.exec.Deadline;
import org.understudy.model.Local;
import org.understudy.model.Resource;
import org.understudy.wire.DockerSocket;
import org.understudy.wire.EngineText;

/** How an operator gets at the containers of a service. */
final class Engines {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String KIND = "container.";

    private Engines() {
    }

    /** Its docker daemon, which is started if it has one of its own and that is away. */
    static DockerSocket docker(Local local, ServiceResources resources)
            throws InterruptedException {
        Path socket = resources.dockerSocket().orElseThrow(() -> none(local, "docker"));
        try {
            resources.startDocker(Deadline.in(LIMIT));
        } catch (DriverException e) {
            throw away(local, e);
        }
        return new DockerSocket(socket.toString());
    }

    /**
     * What a command line begins with.
     *
     * @param rid the container that is meant; or null
     * @param program {@code docker} or {@code podman}; or null where a container is named
     */
    static EngineText command(Local local, ServiceResources resources, String rid,
            String program) throws InterruptedException {
        String wanted = rid == null ? Optional.ofNullable(program).orElse("") : of(local, rid);
        return switch (wanted) {
            case "docker" -> new EngineText(List.of("docker", "-H", "unix://"
                    + docker(local, resources).socket()));
            case "podman" -> new EngineText(podman(local, resources));
            default -> throw new IllegalArgumentException("program: expected docker or podman, or"
                    + " a rid, got \"" + wanted + "\"");
        };
    }

    private static List<String> podman(Local local, ServiceResources resources)
            throws InterruptedException {
        try {
            List<String> command = resources.podman(Deadline.in(LIMIT));
            if (command.isEmpty()) {
                throw none(local, "podman");
            }
            return command;
        } catch (DriverException e) {
            throw away(local, e);
        }
    }

    private static String of(Local local, String rid) {
        List<Resource> boxes = local.service().resources().stream()
                .filter(one -> one.driver().startsWith(KIND)).toList();
        return boxes.stream().filter(one -> one.rid().value().equals(rid)).findFirst()
                .map(one -> one.driver().substring(KIND.length())).orElseThrow(() ->
                        new Refusal(404, rid + ": expected one of its containers, "
                                + (boxes.isEmpty() ? "it has none" : boxes.stream()
                                .map(one -> one.rid().value()).collect(Collectors.joining(", "))),
                                "svcmgr -s " + local.service().name() + " print status"));
    }

    private static Refusal none(Local local, String program) {
        return new Refusal(404, "this service has no " + program + " resource", "svcmgr -s "
                + local.service().name() + " print status");
    }

    private static Refusal away(Local local, DriverException why) {
        return new Refusal(409, why.getMessage(), "svcmgr -s " + local.service().name()
                + " print status");
    }
}
