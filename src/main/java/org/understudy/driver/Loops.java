package org.understudy.driver;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;

/** Which loop devices a file is attached to: by its inode, whatever its name was then. */
final class Loops {
    /** Where a name leads to another file only if some name or mount here changes. */
    private static final Set<String> LOCAL = Set.of("ext2", "ext3", "ext4", "xfs", "btrfs",
            "tmpfs");

    private final Path file;
    private final Site site;
    private volatile Optional<Known> known = Optional.empty();

    /**
     * What losetup(8) found, and what the kernel showed at that time.
     *
     * @param names of the devices and of the files behind them; who renames, replaces or deletes
     *     such a file changes its name here
     */
    private record Known(List<String> devices, Map<String, String> names, Mounts mounts) {
        /** Whether nothing but a change of the names or the mounts can make it another answer. */
        private boolean stands(Path file) {
            Set<String> named = new TreeSet<>(names.keySet());
            named.removeIf(device -> !names.get(device).equals(file.toString()));
            return !devices.isEmpty() && named.equals(new TreeSet<>(devices))
                    && mounts.holding(file).filter(m -> LOCAL.contains(m.type())).isPresent();
        }
    }

    Loops(Path file, Site site) {
        this.file = file;
        this.site = site;
    }

    /** The devices attached to this very file; asked for again only when something has changed. */
    List<String> attached(Deadline deadline) throws InterruptedException {
        return site.here() ? attached(Mounts.read(site, deadline), deadline) : found(deadline);
    }

    /** The same, for who has read the mounts. */
    List<String> attached(Mounts mounts, Deadline deadline) throws InterruptedException {
        if (!site.here()) {
            return found(deadline);
        }
        Map<String, String> names = names();
        Optional<Known> before = known;
        if (before.isPresent() && before.get().names().equals(names)
                && before.get().mounts().equals(mounts)) {
            return before.get().devices();
        }
        Known now = new Known(found(deadline), names, mounts);
        known = Optional.of(now).filter(one -> one.stands(file));
        return now.devices();
    }

    /** The devices of which the kernel says that they are attached to a file of this name. */
    List<String> named() {
        if (!site.here()) {
            return List.of();
        }
        Map<String, String> names = names();
        return names.keySet().stream().filter(device -> names.get(device).equals(file.toString()))
                .sorted().toList();
    }

    /** Stale attachments: the file had this name and has since been replaced or deleted. */
    List<String> orphans(Deadline deadline) throws InterruptedException {
        String gone = file + " (deleted)";
        if (site.here() && site.sights().has("/sys/block")) {
            Map<String, String> names = names();
            return names.keySet().stream().filter(device -> names.get(device).equals(gone))
                    .sorted().toList();
        }
        String[] argv = {"losetup", "--list", "--noheadings", "--output", "NAME,BACK-FILE"};
        Result result = site.answer(deadline, argv);
        if (!result.ok()) {
            throw failure(result, argv);
        }
        return result.out().lines().map(String::strip).filter(line -> line.endsWith(" " + gone))
                .map(line -> line.split("\\s+")[0]).toList();
    }

    /** From sysfs, which touches neither the files nor their filesystems. */
    private Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        Sights sights = site.sights();
        sights.names("/sys/block").stream().filter(name -> name.startsWith("loop"))
                .forEach(name -> sights.text("/sys/block/" + name + "/loop/backing_file")
                        .ifPresent(file -> names.put("/dev/" + name, file)));
        return names;
    }

    private List<String> found(Deadline deadline) throws InterruptedException {
        String[] argv = {"losetup", "--noheadings", "--output", "NAME", "--associated",
                file.toString()};
        Result result = site.answer(deadline, argv);
        if (result.ok()) {
            return result.out().lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
        }
        if (site.is("-e", file, deadline)) {
            throw failure(result, argv);
        }
        return List.of();
    }

    private DriverException failure(Result result, String... argv) {
        return site.failure(String.join(" ", argv), "exit 0", result.summary());
    }
}
