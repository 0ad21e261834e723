package org.understudy.agent;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * Which version of its file a service runs by, on this node. As kept on disk.
 *
 * @param service its name
 * @param number the one of its version, which all nodes count together
 * @param checksum of the file's bytes
 * @param file its name: {@code web.conf}
 * @param since when it was accepted, to the millisecond of the wall clock
 * @param refused from when on the file there is another one that is not in force; 0 when none is
 */
record Generation(String service, long number, String checksum, String file, long since,
        long refused) {
    private static final DateTimeFormatter TIME = DateTimeFormatter
            .ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    Generation next(String content, String name, Instant now) {
        return new Generation(service, number + 1, content, name, now.toEpochMilli(), 0);
    }

    Generation numbered(long next) {
        return new Generation(service, next, checksum, file, since, refused);
    }

    Generation refused(long from) {
        return new Generation(service, number, checksum, file, since, from);
    }

    /** {@code generation 3 (checksum 1f0c…, accepted 2026-03-01 14:03:02)}. */
    String words() {
        return "generation " + number + " (checksum " + checksum + ", accepted "
                + time(Instant.ofEpochMilli(since)) + ")";
    }

    static String time(Instant moment) {
        return TIME.format(moment);
    }
}
