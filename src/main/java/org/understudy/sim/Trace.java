package org.understudy.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What happened in a made-up world, one line each; written only where somebody will read it. */
final class Trace {
    private static final int BOUND = 50_000;

    private final List<String> lines = new ArrayList<>();
    private boolean on;

    void on(boolean next) {
        on = next;
    }

    void note(long now, Supplier<String> what) {
        if (on && lines.size() < BOUND) {
            lines.add(String.format(Locale.ROOT, "%10.3fs %s", now / 1e9, what.get()));
        }
    }

    @Override
    public String toString() {
        return lines.stream().collect(Collectors.joining("\n", "", "\n"));
    }
}
