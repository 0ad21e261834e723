package org.understudy.driver;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An address on an interface of this node.
 *
 * @param dev the interface
 * @param ip the address
 * @param prefix the length of its network's part
 * @param label {@code eth0:1}, or the interface's name where it has none
 * @param flags {@code secondary}, {@code tentative}, {@code dadfailed}, … as ip(8) prints them
 */
record Address(String dev, InetAddress ip, int prefix, String label, List<String> flags) {

    /** Reads {@code ip -o addr show}: one address a line. */
    static List<Address> parse(String out) {
        return out.lines().map(Address::line).flatMap(Optional::stream).toList();
    }

    /** {@code 2: eth0  inet 10.0.0.5/24 brd 10.0.0.255 scope global secondary eth0:1\ valid…}. */
    private static Optional<Address> line(String line) {
        String[] words = line.split("\\\\")[0].trim().split("\\s+");
        if (words.length < 4 || !words[2].startsWith("inet")) {
            return Optional.empty();
        }
        List<String> rest = Arrays.asList(words).subList(4, words.length);
        String cidr = rest.contains("peer") ? words[words.length > 5 ? 5 : 3] : words[3];
        String[] parts = cidr.split("/");
        int prefix = parts.length > 1 ? Integer.parseInt(parts[1]) : full(words[2]);
        String last = words[words.length - 1];
        String label = last.startsWith(words[1]) ? last : words[1];
        return Optional.of(new Address(words[1], literal(words[3].split("/")[0]), prefix, label,
                rest));
    }

    private static int full(String family) {
        return family.equals("inet") ? 32 : 128;
    }

    /** An address from its text; never looks a name up. */
    static InetAddress literal(String text) {
        if (!isLiteral(text)) {
            throw new IllegalArgumentException("expected an address, got \"" + text + "\"");
        }
        try {
            return InetAddress.getByName(text.replaceFirst("%.*", ""));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("expected an address, got \"" + text + "\"", e);
        }
    }

    static boolean isLiteral(String text) {
        return text.matches("\\d+(\\.\\d+){3}") || text.contains(":");
    }

    boolean is(String flag) {
        return flags.contains(flag);
    }

    /** As commands take it: {@code 10.0.0.5/24}. */
    String cidr() {
        return ip.getHostAddress() + "/" + prefix;
    }
}
