package org.understudy.agent;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.understudy.api.Call;
import org.understudy.api.Reply;
import org.understudy.config.ServiceFile;
import org.understudy.model.NodeName;
import org.understudy.wire.Json;
import org.understudy.wire.Problem;
import org.understudy.wire.Validated;

/** Asks each other node of a service what it lacks to run it, all at once. */
final class Surveys {
    private static final int ROOT = 0;
    private static final int AT_ONCE = 8;

    private final Witness witness;
    private final NodeName self;

    Surveys(Witness witness, NodeName self) {
        this.witness = witness;
        this.self = self;
    }

    List<Validated.Lack> of(ServiceFile file) throws InterruptedException {
        ExecutorService workers = Threads.few("surveys", AT_ONCE);
        try {
            SortedMap<NodeName, Future<List<Validated.Lack>>> asked = new TreeMap<>();
            file.service().nodes().stream().filter(node -> !node.equals(self)).forEach(node ->
                    asked.put(node, workers.submit(() -> one(node, file))));
            List<Validated.Lack> all = new ArrayList<>();
            for (Map.Entry<NodeName, Future<List<Validated.Lack>>> each : asked.entrySet()) {
                all.addAll(each.getValue().get());
            }
            return all;
        } catch (ExecutionException bug) {
            throw new IllegalStateException(bug.getCause());
        } finally {
            workers.shutdownNow();
        }
    }

    private List<Validated.Lack> one(NodeName node, ServiceFile file) throws InterruptedException {
        try {
            Reply reply = witness.ask(node, new Call("GET", "/v1/validate", Map.of("service",
                    file.service().name().value(), "survey", "here"), "", ROOT));
            return reply.good() ? told(node, file, Json.decode(bytes(reply), Validated.class))
                    : List.of(lack(node, "error",
                            Json.decode(bytes(reply), Problem.class).error()));
        } catch (Refusal unanswered) {
            return List.of(lack(node, "note", "could not be asked: " + unanswered.getMessage()));
        }
    }

    private static List<Validated.Lack> told(NodeName node, ServiceFile file, Validated there) {
        List<Validated.Lack> all = new ArrayList<>();
        there.findings().stream().filter(one -> one.severity().equals("error")).forEach(one ->
                all.add(lack(node, "error", "its own file is refused: " + one.told())));
        if (all.isEmpty() && !there.checksum().equals(file.service().checksum())) {
            all.add(lack(node, "warning", "its " + there.file() + " is another one ("
                    + there.checksum() + ", here " + file.service().checksum() + ")"));
        }
        all.addAll(there.missing());
        return all;
    }

    private static Validated.Lack lack(NodeName node, String severity, String text) {
        return new Validated.Lack(node.value(), "", severity, text);
    }

    private static byte[] bytes(Reply reply) {
        return reply.json().getBytes(StandardCharsets.UTF_8);
    }
}
