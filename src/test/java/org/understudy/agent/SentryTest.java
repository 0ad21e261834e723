package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.heartbeat.Dropped;
import org.understudy.heartbeat.KeyFile;
import org.understudy.heartbeat.Keys;
import org.understudy.heartbeat.LinkState;
import org.understudy.heartbeat.Reason;
import org.understudy.model.Cluster;
import org.understudy.model.JournalEntry;
import org.understudy.model.LinkName;
import org.understudy.model.NodeName;

class SentryTest {
    private static final NodeName N1 = new NodeName("n1");

    private final List<JournalEntry> written = new ArrayList<>();
    private final List<Dropped> dropped = new ArrayList<>();
    private final List<LinkState> states = new ArrayList<>();
    private final Chronicle chronicle = new Chronicle(Clock.system(), N1, written::add);

    @TempDir
    Path directory;

    @Test
    void whatIsRefusedIsSaidOnceAndAgainWhenThereIsTenTimesAsMuch() {
        Sentry sentry = new Sentry(() -> dropped, () -> states, KeyFile.fixed(Keys.alone()),
                chronicle);
        sentry.run();
        for (long count : new long[] {1, 2, 9, 10, 11, 99, 350, 351}) {
            count(Reason.TWIN, count);
            sentry.run();
        }
        assertEquals(List.of("1", "10", "350"), facts("link.refused", "count"));
        assertEquals("two nodes have this name at once, or one is a clone of the other's disk",
                facts("link.refused", "reason").get(0));
    }

    @Test
    void whoeverIsOnALinkThatShouldNotBeIsInEveryStatusForAMinute() {
        Sentry sentry = new Sentry(() -> dropped, () -> states, KeyFile.fixed(Keys.alone()),
                chronicle);
        count(Reason.NOISE, 5_000);
        sentry.run();
        assertEquals(List.of(), sentry.notices());
        count(Reason.FOREIGN, 1);
        states.add(new LinkState(new LinkName("hb#2"), "disk", "/dev/sdb",
                Optional.of("not open: gone")));
        sentry.run();
        assertEquals("hb#2 not open: gone", sentry.notices().get(0));
        assertTrue(sentry.notices().get(1).endsWith(": another cluster on the same port"));
        for (int i = 0; i < 31; i++) {
            sentry.run();
        }
        assertEquals(List.of("hb#2 not open: gone"), sentry.notices());
    }

    @Test
    void theFirstWordsOfANewLifeAreNoNews() {
        Sentry sentry = new Sentry(() -> dropped, () -> states, KeyFile.fixed(Keys.alone()),
                chronicle);
        count(Reason.UNPROVEN, 2);
        sentry.run();
        assertEquals(List.of(), written);
        count(Reason.UNPROVEN, 12);
        sentry.run();
        assertEquals(List.of("12"), facts("link.refused", "count"));
    }

    @Test
    void aChangeOfTheKeysIsWrittenDownAndNoKeyIs() throws IOException {
        Path file = directory.resolve("cluster.key");
        String first = Base64.getEncoder().encodeToString(new byte[32]);
        write(file, first);
        KeyFile keys = KeyFile.of(file, new Cluster("lab", List.of(N1, new NodeName("n2")),
                List.of(), Set.of(), Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO,
                false));
        Sentry sentry = new Sentry(() -> dropped, () -> states, keys, chronicle);
        sentry.run();
        byte[] other = new byte[32];
        other[0] = 1;
        write(file, first + "\n" + Base64.getEncoder().encodeToString(other));
        sentry.run();
        sentry.run();
        assertEquals(List.of(keys.keys().toString()), facts("key.loaded", "keys"));
        write(file, "c2VjcmV0");
        sentry.run();
        sentry.run();
        assertEquals(List.of(file + ":1: expected the base64 of 32 bytes, got 6 bytes"),
                facts("key.refused", "problem"));
    }

    private static void write(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    private void count(Reason reason, long count) {
        dropped.clear();
        dropped.add(new Dropped(new LinkName("hb#1"), "10.0.0.9", reason, count));
    }

    private List<String> facts(String event, String key) {
        return written.stream().filter(entry -> entry.event().equals(event))
                .map(entry -> entry.facts().get(key)).toList();
    }
}
