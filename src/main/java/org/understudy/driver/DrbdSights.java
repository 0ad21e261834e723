package org.understudy.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * DRBD as the kernel shows it without drbdadm, which waits for whatever DRBD waits for. Up to 8.4
 * there is a line for each device in /proc/drbd; since 9 only its block device is left, which can
 * be written to where the role is Primary.
 */
final class DrbdSights {
    private static final Pattern STATE = Pattern.compile("(cs|ro|ds):\\S+");

    private DrbdSights() {
    }

    /**
     * What is to be seen of devices that are all Primary here; nothing when one is not.
     *
     * @param devices such as {@code /dev/drbd0}
     */
    static List<String> primary(List<String> devices, Sights sights) {
        List<String> all = new ArrayList<>();
        for (String device : devices) {
            Optional<String> seen = primary(sights.kernelName(device), sights);
            if (seen.isEmpty()) {
                return List.of();
            }
            all.add(seen.get());
        }
        return all;
    }

    private static Optional<String> primary(String name, Sights sights) {
        String minor = sights.text("/sys/block/" + name + "/dev").orElse("")
                .replaceFirst(".*:", "");
        Optional<String> line = sights.text("/proc/drbd").stream().flatMap(String::lines)
                .map(String::strip).filter(one -> one.startsWith(minor + ": ")).findFirst();
        if (line.isPresent()) {
            return line.filter(one -> one.contains(" ro:Primary/")).map(one -> name + " "
                    + STATE.matcher(one).results().map(word -> word.group())
                    .collect(Collectors.joining(" ")));
        }
        return sights.text("/sys/block/" + name + "/ro").filter("0"::equals)
                .map(writable -> name + " can be written to");
    }
}
