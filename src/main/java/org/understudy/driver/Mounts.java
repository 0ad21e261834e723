package org.understudy.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;

/**
 * What is mounted, from the kernel's own table: reading it never touches a device.
 *
 * @param all in the order of mounting
 */
record Mounts(List<Mount> all) {
    private static final String TABLE = "/proc/thread-self/mountinfo";
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

    /**
     * One mount; see proc(5), mountinfo.
     *
     * @param number {@code major:minor} of the device
     * @param root what of the filesystem is visible
     * @param point where
     * @param options of this mount
     * @param type the filesystem's
     * @param source the device
     * @param state of the filesystem itself, wherever it is mounted: rw, emergency_ro, …
     */
    record Mount(String number, Path root, Path point, List<String> options, String type,
            String source, List<String> state) {
    }

    Mounts {
        all = List.copyOf(all);
    }

    /** The table of the place where the commands run: by one of them, unless that is here. */
    static Mounts read(Site site, Deadline deadline) throws InterruptedException {
        if (site.here()) {
            return site.sights().text(TABLE).map(Mounts::parse).orElseThrow(() -> site.failure(
                    "read the mounts", TABLE, "nothing there"));
        }
        Result result = site.answer(deadline, "cat", "/proc/self/mountinfo");
        if (!result.ok()) {
            throw site.failure("read the mounts", "exit 0", result.summary());
        }
        return parse(result.out());
    }

    /** Those of this process, without a command, for when none ends; none when unreadable. */
    static Mounts own() {
        try {
            return parse(Files.readString(Path.of(TABLE)));
        } catch (IOException unreadable) {
            return new Mounts(List.of());
        }
    }

    static Mounts parse(String text) {
        return new Mounts(text.lines().map(line -> line.split(" ")).filter(w -> w.length > 9)
                .map(Mounts::mount).toList());
    }

    private static Mount mount(String[] words) {
        int dash = List.of(words).indexOf("-");
        return new Mount(words[2], Path.of(plain(words[3])), Path.of(plain(words[4])),
                List.of(words[5].split(",")), words[dash + 1], plain(words[dash + 2]),
                List.of(words[dash + 3].split(",")));
    }

    /** Without the escapes that stand for blanks. */
    static String plain(String word) {
        return OCTAL.matcher(word).replaceAll(found -> java.util.regex.Matcher.quoteReplacement(
                String.valueOf((char) Integer.parseInt(found.group(1), 8))));
    }

    /** What is visible at this very path: the last mount there. */
    Optional<Mount> at(Path point) {
        return stack(point).stream().findFirst();
    }

    /** All that is mounted at this very path, the visible one first. */
    List<Mount> stack(Path point) {
        List<Mount> there = new ArrayList<>(
                all.stream().filter(m -> m.point().equals(point)).toList());
        Collections.reverse(there);
        return there;
    }

    /** The mount that holds a path: the longest mount point above it. */
    Optional<Mount> holding(Path path) {
        return all.stream().filter(m -> path.startsWith(m.point()))
                .reduce((a, b) -> b.point().getNameCount() >= a.point().getNameCount() ? b : a);
    }

    /** Mounts strictly below a path, the last mounted first. */
    List<Mount> below(Path path) {
        List<Mount> found = new ArrayList<>(all.stream().filter(m -> m.point().startsWith(path)
                && !m.point().equals(path)).toList());
        Collections.reverse(found);
        found.sort(Comparator.comparing(m -> -m.point().getNameCount()));
        return found;
    }
}
