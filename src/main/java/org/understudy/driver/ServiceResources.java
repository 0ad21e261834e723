package org.understudy.driver;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.config.ResourceKeywords;
import org.understudy.config.ServiceFile;
import org.understudy.exec.Deadline;
import org.understudy.model.Resource;
import org.understudy.model.Rid;

/** The resources of one service on this node, and the docker daemon they share. */
public final class ServiceResources implements AutoCloseable {
    private static final String DOCKER = "container.docker";
    private static final String PODMAN = "container.podman";

    /** In messages about what is no resource's own. */
    private static final Rid WHOLE = new Rid("service#all");

    private final SortedMap<Rid, Driver> drivers;
    private final ServiceFile file;
    private final Surroundings around;
    private final Docker docker;

    ServiceResources(SortedMap<Rid, Driver> drivers, ServiceFile file, Surroundings around,
            Docker docker) {
        this.drivers = Collections.unmodifiableSortedMap(new TreeMap<>(drivers));
        this.file = file;
        this.around = around;
        this.docker = docker;
    }

    /** A driver for each resource. */
    public SortedMap<Rid, Driver> drivers() {
        return drivers;
    }

    /** What is to follow when a resource does not stop. */
    public enum StopFailed {
        /** Nothing: people look into it. */
        BLOCK,
        /** This node is reset, so that another one may start the service. */
        SELF_FENCE,
        /** A filesystem is taken out of sight, which its driver does by itself; else as BLOCK. */
        LAZY
    }

    /** What is to follow when this resource does not stop, by {@code stop_failed}. */
    public StopFailed stopFailed(Rid rid) {
        return StopFailed.valueOf(file.section(rid).get(ResourceKeywords.STOP_FAILED)
                .toUpperCase(Locale.ROOT));
    }

    /** The socket of the docker daemon the service's containers live in; empty without any. */
    public Optional<Path> dockerSocket() {
        return container(DOCKER).map(rid -> docker.socket());
    }

    /**
     * Starts the service's own docker daemon, if it has one and its data is mounted. For an
     * operator who wants to look into it; nothing for a service on the node's daemon.
     *
     * @return whether this call started it
     * @throws DriverException when it cannot be started, such as on a node without the data
     */
    public boolean startDocker(Deadline deadline) throws InterruptedException {
        Optional<Rid> rid = container(DOCKER);
        return rid.isPresent()
                && docker.ensure(new Site(rid.get(), file, around, docker), deadline);
    }

    /** Ends the service's own docker daemon where no container runs in it. */
    public void releaseDocker(Deadline deadline) throws InterruptedException {
        Optional<Rid> rid = container(DOCKER);
        if (rid.isPresent()) {
            docker.release(new Site(rid.get(), file, around, docker), deadline);
        }
    }

    /**
     * What a command line begins with that is to find the service's podman containers.
     *
     * @return nothing when the service has none
     * @throws DriverException where what they are kept on is not mounted
     */
    public List<String> podman(Deadline deadline) throws InterruptedException {
        Optional<Rid> rid = container(PODMAN);
        if (rid.isEmpty()) {
            return List.of();
        }
        Site site = new Site(rid.get(), file, around, docker);
        try {
            return PodmanContainer.engine(site).command(deadline);
        } catch (EngineException away) {
            throw site.failure("reach its podman", "its data to be mounted", away.getMessage());
        }
    }

    /** Those of them that run and end. */
    public SortedMap<Rid, Job> jobs() {
        SortedMap<Rid, Job> jobs = new TreeMap<>();
        drivers.forEach((rid, driver) -> {
            if (driver instanceof Job job) {
                jobs.put(rid, job);
            }
        });
        return jobs;
    }

    /**
     * What would make the start of a resource fail, as {@link Driver#conflicts}; nothing where the
     * file wants something run before, which may yet bring what is missing.
     *
     * @throws DriverException when it cannot be looked at
     */
    public List<String> conflicts(Rid rid, Deadline deadline) throws InterruptedException {
        return triggers().any("start") ? List.of() : drivers.get(rid).conflicts(deadline);
    }

    /**
     * Runs what DEFAULT wants before a start or stop.
     *
     * @throws DriverException when a blocking one failed: the action must not follow
     */
    public void before(String action, Deadline deadline) throws InterruptedException {
        triggers().before(action, deadline);
    }

    /** As {@link #before}, after the action. */
    public void after(String action, Deadline deadline) throws InterruptedException {
        triggers().after(action, deadline);
    }

    /** Which devices its resources use and give; changes nothing. */
    public List<Devices> devices(Deadline deadline) throws InterruptedException {
        return DeviceScan.all(file.sections().keySet().stream().map(rid -> new Site(rid, file,
                around, docker)).toList(), deadline);
    }

    private Triggers triggers() {
        return new Triggers(file.defaults(), new Site(WHOLE, file, around, docker),
                Triggers.KEYS);
    }

    private Optional<Rid> container(String driver) {
        return file.service().resources().stream()
                .filter(r -> r.driver().equals(driver)).map(Resource::rid).findFirst();
    }

    /** Lets go of the connection to the daemon; daemon and containers stay as they are. */
    @Override
    public void close() {
        docker.close();
    }
}
