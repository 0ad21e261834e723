package org.understudy.driver;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.understudy.config.Keyword;
import org.understudy.config.Keywords;
import org.understudy.config.Section;
import org.understudy.config.Types;
import org.understudy.driver.Engine.Box;
import org.understudy.driver.Engine.Image;
import org.understudy.driver.EngineException.Kind;
import org.understudy.exec.Await;
import org.understudy.exec.Deadline;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Status;

/**
 * A docker container ({@code [container#…]} of type docker). Made once, then started and stopped:
 * its state stays on the service's filesystem and follows it.
 */
final class DockerContainer implements Driver {
    static final Keyword<String> IMAGE = Keyword.required("image", Types.NAME,
            "12 digits of an image's id, or repo:tag").alias("run_image").like("nginx:1.24");
    static final Keyword<List<String>> COMMAND = Keyword.optional("command", Types.SHLEX,
            "what to run instead of the image's own command").alias("run_command").or("")
            .like("httpd -f -p 80");
    static final Keyword<RunArgs> RUN_ARGS = Keyword.optional("run_args", RunArgs.TYPE,
            "options as for docker run").or("").like("-v /srv/web:/www:ro -p 80:80");
    static final Keyword<String> NAME = Keyword.optional("name", Types.NAME,
            "the container's name; default <svc>.container.<n>").leaf().like("web");
    static final Keyword<Duration> START_TIMEOUT = Keyword.optional("start_timeout",
            Types.DURATION, "limit of a start, its daemon's included").or("2m");
    static final Keyword<Duration> STOP_TIMEOUT = Keyword.optional("stop_timeout",
            Types.DURATION, "limit of a stop").or("60s");
    static final Keywords KEYS = Keywords.of(IMAGE, COMMAND, RUN_ARGS, NAME, START_TIMEOUT,
            STOP_TIMEOUT);

    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration CLEANUP = Duration.ofSeconds(30);

    private final Site site;
    private final Section section;
    private final Engine engine;
    private final String image;
    private final String name;

    DockerContainer(Section section, Site site) {
        this.site = site;
        this.section = section;
        this.engine = site.docker().engine();
        this.image = section.get(IMAGE);
        this.name = section.find(NAME).or(() -> section.get(RUN_ARGS).last("--name"))
                .orElse(site.service() + "." + site.rid().value().replace('#', '.'));
    }

    @Override
    public ResourceStatus status(Deadline deadline) throws InterruptedException {
        site.docker().trim(site);
        try {
            Optional<Image> wanted = engine.image(image, deadline);
            Optional<Box> box = engine.inspect(name, deadline);
            if (box.isEmpty()) {
                return new ResourceStatus(Status.DOWN, tag(wanted),
                        List.of("can not find container id"));
            }
            String label = brief(box.get().id()) + "@" + tag(engine.image(box.get().imageId(),
                    deadline));
            return box.get().running() ? running(box.get(), wanted, label)
                    : new ResourceStatus(Status.DOWN, label);
        } catch (EngineException e) {
            if (e.kind() == Kind.ABSENT) {
                return withoutDaemon(deadline);
            }
            throw refused("read " + name, e);
        }
    }

    @Override
    public List<Lack> lacks(Deadline deadline) throws InterruptedException {
        Optional<Lack> program = site.docker().lacks(site, deadline);
        if (program.isPresent()) {
            return List.of(program.get());
        }
        try {
            return engine.image(image, deadline).isPresent() ? List.of() : List.of(Lack.of(
                    "expected the image " + image + ", got none: svcmgr -s " + site.service()
                            + " docker pull " + image));
        } catch (EngineException e) {
            if (e.kind() == Kind.ABSENT) {
                return List.of(Lack.unseen("the image " + image + " cannot be seen while the docker"
                        + " daemon behind " + site.docker().socket() + " is not running"));
            }
            throw refused("look for the image " + image, e);
        }
    }

    /** What still runs may be this container: that is not down. */
    private ResourceStatus withoutDaemon(Deadline deadline) throws InterruptedException {
        return site.docker().hasOrphans(site, deadline)
                ? new ResourceStatus(Status.WARN, image,
                        List.of("docker daemon is not running but containers of it are"))
                : new ResourceStatus(Status.DOWN, image, List.of("docker daemon is not running"));
    }

    private ResourceStatus running(Box box, Optional<Image> wanted, String label) {
        String expected = wanted.map(Image::id).map(DockerContainer::brief).orElse(image);
        if (brief(box.imageId()).equals(expected)) {
            return new ResourceStatus(Status.UP, label);
        }
        return new ResourceStatus(Status.WARN, label, List.of("the running container is based on"
                + " image '" + brief(box.imageId()) + "' instead of '" + expected + "'"));
    }

    @Override
    public boolean start(Deadline deadline) throws InterruptedException {
        Deadline limit = deadline.atMost(section.get(START_TIMEOUT));
        boolean daemonStarted = site.docker().ensure(site, limit);
        try {
            return run(limit);
        } catch (EngineException e) {
            forsake(daemonStarted);
            throw refused("start " + name, e);
        } catch (DriverException | InterruptedException e) {
            forsake(daemonStarted);
            throw e;
        }
    }

    /** A daemon that this failed start began would keep the service's filesystem busy. */
    private void forsake(boolean daemonStarted) throws InterruptedException {
        if (daemonStarted) {
            site.docker().release(site, Deadline.in(CLEANUP));
        }
    }

    private boolean run(Deadline deadline) throws EngineException, InterruptedException {
        Optional<Box> box = engine.inspect(name, deadline);
        if (box.isPresent() && box.get().running()) {
            site.say("container " + name + " already started on " + site.around().node());
            return false;
        }
        String id = box.isPresent() ? box.get().id() : create(deadline);
        site.say("docker start " + brief(id));
        engine.start(id, deadline);
        site.say("wait for container up status");
        awaitUp(id, deadline);
        return true;
    }

    private String create(Deadline deadline) throws EngineException, InterruptedException {
        site.say("docker create --name=" + name + " " + image);
        return engine.create(new Recipe(name, image, section.get(RUN_ARGS),
                section.get(COMMAND)), deadline);
    }

    private void awaitUp(String id, Deadline deadline)
            throws EngineException, InterruptedException {
        Box box = engine.inspect(id, deadline).orElseThrow(() -> site.failure("start " + name,
                "a container", "none with id " + brief(id)));
        if (!box.running()) {
            throw site.failure("start " + name, "a running container",
                    "one that ended with code " + box.exit());
        }
    }

    @Override
    public boolean stop(Deadline deadline) throws InterruptedException {
        Deadline limit = deadline.atMost(section.get(STOP_TIMEOUT));
        try {
            boolean stopped = halt(limit);
            return site.docker().release(site, limit) || stopped;
        } catch (EngineException e) {
            throw refused("stop " + name, e);
        }
    }

    private boolean halt(Deadline deadline) throws EngineException, InterruptedException {
        Optional<Box> box = found(deadline);
        if (box.isEmpty() || !box.get().running()) {
            site.say("container " + name + " already stopped");
            return false;
        }
        String id = box.get().id();
        site.say("docker stop " + brief(id));
        engine.stop(id, grace(deadline), deadline);
        site.say("wait for container down status");
        if (!down(deadline)) {
            site.say("docker kill " + brief(id));
            engine.kill(id, deadline);
        }
        if (!Await.until(() -> down(deadline), Duration.ofMillis(50), deadline)) {
            throw site.failure("stop " + name, "no running container", "one that survives KILL");
        }
        return true;
    }

    private boolean down(Deadline deadline) throws InterruptedException {
        try {
            return found(deadline).map(box -> !box.running()).orElse(true);
        } catch (EngineException e) {
            throw refused("stop " + name, e);
        }
    }

    private Optional<Box> found(Deadline deadline) throws EngineException, InterruptedException {
        try {
            return engine.inspect(name, deadline);
        } catch (EngineException e) {
            if (e.kind() == Kind.ABSENT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Half of a short deadline at most: the kill that follows needs its time too. */
    private static Duration grace(Deadline deadline) {
        Duration half = deadline.left().dividedBy(2);
        return half.compareTo(GRACE) < 0 ? half : GRACE;
    }

    private String tag(Optional<Image> of) {
        return of.flatMap(i -> i.tags().stream().findFirst()).orElse(image);
    }

    private DriverException refused(String tried, EngineException e) {
        return site.failure(tried, "docker to do it", e.getMessage());
    }

    /** 12 digits, as docker shows ids. */
    private static String brief(String id) {
        String digits = id.replaceFirst("^sha256:", "");
        return digits.substring(0, Math.min(12, digits.length()));
    }
}
