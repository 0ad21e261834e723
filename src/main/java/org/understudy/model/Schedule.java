package org.understudy.model;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * When something runs by itself.
 *
 * @param text as the file says it
 * @param rules looked at in this order; none: never
 */
public record Schedule(String text, List<Rule> rules) {
    public static final Schedule NEVER = new Schedule("", List.of());

    /** How long a range without an end is open, so that a late look does not miss it. */
    public static final Duration MOMENT = Duration.ofMinutes(10);

    /** A spread run is due this long before its range ends at the latest: looks may be late. */
    private static final Duration TO_LOOK = Duration.ofMinutes(1);

    public Schedule {
        rules = List.copyOf(rules);
    }

    /**
     * Times of certain days.
     *
     * @param excludes whether nothing runs then
     * @param times any of them
     * @param days any of them
     * @param weeks of the year by ISO; empty for all
     * @param months from 1 to 12; empty for all
     */
    public record Rule(boolean excludes, List<Range> times, List<Days> days, Set<Integer> weeks,
            Set<Integer> months) {
        public Rule {
            times = List.copyOf(times);
            days = List.copyOf(days);
            weeks = Set.copyOf(weeks);
            months = Set.copyOf(months);
        }

        private boolean holdsOn(LocalDate date) {
            return days.stream().anyMatch(some -> some.holdsOn(date))
                    && (weeks.isEmpty() || weeks.contains(
                            date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)))
                    && (months.isEmpty() || months.contains(date.getMonthValue()));
        }
    }

    /**
     * A part of a day, which may go on into the next one.
     *
     * @param begin since midnight
     * @param length up to a day
     * @param interval between two runs; empty for one in each such part, zero for none
     * @param spread whether a run waits for a moment within it, another one each day
     */
    public record Range(Duration begin, Duration length, Optional<Duration> interval,
            boolean spread) {
        /** When the one began that this moment is in. */
        private Optional<LocalDateTime> around(LocalDateTime now, Rule rule) {
            return List.of(now.toLocalDate(), now.toLocalDate().minusDays(1)).stream()
                    .filter(rule::holdsOn).map(date -> date.atStartOfDay().plus(begin))
                    .filter(from -> !now.isBefore(from) && !now.isAfter(from.plus(length)))
                    .findFirst();
        }
    }

    /**
     * Days of the week.
     *
     * @param week which
     * @param month only the so manieth of a month, negative from its end; 0 for any
     */
    public record Days(Set<DayOfWeek> week, int month) {
        public Days {
            week = Set.copyOf(week);
        }

        private boolean holdsOn(LocalDate date) {
            int day = month < 0 ? date.lengthOfMonth() + 1 + month : month;
            return week.contains(date.getDayOfWeek())
                    && (month == 0 || date.getDayOfMonth() == day);
        }
    }

    /** Whether it ever runs anything. */
    public boolean isNever() {
        return rules.stream().allMatch(rule -> rule.excludes() || rule.times().stream()
                .allMatch(range -> range.interval().filter(Duration::isZero).isPresent()));
    }

    /** Whether it is open now, however short the last run is ago. */
    public boolean isOpen(ZonedDateTime now, String seed) {
        return allows(now, Optional.empty(), seed);
    }

    /**
     * Whether a run is due.
     *
     * @param last when the last one began; one in the future is none
     * @param seed what runs: spreads different things over a range in different ways
     */
    public boolean allows(ZonedDateTime now, Optional<Instant> last, String seed) {
        Optional<ZonedDateTime> before = last.map(at -> at.atZone(now.getZone()))
                .filter(at -> !at.isAfter(now));
        for (Rule rule : rules) {
            for (Range range : rule.times()) {
                Optional<LocalDateTime> from = range.around(now.toLocalDateTime(), rule);
                if (from.isPresent() && rule.excludes()) {
                    return false;
                }
                if (from.isPresent() && passed(range, from.get(), now, before)
                        && reached(range, from.get(), now, seed)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean passed(Range range, LocalDateTime from, ZonedDateTime now,
            Optional<ZonedDateTime> last) {
        if (range.interval().filter(Duration::isZero).isPresent()) {
            return false;
        }
        return last.isEmpty() || range.interval()
                .map(interval -> !now.isBefore(last.get().plus(interval)))
                .orElseGet(() -> last.get().toLocalDateTime().isBefore(from));
    }

    private static boolean reached(Range range, LocalDateTime from, ZonedDateTime now,
            String seed) {
        long length = range.length().toSeconds();
        long seconds = Math.max(1, length - Math.min(TO_LOOK.toSeconds(), length / 2));
        long wait = Math.floorMod((seed + from.toLocalDate()).hashCode() * 2_654_435_761L, seconds);
        return !range.spread() || !now.toLocalDateTime().isBefore(from.plusSeconds(wait));
    }
}
