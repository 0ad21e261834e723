package org.understudy.driver;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.understudy.config.Guard;
import org.understudy.config.ReservationKeywords;
import org.understudy.config.ResourceKeywords;
import org.understudy.config.Section;
import org.understudy.model.Rid;

/**
 * What of a service reservations can protect. A disk of the service that brings the device of
 * another resource is the one that is reserved; what is neither is open to other nodes.
 */
final class Guards {
    /** Kinds whose own disks can be reserved, by the header or the type. */
    private static final List<String> DISKS = List.of("vg", "lvm", "lv", "md", "raw");
    /** Each node has its own copy, or none needs a disk of the service's. */
    static final List<String> LOCAL =
            List.of("tmpfs", "none", "bind", "directory", "flag");

    /** {@code sdb1}, {@code nvme0n1p1}, {@code disk/by-id/x-part1}: a disk, and which part. */
    private static final Pattern PARTITION = Pattern.compile("^(/dev/(?:(?:[svh]|xv)d[a-z]+"
            + "|(?:nvme\\d+n|mmcblk)\\d+(?=p)|disk/by-[a-z]+/.+(?=-part)))(?:p|-part)?\\d+$");
    /** Options of ext4 and xfs that name another device. */
    private static final Pattern OUTSIDE =
            Pattern.compile("(journal_path|journal_dev|logdev|rtdev)=");

    private final SortedMap<Rid, Section> sections;

    Guards(SortedMap<Rid, Section> sections) {
        this.sections = sections;
    }

    Guard of(Rid rid) {
        Section section = sections.get(rid);
        return switch (rid.section()) {
            case "fs" -> filesystem(rid, section);
            case "disk", "vg", "lv", "md", "raw", "loop", "drbd", "volume" -> disk(rid, section);
            default -> Guard.HARMLESS;
        };
    }

    /** As the section names them. */
    List<String> disks(Rid rid) {
        Section section = sections.get(rid);
        return switch (type(rid, section)) {
            case "vg", "lvm" -> List.of("vg " + section.get(Vg.NAME));
            case "lv" -> List.of("vg " + section.get(Lv.VG));
            case "md" -> List.of("array " + section.get(Md.UUID));
            case "raw" -> section.get(Raw.DEVS).stream()
                    .map(pair -> whole(pair.source().toString())).toList();
            case "fs" -> List.of(whole(section.get(Fs.DEV)));
            default -> List.of();
        };
    }

    private static String whole(String device) {
        return PARTITION.matcher(device).replaceFirst("$1");
    }

    private Guard filesystem(Rid rid, Section section) {
        if (LOCAL.contains(section.get(Fs.TYPE))) {
            return Guard.HARMLESS;
        }
        String dev = section.get(Fs.DEV);
        boolean device = dev.startsWith("/dev/") || dev.startsWith("LABEL=")
                || dev.startsWith("UUID=");
        return !device || Fs.NETWORK.contains(section.get(Fs.TYPE)) || scattered(section)
                ? Guard.OPEN : lyingOn(rid, dev, section);
    }

    /** Whether it may write to other devices than the one that is named. */
    static boolean scattered(Section section) {
        return section.get(Fs.TYPE).equals("btrfs") || section.find(Fs.MNT_OPT).stream()
                .flatMap(options -> Arrays.stream(options.split(",")))
                .anyMatch(option -> OUTSIDE.matcher(option.strip()).lookingAt());
    }

    private Guard disk(Rid rid, Section section) {
        String type = type(rid, section);
        if (!DISKS.contains(type)) {
            return Guard.OPEN;
        }
        return switch (type) {
            case "lv" -> lyingOn(rid, "/dev/" + section.get(Lv.VG) + "/", section);
            case "raw" -> section.get(Raw.DEVS).stream().map(pair -> lyingOn(rid,
                    pair.source().toString(), section)).reduce(Guards::weaker)
                    .orElse(Guard.OPEN);
            default -> own(section);
        };
    }

    /**
     * As the disk of the service is that its device is named after, or all that may bring it; else
     * by its own word.
     */
    private Guard lyingOn(Rid rid, String device, Section section) {
        List<Rid> below = sections.entrySet().stream().filter(other -> above(rid, other.getKey())
                && Own.brings(other.getKey(), other.getValue(), device))
                .map(Map.Entry::getKey).toList();
        List<Rid> named = below.stream().filter(one -> device.startsWith("/") && rank(one) > 0)
                .toList();
        if (below.isEmpty()) {
            return own(section);
        }
        return (named.isEmpty() ? below : named).stream().allMatch(this::covers)
                ? Guard.BELOW : Guard.OPEN;
    }

    /** What is left alone, or lives inside a container, reserves nothing. */
    private boolean covers(Rid disk) {
        Section section = sections.get(disk);
        return !section.get(ResourceKeywords.DISABLE) && !isInside(section) && switch (of(disk)) {
            case OWN, BELOW -> true;
            case HARMLESS, OPEN -> false;
        };
    }

    /** Whether it lives inside a container. */
    static boolean isInside(Section section) {
        return section.get(ResourceKeywords.ENCAP)
                || section.find(ResourceKeywords.TAGS).filter(t -> t.contains("encap")).isPresent();
    }

    /** Whether the first may lie on the second: so no two can be asked about each other. */
    private boolean above(Rid rid, Rid other) {
        return rank(other) < rank(rid);
    }

    private int rank(Rid rid) {
        return switch (type(rid, sections.get(rid))) {
            case "loop", "md", "drbd" -> 0;
            case "vg", "lvm" -> 1;
            case "lv" -> 2;
            case "raw" -> 3;
            default -> 4;
        };
    }

    /** One part that is open opens the whole. */
    private static Guard weaker(Guard one, Guard other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Guard own(Section section) {
        return section.get(ReservationKeywords.SCSIRESERV) ? Guard.OWN : Guard.OPEN;
    }

    static String type(Rid rid, Section section) {
        return !rid.section().equals("disk") ? rid.section()
                : section.find(ResourceKeywords.TYPE).orElse("");
    }
}
