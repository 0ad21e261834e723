package org.understudy.agent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.model.Memory;

/** What cannot be remembered is said for as long as that is so. */
final class MemoryFileTest {
    @TempDir
    Path dir;

    @Test
    void aFileThatCannotBeWrittenIsANoticeUntilItCan() throws Exception {
        Path var = Files.writeString(dir.resolve("var"), "in the way");
        MemoryFile file = new MemoryFile(var, new ManualClock());
        file.keep(Memory.NONE);
        assertFalse(file.settled(Duration.ofSeconds(20)).isEmpty());
        String notice = file.notice().orElseThrow();
        assertTrue(notice.startsWith(var.resolve("memory.json") + " cannot be written, so a restart"
                + " of this agent forgets who froze what since then: "), notice);
        Files.delete(var);
        Files.createDirectories(var);
        await().atMost(Duration.ofSeconds(20)).until(() -> file.notice().isEmpty());
        assertEquals(Memory.NONE, file.read());
        assertEquals(Optional.empty(), file.notice());
    }
}
