package org.understudy.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.understudy.config.Hook;
import org.understudy.exec.Commands;
import org.understudy.model.JournalEntry;

/**
 * Runs what the operator wants to have run when something happens. Who writes an entry waits for
 * none of it: what is too much is left out, and counted.
 */
final class Hooks implements AutoCloseable {
    private static final String OWN = "hook.";

    private final List<HookRunner> runners = new ArrayList<>();

    /** What happens waits for {@link #begin}. */
    Hooks(List<Hook> hooks, Commands commands, Clock clock) {
        hooks.forEach(hook -> runners.add(new HookRunner(hook, commands, clock)));
    }

    /** @param chronicle where it is told what was left out or failed */
    void begin(Chronicle chronicle) {
        runners.forEach(runner -> runner.begin(chronicle));
    }

    /** A journal whose entries are events, too. */
    Consumer<JournalEntry> after(Consumer<JournalEntry> journal) {
        return entry -> {
            journal.accept(entry);
            happened(entry);
        };
    }

    /** Never blocks; what hooks do themselves is no event. */
    private void happened(JournalEntry entry) {
        if (!entry.event().startsWith(OWN)) {
            List<String> names = names(entry);
            runners.forEach(runner -> runner.offer(entry, names));
        }
    }

    /** The event's own name, and what it means: {@code service.down}. */
    private static List<String> names(JournalEntry entry) {
        String avail = entry.facts().get("avail");
        return !entry.event().equals("instance.changed") || avail == null
                ? List.of(entry.event()) : List.of("service." + avail.toLowerCase(Locale.ROOT)
                        .replace(' ', '_'), entry.event());
    }

    /** Ends what runs. */
    @Override
    public void close() {
        runners.forEach(HookRunner::close);
    }
}
