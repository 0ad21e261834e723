package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.understudy.model.JournalEntry;
import org.understudy.model.NodeName;

/** What cannot be written again and again does not fill the journal. */
final class UnwrittenTest {
    private static final Path FILE = Path.of("/var/lib/understudy/good/versions.json");
    private static final IOException FULL = new IOException("No space left on device");

    private final ManualClock clock = new ManualClock();
    private final List<JournalEntry> written = new ArrayList<>();
    private final Unwritten unwritten = new Unwritten(clock, new Chronicle(clock,
            new NodeName("n1"), written::add));

    private void every2s(int times, IOException why) {
        for (int i = 0; i < times; i++) {
            unwritten.failed(FILE, why);
            clock.pass(Duration.ofSeconds(2));
        }
    }

    @Test
    void itIsToldOnceAndAgainForAnotherReasonOrAnHourLater() {
        every2s(1800, FULL);
        assertEquals(1, written.size());
        every2s(1, FULL);
        assertEquals(2, written.size());
        every2s(3, new IOException("Read-only file system"));
        assertEquals(3, written.size());
        assertEquals("config.copy_failed", written.get(2).event());
    }

    @Test
    void itIsANoticeUntilItIsWrittenAndNewsAfterThat() {
        every2s(2, FULL);
        assertEquals(Optional.of(FILE + " cannot be written, so a restart of this agent may go by"
                + " what it said before: java.io.IOException: No space left on device"),
                unwritten.notice());
        unwritten.written(FILE);
        assertEquals(Optional.empty(), unwritten.notice());
        every2s(1, FULL);
        assertEquals(2, written.size());
    }
}
