package org.understudy.driver;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.understudy.config.Section;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;
import org.understudy.model.Rid;

/** The disks that a resource lies on, whatever is between: partitions, volumes, arrays, links. */
final class ScsiDisks {
    private final Site site;

    ScsiDisks(Site site) {
        this.site = site;
    }

    /**
     * One disk.
     *
     * @param wwn its name on every node; may be empty
     * @param device {@code /dev/sda}, its name on this one
     * @param vendor as it says itself
     */
    record Disk(String wwn, String device, String vendor) implements Comparable<Disk> {
        @Override
        public int compareTo(Disk other) {
            return (wwn + " " + device).compareTo(other.wwn + " " + other.device);
        }
    }

    /**
     * Those of a resource of the service, in an order that is the same on every node; none when
     * what it lies on is not there. Some of them alone would be no reservation.
     */
    SortedSet<Disk> of(Rid rid, Deadline deadline) throws InterruptedException {
        SortedSet<Disk> disks = new TreeSet<>();
        Set<String> bare = new TreeSet<>();
        for (String device : devices(rid, site.file().sections().get(rid), deadline)) {
            SortedSet<Disk> found = below(device, deadline);
            disks.addAll(found);
            if (found.isEmpty()) {
                bare.add(device);
            }
        }
        if (!disks.isEmpty() && !bare.isEmpty()) {
            throw site.failure("find the disks of " + rid, "a disk under each of its devices",
                    "none under " + String.join(", ", bare));
        }
        return disks;
    }

    /** What a resource is made of or lies on, as the node names it; none that is not there. */
    List<String> devices(Rid rid, Section section, Deadline deadline)
            throws InterruptedException {
        return switch (Guards.type(rid, section)) {
            case "vg", "lvm" -> volumes(section.get(Vg.NAME), deadline);
            case "lv" -> volumes(section.get(Lv.VG), deadline);
            case "md" -> members(section.get(Md.UUID), deadline);
            case "raw" -> section.get(Raw.DEVS).stream().map(Raw.Pair::source)
                    .map(Path::toString).toList();
            case "fs" -> filesystem(section.get(Fs.DEV), deadline);
            default -> List.of();
        };
    }

    private List<String> filesystem(String dev, Deadline deadline) throws InterruptedException {
        return dev.startsWith("/") ? List.of(dev)
                : site.answer(deadline, "findfs", dev).out().lines().toList();
    }

    /** A group that is not to be seen lies on the service's arrays, or nowhere. */
    private List<String> volumes(String group, Deadline deadline) throws InterruptedException {
        String[] ask = {"vgs", "--noheadings", "-o", "pv_name", group};
        Result found = site.answer(deadline, ask);
        if (complete(found)) {
            return words(found.out());
        }
        Result groups = Hints.without(site, deadline, "vgs", "--noheadings", "-o", "vg_name");
        if (!groups.ok() || words(groups.out()).contains(group)) {
            Result again = Hints.without(site, deadline, ask);
            if (!groups.ok() || !complete(again)) {
                throw site.failure("find the disks of " + group, "all of them", again.summary());
            }
            return words(again.out());
        }
        List<String> members = new ArrayList<>();
        for (Map.Entry<Rid, Section> one : site.file().sections().entrySet()) {
            if (Guards.type(one.getKey(), one.getValue()).equals("md")) {
                members.addAll(members(one.getValue().get(Md.UUID), deadline));
            }
        }
        return members;
    }

    /** A disk that is missing has {@code [unknown]} in place of its name. */
    private static boolean complete(Result found) {
        return found.ok() && !found.out().contains("[");
    }

    /** Of an array, whether it is assembled or not. */
    private List<String> members(String uuid, Deadline deadline) throws InterruptedException {
        Result scan = site.answer(deadline, "mdadm", "--examine", "--scan", "--verbose");
        List<String> members = new ArrayList<>();
        boolean ours = false;
        for (String line : scan.out().lines().map(String::strip).toList()) {
            ours = !line.startsWith("ARRAY") ? ours
                    : line.toLowerCase(Locale.ROOT).contains("uuid=" + uuid);
            if (ours && line.startsWith("devices=")) {
                members.addAll(Arrays.asList(line.substring("devices=".length()).split(",")));
            }
        }
        return members;
    }

    private SortedSet<Disk> below(String device, Deadline deadline) throws InterruptedException {
        SortedSet<Disk> disks = new TreeSet<>();
        for (BlockTree.Part part : BlockTree.below(device, site, deadline)) {
            if (part.type().equals("mpath")) {
                throw site.failure("reserve the disks of " + device, "disks with one path each",
                        part.name() + " is multipath, which needs mpathpersist and is not"
                                + " supported yet");
            }
            if (part.type().equals("disk")) {
                disks.add(new Disk(part.wwn(), part.name(), part.vendor()));
            }
        }
        return disks;
    }

    private static List<String> words(String out) {
        return Arrays.stream(out.split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }
}
