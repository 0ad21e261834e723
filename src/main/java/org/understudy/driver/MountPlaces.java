package org.understudy.driver;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.driver.Mounts.Mount;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;

/**
 * Where on this node one mount is: here, and as copies in the mount namespaces of other processes,
 * where it goes on living when it is taken away here.
 *
 * @param mount the one in question
 * @param here the table of the place where the commands run
 * @param namespaces of the processes that live elsewhere: pid and namespace
 * @param tables of those namespaces that have a copy, by namespace
 */
record MountPlaces(Mount mount, Mounts here, SortedMap<Long, String> namespaces,
        Map<String, Mounts> tables) {

    /**
     * One copy.
     *
     * @param pid a process that sees it
     * @param point where that process sees it
     */
    record Copy(long pid, Path point) {
    }

    static MountPlaces of(Mount mount, Site site, Deadline deadline) throws InterruptedException {
        Mounts here = Mounts.read(site, deadline);
        SortedMap<Long, String> namespaces = strangers(site, deadline);
        Map<String, Long> one = new TreeMap<>();
        namespaces.forEach((pid, namespace) -> one.putIfAbsent(namespace, pid));
        Map<String, Mounts> tables = new TreeMap<>();
        MountPlaces places = new MountPlaces(mount, here, namespaces, tables);
        for (String file : listing(mount.number(), one.values(), site, deadline)) {
            Mounts table = Mounts.parse(seen(site, deadline, "cat", file).out());
            if (table.all().stream().anyMatch(places::isCopy)) {
                tables.put(namespaces.get(Long.valueOf(file.split("/")[2])), table);
            }
        }
        return places;
    }

    /** A look that was cut short would be one that found nothing. */
    private static Result seen(Site site, Deadline deadline, String... argv)
            throws InterruptedException {
        Result result = site.ask(deadline, argv);
        if (result.ending() == Result.Ending.KILLED) {
            throw site.failure("look for other places of the mount", argv[0] + " to answer",
                    result.summary());
        }
        return result;
    }

    /** The tables in which a device occurs: few, while there may be very many tables. */
    private static List<String> listing(String number, Collection<Long> pids, Site site,
            Deadline deadline) throws InterruptedException {
        if (pids.isEmpty()) {
            return List.of();
        }
        List<String> argv = new ArrayList<>(List.of("grep", "-l", "-s", "-F", " " + number + " "));
        pids.forEach(pid -> argv.add("/proc/" + pid + "/mountinfo"));
        return seen(site, deadline, argv.toArray(String[]::new)).out().lines().toList();
    }

    /** Processes in other mount namespaces. One look at /proc; those that end meanwhile are out. */
    private static SortedMap<Long, String> strangers(Site site, Deadline deadline)
            throws InterruptedException {
        String own = seen(site, deadline, "readlink", "/proc/self/ns/mnt").out().strip();
        Result found = seen(site, deadline, "find", "/proc", "-mindepth", "1", "-maxdepth",
                "3", "(", "!", "-path", "/proc/[0-9]*", "-o", "-path", "/proc/[0-9]*/*", "-type",
                "d", "!", "-name", "ns", ")", "-prune", "-o", "-path", "*/ns/mnt", "!", "-lname",
                ProcessUses.pattern(own), "-printf", "%P\\t%l\\n");
        SortedMap<Long, String> strangers = new TreeMap<>();
        found.out().lines().map(line -> line.split("\t")).filter(w -> w.length == 2)
                .forEach(w -> strangers.put(Long.valueOf(w[0].split("/")[0]), w[1]));
        return strangers;
    }

    /** The same filesystem; where others use it too, only the same part at the same place. */
    private boolean isCopy(Mount other) {
        return other.number().equals(mount.number()) && (isAlone()
                || other.root().equals(mount.root()) && other.point().equals(mount.point()));
    }

    /** Whether the filesystem is here at this one place only: then all of its copies are ours. */
    private boolean isAlone() {
        return here.all().stream().filter(m -> m.number().equals(mount.number()))
                .allMatch(m -> m.point().startsWith(mount.point()));
    }

    /** The copies, the deepest ones first. */
    List<Copy> copies() {
        List<Copy> copies = new ArrayList<>();
        tables.forEach((namespace, table) -> {
            long pid = namespaces.entrySet().stream().filter(e -> e.getValue().equals(namespace))
                    .findFirst().orElseThrow().getKey();
            table.all().stream().filter(this::isCopy).forEach(
                    copy -> copies.add(0, new Copy(pid, copy.point())));
        });
        return copies;
    }

    /** Whether a path that a process uses is on the mount, as that process sees it. */
    boolean holds(long pid, Path path) {
        String namespace = namespaces.get(pid);
        if (namespace == null) {
            return here.holding(path).filter(m -> m.point().startsWith(mount.point())).isPresent()
                    && path.startsWith(mount.point());
        }
        Mounts table = tables.get(namespace);
        return table != null && table.holding(path).filter(this::isCopy).isPresent();
    }

    /** All the paths at which it is seen by anybody. */
    List<Path> points() {
        List<Path> points = new ArrayList<>(List.of(mount.point()));
        copies().forEach(copy -> points.add(copy.point()));
        return points.stream().distinct().toList();
    }
}
