package org.understudy.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.understudy.config.ClusterFile;
import org.understudy.config.ConfigException;
import org.understudy.config.Place;
import org.understudy.config.Problem;
import org.understudy.model.NodeName;

/**
 * cluster.conf and node.conf. An agent reads them when it starts; when they cannot be used it goes
 * by those it last started with, so that a typo does not cost the cluster its fencing. What becomes
 * of them later is told, and needs a restart of the agent.
 */
final class ClusterFiles {
    private final Paths paths;
    private final NodeName self;
    private final Clock clock;
    private final Path good;
    private ClusterFile running;
    private String told = "";
    private volatile Optional<String> notice = Optional.empty();
    private volatile Optional<ClusterFile> other = Optional.empty();

    ClusterFiles(Paths paths, NodeName self, Clock clock) {
        this.paths = paths;
        this.self = self;
        this.clock = clock;
        this.good = paths.var().resolve("good");
    }

    /** What is not as it should be with the files; empty when they are in force. */
    Optional<String> notice() {
        return notice;
    }

    /** What they say now, where that can be used and is not what the agent goes by. */
    Optional<ClusterFile> other() {
        return other;
    }

    /**
     * What the agent goes by; once.
     *
     * @throws ConfigException with all that is wrong with the files, when there are no last good
     *     ones either
     */
    ClusterFile read() {
        try {
            running = onDisk();
        } catch (ConfigException refused) {
            running = lastGood(refused);
        }
        return running;
    }

    /** A cluster.conf that is gone would leave a node to itself, without proof and fence. */
    private ClusterFile onDisk() {
        if (Files.notExists(paths.cluster()) && Files.exists(copy(paths.cluster()))) {
            throw new ConfigException(List.of(new Problem("cluster.conf", Place.FILE,
                    "is gone from " + paths.etc() + "; a node that is to be alone needs none, and"
                            + " no " + copy(paths.cluster()) + " either")));
        }
        return ClusterFile.read(paths.cluster(), paths.node(), self);
    }

    private ClusterFile lastGood(ConfigException refused) {
        if (Files.notExists(copy(paths.cluster())) && Files.notExists(copy(paths.node()))) {
            throw refused;
        }
        try {
            return ClusterFile.read(copy(paths.cluster()), copy(paths.node()), self);
        } catch (ConfigException worse) {
            throw refused;
        }
    }

    /** This node is to be alone: what it went by as a member is no last good file any more. */
    static void forget(Paths paths) throws IOException {
        Files.deleteIfExists(paths.var().resolve("good").resolve(paths.cluster().getFileName()));
    }

    /** Writes down what it found, and keeps a copy of what is in force. */
    void begin(Chronicle chronicle, Unwritten unwritten) {
        look(chronicle);
        keep(unwritten);
    }

    /** Of files that are in force; where one could not be written, again. */
    synchronized void keep(Unwritten unwritten) {
        if (notice.isEmpty()) {
            keep(paths.cluster(), unwritten);
            keep(paths.node(), unwritten);
        }
    }

    private void keep(Path file, Unwritten unwritten) {
        try {
            if (Files.notExists(file)) {
                Files.deleteIfExists(copy(file));
            } else if (Files.notExists(copy(file)) || Files.mismatch(file, copy(file)) >= 0) {
                Durable.write(copy(file), Files.readAllBytes(file));
            }
            unwritten.written(copy(file));
        } catch (IOException e) {
            unwritten.failed(copy(file), e);
        }
    }

    private Path copy(Path file) {
        return good.resolve(file.getFileName());
    }

    /** Looks whether the files still say what the agent goes by; tells it once if not. */
    synchronized void look(Chronicle chronicle) {
        try {
            ClusterFile now = onDisk();
            boolean same = now.saysTheSameAs(running);
            other = same ? Optional.empty() : Optional.of(now);
            if (same) {
                mended(chronicle);
            } else {
                changed(now, chronicle);
            }
        } catch (ConfigException refused) {
            other = Optional.empty();
            refused(refused, chronicle);
        }
    }

    private void mended(Chronicle chronicle) {
        if (notice.isPresent()) {
            chronicle.write("config.mended", "file", "cluster.conf, node.conf", "detail",
                    "they say again what this agent goes by");
        }
        told = "";
        notice = Optional.empty();
    }

    private void changed(ClusterFile now, Chronicle chronicle) {
        if (news("changed " + now)) {
            String detail = "what they say now has no effect before the agent is restarted";
            chronicle.write("config.restart_needed", "file", "cluster.conf, node.conf", "detail",
                    detail);
            notice = Optional.of("cluster.conf or node.conf was changed, seen " + now()
                    + ": " + detail);
        }
    }

    private void refused(ConfigException refused, Chronicle chronicle) {
        if (news(refused.getMessage())) {
            refused.problems().forEach(problem -> chronicle.write("config.refused", "file",
                    problem.file(), "problem", problem, "runs", "the last good one"));
            int more = refused.problems().size() - 1;
            notice = Optional.of(refused.problems().get(0).file() + " is refused, seen " + now()
                    + ": the last good one stays in force; " + refused.problems().get(0)
                    + (more > 0 ? " (and " + more + " more)" : ""));
        }
    }

    private boolean news(String now) {
        boolean news = !now.equals(told);
        told = now;
        return news;
    }

    private String now() {
        return Generation.time(Instant.ofEpochMilli(clock.wall().toEpochMilli()));
    }
}
