package org.understudy.driver;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.understudy.driver.EngineException.Kind;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;
import org.understudy.model.Rid;

/**
 * Podman through its command: there is no daemon. Where the service has a data directory of its
 * own, images and containers are there and follow it.
 */
final class PodmanEngine implements Engine {
    private static final String BOX = "{{.Id}} {{.Image}} {{.State.Running}} {{.State.ExitCode}}"
            + " {{.State.Pid}}";
    private static final String IMAGE = "{{.Id}} {{range .RepoTags}}{{.}} {{end}}";

    private final Site site;
    private final Optional<Path> data;

    /** @param data where it keeps everything; empty for the node's own place */
    PodmanEngine(Site site, Optional<Path> data) {
        this.site = site;
        this.data = data;
    }

    @Override
    public void ping(Deadline deadline) throws EngineException, InterruptedException {
        must(ask(deadline, "version"), "version");
    }

    @Override
    public String create(Recipe recipe, Deadline deadline)
            throws EngineException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("create", "--pull=never",
                "--name=" + recipe.name()));
        for (String always : List.of("--tty", "--interactive")) {
            if (recipe.args().last(always).isEmpty()) {
                words.add(always);
            }
        }
        words.addAll(recipe.args().argv());
        words.add(recipe.image());
        words.addAll(recipe.command());
        return must(ask(deadline, words.toArray(String[]::new)), "create").out().strip();
    }

    @Override
    public void start(String id, Deadline deadline) throws EngineException, InterruptedException {
        must(ask(deadline, "start", id), "start");
    }

    @Override
    public void stop(String id, Duration grace, Deadline deadline)
            throws EngineException, InterruptedException {
        must(ask(deadline, "stop", "-t", Long.toString(grace.toSeconds()), id), "stop");
    }

    @Override
    public void kill(String id, Deadline deadline) throws EngineException, InterruptedException {
        must(ask(deadline, "kill", id), "kill");
    }

    @Override
    public void remove(String id, Deadline deadline) throws EngineException, InterruptedException {
        must(ask(deadline, "rm", id), "rm");
    }

    @Override
    public Optional<Box> inspect(String name, Deadline deadline)
            throws EngineException, InterruptedException {
        if (!exists("container", name, deadline)) {
            return Optional.empty();
        }
        String[] words = must(ask(deadline, "container", "inspect", "--format", BOX, name),
                "inspect").out().strip().split(" ");
        if (words.length != 5) {
            throw new EngineException(Kind.REFUSED, "inspect: expected five words, got "
                    + Arrays.toString(words), null);
        }
        return Optional.of(new Box(words[0], words[1], words[2].equals("true"),
                Long.parseLong(words[3]), Long.parseLong(words[4])));
    }

    @Override
    public List<String> running(Deadline deadline) throws EngineException, InterruptedException {
        return must(ask(deadline, "ps", "-q", "--no-trunc"), "ps").out().lines().toList();
    }

    @Override
    public Optional<Image> image(String name, Deadline deadline)
            throws EngineException, InterruptedException {
        if (!exists("image", name, deadline)) {
            return Optional.empty();
        }
        List<String> words = List.of(must(ask(deadline, "image", "inspect", "--format", IMAGE,
                name), "inspect image").out().strip().split(" "));
        return Optional.of(new Image(words.get(0), words.subList(1, words.size())));
    }

    /** It has no command that asks a registry and fetches nothing. */
    @Override
    public Optional<String> withheld(String image, Deadline deadline) {
        return Optional.empty();
    }

    @Override
    public void pull(String image, Deadline deadline)
            throws EngineException, InterruptedException {
        must(ask(deadline, "pull", "-q", image), "pull " + image);
    }

    @Override
    public void close() {
        // Nothing is held open between two commands.
    }

    /** Exit code 1 means no; any other failure is no answer. */
    private boolean exists(String what, String name, Deadline deadline)
            throws EngineException, InterruptedException {
        Result result = ask(deadline, what, "exists", name);
        return result.exit() != 1 && must(result, what + " exists").ok();
    }

    private Result ask(Deadline deadline, String... words)
            throws EngineException, InterruptedException {
        List<String> argv = command(deadline);
        argv.addAll(List.of(words));
        return site.ask(deadline, argv.toArray(String[]::new));
    }

    /** What every command line begins with, so that it finds the service's containers. */
    List<String> command(Deadline deadline) throws EngineException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of("podman"));
        if (data.isPresent()) {
            requireMounted(data.get(), deadline);
            Path run = site.around().run().resolve("podman").resolve(site.service().value());
            argv.addAll(List.of("--root", data.get().toString(), "--runroot", run.resolve("run")
                    .toString(), "--tmpdir", run.resolve("tmp").toString()));
        }
        return argv;
    }

    /** On an unmounted directory it would find nothing and fill the wrong disk. */
    private void requireMounted(Path root, Deadline deadline)
            throws EngineException, InterruptedException {
        Optional<Map.Entry<Rid, Path>> holder = Fs.points(site.file()).entrySet().stream()
                .filter(e -> root.startsWith(e.getValue()))
                .max(Comparator.comparing(e -> e.getValue().getNameCount()));
        if (holder.isPresent()
                && Mounts.read(site, deadline).at(holder.get().getValue()).isEmpty()) {
            throw new EngineException(Kind.ABSENT, "podman's data dir is handled by the "
                    + holder.get().getKey() + " resource in down state", null);
        }
    }

    private static Result must(Result result, String what) throws EngineException {
        return switch (result.ending()) {
            case EXITED -> {
                if (!result.ok()) {
                    throw new EngineException(Kind.REFUSED, what + ": " + result.summary(), null);
                }
                yield result;
            }
            case KILLED -> throw new EngineException(Kind.SILENT, what + ": podman does not"
                    + " answer", null);
            case MISSING -> throw new EngineException(Kind.ABSENT, "podman executable not found:"
                    + " apt-get install podman", null);
        };
    }
}
