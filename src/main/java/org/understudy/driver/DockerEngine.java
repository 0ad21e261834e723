package org.understudy.driver;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.understudy.driver.EngineException.Kind;
import org.understudy.exec.Deadline;

/**
 * A docker daemon behind a unix socket, through docker-java. The library cannot bound a call on
 * such a socket, so each runs on a worker: at its deadline the worker is interrupted and the
 * connection closed. Few calls are in flight at most; a further one waits its turn, within its
 * deadline. What only looks never waits for what changes something, which takes much longer.
 */
final class DockerEngine implements Engine {
    /** Of each kind. */
    private static final int IN_FLIGHT = 4;

    private final Path socket;
    private final Lane looks = new Lane();
    private final Lane changes = new Lane();
    private final ExecutorService workers = Executors.newFixedThreadPool(2 * IN_FLIGHT, task -> {
        Thread thread = new Thread(task, "docker");
        thread.setDaemon(true);
        return thread;
    });
    /** Calls of one kind. One that hangs takes the connections of its kind along, no others. */
    private static final class Lane {
        private final Semaphore turns = new Semaphore(IN_FLIGHT);
        /** Made at the first call, which learns the daemon's version; dropped when one hangs. */
        private final AtomicReference<DockerClient> client = new AtomicReference<>();

        void drop() {
            DockerClient old = client.getAndSet(null);
            if (old != null) {
                close(old);
            }
        }
    }

    DockerEngine(Path socket) {
        this.socket = socket;
    }

    @Override
    public void ping(Deadline deadline) throws EngineException, InterruptedException {
        read("ping", deadline, docker -> docker.pingCmd().exec());
    }

    @Override
    public String create(Recipe recipe, Deadline deadline)
            throws EngineException, InterruptedException {
        return call("create", deadline, docker -> {
            CreateContainerCmd create = docker.createContainerCmd(recipe.image())
                    .withName(recipe.name()).withTty(recipe.args().has("--tty"))
                    .withStdinOpen(recipe.args().has("--interactive"));
            recipe.args().to(create);
            if (!recipe.command().isEmpty()) {
                create.withCmd(recipe.command());
            }
            return create.exec().getId();
        });
    }

    @Override
    public void start(String id, Deadline deadline) throws EngineException, InterruptedException {
        call("start", deadline, docker -> done(() -> docker.startContainerCmd(id).exec()));
    }

    @Override
    public void stop(String id, Duration grace, Deadline deadline)
            throws EngineException, InterruptedException {
        int seconds = (int) grace.toSeconds();
        call("stop", deadline, docker -> done(
                () -> docker.stopContainerCmd(id).withTimeout(seconds).exec()));
    }

    @Override
    public void kill(String id, Deadline deadline) throws EngineException, InterruptedException {
        call("kill", deadline, docker -> done(() -> docker.killContainerCmd(id).exec()));
    }

    @Override
    public void remove(String id, Deadline deadline) throws EngineException, InterruptedException {
        call("remove", deadline, docker -> docker.removeContainerCmd(id).exec());
    }

    @Override
    public Optional<Box> inspect(String name, Deadline deadline)
            throws EngineException, InterruptedException {
        return read("inspect", deadline, docker -> box(docker, name));
    }

    private static Optional<Box> box(DockerClient docker, String name) {
        return found(() -> {
            InspectContainerResponse box = docker.inspectContainerCmd(name).exec();
            InspectContainerResponse.ContainerState state = box.getState();
            return new Box(box.getId(), box.getImageId(), Boolean.TRUE.equals(state.getRunning()),
                    number(state.getExitCodeLong()), number(state.getPidLong()));
        });
    }

    @Override
    public List<String> running(Deadline deadline) throws EngineException, InterruptedException {
        return read("list", deadline, docker -> docker.listContainersCmd().exec().stream()
                .map(Container::getId).toList());
    }

    @Override
    public Optional<Image> image(String name, Deadline deadline)
            throws EngineException, InterruptedException {
        return read("inspect image", deadline, docker -> image(docker, name));
    }

    private static Optional<Image> image(DockerClient docker, String name) {
        return found(() -> {
            InspectImageResponse image = docker.inspectImageCmd(name).exec();
            List<String> tags = Optional.ofNullable(image.getRepoTags()).orElse(List.of());
            return new Image(image.getId(), tags.stream().filter(Objects::nonNull)
                    .filter(tag -> !tag.startsWith("<none>")).toList());
        });
    }

    /** In one turn: a worker, a knock and a connection for both. */
    @Override
    public Sight look(String name, String image, Deadline deadline)
            throws EngineException, InterruptedException {
        return read("look", deadline, docker -> new Sight(box(docker, name),
                image(docker, image)));
    }

    @Override
    public Optional<String> withheld(String image, Deadline deadline)
            throws EngineException, InterruptedException {
        return call("ask for " + image, deadline, docker -> Distribution.refusal(socket, image));
    }

    @Override
    public void pull(String image, Deadline deadline)
            throws EngineException, InterruptedException {
        call("pull " + image, deadline, docker -> {
            try {
                return docker.pullImageCmd(image.matches(".*:[^/]+") ? image : image + ":latest")
                        .start().awaitCompletion();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        });
    }

    @Override
    public void close() {
        looks.drop();
        changes.drop();
        workers.shutdownNow();
    }

    private static long number(Long said) {
        return said == null ? 0 : said;
    }

    private interface Answer<T> {
        T get();
    }

    private static <T> Optional<T> found(Answer<T> answer) {
        try {
            return Optional.of(answer.get());
        } catch (NotFoundException none) {
            return Optional.empty();
        }
    }

    private static boolean done(Runnable change) {
        try {
            change.run();
            return true;
        } catch (NotModifiedException already) {
            return false;
        }
    }

    /** Once more where the daemon cut the line: the connection may have been its predecessor's. */
    private <T> T read(String what, Deadline deadline, Function<DockerClient, T> request)
            throws EngineException, InterruptedException {
        try {
            return call(looks, what, deadline, request);
        } catch (EngineException e) {
            if (e.kind() != Kind.SILENT || deadline.passed()) {
                throw e;
            }
            return call(looks, what, deadline, request);
        }
    }

    private <T> T call(String what, Deadline deadline, Function<DockerClient, T> request)
            throws EngineException, InterruptedException {
        return call(changes, what, deadline, request);
    }

    private <T> T call(Lane lane, String what, Deadline deadline,
            Function<DockerClient, T> request) throws EngineException, InterruptedException {
        if (!lane.turns.tryAcquire(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
            throw silent(what, null);
        }
        AtomicBoolean begun = new AtomicBoolean();
        Future<T> answer = workers.submit(() -> turn(lane, begun, request));
        try {
            return answer.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            abandon(lane, answer, begun);
            throw silent(what, e);
        } catch (InterruptedException e) {
            abandon(lane, answer, begun);
            throw e;
        } catch (ExecutionException e) {
            EngineException failure = failed(what, e.getCause());
            if (failure.kind() != Kind.REFUSED) {
                lane.drop();
            }
            if (failure.kind() == Kind.ABSENT || isCut(e.getCause())) {
                looks.drop();
                changes.drop();
            }
            throw failure;
        }
    }

    /** By the daemon's end, which ends all connections; one that was closed here says nothing. */
    private static boolean isCut(Throwable cause) {
        List<Throwable> all = Stream.iterate(cause, Objects::nonNull, Throwable::getCause).toList();
        return all.stream().anyMatch(IOException.class::isInstance)
                && all.stream().noneMatch(ClosedChannelException.class::isInstance);
    }

    /** The worker gives its turn back, not the caller: a stuck one keeps its place. */
    private <T> T turn(Lane lane, AtomicBoolean begun,
            Function<DockerClient, T> request) throws EngineException {
        if (!begun.compareAndSet(false, true)) {
            throw silent("call", null); // abandoned before it began; nobody listens
        }
        try {
            return request.apply(connected(lane));
        } finally {
            lane.turns.release();
        }
    }

    private void abandon(Lane lane, Future<?> answer, AtomicBoolean begun) {
        if (begun.compareAndSet(false, true)) {
            lane.turns.release();
        }
        answer.cancel(true);
        lane.drop();
    }

    private static void close(DockerClient old) {
        try {
            old.close();
        } catch (IOException e) {
            throw new IllegalStateException("a docker client cannot be closed", e);
        }
    }

    /** Knocks first: whether anybody listens is the one failure that means "down". */
    private DockerClient connected(Lane lane) throws EngineException {
        if (!Files.exists(socket)) {
            throw new EngineException(Kind.ABSENT, socket + " does not exist", null);
        }
        try (SocketChannel knock = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            assert knock.isConnected();
        } catch (IOException e) {
            throw new EngineException(Kind.ABSENT, socket + ": nobody listens", e);
        }
        DockerClient now = lane.client.get();
        return now != null ? now : connect(lane);
    }

    /** Asks in the daemon's own version first, then speaks exactly that one. */
    private DockerClient connect(Lane lane) {
        DockerHttpClient transport = transport();
        String version = build(transport, RemoteApiVersion.UNKNOWN_VERSION)
                .versionCmd().exec().getApiVersion();
        DockerClient made = build(transport, RemoteApiVersion.parseConfig(version));
        if (lane.client.compareAndSet(null, made)) {
            return made;
        }
        close(made);
        return lane.client.get();
    }

    private DockerHttpClient transport() {
        return new ZerodepDockerHttpClient.Builder().dockerHost(URI.create("unix://" + socket))
                .maxConnections(IN_FLIGHT * 4).build();
    }

    private DockerClient build(DockerHttpClient transport, RemoteApiVersion version) {
        DockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost("unix://" + socket).withDockerTlsVerify(false)
                .withApiVersion(version).build();
        return DockerClientImpl.getInstance(config, transport);
    }

    private static EngineException silent(String what, Throwable cause) {
        return new EngineException(Kind.SILENT, what + ": docker daemon does not answer", cause);
    }

    private static EngineException failed(String what, Throwable cause) {
        if (cause instanceof EngineException known) {
            return known;
        }
        if (Stream.iterate(cause, Objects::nonNull, Throwable::getCause)
                .anyMatch(ConnectException.class::isInstance)) {
            return new EngineException(Kind.ABSENT, what + ": nobody listens", cause);
        }
        if (cause instanceof DockerException refusal && refusal.getHttpStatus() > 0) {
            String said = Stream.of(String.valueOf(refusal.getMessage()).split("\n"))
                    .findFirst().orElse("");
            return new EngineException(Kind.REFUSED, what + ": " + said, cause);
        }
        return new EngineException(Kind.SILENT, what + ": " + cause, cause);
    }
}
