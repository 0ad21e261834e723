package org.understudy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.understudy.model.Schedule;

class SchedulesTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        // 2015-02-24 is a Tuesday in week 9; 2015-02-28 is a Saturday.
        "*;2015-02-24T10:00;true", "@10;2015-02-24T10:00;true", "@0;2015-02-24T10:00;false",
        "'';2015-02-24T10:00;false", "00:00-24:00;2015-02-24T10:00;true",
        "09:00-11:00;2015-02-24T10:00;true", "09:00-11:00;2015-02-24T11:00;true",
        "09:00-11:00;2015-02-24T11:01;false", "09:00;2015-02-24T09:05;true",
        "09:00;2015-02-24T09:11;false", "09:00:30-09:01;2015-02-24T09:00:29;false",
        "08:00-09:00,09:30-10:30;2015-02-24T10:00;true",
        "23:00-02:00;2015-02-24T01:00;true", "23:00-02:00 mon;2015-02-24T01:00;true",
        "23:00-02:00 tue;2015-02-24T01:00;false", "23:00-02:00;2015-02-24T03:00;false",
        "* tue;2015-02-24T10:00;true", "* 2;2015-02-24T10:00;true",
        "* Tuesday;2015-02-24T10:00;true", "* mon,wed-fri;2015-02-24T10:00;false",
        "* sat-tue;2015-02-24T10:00;true", "* sat-mon;2015-02-24T10:00;false",
        "* *:last;2015-02-28T10:00;true", "* *:last;2015-02-27T10:00;false",
        "* sat:last;2015-02-28T10:00;true", "* fri:last;2015-02-28T10:00;false",
        "* *:-5;2015-02-24T10:00;true", "* *:24;2015-02-24T10:00;true",
        "* *:+24;2015-02-24T10:00;true", "* sun:1st;2015-02-01T10:00;true",
        "* sun:first;2015-03-02T10:00;false",
        "* * 9;2015-02-24T10:00;true", "* * 1-8,10-53;2015-02-24T10:00;false",
        "* * * 2;2015-02-24T10:00;true", "* * * feb-apr;2015-02-24T10:00;true",
        "* * * nov-jan;2015-02-24T10:00;false", "* * * %2;2015-02-24T10:00;true",
        "* * * *%2+1;2015-02-24T10:00;false", "* * * jan,%2+1;2015-03-24T10:00;true",
        "! *;2015-02-24T10:00;false",
        "[\"! 09:00-11:00\", \"*\"];2015-02-24T10:00;false",
        "[\"! 09:00-11:00\", \"*\"];2015-02-24T12:00;true",
        "[\"00:00-01:00@61 mon\", \"02:00-03:00@61 tue-sun\"];2015-02-24T02:30;true",
        "16:00-17:00@1 sat:last,tue-mon:last * %2+1,feb-apr;2015-02-28T16:00;true",
        "16:00-17:00@1 sat:last,tue-mon:last * %2+1,feb-apr;2015-06-30T16:00;false"})
    void isOpenWhenItSaysSo(String text, LocalDateTime at, boolean open) {
        assertEquals(open, Types.SCHEDULE.parse(text).isOpen(at.atZone(ZoneOffset.UTC), "web"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "@10;09:51;false", "@10;09:50;true", "@2h;08:00;true", "@90s;09:59;false",
        "09:00-11:00;09:30;false", "09:00-11:00;08:59;true", "*;00:00;false",
        "04:00-12:00@121;08:00;false", "04:00-12:00@121;07:59;true",
        "@10;10:30;true"})
    void runsAgainAfterItsIntervalOrOnceInEachRange(String text, String last, boolean due) {
        ZonedDateTime now = LocalDateTime.parse("2015-02-24T10:00").atZone(ZoneOffset.UTC);
        Instant before = LocalDateTime.parse("2015-02-24T" + last).toInstant(ZoneOffset.UTC);
        assertEquals(due, Types.SCHEDULE.parse(text).allows(now, Optional.of(before), "web"));
    }

    /** Who looks now and then must find it due on every day, also in a short range. */
    @ParameterizedTest
    @CsvSource({"~04:00,04:09", "~00:00-06:00,05:59", "~04:00-04:01,04:00:30"})
    void spreadIsDueWellBeforeItsRangeEnds(String text, String latest) {
        Schedule spread = Types.SCHEDULE.parse(text);
        ZonedDateTime first = LocalDateTime.parse("2015-02-24T" + latest).atZone(ZoneOffset.UTC);
        assertEquals(3000, IntStream.range(0, 3000).filter(day -> spread.isOpen(
                first.plusDays(day), "web task#" + day % 3)).count());
    }

    @Test
    void spreadRunsOnceInEachRangeAtAMomentOfItsOwn() {
        Schedule spread = Types.SCHEDULE.parse("~00:00-06:00");
        ZonedDateTime midnight = LocalDateTime.parse("2015-02-24T00:00").atZone(ZoneOffset.UTC);
        long open = IntStream.range(0, 50).filter(i -> spread.isOpen(midnight.plusHours(3),
                "service" + i)).count();
        assertTrue(open > 10 && open < 40, () -> open + " of 50 half-way");
        assertTrue(spread.isOpen(midnight.plusHours(6), "web"));
        assertFalse(spread.allows(midnight.plusHours(6),
                Optional.of(midnight.plusHours(5).toInstant()), "web"));
    }

    @Test
    void knowsThatItRunsNothing() {
        assertTrue(Types.SCHEDULE.parse("@0").isNever());
        assertTrue(Types.SCHEDULE.parse("04:00-06:00@0").isNever());
        assertTrue(Types.SCHEDULE.parse("! 04:00-06:00").isNever());
        assertFalse(Types.SCHEDULE.parse("@10").isNever());
        assertEquals(Duration.ofMinutes(10), Schedule.MOMENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4", "25:00", "04:60", "04:00-", "04:00-05:00-06:00", "@10@20",
        "04:00@x", "* noday", "* 8", "* mon-tue-wed", "* mon:32", "* mon:0", "* * 54", "* * 0",
        "* * * 13", "* * * ma", "* * * %0", "* * * * *", "[\"*\"", "[*]", "*,", "!", "~", "-05:00",
        "04:00-05:00@", "[\"03:59\" \"05:59\"]", "* * 1%2"})
    void refusesWhatIsNoSchedule(String text) {
        assertThrows(IllegalArgumentException.class, () -> Types.SCHEDULE.parse(text));
    }
}
