package org.understudy.heartbeat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** How much of something there is, for all together and for each source. Of one thread. */
final class Allowance {
    /** Who has one IPv6 address has all of its network. */
    private static final int NETWORK = 8;

    private final long all;
    private final long each;
    private final Map<ByteBuffer, Long> taken = new HashMap<>();
    private long sum;

    Allowance(long all, long each) {
        this.all = all;
        this.each = each;
    }

    /** That of an address. */
    static ByteBuffer source(InetAddress address) {
        byte[] bytes = address.getAddress();
        return ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, NETWORK));
    }

    /** Whether there was so much left for that source; it is taken then. */
    boolean take(ByteBuffer source, long amount) {
        long before = taken.getOrDefault(source, 0L);
        if (sum + amount > all || before + amount > each) {
            return false;
        }
        sum += amount;
        taken.put(source, before + amount);
        return true;
    }

    /** So much of what that source took is free again. */
    void back(ByteBuffer source, long amount) {
        sum -= amount;
        taken.merge(source, -amount, Long::sum);
        taken.remove(source, 0L);
    }

    /** How much is taken. */
    long sum() {
        return sum;
    }
}
