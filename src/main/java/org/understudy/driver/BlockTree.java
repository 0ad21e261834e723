package org.understudy.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;

/** Block devices and what they lie on, as lsblk(8) tells it. */
final class BlockTree {
    private static final Pattern PAIR = Pattern.compile("([A-Z]+)=\"([^\"]*)\"");

    private BlockTree() {
    }

    /**
     * A device of the tree.
     *
     * @param name its path
     * @param type {@code disk}, {@code part}, {@code lvm}, {@code mpath}, …
     * @param wwn its name on every node; may be empty
     * @param vendor as it says itself; may be empty
     */
    record Part(String name, String type, String wwn, String vendor) {
    }

    /** The device itself and all below it; nothing when it is no block device that is there. */
    static List<Part> below(String device, Site site, Deadline deadline)
            throws InterruptedException {
        Result tree = site.answer(deadline, "lsblk", "--inverse", "--paths", "--pairs",
                "--output", "NAME,TYPE,WWN,VENDOR", device);
        List<Part> parts = new ArrayList<>();
        if (tree.ok()) {
            tree.out().lines().map(BlockTree::cells).forEach(cells -> parts.add(new Part(
                    cells.get("NAME"), cells.getOrDefault("TYPE", ""),
                    cells.getOrDefault("WWN", ""), cells.getOrDefault("VENDOR", "").strip())));
        }
        return parts;
    }

    /** The one name of a device that has several; empty when it is none that is there. */
    static Optional<String> name(String device, Site site, Deadline deadline)
            throws InterruptedException {
        Result one = site.answer(deadline, "lsblk", "--nodeps", "--noheadings", "--paths",
                "--output", "NAME", device);
        return one.ok() ? one.out().lines().map(String::strip).findFirst() : Optional.empty();
    }

    private static Map<String, String> cells(String line) {
        Map<String, String> cells = new TreeMap<>();
        Matcher matcher = PAIR.matcher(line);
        while (matcher.find()) {
            cells.put(matcher.group(1), matcher.group(2));
        }
        return cells;
    }
}
