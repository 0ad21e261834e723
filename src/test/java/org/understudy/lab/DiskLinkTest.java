package org.understudy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One link by multicast and one over a disk: a peer is silent only when both are. */
@Tag("lab")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DiskLinkTest {
    @RegisterExtension
    static final Stage STAGE = new Stage("disklink", "LAB_HB", "multicast:hb1 disk");
    private static final Lab LAB = STAGE.lab;

    private Stage.Scene scene;

    @BeforeEach
    void note() {
        scene = STAGE.scene();
    }

    @Test
    @Order(1)
    void allTheNetworkCutMovesNothingWhileTheDiskBeats() throws Exception {
        STAGE.cutMovesNothing(scene);
    }

    @Test
    @Order(2)
    void networkAndDiskLostIsSilenceAndOneOfThemIsFenced() throws Exception {
        byte[] header = header();
        LabNode active = scene.active();
        long mark = active.mark();
        LAB.does("cut", "n1", "n2");
        overwrite(new byte[] {'L', 'A', 'B', 'E', 'L'});
        LAB.await("the fence", Stage.PATIENCE, () -> !active.journal(mark, "fence.end", "result",
                "confirmed").isEmpty());
        assertTrue(active.console(400).contains("got something else at its beginning"),
                active.console(50));
        assertEquals(List.of(active.name()), STAGE.watch.holders());
        assertTrue(active.runs("svcmgr", "links").out().contains("expected zeros or the disk"));
        overwrite(header);
    }

    @Test
    @Order(3)
    void aNodeThatDiesIsSilentOnTheDiskToo() throws Exception {
        LAB.does("kill", scene.active().name());
        STAGE.awaitUp(scene.passive());
    }

    private byte[] header() throws IOException {
        try (RandomAccessFile disk = new RandomAccessFile(disk().toFile(), "r")) {
            byte[] header = new byte[16];
            disk.readFully(header);
            return header;
        }
    }

    private void overwrite(byte[] bytes) throws IOException {
        try (RandomAccessFile disk = new RandomAccessFile(disk().toFile(), "rws")) {
            disk.write(bytes);
        }
    }

    private static Path disk() {
        return LAB.state().resolve("shared/hb.img");
    }
}
