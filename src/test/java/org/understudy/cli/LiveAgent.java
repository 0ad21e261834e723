package org.understudy.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.understudy.api.ApiServer;
import org.understudy.api.Call;
import org.understudy.api.Feed;
import org.understudy.api.JournalFeed;
import org.understudy.api.Reply;
import org.understudy.api.Routes;
import org.understudy.journal.HybridClock;
import org.understudy.journal.Journal;
import org.understudy.journal.Limits;
import org.understudy.model.JournalEntry;
import org.understudy.model.NodeName;
import org.understudy.wire.ServiceStatus;
import org.understudy.wire.ServiceStatus.Peer;
import org.understudy.wire.Shapes;

/** An agent with one service, which goes up and down as told; it ends and comes back. */
final class LiveAgent implements Routes, AutoCloseable {
    private final FakeAgent rest = new FakeAgent();
    private final Path socket;
    private final Journal journal;
    private ApiServer server;
    private volatile String avail = "up";
    private volatile List<ServiceStatus> others = List.of();

    LiveAgent(Path dir) throws IOException {
        socket = dir.resolve("agent.sock");
        journal = new Journal(dir.resolve("journal"), ZoneId.of("UTC"), Limits.NODE,
                new HybridClock(() -> 1));
        begin();
    }

    void begin() throws IOException {
        server = new ApiServer(socket, this);
        server.start();
    }

    void end() throws IOException {
        server.close();
    }

    /** It changes, and the journal tells; or only changes. */
    void is(String now, boolean told) {
        avail = now;
        if (told) {
            journal.append(new JournalEntry(Instant.EPOCH, new NodeName("n2"),
                    "instance.changed", Map.of("service", "web", "avail", now)));
        }
    }

    /** From up to down, or from what it is to up. */
    void flips() {
        is(avail.equals("up") ? "down" : "up", true);
    }

    /** From now on there are so many services beside. */
    void serves(int more) {
        others = IntStream.rangeClosed(1, more).mapToObj(i ->
                service("billing-production-eu-west-" + (100 + i), "down")).toList();
    }

    @Override
    public Reply answer(Call call) {
        return !call.path().equals("/v1/services") ? rest.answer(call)
                : Reply.ok(Shapes.write(Stream.concat(Stream.of(service("web", avail)),
                        others.stream()).toList()));
    }

    private static ServiceStatus service(String name, String avail) {
        return new ServiceStatus(name, "n2", "TST", "ha", false, "idle", avail, avail, Map.of(),
                List.of(), "", "it is " + avail + " and stays so", List.of(
                new Peer("n1", "silent", "undef", "", false),
                new Peer("n2", "self", avail, "idle", false)));
    }

    @Override
    public Optional<Feed> feed() {
        return Optional.of(new JournalFeed(journal));
    }

    /** The words that begin svcmon in a process of its own. */
    List<String> svcmon(String... words) {
        return program("Svcmon", words);
    }

    /** The same for another command, by its class. */
    List<String> program(String main, String... words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), "-Dunderstudy.socket=" + socket,
                "org.understudy.cli." + main));
        command.addAll(List.of(words));
        return command;
    }

    @Override
    public void close() throws IOException {
        server.close();
        journal.close();
    }
}
