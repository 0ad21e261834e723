package org.understudy.agent;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.understudy.model.Goal;
import org.understudy.model.Local;
import org.understudy.model.Request;
import org.understudy.model.Request.Scope;
import org.understudy.model.ServiceName;
import org.understudy.model.Target;
import org.understudy.model.View;
import org.understudy.wire.Outcome;

/** One action of an operator on a service at a time: a second one is told who is at it. */
final class Turns {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Published published;
    private final Clock clock;
    private final Progress progress;
    private final Map<ServiceName, ReentrantLock> locks = new ConcurrentHashMap<>();

    Turns(Published published, Clock clock, Progress progress) {
        this.progress = progress;
        this.published = published;
        this.clock = clock;
    }

    /** Hands a wish to the loop and waits until it is there. */
    interface Handing {
        Outcome over() throws InterruptedException;
    }

    /** What came of it; {@code busy} if another action has the service. */
    Outcome take(Request request, Handing handing) throws InterruptedException {
        if (!waits(request)) {
            return handing.over();
        }
        ReentrantLock lock = locks.computeIfAbsent(request.service(), name -> new ReentrantLock());
        if (!lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            return busy(request, "another one is being asked for");
        }
        try {
            Optional<String> other = other(request.service());
            return other.isPresent() ? busy(request, other.get()) : handing.over();
        } finally {
            lock.unlock();
        }
    }

    private static Outcome busy(Request request, String detail) {
        return new Outcome("", "busy", request.scope().name().toLowerCase(java.util.Locale.ROOT),
                detail, List.of());
    }

    /** What is for the whole cluster replaces what was wanted before, and an abort ends it. */
    private static boolean waits(Request request) {
        return request.scope() == Scope.LOCAL && switch (request.goal()) {
            case STARTED, STOPPED, SHUTDOWN, RESTARTED -> true;
            case FROZEN, THAWED, CLEARED, ABORTED, PLACED -> false;
        };
    }

    /** {@code start by root@n1, for 12s now}. */
    private Optional<String> other(ServiceName service) {
        View view = published.round().view();
        Local local = view.services().get(service);
        boolean free = local == null || !local.monitor().state().busy()
                && local.request().filter(one -> fresh(view, one)).isEmpty();
        return free ? Optional.empty() : Optional.of(words(local));
    }

    /** One that is not begun by now waits for something; a later one takes its place. */
    private static boolean fresh(View view, Request request) {
        return view.wishes().stream().anyMatch(wish -> wish.request().equals(request)
                && view.now().since(wish.since()).compareTo(PATIENCE) < 0);
    }

    private String words(Local local) {
        boolean runs = local.monitor().state().busy();
        Optional<Request> request = local.request();
        String what = runs ? local.monitor().state().word()
                : request.map(Request::goal).map(Goal::word).orElse("") + ", not begun yet";
        String who = request.map(Request::author).or(() -> local.target().current()
                .map(Target::author)).map(by -> "by " + by).orElse("by the cluster itself");
        String since = !runs ? "" : ", for " + Chronicle.text(
                clock.now().since(local.monitor().since()));
        String step = progress.words(local.service().name());
        return "another action is running: " + what + " " + who + since
                + (step.isEmpty() ? "" : " (" + step + ")");
    }
}
