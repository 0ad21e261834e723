package org.understudy.driver;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.understudy.config.Keywords;
import org.understudy.config.Section;
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
    static final Keywords KEYS = ContainerKeys.KEYS;

    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration CLEANUP = Duration.ofSeconds(30);

    private final Site site;
    private final Section section;
    private final Engine engine;
    private final String image;
    private final String name;
    /** The engine's command, for people. */
    private final String word;
    private final boolean detached;
    private final BoxTrace trace = new BoxTrace();

    DockerContainer(Section section, Site site) {
        this(section, site, "docker");
    }

    /** @param site with any engine for a docker */
    DockerContainer(Section section, Site site, String word) {
        this.site = site;
        this.section = section;
        this.engine = site.docker().engine();
        this.word = word;
        this.image = section.get(ContainerKeys.IMAGE);
        this.name = ContainerKeys.name(site.rid(), section, site);
        this.detached = section.get(ContainerKeys.DETACH);
    }

    @Override
    public ResourceStatus status(Deadline deadline) throws InterruptedException {
        site.docker().trim(site);
        try {
            Engine.Sight sight = engine.look(name, image, deadline);
            Optional<Image> wanted = sight.image();
            Optional<Box> box = sight.box();
            if (box.isEmpty()) {
                return new ResourceStatus(Status.DOWN, tag(wanted),
                        List.of("can not find container id"));
            }
            trace.saw(box.get());
            String label = brief(box.get().id()) + "@" + tag(made(box.get(), wanted, deadline));
            return box.get().running() ? running(box.get(), wanted, label)
                    : ended(box.get(), label);
        } catch (EngineException e) {
            if (e.kind() == Kind.ABSENT) {
                return word.equals("docker") ? withoutDaemon(deadline)
                        : new ResourceStatus(Status.DOWN, image, List.of(e.getMessage()));
            }
            throw refused("read " + name, e);
        }
    }

    /** The image it was made of, which is the wanted one as a rule. */
    private Optional<Image> made(Box box, Optional<Image> wanted, Deadline deadline)
            throws EngineException, InterruptedException {
        return wanted.filter(one -> one.id().equals(box.imageId())).isPresent() ? wanted
                : engine.image(box.imageId(), deadline);
    }

    @Override
    public Optional<String> trace(Deadline deadline) {
        return trace.shown();
    }

    @Override
    public List<Lack> lacks(Deadline deadline) throws InterruptedException {
        Optional<Lack> program = site.docker().lacks(site, deadline);
        if (program.isPresent()) {
            return List.of(program.get());
        }
        try {
            return engine.image(image, deadline).isPresent() ? List.of() : List.of(Lack.of(
                    "expected the image " + image + ", got none: " + pulling()));
        } catch (EngineException e) {
            if (e.kind() == Kind.ABSENT) {
                return List.of(absence(e));
            }
            throw refused("look for the image " + image, e);
        }
    }

    /** A daemon that is not there yet is asked again when it is; see {@link Driver#conflicts}. */
    @Override
    public List<String> conflicts(Deadline deadline) throws InterruptedException {
        try {
            Optional<Box> box = engine.inspect(name, deadline);
            boolean made = box.isEmpty() || !box.get().running()
                    && (section.get(ContainerKeys.RM) || !detached && box.get().exit() != 0);
            return !made ? List.of() : new ImageSupply(section, site).lack(deadline).stream()
                    .map(lack -> "the image " + image + " is not on this node, and cannot be"
                            + " pulled: " + lack + "; " + pulling()).toList();
        } catch (EngineException e) {
            if (e.kind() == Kind.ABSENT) {
                return List.of();
            }
            throw refused("look for the image " + image, e);
        }
    }

    private Lack absence(EngineException e) {
        return Lack.unseen("the image " + image + " cannot be seen while " + (word.equals("docker")
                ? "the docker daemon behind " + site.docker().socket() + " is not running"
                : e.getMessage()));
    }

    private String pulling() {
        return (word.equals("docker") ? "svcmgr -s " + site.service() + " docker" : word)
                + " pull " + image;
    }

    /** One that is run to its end is neither up nor down once it has come to it. */
    private ResourceStatus ended(Box box, String label) {
        if (detached) {
            return new ResourceStatus(Status.DOWN, label);
        }
        return box.exit() == 0 ? new ResourceStatus(Status.NA, label)
                : new ResourceStatus(Status.DOWN, label, List.of("ended with code " + box.exit()));
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
        Deadline limit = deadline.atMost(section.get(ContainerKeys.START_TIMEOUT));
        boolean daemonStarted = false;
        try {
            Optional<Box> box;
            try {
                box = engine.inspect(name, limit);
            } catch (EngineException e) {
                if (e.kind() != Kind.ABSENT) {
                    throw e;
                }
                daemonStarted = site.docker().ensure(site, limit);
                box = engine.inspect(name, limit);
            }
            return run(box, limit);
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

    private boolean run(Optional<Box> found, Deadline deadline)
            throws EngineException, InterruptedException {
        Optional<Box> box = found;
        if (box.isPresent() && box.get().running()) {
            site.say("container " + name + " already started on " + site.around().node());
            return false;
        }
        if (!detached && box.isPresent() && box.get().exit() == 0) {
            site.say("container " + name + " has run to its end already");
            return false;
        }
        if (box.isPresent() && (section.get(ContainerKeys.RM) || !detached)) {
            remove(box.get().id(), deadline);
            box = Optional.empty();
        }
        String id = box.isPresent() ? box.get().id() : create(deadline);
        site.say(word + " start " + brief(id));
        engine.start(id, deadline);
        site.say("wait for container up status");
        awaitUp(id, deadline);
        return true;
    }

    private void remove(String id, Deadline deadline)
            throws EngineException, InterruptedException {
        site.say(word + " rm " + brief(id));
        engine.remove(id, deadline);
    }

    /** What is there is good enough where a registry is not: it is away when it is needed most. */
    private void fetch(Deadline deadline) throws EngineException, InterruptedException {
        boolean there = engine.image(image, deadline).isPresent();
        if (there && !section.get(ContainerKeys.PULL_POLICY).equals("always")) {
            return;
        }
        if (section.get(ContainerKeys.PULL_POLICY).equals("never")) {
            throw site.failure("start " + name, "the image " + image + " on this node, since"
                    + " image_pull_policy is never", "none; " + pulling());
        }
        try {
            site.say(word + " pull " + image);
            engine.pull(image, deadline.atMost(section.get(ContainerKeys.PULL_TIMEOUT)));
        } catch (EngineException e) {
            if (!there) {
                throw e;
            }
            site.warn("the image that is there is used: " + e.getMessage());
        }
    }

    private String create(Deadline deadline) throws EngineException, InterruptedException {
        fetch(deadline);
        site.say(word + " create --name=" + name + " " + image);
        return engine.create(new Recipe(name, image, ContainerKeys.args(section, site),
                section.get(ContainerKeys.COMMAND)), deadline);
    }

    private void awaitUp(String id, Deadline deadline)
            throws EngineException, InterruptedException {
        Box box = inspected(id, deadline);
        while (!detached && box.running() && !deadline.passed()) {
            Await.until(() -> false, LOOK, deadline.atMost(LOOK));
            box = inspected(id, deadline);
        }
        if (detached != box.running() || !detached && box.exit() != 0) {
            throw site.failure("start " + name, detached ? "a running container"
                    : "one that ends with code 0", box.running() ? "one that runs on"
                    : "one that ended with code " + box.exit());
        }
    }

    private Box inspected(String id, Deadline deadline)
            throws EngineException, InterruptedException {
        return engine.inspect(id, deadline).orElseThrow(() -> site.failure("start " + name,
                "a container", "none with id " + brief(id)));
    }

    @Override
    public boolean stop(Deadline deadline) throws InterruptedException {
        Deadline limit = deadline.atMost(section.get(ContainerKeys.STOP_TIMEOUT));
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
            return box.isPresent() && discard(box.get().id(), deadline);
        }
        String id = box.get().id();
        site.say(word + " stop " + brief(id));
        engine.stop(id, grace(deadline), deadline);
        site.say("wait for container down status");
        if (!down(deadline)) {
            site.say(word + " kill " + brief(id));
            engine.kill(id, deadline);
        }
        if (!Await.until(() -> down(deadline), Duration.ofMillis(50), deadline)) {
            throw site.failure("stop " + name, "no running container", "one that survives KILL");
        }
        discard(id, deadline);
        return true;
    }

    /** One that is run to its end is made anew each time, and so is one that is to be removed. */
    private boolean discard(String id, Deadline deadline)
            throws EngineException, InterruptedException {
        if (detached && !section.get(ContainerKeys.RM)) {
            return false;
        }
        remove(id, deadline);
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
        return site.failure(tried, word + " to do it", e.getMessage());
    }

    /** 12 digits, as docker shows ids. */
    private static String brief(String id) {
        String digits = id.replaceFirst("^sha256:", "");
        return digits.substring(0, Math.min(12, digits.length()));
    }
}
