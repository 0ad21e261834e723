package org.understudy.driver;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Logical volumes that are active, as device-mapper has them: LVM, which reads disks, is not asked.
 * What it keeps in them is named {@code group-volume}, with every dash of the two doubled.
 */
final class Mapped {
    private static final String BLOCKS = "/sys/block";

    private Mapped() {
    }

    /** All of a group, those that are layers of others included. */
    static List<String> group(String group, Sights sights) {
        String begin = doubled(group) + "-";
        return all(sights).filter(one -> one.startsWith(begin)
                && one.charAt(begin.length()) != '-').toList();
    }

    /** One of them, if it is active. */
    static List<String> volume(String group, String volume, Sights sights) {
        String name = doubled(group) + "-" + doubled(volume) + " ";
        return all(sights).filter(one -> one.startsWith(name)).toList();
    }

    /** {@code group-volume LVM-uuid}. */
    private static Stream<String> all(Sights sights) {
        return sights.names(BLOCKS).stream().filter(disk -> disk.startsWith("dm-"))
                .map(disk -> BLOCKS + "/" + disk + "/dm/").flatMap(dm -> {
                    Optional<String> uuid = sights.text(dm + "uuid").filter(
                            text -> text.startsWith("LVM-"));
                    return uuid.flatMap(id -> sights.text(dm + "name").map(
                            name -> name + " " + id)).stream();
                }).sorted();
    }

    private static String doubled(String name) {
        return name.replace("-", "--");
    }
}
