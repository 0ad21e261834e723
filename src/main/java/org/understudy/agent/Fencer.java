package org.understudy.agent;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.understudy.exec.Deadline;
import org.understudy.fence.Fence;
import org.understudy.model.Event;
import org.understudy.model.FenceResult;
import org.understudy.model.NodeName;

/** Fences nodes on threads of its own, so that no action can delay it. */
final class Fencer {
    /** However long a fence's own limit is, an answer after this is no answer. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Map<NodeName, Fence> fences;
    private final ExecutorService workers;
    private final Consumer<Event> inbox;
    private final MemoryFile memory;
    private final Chronicle chronicle;

    Fencer(Map<NodeName, Fence> fences, ExecutorService workers, Consumer<Event> inbox,
            MemoryFile memory, Chronicle chronicle) {
        this.memory = memory;
        this.chronicle = chronicle;
        this.fences = Map.copyOf(fences);
        this.workers = workers;
        this.inbox = inbox;
    }

    void fence(NodeName node) {
        Fence fence = fences.get(node);
        if (fence == null) {
            inbox.accept(new Event.Fenced(node, FenceResult.FAILED,
                    "cluster.conf has no [stonith#" + node + "]"));
            return;
        }
        try {
            workers.execute(() -> run(fence, node));
        } catch (RejectedExecutionException full) {
            inbox.accept(new Event.Fenced(node, FenceResult.FAILED, "no worker is free"));
        }
    }

    /** It is told before the rest is done: a survivor waits for it. */
    private void run(Fence fence, NodeName node) {
        Fence.Outcome answer = off(fence, node);
        inbox.accept(new Event.Fenced(node, answer.result(), answer.detail()));
        answer.rest().ifPresent(rest -> {
            try {
                chronicle.write("fence.reboot", "peer", node, "detail", rest.run());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private Fence.Outcome off(Fence fence, NodeName node) {
        try {
            memory.before(chronicle);
            return fence.fence(node, Deadline.in(LIMIT));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Fence.Outcome(FenceResult.UNKNOWN, "interrupted");
        }
    }
}
