package org.understudy.agent;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.understudy.config.ConfigException;
import org.understudy.heartbeat.Ballot;
import org.understudy.heartbeat.KeyFile;
import org.understudy.wire.Json;
import org.understudy.wire.VoteAnswer;
import org.understudy.wire.VoteQuestion;

/**
 * The program of a machine that is a third voter: {@code understudy-agent arbiter}. It runs no
 * services. In {@code arbiter/} of its configuration it has a copy of the key of each cluster that
 * it votes in, {@code prod.key} for the cluster {@code prod}; who has no such key is not answered.
 */
final class Arbiter implements Runnable, AutoCloseable {
    static final int PORT = 10500;
    private static final Logger LOG = LoggerFactory.getLogger(Arbiter.class);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final String SUFFIX = ".key";

    private final SortedMap<String, KeyFile> keys;
    private final Votes votes;
    private final Clock clock;
    private final DatagramSocket socket;
    private final Map<String, String> told = new TreeMap<>();

    /**
     * Listens already; answers once it runs.
     *
     * @throws IOException if there is no key, or the port is taken
     * @throws ConfigException if a key cannot be used
     */
    Arbiter(Paths paths, InetSocketAddress address, Clock clock) throws IOException {
        this.clock = clock;
        this.keys = keys(paths.etc().resolve("arbiter"));
        this.votes = new Votes(new HolderFile(paths.var().resolve("votes")), clock.now());
        this.socket = new DatagramSocket(address);
    }

    private static SortedMap<String, KeyFile> keys(Path dir) throws IOException {
        SortedMap<String, KeyFile> keys = new TreeMap<>();
        if (Files.isDirectory(dir)) {
            try (Stream<Path> files = Files.list(dir)) {
                files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                        .forEach(file -> keys.put(file.getFileName().toString()
                                .replaceAll("\\.key$", ""), KeyFile.at(file)));
            }
        }
        if (keys.isEmpty()) {
            throw new IOException(dir + ": expected the key of each cluster to vote in, such as "
                    + dir.resolve("prod" + SUFFIX) + ", a copy of its cluster.key, got none");
        }
        return keys;
    }

    /** Where it listens. */
    int port() {
        return socket.getLocalPort();
    }

    @Override
    public void run() {
        LOG.info("arbiter.ready port={} clusters={}", port(), keys.keySet());
        long looked = System.nanoTime();
        byte[] bytes = new byte[Ballot.MOST + 1];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
                socket.receive(packet);
                if (System.nanoTime() - looked > LOOK.toNanos()) {
                    looked = System.nanoTime();
                    keys.values().forEach(Arbiter::look);
                }
                answer(packet);
            } catch (SocketException e) {
                if (!socket.isClosed()) {
                    LOG.warn("arbiter.unsent detail=\"{}\"", e.toString());
                }
            } catch (IOException e) {
                LOG.error("arbiter.failed detail=\"{}\"", e.toString());
            }
        }
    }

    private static void look(KeyFile file) {
        try {
            file.look();
        } catch (ConfigException refused) {
            refused.problems().forEach(problem -> LOG.error("key.refused problem=\"{}\"", problem));
        }
    }

    private void answer(DatagramPacket packet) throws IOException {
        byte[] datagram = Arrays.copyOf(packet.getData(), packet.getLength());
        for (Map.Entry<String, KeyFile> one : keys.entrySet()) {
            Optional<Ballot> ballot = Ballot.of(one.getValue().keys(), datagram);
            Optional<VoteQuestion> question = ballot.flatMap(found -> found.asked(datagram))
                    .flatMap(Arbiter::read)
                    .filter(asked -> asked.cluster().equals(one.getKey()));
            if (question.isPresent()) {
                VoteAnswer answer = votes.ask(question.get(), clock.now());
                tell(question.get(), answer);
                byte[] back = ballot.get().answer(Json.encode(answer));
                socket.send(new DatagramPacket(back, back.length, packet.getSocketAddress()));
                return;
            }
        }
    }

    private static Optional<VoteQuestion> read(byte[] text) {
        try {
            return Optional.of(Json.decode(text, VoteQuestion.class));
        } catch (IllegalArgumentException e) {
            LOG.warn("arbiter.garbled detail=\"{}\"", e.getMessage());
            return Optional.empty();
        }
    }

    private void tell(VoteQuestion question, VoteAnswer answer) {
        if (answer.given() && !question.node().equals(
                told.put(question.cluster(), question.node()))) {
            LOG.info("vote.given cluster={} node={}", question.cluster(), question.node());
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
