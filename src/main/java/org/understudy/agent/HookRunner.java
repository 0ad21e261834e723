package org.understudy.agent;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.understudy.config.Hook;
import org.understudy.exec.Command;
import org.understudy.exec.Commands;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;
import org.understudy.model.JournalEntry;
import org.understudy.model.Moment;
import org.understudy.wire.HookEvent;
import org.understudy.wire.Json;

/** One hook: its queue, its limits, and the thread that runs its command, one run at a time. */
final class HookRunner implements AutoCloseable {
    private static final int QUEUE = 100;
    private static final int REMEMBERED = 500;
    private static final List<Integer> LONGEST_FACTS = List.of(4_000, 400, 60);
    private static final int MANY_FACTS = 50;
    private static final int MOST_BYTES = 30_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Hook hook;
    private final Commands commands;
    private final Clock clock;
    private final Pattern wanted;
    private final BlockingQueue<Happened> queue = new ArrayBlockingQueue<>(QUEUE);

    // Guarded by this.
    private final Deque<Moment> lately = new ArrayDeque<>();
    private final Map<String, Moment> told = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Moment> eldest) {
            return size() > REMEMBERED;
        }
    };
    private long leftOut;

    private Optional<Thread> thread = Optional.empty();

    // Of the hook's own thread alone.
    private Chronicle chronicle;
    private Optional<Moment> complained = Optional.empty();
    private long failed;
    private Optional<Moment> counted = Optional.empty();
    private long unsaid;

    private record Happened(JournalEntry entry, String name) {
    }

    HookRunner(Hook hook, Commands commands, Clock clock) {
        this.hook = hook;
        this.commands = commands;
        this.clock = clock;
        this.wanted = Pattern.compile(hook.events().stream().map(HookRunner::expression)
                .collect(Collectors.joining("|")));
    }

    synchronized void begin(Chronicle told) {
        thread = Optional.of(Threads.named(hook.name()).newThread(() -> run(told)));
        thread.get().start();
    }

    private static String expression(String glob) {
        return glob.replace(".", "\\.").replace("*", ".*");
    }

    /** Takes an event in, or leaves it out; never blocks. */
    void offer(JournalEntry entry, List<String> names) {
        for (String name : names) {
            if (wanted.matcher(name).matches()) {
                take(new Happened(entry, name));
                return;
            }
        }
    }

    private synchronized void take(Happened one) {
        Moment now = clock.now();
        while (!lately.isEmpty() && now.since(lately.peek()).compareTo(MINUTE) >= 0) {
            lately.remove();
        }
        String key = one.name() + " " + one.entry().facts().getOrDefault("service", "") + " "
                + one.entry().facts().getOrDefault("peer", "");
        Moment last = told.get(key);
        boolean again = last != null && now.since(last).compareTo(hook.throttle()) < 0;
        if (again || lately.size() >= hook.perMinute() || !queue.offer(one)) {
            leftOut++;
            return;
        }
        lately.add(now);
        told.remove(key);
        told.put(key, now);
    }

    private synchronized long takeLeftOut() {
        long count = leftOut;
        leftOut = 0;
        return count;
    }

    private void run(Chronicle told) {
        chronicle = told;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Happened next = queue.poll(1, TimeUnit.MINUTES);
                long missed = takeLeftOut();
                count(missed);
                if (next != null) {
                    judge(next, commands.run(command(next, missed)));
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private Command command(Happened one, long missed) {
        byte[] json = new byte[0];
        for (int longest : LONGEST_FACTS) {
            json = json(one, missed, longest);
            if (json.length < MOST_BYTES) {
                break;
            }
        }
        return new Command(hook.command(), Deadline.in(hook.timeout()), Map.of(),
                Optional.empty()).reading(new String(json, StandardCharsets.UTF_8) + "\n");
    }

    private byte[] json(Happened one, long missed, int longest) {
        JournalEntry entry = one.entry();
        Map<String, String> facts = new LinkedHashMap<>();
        entry.facts().entrySet().stream().limit(MANY_FACTS).forEach(fact -> facts.put(
                fact.getKey(), fact.getValue().length() <= longest ? fact.getValue()
                        : fact.getValue().substring(0, longest) + "…"));
        return Json.encode(new HookEvent(hook.name(), entry.at().toString(),
                entry.node().value(), one.name(), facts, missed));
    }

    /** At once, then once a minute at most. */
    private void count(long missed) {
        unsaid += missed;
        if (unsaid > 0 && isTime(counted)) {
            chronicle.write("hook.left_out", "hook", hook.name(), "count", unsaid, "why",
                    "more than " + hook.perMinute() + " a minute, or the same within "
                            + Chronicle.text(hook.throttle()) + ", or more than " + QUEUE
                            + " waiting");
            unsaid = 0;
            counted = Optional.of(clock.now());
        }
    }

    /** Likewise. */
    private void judge(Happened one, Result result) {
        if (result.ok()) {
            return;
        }
        failed++;
        if (isTime(complained)) {
            chronicle.write("hook.failed", "hook", hook.name(), "event", one.name(), "times",
                    failed, "detail", result.summary());
            failed = 0;
            complained = Optional.of(clock.now());
        }
    }

    private boolean isTime(Optional<Moment> last) {
        return last.map(at -> clock.now().since(at).compareTo(MINUTE) >= 0).orElse(true);
    }

    @Override
    public synchronized void close() {
        thread.ifPresent(Thread::interrupt);
    }
}
