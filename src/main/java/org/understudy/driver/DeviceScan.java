package org.understudy.driver;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.understudy.config.ResourceKeywords;
import org.understudy.config.Section;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;

/** Looks which devices one resource takes and makes on this node; changes nothing. */
final class DeviceScan {
    private static final List<String> TYPES = List.of("loop", "vg", "lvm", "lv", "md", "drbd",
            "raw", "fs");
    private static final Duration EACH = Duration.ofSeconds(8);

    private final Site site;
    private final Section section;
    private final String type;
    private final Deadline deadline;
    private final List<String> uses = new ArrayList<>();
    private final List<String> gives = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private DeviceScan(Site site, Deadline deadline) {
        this.site = site;
        this.section = site.file().sections().get(site.rid());
        this.type = Guards.type(site.rid(), section);
        this.deadline = deadline.atMost(EACH);
    }

    /** Of every resource that has to do with devices. What cannot be read is in its notes. */
    static List<Devices> all(List<Site> sites, Deadline deadline) throws InterruptedException {
        List<Devices> found = new ArrayList<>();
        for (Site site : sites) {
            DeviceScan scan = new DeviceScan(site, deadline);
            if (scan.isOfDevices()) {
                found.add(scan.found());
            }
        }
        return found.stream().map(one -> one.on(ends(one, found))).toList();
    }

    /** A device that another resource gives lies on what that one lies on, seen or not. */
    private static List<String> ends(Devices one, List<Devices> all) {
        return one.disks().stream().flatMap(disk -> all.stream().filter(other -> other != one
                && other.gives().contains(disk) && !other.disks().isEmpty()).findFirst()
                .map(Devices::disks).orElse(List.of(disk)).stream()).distinct().toList();
    }

    private boolean isOfDevices() {
        return TYPES.contains(type) && !(type.equals("fs") && isFree());
    }

    /** A filesystem that is on no device of this node. */
    private boolean isFree() {
        String kind = section.get(Fs.TYPE);
        return Guards.LOCAL.contains(kind) || Fs.NETWORK.contains(kind)
                || new Fs(section, site).isBind();
    }

    private Devices found() throws InterruptedException {
        if (Guards.isInside(section)) {
            notes.add("it lives in a container: what it uses there cannot be told from here");
            return new Devices(site.rid(), uses, gives, List.of(), notes);
        }
        SortedSet<String> disks = new TreeSet<>();
        look(() -> name(used(), uses));
        look(() -> name(given(), gives));
        for (String device : uses.isEmpty() ? gives : uses) {
            look(() -> BlockTree.below(device, site, deadline).stream().filter(part -> part.type()
                    .matches("disk|loop|rom")).forEach(part -> disks.add(part.name())));
        }
        if (section.get(ResourceKeywords.DISABLE)) {
            notes.add("disabled: it starts and stops nothing");
        }
        return new Devices(site.rid(), uses, gives, List.copyOf(disks), notes);
    }

    private void look(Look look) throws InterruptedException {
        try {
            look.taken();
        } catch (DriverException unread) {
            notes.add("cannot be told: " + unread.getMessage());
        }
    }

    /** One thing that is looked at. */
    private interface Look {
        void taken() throws InterruptedException;
    }

    private void name(List<String> devices, List<String> into) throws InterruptedException {
        for (String device : devices) {
            String name = BlockTree.name(device, site, deadline).orElse("");
            if (name.isEmpty()) {
                notes.add(device + " is no block device that is here now");
            }
            if (!into.contains(name.isEmpty() ? device : name)) {
                into.add(name.isEmpty() ? device : name);
            }
        }
    }

    private List<String> used() throws InterruptedException {
        return switch (type) {
            case "loop" -> List.of();
            case "drbd" -> drbd("sh-ll-dev");
            case "fs" -> filesystem();
            default -> noted(new ScsiDisks(site).devices(site.rid(), section, deadline),
                    "no disk of it is here now");
        };
    }

    private List<String> filesystem() throws InterruptedException {
        if (Guards.scattered(section)) {
            notes.add("it may lie on more devices than the one that is named");
        }
        Fs fs = new Fs(section, site);
        String dev = section.get(Fs.DEV);
        return fs.isImage(deadline) ? noted(new Loops(Path.of(dev), site).attached(deadline),
                dev + " is an image file, and on no loop device now")
                : noted(new ScsiDisks(site).devices(site.rid(), section, deadline),
                        "no device is " + dev + " here now");
    }

    private List<String> given() throws InterruptedException {
        return switch (type) {
            case "loop" -> noted(new Loops(section.get(Loop.FILE), site).attached(deadline),
                    section.get(Loop.FILE) + " is on no loop device now");
            case "vg", "lvm" -> noted(active(section.get(Vg.NAME)), "no volume of "
                    + section.get(Vg.NAME) + " is active here");
            case "lv" -> noted(active(section.get(Lv.VG) + "/" + section.get(Lv.NAME)),
                    "the volume is not active here");
            case "md" -> noted(new Md(section, site).device(deadline).stream().toList(),
                    "the array is not assembled here");
            case "drbd" -> drbd("sh-dev");
            case "raw" -> made();
            default -> List.of();
        };
    }

    private List<String> noted(List<String> devices, String otherwise) {
        if (devices.isEmpty()) {
            notes.add(otherwise);
        }
        return devices;
    }

    /** The volumes of a group, or one of them, as far as they can be opened. */
    private List<String> active(String volumes) throws InterruptedException {
        return answer("lvs", "--noheadings", "-o", "lv_path,lv_active", volumes).lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length == 2 && words[1].equals("active"))
                .map(words -> words[0]).toList();
    }

    private List<String> drbd(String which) throws InterruptedException {
        return answer("drbdadm", which, section.get(Drbd.RES)).lines().map(String::strip)
                .filter(line -> !line.isEmpty()).toList();
    }

    private List<String> made() throws InterruptedException {
        List<String> there = new ArrayList<>();
        for (Raw.Pair pair : section.get(Raw.DEVS)) {
            if (pair.made().isPresent() && site.is("-b", pair.used(), deadline)) {
                there.add(pair.used().toString());
            } else if (pair.made().isPresent()) {
                notes.add(pair.used() + " is not made here now");
            }
        }
        return there;
    }

    private String answer(String... argv) throws InterruptedException {
        Result result = site.answer(deadline, argv);
        if (!result.ok()) {
            throw site.failure(String.join(" ", argv), "exit 0", result.summary());
        }
        return result.out();
    }
}
