package org.understudy.driver;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.understudy.driver.Exports.Export;
import org.understudy.driver.Mounts.Mount;
import org.understudy.exec.Deadline;

/**
 * What keeps a mount busy and is no process: exports, swap, loop devices made of its files and what
 * is built on those, other mounts in it. Each is named before it is taken away.
 */
final class Clinging {
    private final Site site;
    private final Path mnt;

    Clinging(Site site, Path mnt) {
        this.site = site;
        this.mnt = mnt;
    }

    /** Lets go of all of them, as far as it goes; the unmount that follows tells. */
    void release(Deadline deadline) throws InterruptedException {
        for (Export export : Exports.read(site, deadline).all()) {
            if (Path.of(export.path()).startsWith(mnt)) {
                told("exported to " + export.client() + ": " + export.path());
                site.act(deadline, "exportfs", "-u", export.argument(export.path()));
            }
        }
        swap(path -> Path.of(path).startsWith(mnt), deadline);
        for (String line : lines(deadline, "losetup", "--list", "--noheadings", "--raw",
                "--output", "NAME,BACK-FILE")) {
            String[] words = line.split(" ", 2);
            if (words.length == 2 && Path.of(words[1].replace("\\x20", " ")).startsWith(mnt)) {
                told(words[0] + " is made of " + words[1]);
                detach(words[0], deadline);
            }
        }
        for (Mount nested : below(deadline)) {
            told(nested.source() + " is mounted on " + nested.point());
            new Unmount(site, nested.point()).run(deadline);
        }
    }

    private List<Mount> below(Deadline deadline) throws InterruptedException {
        return Mounts.read(site, deadline).below(mnt);
    }

    private void told(String what) {
        site.warn(mnt + " is held: " + what);
    }

    /** Says which swap is meant. */
    private interface Chosen {
        boolean is(String path);
    }

    private void swap(Chosen chosen, Deadline deadline) throws InterruptedException {
        for (String line : lines(deadline, "cat", "/proc/swaps")) {
            String path = Mounts.plain(line.split("\\s+")[0]);
            if (path.startsWith("/") && chosen.is(path)) {
                told("swap on " + path);
                site.act(deadline, "swapoff", path);
            }
        }
    }

    private void detach(String loop, Deadline deadline) throws InterruptedException {
        String name = Path.of(loop).getFileName().toString();
        for (String above : lines(deadline, "ls", "-1", "/sys/class/block/" + name + "/holders")) {
            told(above + " is built on " + loop);
            unmountAll("/dev/" + above, above, deadline);
            site.act(deadline, "dmsetup", "remove", "/dev/" + above);
        }
        unmountAll(loop, name, deadline);
        site.act(deadline, "losetup", "--detach", loop);
    }

    /** Whatever a device is used for: swap, or mounts under any of its names. */
    private void unmountAll(String device, String name, Deadline deadline)
            throws InterruptedException {
        swap(path -> path.equals(device), deadline);
        String number = String.join("", lines(deadline, "cat", "/sys/class/block/" + name
                + "/dev"));
        List<Path> points = Mounts.read(site, deadline).all().stream()
                .filter(m -> m.number().equals(number) || m.source().matches(device + "(p\\d+)?"))
                .map(Mount::point).sorted(Comparator.comparing(p -> -p.getNameCount())).toList();
        for (Path point : points) {
            told(device + " is mounted on " + point);
            new Unmount(site, point).run(deadline);
        }
    }

    private List<String> lines(Deadline deadline, String... argv) throws InterruptedException {
        Stream<String> lines = site.ask(deadline, argv).out().lines();
        return lines.map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
}
