package org.understudy.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What several actions share of one terminal: whole lines, and one that is written over. */
final class Board {
    private static final String OVER = "\r\u001b[K";
    private static final int WIDTH = 78;

    private final PrintStream err;
    private final boolean terminal;
    private final Map<String, String> now = new TreeMap<>();
    private final TreeSet<String> awaited = new TreeSet<>();

    /** @param terminal whether somebody watches, so that a line may be written over */
    Board(PrintStream err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    boolean terminal() {
        return terminal;
    }

    /** What somebody does at this moment, in the place of what they did before; empty: nothing. */
    synchronized void passing(String whose, String words) {
        if (!words.equals(now.getOrDefault(whose, ""))) {
            now.put(whose, words);
            draw();
        }
    }

    /** Whole lines, whatever else is going on. */
    synchronized void print(PrintStream to, String text) {
        if (drawn()) {
            err.print(OVER);
            err.flush();
        }
        to.print(text);
        to.flush();
        if (drawn()) {
            draw();
        }
    }

    /** Without streams, which take longer to begin than a plain command may. */
    private boolean drawn() {
        boolean any = false;
        for (String words : now.values()) {
            any |= !words.isEmpty();
        }
        return terminal && any;
    }

    private void draw() {
        if (terminal) {
            String all = String.join(" | ", now.values().stream()
                    .filter(words -> !words.isEmpty()).toList());
            err.print(OVER + (all.length() <= WIDTH || now.size() == 1 ? all
                    : all.substring(0, WIDTH - 1) + "…"));
            err.flush();
        }
    }

    /** From now on, the end of what was asked of this service is waited for. */
    synchronized void await(String service) {
        awaited.add(service);
    }

    /** It is over, or nobody waits any more. */
    synchronized void settled(String service) {
        awaited.remove(service);
        passing(service, "");
    }

    /** What goes on although its end is no longer waited for, when somebody interrupts. */
    synchronized List<String> left(String program) {
        String all = String.join(",", awaited);
        return awaited.isEmpty() ? List.of() : List.of(
                program + ": no longer waiting; the agent goes on with " + all,
                "try: " + program + " -s " + all + " abort ends it; print status shows it");
    }
}
