package org.understudy.driver;

import java.util.Arrays;
import org.understudy.config.Type;
import org.understudy.config.Types;

/** How many leading bits of an address name its network. */
final class Netmask {
    /** A prefix length, {@code 255.255.255.0} or {@code 0xffffff00}; becomes the length. */
    static final Type<Integer> TYPE = Types.of(
            "a netmask such as 24, 255.255.255.0 or 0xffffff00", Netmask::prefix);

    private Netmask() {
    }

    private static Integer prefix(String text) {
        if (text.matches("\\d{1,3}")) {
            return within(Integer.parseInt(text), text);
        }
        if (text.matches("0[xX][0-9a-fA-F]{8}")) {
            return length(Integer.parseUnsignedInt(text.substring(2), 16), text);
        }
        if (text.matches("(\\d{1,3}\\.){3}\\d{1,3}")) {
            int mask = Arrays.stream(text.split("\\.")).mapToInt(part -> octet(part, text))
                    .reduce(0, (bits, octet) -> bits << 8 | octet);
            return length(mask, text);
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

    private static Integer length(int mask, String text) {
        int length = Integer.bitCount(mask);
        if (length > 0 && mask != -1 << 32 - length) {
            throw new IllegalArgumentException(text);
        }
        return length;
    }

    private static Integer within(int length, String text) {
        if (length > 128) {
            throw new IllegalArgumentException(text);
        }
        return length;
    }
}
