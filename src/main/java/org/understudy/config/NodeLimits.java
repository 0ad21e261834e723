package org.understudy.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How little this node may have left before nothing more starts on it, and how long its resources
 * may take to answer, from {@code [node]}.
 *
 * @param memory with less available, it counts as overloaded
 * @param swap with less free, it counts as overloaded
 * @param status a resource that takes longer to say how it is, is unknown
 * @param watchdog what resets this node when its agent does not act in time
 */
public record NodeLimits(Least memory, Least swap, Duration status,
        Optional<Path> watchdog) {
    /** {@code 2%} or {@code 512m}. */
    static final Type<Least> LEAST = Types.of("a size such as 512m or a part such as 2%",
            NodeLimits::least);

    /**
     * A least amount.
     *
     * @param bytes so many, and
     * @param percent such a part of all there is
     */
    public record Least(long bytes, int percent) {
        /** Whether there is less than that; of nothing at all there cannot be too little. */
        public boolean above(long free, long total) {
            return total > 0 && (free < bytes || free < total / 100 * percent);
        }
    }

    private static Least least(String text) {
        if (text.matches("(100|\\d{1,2})%")) {
            return new Least(0, Integer.parseInt(text.substring(0, text.length() - 1)));
        }
        return new Least(Types.SIZE.parse(text), 0);
    }
}
