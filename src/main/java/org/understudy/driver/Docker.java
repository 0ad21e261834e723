package org.understudy.driver;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.understudy.config.Keyword;
import org.understudy.config.Keywords;
import org.understudy.config.Section;
import org.understudy.config.ServiceFile;
import org.understudy.config.Types;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;

/**
 * The docker daemon of a service: its own where docker_data_dir says so, else the node's, which is
 * never started or stopped.
 */
final class Docker implements AutoCloseable {
    static final Keyword<Path> DATA_DIR = Keyword.optional("docker_data_dir", Types.PATH,
            "where the service's own docker daemon keeps its data; on a filesystem of the service")
            .alias("container_data_dir");
    static final Keyword<Boolean> PRIVATE = Keyword.optional("docker_daemon_private",
            Types.BOOLEAN, "false: the node's docker daemon, whatever docker_data_dir says")
            .or("true");
    static final Keyword<List<String>> ARGS = Keyword.optional("docker_daemon_args",
            Types.SHLEX, "further arguments of the service's own docker daemon; it has a bridge of"
                    + " its own unless they (or /etc/docker/daemon.json) say --bridge, --bip,"
                    + " --iptables, --userland-proxy or the like").or("")
                    .like("--ip 10.0.0.5");
    static final Keywords DEFAULTS = Keywords.of(DATA_DIR, PRIVATE, ARGS);

    private static final Path OF_THE_NODE = Path.of("/var/run/docker.sock");

    private final Path socket;
    private final Engine engine;
    private final Optional<Dockerd> own;

    private Docker(Path socket, Engine engine, Optional<Dockerd> own) {
        this.socket = socket;
        this.engine = engine;
        this.own = own;
    }

    static Docker of(ServiceFile file, Surroundings around) {
        Section defaults = file.defaults();
        Optional<Path> data = defaults.find(DATA_DIR).filter(dir -> defaults.get(PRIVATE));
        if (data.isEmpty()) {
            return new Docker(OF_THE_NODE, new DockerEngine(OF_THE_NODE), Optional.empty());
        }
        Path socket = around.var().resolve(file.service().name().value()).resolve("docker.sock");
        Engine engine = new DockerEngine(socket);
        return new Docker(socket, engine, Optional.of(new Dockerd(engine,
                new Dockerd.Places(data.get(), socket, execRoot(file, around)),
                defaults.get(ARGS))));
    }

    /** For tests: any engine, no daemon of its own. */
    static Docker with(Engine engine) {
        return new Docker(OF_THE_NODE, engine, Optional.empty());
    }

    /** Sockets lie below it, and a socket's path has 104 characters at most. */
    private static Path execRoot(ServiceFile file, Surroundings around) {
        String name = file.service().name().value();
        String brief = name.length() <= 24 ? name
                : name.substring(0, 15) + "-" + Integer.toHexString(name.hashCode());
        return around.run().resolve("docker").resolve(brief);
    }

    Path socket() {
        return socket;
    }

    Engine engine() {
        return engine;
    }

    /** @return whether this call started it */
    boolean ensure(Site site, Deadline deadline) throws InterruptedException {
        return own.isPresent() && own.get().start(site, deadline);
    }

    /** @return whether this call stopped it: nothing ran in it any more */
    boolean release(Site site, Deadline deadline) throws InterruptedException {
        return own.isPresent() && own.get().stopWhenIdle(site, deadline);
    }

    /** Keeps what the daemon says within bounds. */
    void trim(Site site) {
        own.ifPresent(daemon -> daemon.process(site).trim());
    }

    /** The program of a daemon of its own, where there is to be one. */
    Optional<Lack> lacks(Site site, Deadline deadline) throws InterruptedException {
        boolean missing = own.isPresent() && site.ask(deadline, "dockerd", "--version").ending()
                == Result.Ending.MISSING;
        return missing ? Optional.of(Lack.of("expected the command dockerd, got none: apt-get"
                + " install docker.io")) : Optional.empty();
    }

    /** Whether containers run on although the daemon has died. */
    boolean hasOrphans(Site site, Deadline deadline) throws InterruptedException {
        return own.isPresent() && own.get().hasOrphans(site, deadline);
    }

    @Override
    public void close() {
        engine.close();
    }
}
