package org.understudy.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.understudy.core.Duel;
import org.understudy.model.Event;
import org.understudy.model.Link;
import org.understudy.model.NodeName;
import org.understudy.model.View;

/** Asks the kernels of silent nodes for an echo, over every link at once. */
final class Pinger implements Runnable {
    static final Duration PERIOD = Duration.ofMillis(200);
    private static final Duration ANSWER = Duration.ofMillis(300);

    private final Published published;
    private final Inbox inbox;
    private final ExecutorService workers;

    Pinger(Published published, Inbox inbox, ExecutorService workers) {
        this.published = published;
        this.inbox = inbox;
        this.workers = workers;
    }

    @Override
    public void run() {
        View view = published.round().view();
        Duel.asked(view).forEach(node -> inbox.accept(new Event.Pinged(node, answers(view, node))));
    }

    private boolean answers(View view, NodeName node) {
        List<Future<Boolean>> all = new ArrayList<>();
        for (Link link : view.cluster().links()) {
            String from = link.addresses().get(view.self().node());
            String to = link.addresses().get(node);
            if (from != null && to != null) {
                try {
                    all.add(workers.submit(() -> answers(from, to)));
                } catch (RejectedExecutionException full) {
                    return false;
                }
            }
        }
        return all.stream().map(Pinger::outcome).reduce(false, Boolean::logicalOr);
    }

    private static boolean answers(String from, String to) throws IOException {
        NetworkInterface out = NetworkInterface.getByInetAddress(InetAddress.getByName(from));
        return out != null && InetAddress.getByName(to)
                .isReachable(out, 0, (int) ANSWER.toMillis());
    }

    /** What cannot even be asked does not answer. */
    private static boolean outcome(Future<Boolean> one) {
        try {
            return one.get(2 * ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }
}
