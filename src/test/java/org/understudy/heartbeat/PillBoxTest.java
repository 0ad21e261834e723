package org.understudy.heartbeat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.understudy.model.Cluster;
import org.understudy.model.NodeName;

/** Orders on a real file, past its cache; what is no order is not obeyed, and counted. */
final class PillBoxTest {
    private static final NodeName N1 = new NodeName("n1");
    private static final NodeName N2 = new NodeName("n2");
    private static final int BLOCK = 4096;
    /** n2 has slot 1. */
    private static final int ORDER = (128 + 1) * BLOCK;

    private final KeyFile keys = KeyFile.fixed(Keys.alone());
    private final Cluster cluster = Node.cluster("lab", 1, Node.INTERVAL, "n1", "n2");
    private Path file;
    private PillBox by;
    private PillBox to;

    @BeforeEach
    void open() throws IOException {
        file = PillDisk.of(cluster);
        by = PillBox.open(file, cluster, N1, keys);
        to = PillBox.open(file, cluster, N2, keys);
    }

    @AfterEach
    void close() throws IOException {
        by.close();
        to.close();
        Files.delete(file);
    }

    @Test
    void anOrderIsReadByWhoItIsForAndAnswered() throws IOException {
        assertEquals(Optional.empty(), to.ordered("m2"));
        UUID nonce = UUID.randomUUID();
        by.order(N2, "m2", nonce);
        assertEquals(Optional.of(new PillBox.Order(N1, nonce)), to.ordered("m2"));
        assertEquals(Optional.empty(), by.ordered("m1"), "its own place is another one");
        assertEquals(Optional.empty(), by.answer(N2, "m2"));
        PillBox.Answer goes = new PillBox.Answer(true, nonce, Duration.ofSeconds(10));
        to.answer("m2", goes);
        assertEquals(Optional.of(goes), by.answer(N2, "m2"));
        assertEquals(Optional.empty(), by.answer(N2, "m2-again"), "said by another boot");
        assertEquals(Map.of(), to.ignored());
    }

    @Test
    void anOrderToAnEarlierBootIsReplayedOrOldAndCountedOnce() throws IOException {
        by.order(N2, "m2", UUID.randomUUID());
        assertEquals(Optional.empty(), to.ordered("m2-again"));
        assertEquals(Optional.empty(), to.ordered("m2-again"));
        assertEquals(Map.of("of an earlier boot, or for another node", 1L), to.ignored());
    }

    @Test
    void anOrderToAnotherNodeThatWasCopiedHereIsNotObeyed() throws IOException {
        by.order(N1, "m2", UUID.randomUUID());
        patch(ORDER, read(ORDER - BLOCK, BLOCK));
        assertEquals(Optional.empty(), to.ordered("m2"));
        assertEquals(Map.of("of an earlier boot, or for another node", 1L), to.ignored());
    }

    @Test
    void anAnswerThatWasCopiedIsNoOrder() throws IOException {
        to.answer("m2", new PillBox.Answer(true, UUID.randomUUID(), Duration.ZERO));
        patch(ORDER, read((192 + 1) * BLOCK, BLOCK));
        assertEquals(Optional.empty(), to.ordered("m2"));
        assertEquals(Map.of("torn, or forged", 1L), to.ignored());
    }

    @Test
    void whatIsTornOrForgedIsNotObeyed() throws IOException {
        by.order(N2, "m2", UUID.randomUUID());
        byte[] whole = read(ORDER, BLOCK);
        for (int at : new int[] {0, 17, 25, 38, 41, 60}) {
            byte[] torn = whole.clone();
            torn[at] ^= 1;
            patch(ORDER, torn);
            assertEquals(Optional.empty(), to.ordered("m2"), "byte " + at);
        }
        byte[] noise = new byte[BLOCK];
        java.util.Arrays.fill(noise, (byte) -1);
        patch(ORDER, noise);
        assertEquals(Optional.empty(), to.ordered("m2"));
        assertEquals(7, to.ignored().values().stream().mapToLong(Long::longValue).sum());
        patch(ORDER, whole);
        assertTrue(to.ordered("m2").isPresent());
    }

    @Test
    void whoHasAnotherKeyOrdersNobody() throws IOException {
        try (PillBox foreign = PillBox.open(file, cluster, N1, KeyFile.fixed(Keys.alone()))) {
            foreign.order(N2, "m2", UUID.randomUUID());
        }
        assertEquals(Optional.empty(), to.ordered("m2"));
        assertEquals(Map.of("sealed with another key", 1L), to.ignored());
    }

    /** What is read there would mean nothing. */
    @Test
    void aDiskWithoutItsSlotIsRefused() throws IOException {
        try (PillBox third = PillBox.open(file, cluster, new NodeName("n3"), keys);
                PillBox other = PillBox.open(file, Node.cluster("prod", 1, Node.INTERVAL, "n1",
                        "n2"), N2, keys)) {
            assertEquals(file + ": n3 has no slot of cluster lab there",
                    assertThrows(IOException.class, () -> third.ordered("m")).getMessage());
            assertEquals(file + ": n2 has no slot of cluster prod there",
                    assertThrows(IOException.class, () -> other.ordered("m")).getMessage());
        }
    }

    private byte[] read(int at, int length) throws IOException {
        try (SharedDisk disk = SharedDisk.open(file)) {
            return disk.read(at, length);
        }
    }

    private void patch(int at, byte[] bytes) throws IOException {
        try (SharedDisk disk = SharedDisk.open(file)) {
            disk.write(at, bytes);
        }
    }
}
