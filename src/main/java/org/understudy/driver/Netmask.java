package org.understudy.driver;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import org.understudy.config.Type;
import org.understudy.config.Types;

/**
 * How many leading bits of an address name its network.
 *
 * @param length so many
 * @param masked whether it was given as a mask, which only IPv4 has
 */
record Netmask(int length, boolean masked) {
    /** A prefix length, {@code 255.255.255.0} or {@code 0xffffff00}. */
    static final Type<Netmask> TYPE = Types.of(
            "a netmask such as 24, 255.255.255.0 or 0xffffff00", Netmask::parse);

    /** What an address needs instead of this one. */
    Optional<String> instead(InetAddress ip) {
        boolean four = ip instanceof Inet4Address;
        return four && length > 32 ? Optional.of("a netmask of 0 to 32 for an IPv4 address")
                : !four && masked ? Optional.of("a netmask in bits for an IPv6 address, such as 64")
                : Optional.empty();
    }

    @Override
    public String toString() {
        return Integer.toString(length);
    }

    private static Netmask parse(String text) {
        if (text.matches("\\d{1,3}")) {
            return new Netmask(within(Integer.parseInt(text), text), false);
        }
        if (text.matches("0[xX][0-9a-fA-F]{8}")) {
            return new Netmask(length(Integer.parseUnsignedInt(text.substring(2), 16), text), true);
        }
        if (text.matches("(\\d{1,3}\\.){3}\\d{1,3}")) {
            int mask = Arrays.stream(text.split("\\.")).mapToInt(part -> octet(part, text))
                    .reduce(0, (bits, octet) -> bits << 8 | octet);
            return new Netmask(length(mask, text), true);
        }
        throw new IllegalArgumentException(text);
    }

    private static int octet(String part, String text) {
        int octet = Integer.parseInt(part);
        if (octet > 255) {
            throw new IllegalArgumentException(text);
        }
        return octet;
    }

    private static int length(int mask, String text) {
        int length = Integer.bitCount(mask);
        if (length > 0 && mask != -1 << 32 - length) {
            throw new IllegalArgumentException(text);
        }
        return length;
    }

    private static int within(int length, String text) {
        if (length > 128) {
            throw new IllegalArgumentException(text);
        }
        return length;
    }
}
