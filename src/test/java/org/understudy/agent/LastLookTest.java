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
        return new LastLook(run, () -> List.of(service(Map.of(), List.of())), clock, chronicle());
    }

    private static ServiceStatus service(Map<String, String> groups,
            List<ServiceStatus.Row> resources) {
        return new ServiceStatus("web", "n1", "TST", "ha", false, "idle", "up", "up", groups,
                resources, "", "holds", List.of());
    }

    private Chronicle chronicle() {
        return new Chronicle(clock, new NodeName("n1"), journal::add);
    }

    @Test
    void leavesTheServicesWithTheTime() throws IOException {
        look(dir).run();
        SeenServices seen = Shapes.read(Files.readString(dir.resolve("seen.json")),
                SeenServices.class);
        assertEquals("web", seen.services().get(0).name());
        assertTrue(seen.at().startsWith("2027-01-15T"), seen.at());
    }

    /** An agent that is started anew and ends before it has read a thing has nothing to add. */
    @Test
    void whatWasSeenIsKeptWhileNothingIsReadYetButNotForEver() throws IOException {
        look(dir).run();
        LastLook next = new LastLook(dir, () -> List.of(service(Map.of("web", "undef"), List.of(
                new ServiceStatus.Row("ip#1", "ip", "....", "undef", "ip#1",
                        List.of(Screens.UNREAD))))), clock, chronicle());
        for (int i = 0; i < LastLook.PATIENCE; i++) {
            next.run();
            assertEquals(List.of(), seen().services().get(0).resources());
        }
        next.run();
        assertEquals("undef", seen().services().get(0).resources().get(0).status());
    }

    /** Where nothing is known of before, a start is better than no picture. */
    @Test
    void theFirstPictureIsTakenAsItIs() throws IOException {
        new LastLook(dir, () -> List.of(service(Map.of(), List.of(new ServiceStatus.Row("ip#1",
                "ip", "....", "undef", "ip#1", List.of(Screens.UNREAD))))), clock, chronicle())
                .run();
        assertEquals("undef", seen().services().get(0).resources().get(0).status());
    }

    private SeenServices seen() throws IOException {
        return Shapes.read(Files.readString(dir.resolve("seen.json")), SeenServices.class);
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
