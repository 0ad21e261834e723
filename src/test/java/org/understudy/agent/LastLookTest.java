package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.model.JournalEntry;
import org.understudy.model.NodeName;
import org.understudy.wire.SeenServices;
import org.understudy.wire.ServiceStatus;
import org.understudy.wire.Shapes;

/** What is there when the agent is gone. */
final class LastLookTest {
    private final List<JournalEntry> journal = new ArrayList<>();
    private final ManualClock clock = new ManualClock();

    @TempDir
    Path dir;

    private LastLook look(Path run) {
        return new LastLook(run, () -> List.of(new ServiceStatus("web", "n1", "TST", "ha", false,
                "idle", "up", "up", Map.of(), List.of(), "", "holds", List.of())), clock,
                new Chronicle(clock, new NodeName("n1"), journal::add));
    }

    @Test
    void leavesTheServicesWithTheTime() throws IOException {
        look(dir).run();
        SeenServices seen = Shapes.read(Files.readString(dir.resolve("seen.json")),
                SeenServices.class);
        assertEquals("web", seen.services().get(0).name());
        assertTrue(seen.at().startsWith("2027-01-15T"), seen.at());
    }

    @Test
    void saysOnceWhereItCannotBeWritten() throws IOException {
        Path file = Files.createFile(dir.resolve("file"));
        LastLook look = look(file);
        look.run();
        look.run();
        assertEquals(List.of("agent.unseen"), journal.stream().map(JournalEntry::event).toList());
    }
}
