package org.understudy.agent;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.api.Call;
import org.understudy.api.Reply;
import org.understudy.config.ConfigException;
import org.understudy.config.UnwritableException;
import org.understudy.core.Liveness;
import org.understudy.model.Beat;
import org.understudy.model.Edition;
import org.understudy.model.Edition.Lag;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.View;
import org.understudy.wire.FileCopy;
import org.understudy.wire.FileTable;
import org.understudy.wire.FileVersion;
import org.understudy.wire.Json;
import org.understudy.wire.Problem;

/**
 * Brings the files of this node up to those of the others: asks who tells of other versions which
 * they are, and takes what follows its own. What was changed apart is left for an operator.
 */
final class CatchUp implements Runnable {
    static final Duration PERIOD = Duration.ofMillis(250);
    private static final Duration AGAIN = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Published published;
    private final Versions versions;
    private final Shelf shelf;
    private final Correspondence others;
    private final Chronicle chronicle;
    private final Clock clock;
    private final Map<NodeName, String> compared = new HashMap<>();
    private final Map<NodeName, Pause> pauses = new HashMap<>();
    private SortedMap<String, Edition> editions = new TreeMap<>();
    private Optional<Moment> looked = Optional.empty();

    /** How long a node that did not answer is left alone. */
    private record Pause(Moment until, Duration length) {
    }

    CatchUp(Published published, Versions versions, Shelf shelf, Correspondence others,
            Chronicle chronicle, Clock clock) {
        this.published = published;
        this.versions = versions;
        this.shelf = shelf;
        this.others = others;
        this.chronicle = chronicle;
        this.clock = clock;
    }

    @Override
    public synchronized void run() {
        View view = published.round().view();
        boolean news = false;
        for (NodeName node : view.peers().keySet()) {
            news |= alive(node) && hear(node, view.peer(node).beat()
                    .map(Beat::standing).map(told -> told.files()).orElse(""));
        }
        boolean due = looked.filter(last -> clock.now().since(last).compareTo(AGAIN) < 0)
                .isEmpty();
        if (news || due) {
            settle();
        }
    }

    private boolean alive(NodeName node) {
        return Liveness.alive(published.round().view(), node);
    }

    /** Whether the node has told something new. */
    private boolean hear(NodeName node, String digest) {
        Pause pause = pauses.get(node);
        boolean same = digest.isEmpty() || digest.equals(compared.get(node));
        if (same || pause != null && clock.now().isBefore(pause.until())) {
            return false;
        }
        Optional<FileTable> table = attempted(node, () -> others.table(node));
        table.ifPresent(told -> {
            versions.heard(node, told.files().stream().filter(shelf::knows).toList());
            compared.put(node, digest);
        });
        return table.isPresent();
    }

    /** Does what follows from all that is known; tells the loop when that changes anything. */
    private void settle() {
        looked = Optional.of(clock.now());
        versions.keepOnly(published.round().view().cluster().nodes());
        boolean changed = false;
        for (String name : versions.names()) {
            changed |= step(name);
        }
        if (changed) {
            shelf.changed();
        }
        SortedMap<String, Edition> now = versions.editions();
        if (!now.equals(editions)) {
            note(now);
            editions = now;
            shelf.changed();
        }
        versions.write();
    }

    private void note(SortedMap<String, Edition> now) {
        now.forEach((name, edition) -> {
            Edition before = editions.getOrDefault(name, Edition.NONE);
            if (edition.lag() != before.lag() && edition.lag() == Lag.SPLIT) {
                chronicle.write("config.conflict", "service", name, "nodes", edition.from(),
                        "here", versions.of(name).map(Versions::words).orElse("none"), "there",
                        versions.told(name).values().stream().map(Versions::words).toList());
            }
        });
    }

    /** Whether anything is otherwise than before. */
    private boolean step(String name) {
        Lineage lineage = Lineage.of(name, versions);
        Optional<FileVersion> own = lineage.own();
        if (lineage.next().isEmpty()) {
            return own.filter(versions::isForUs).isPresent() && shelf.isMissing(name)
                    && restore(own.get());
        }
        FileVersion next = lineage.next().get().getValue();
        if (own.isPresent() && own.get().says(next)) {
            versions.adopt(next.covers(own.get()) ? next : own.get().with(next));
            return true;
        }
        if (!versions.isForUs(next)) {
            return dropped(next, lineage.next().get().getKey());
        }
        if (versions.isRefused(next)) {
            return false;
        }
        return lineage.newest().entrySet().stream().filter(one -> one.getValue().says(next))
                .map(one -> new NodeName(one.getKey())).filter(this::alive).findFirst()
                .filter(node -> taken(node, next)).isPresent();
    }

    private boolean restore(FileVersion own) {
        return versions.told(own.name()).entrySet().stream()
                .filter(one -> one.getValue().says(own))
                .map(one -> new NodeName(one.getKey())).filter(this::alive).findFirst()
                .filter(node -> taken(node, own)).isPresent();
    }

    private boolean dropped(FileVersion next, String node) {
        return attempted(new NodeName(node), () -> {
            if (!shelf.drop(next)) {
                return false;
            }
            chronicle.write(next.gone() ? "config.deleted" : "config.left", "service",
                    next.name(), "from", node, "version", Versions.words(next));
            return true;
        }).orElse(false);
    }

    private boolean taken(NodeName node, FileVersion next) {
        return attempted(node, () -> {
            FileCopy copy = others.copy(node, next.name());
            if (!copy.version().covers(next) || !versions.isForUs(copy.version())) {
                return false; // it has changed again, and tells so
            }
            if (shelf.put(copy, node, false)) {
                chronicle.write("config.taken", "service", next.name(), "from", node, "version",
                        Versions.words(copy.version()));
            }
            return true;
        }).orElse(false);
    }

    /** Something that needs the other node or a disk. */
    private interface Deed<T> {
        T done() throws InterruptedException;
    }

    /** What cannot be done now is told once, and tried again later. */
    private <T> Optional<T> attempted(NodeName node, Deed<T> deed) {
        Pause pause = pauses.get(node);
        if (pause != null && clock.now().isBefore(pause.until())) {
            return Optional.empty();
        }
        try {
            T done = deed.done();
            pauses.remove(node);
            return Optional.of(done);
        } catch (Refusal | ConfigException | UnwritableException | IllegalArgumentException e) {
            if (pause == null) {
                chronicle.write("config.not_taken", "from", node, "detail", e.getMessage());
            }
            Duration length = pause == null ? AGAIN : pause.length().multipliedBy(2);
            Duration next = length.compareTo(LONGEST) > 0 ? LONGEST : length;
            pauses.put(node, new Pause(clock.now().plus(next), next));
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /**
     * Makes one node's file that of all: it follows every version that is known.
     *
     * @return what was done
     * @throws Refusal when it cannot be had or used
     */
    synchronized FileVersion take(String name, NodeName node, String author)
            throws InterruptedException {
        NodeName self = published.round().view().self().node();
        FileCopy copy;
        if (node.equals(self)) {
            copy = shelf.copy(name);
        } else {
            copy = others.copy(node, name);
            versions.heard(node, others.table(node).files().stream().filter(shelf::knows)
                    .toList());
        }
        FileVersion next = versions.settling(copy.version(), shelf.told(name));
        if (node.equals(self)) {
            versions.adopt(next);
        } else if (!versions.isForUs(next)) {
            dropped(next, node);
        } else if (!shelf.put(new FileCopy(next, copy.text()), node, true)) {
            throw new Refusal(422, new Problem("the file of " + node
                    + " cannot be used here", versions.problems(next), "svcmgr -s " + name
                    + " config diff " + node));
        }
        chronicle.write("config.settled", "service", name, "taken", node, "author", author,
                "version", Versions.words(next));
        shelf.changed();
        settle();
        return next;
    }

    private void dropped(FileVersion next, NodeName node) {
        if (!shelf.drop(next)) {
            throw new Refusal(409, "the file of " + node + " leaves this node out",
                    "svcmgr cluster config diff " + node);
        }
    }

    /** What the other nodes can be asked for. */
    interface Correspondence {
        /** @throws Refusal when it does not answer */
        FileTable table(NodeName node) throws InterruptedException;

        /** @throws Refusal when it does not answer, or has no such file */
        FileCopy copy(NodeName node, String name) throws InterruptedException;

        /** Of the agents of the cluster. */
        static Correspondence of(Neighbours neighbours) {
            Duration patience = Duration.ofSeconds(4);
            return new Correspondence() {
                @Override
                public FileTable table(NodeName node) throws InterruptedException {
                    return told(node, "/v1/files", FileTable.class);
                }

                @Override
                public FileCopy copy(NodeName node, String name) throws InterruptedException {
                    return told(node, "/v1/files/" + name, FileCopy.class);
                }

                private <T> T told(NodeName node, String path, Class<T> shape)
                        throws InterruptedException {
                    Reply reply = neighbours.ask(node, new Call("GET", path, Map.of(), "", 0),
                            patience);
                    byte[] json = reply.json().getBytes(StandardCharsets.UTF_8);
                    if (!reply.good()) {
                        throw new Refusal(reply.status(), node + " said of " + path + ": "
                                + Json.decode(json, Problem.class).error(), "svcmgr nodes");
                    }
                    return Json.decode(json, shape);
                }
            };
        }
    }

    /** This node's own files. */
    interface Shelf {
        /** Whether this node has to do with such files. */
        boolean knows(FileVersion version);

        /** Whether a file that is to be here is not. */
        boolean isMissing(String name);

        /** The greatest number that any node has told of a file in its beats. */
        long told(String name);

        /** What is here, to be given to others. */
        FileCopy copy(String name);

        /**
         * Takes a file in; false when it cannot be used, which is then in every status.
         *
         * @param over also over one that was changed here and is no version
         */
        boolean put(FileCopy copy, NodeName from, boolean over);

        /** A file that is for this node no more is moved away; false when it has to stay. */
        boolean drop(FileVersion version);

        /** What is in force may be another one now. */
        void changed();
    }
}
