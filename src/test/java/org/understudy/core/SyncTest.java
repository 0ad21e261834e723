package org.understudy.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.understudy.model.Local;
import org.understudy.model.Monitor;
import org.understudy.model.Status;

/** The row sync#i0: what is not known of a node is not held against it. */
final class SyncTest {
    private final OneNode node = new OneNode(Set.of(), "n1", "n2");

    @Test
    void whoWasNeverHeardSaysNothing() {
        node.probed(Status.UP, Status.UP);
        assertEquals(Status.UNDEF, status());
    }

    @Test
    void theSameFileEverywhereIsUp() {
        node.beat("m2", Status.DOWN, Monitor.IDLE);
        assertEquals(Status.UP, status());
        node.probed(Status.UP, Status.UP);
        assertEquals(Status.UP, status());
    }

    @Test
    void aNodeWithoutTheServiceNeedsItsFile() {
        node.deaf("m2");
        assertEquals(Status.WARN, status());
        node.probed(Status.UP, Status.UP);
        assertEquals(Status.DOWN, status());
        assertEquals("[n2 need update]", Sync.row(node.view(), local()).orElseThrow().messages()
                .toString());
    }

    @Test
    void whoIsSilentIsWhatItWas() {
        node.beat("m2", Status.DOWN, Monitor.IDLE).pass(Duration.ofSeconds(9));
        assertEquals(Status.UP, status());
    }

    private Status status() {
        return Sync.status(node.view(), local());
    }

    private Local local() {
        return node.view().services().get(OneNode.WEB);
    }
}
