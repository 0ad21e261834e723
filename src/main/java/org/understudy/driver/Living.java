package org.understudy.driver;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A process known by its pid and its start time, so that no later one is taken for it.
 *
 * @param start in clock ticks since the boot; see proc(5), stat
 */
record Living(long pid, long start) {
    private static final int STATE = 2;
    private static final int START = 21;

    /** The one with this pid; none when it only waits to be reaped. */
    static Optional<Living> of(long pid) {
        List<String> stat = Background.words(Path.of("/proc", Long.toString(pid), "stat"));
        return stat.size() <= START || stat.get(STATE).equals("Z") ? Optional.empty()
                : Optional.of(new Living(pid, Long.parseLong(stat.get(START))));
    }

    boolean lives() {
        return of(pid).equals(Optional.of(this));
    }
}
