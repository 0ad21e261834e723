package org.understudy.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.wire.JournalLine;

class DiskWriterTest {
    @TempDir
    Path directory;

    @Test
    void whatDoesNotFitTheQueueIsCountedAndSaidOnce() throws Exception {
        LineFiles files = new LineFiles(directory, 1 << 20);
        DiskWriter writer = new DiskWriter("writer", 3);
        for (int i = 1; i <= 10; i++) {
            writer.offer(files, line(i));
        }
        assertEquals(0, writer.takeDropped(), "no room to say so yet");
        writer.start();
        writer.close();
        assertEquals(7, writer.takeDropped());
        assertEquals(0, writer.takeDropped());
        assertEquals(3, Files.readAllLines(directory.resolve("journal")).size());
    }

    private static JournalLine line(long number) {
        return new JournalLine(number, "2026-01-01T00:00:00.000Z", "n1", "x.y", Map.of());
    }
}
