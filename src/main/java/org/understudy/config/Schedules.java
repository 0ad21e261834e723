package org.understudy.config;

import java.time.DayOfWeek;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.understudy.model.Schedule;
import org.understudy.model.Schedule.Days;
import org.understudy.model.Schedule.Range;
import org.understudy.model.Schedule.Rule;

/** Schedules in files: {@code 04:00-06:00@2h mon-fri}, {@code @10}, {@code ["…", "!…"]}. */
final class Schedules {
    private static final Pattern LIST = Pattern.compile(
            "\\[\\s*\"[^\"]*\"(?:\\s*,\\s*\"[^\"]*\")*\\s*,?\\s*]");
    private static final Pattern TIME = Pattern.compile("(\\d{1,2}):(\\d{2})(?::(\\d{2}))?");
    private static final Pattern RANGE = Pattern.compile(
            "(~?)(\\*|[\\d:]*)(?:-([\\d:]+))?(?:@(\\w+))?");
    private static final Duration DAY = Duration.ofDays(1);
    private static final List<String> DAYS = List.of("monday", "tuesday", "wednesday", "thursday",
            "friday", "saturday", "sunday");
    private static final List<String> MONTHS = List.of("january", "february", "march", "april",
            "may", "june", "july", "august", "september", "october", "november", "december");
    private static final List<String> PLACES = List.of("first", "second", "third", "fourth",
            "fifth");
    private static final List<String> SHORT_PLACES = List.of("1st", "2nd", "3rd", "4th", "5th");

    private Schedules() {
    }

    static Schedule parse(String text) {
        String bare = text.strip();
        if (bare.isEmpty() || bare.equals("@0")) {
            return new Schedule(bare, List.of());
        }
        List<String> all = new ArrayList<>();
        if (bare.startsWith("[")) {
            if (!LIST.matcher(bare).matches()) {
                throw wrong(text);
            }
            Matcher one = Pattern.compile("\"([^\"]*)\"").matcher(bare);
            while (one.find()) {
                all.add(one.group(1));
            }
        } else {
            all.add(bare);
        }
        return new Schedule(bare, all.stream().map(Schedules::rule).toList());
    }

    private static Rule rule(String text) {
        boolean excludes = text.strip().startsWith("!");
        String[] fields = text.strip().replaceFirst("^!\\s*", "").split("\\s+");
        if (fields.length > 4 || fields[0].isEmpty()) {
            throw wrong(text);
        }
        return new Rule(excludes, Arrays.stream(parts(fields[0])).map(Schedules::range).toList(),
                Arrays.stream(parts(field(fields, 1))).map(Schedules::days).toList(),
                all(field(fields, 2), List.of(), 53), all(field(fields, 3), MONTHS, 12));
    }

    private static String field(String[] fields, int number) {
        return number < fields.length ? fields[number] : "*";
    }

    private static String[] parts(String list) {
        return list.split(",", -1);
    }

    private static Range range(String text) {
        Matcher found = RANGE.matcher(text);
        if (!found.matches()) {
            throw wrong(text);
        }
        Optional<Duration> interval = Optional.ofNullable(found.group(4)).map(Schedules::interval);
        boolean spread = !found.group(1).isEmpty();
        boolean always = found.group(2).isEmpty() || found.group(2).equals("*");
        boolean says = found.group(2).equals("*") || interval.isPresent();
        if (always && (found.group(3) != null || !says)) {
            throw wrong(text);
        }
        if (always) {
            return new Range(Duration.ZERO, DAY.minusSeconds(1), interval, spread);
        }
        Duration begin = time(found.group(2));
        Duration length = found.group(3) == null ? Schedule.MOMENT
                : time(found.group(3)).minus(begin);
        return new Range(begin, length.isNegative() ? length.plus(DAY) : length, interval, spread);
    }

    /** A bare number is minutes. */
    private static Duration interval(String text) {
        return text.matches("\\d{1,6}") ? Duration.ofMinutes(Integer.parseInt(text))
                : Durations.parse(text);
    }

    private static Duration time(String text) {
        Matcher found = TIME.matcher(text);
        if (!found.matches()) {
            throw wrong(text);
        }
        int minutes = Integer.parseInt(found.group(2));
        int seconds = found.group(3) == null ? 0 : Integer.parseInt(found.group(3));
        Duration time = Duration.ofHours(Integer.parseInt(found.group(1))).plusMinutes(minutes)
                .plusSeconds(seconds);
        if (minutes > 59 || seconds > 59 || time.compareTo(DAY) > 0) {
            throw wrong(text);
        }
        return time;
    }

    private static Days days(String text) {
        int mark = text.indexOf(':');
        String week = mark < 0 ? text : text.substring(0, mark);
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        span(week, DAYS, 7).forEach(number -> days.add(DayOfWeek.of(number)));
        return new Days(days, mark < 0 ? 0 : place(text.substring(mark + 1)));
    }

    private static int place(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        if (word.equals("last")) {
            return -1;
        }
        int place = Math.max(PLACES.indexOf(word), SHORT_PLACES.indexOf(word)) + 1;
        if (place > 0) {
            return place;
        }
        if (!word.matches("[+-]?\\d{1,2}") || Math.abs(Integer.parseInt(word)) > 31
                || Integer.parseInt(word) == 0) {
            throw wrong(text);
        }
        return Integer.parseInt(word);
    }

    /** Numbers of weeks or months; none for all. */
    private static Set<Integer> all(String list, List<String> names, int most) {
        Set<Integer> all = new HashSet<>();
        if (!list.equals("*")) {
            Arrays.stream(parts(list)).forEach(part -> all.addAll(modulo(part, names, most)));
            if (all.isEmpty()) {
                throw wrong(list);
            }
        }
        return all;
    }

    /** {@code *%2+1}: those that leave 1 when divided by 2. */
    private static Set<Integer> modulo(String text, List<String> names, int most) {
        int mark = text.indexOf('%');
        if (mark < 0) {
            return span(text, names, most);
        }
        Matcher rest = Pattern.compile("%([1-9]\\d?)(?:\\+(\\d{1,2}))?")
                .matcher(text.substring(mark));
        if (!rest.matches() || names.isEmpty()) {
            throw wrong(text);
        }
        int by = Integer.parseInt(rest.group(1));
        int left = rest.group(2) == null ? 0 : Integer.parseInt(rest.group(2));
        Set<Integer> all = new HashSet<>(span(mark == 0 ? "*" : text.substring(0, mark), names,
                most));
        all.removeIf(number -> number % by != left % by);
        return all;
    }

    /** {@code tue}, {@code 2}, {@code sat-mon}, {@code *}; one that ends before it begins wraps. */
    private static SortedSet<Integer> span(String text, List<String> names, int most) {
        String[] ends = text.equals("*") ? new String[] {"1", Integer.toString(most)}
                : text.split("-", -1);
        if (ends.length > 2) {
            throw wrong(text);
        }
        int from = number(ends[0], names, most);
        int to = number(ends[ends.length - 1], names, most);
        SortedSet<Integer> all = new TreeSet<>(Set.of(from));
        for (int at = from; at != to;) {
            at = at % most + 1;
            all.add(at);
        }
        return all;
    }

    private static int number(String text, List<String> names, int most) {
        String word = text.toLowerCase(Locale.ROOT);
        if (word.matches("\\d{1,2}") && Integer.parseInt(word) >= 1
                && Integer.parseInt(word) <= most) {
            return Integer.parseInt(word);
        }
        for (int i = 0; i < names.size(); i++) {
            if (word.length() >= 3 && names.get(i).startsWith(word)) {
                return i + 1;
            }
        }
        throw wrong(text);
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(text);
    }
}
