package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.model.Edition.Lag;
import org.understudy.model.NodeName;

/** The power of a node is cut in the midst of what brings its files up to the others'. */
final class CatchUpPowerCutTest {
    private static final String ALL = "n1 n2";

    @TempDir
    Path dir;
    private final Map<NodeName, Side> all = new TreeMap<>();
    private Side n1;
    private Side n2;

    @BeforeEach
    void nodes() throws IOException {
        n1 = new Side(Side.NODES.get(0), dir.resolve("n1"), all);
        n2 = new Side(Side.NODES.get(1), dir.resolve("n2"), all);
    }

    private void pass() {
        for (int i = 0; i < 4; i++) {
            all.values().forEach(Side::pass);
        }
    }

    private static void dies(Side one, String event) {
        one.diesAt = event;
        assertThrows(Side.PowerCut.class, one::pass);
    }

    private void isGone() throws IOException {
        assertEquals(-1, n1.priority());
        assertEquals(-1, n2.priority());
        assertEquals(Lag.NONE, n1.edition().lag());
        assertEquals(Lag.NONE, n2.edition().lag());
    }

    /** Else it would be an edit made there, of nobody's file before it. */
    @Test
    void whoIsCutOffAsItTakesAFileKnowsAfterwardsWhoseItIs() throws Exception {
        n1.write(1, ALL);
        dies(n2, "config.taken");
        assertEquals(1, n2.priority());
        n2.begin();
        assertEquals(n1.edition(), n2.edition());
        n1.delete();
        pass();
        isGone();
    }

    @Test
    void whoIsCutOffAsItGivesAFileUpDoesNotBringItBack() throws Exception {
        n1.write(1, ALL);
        pass();
        n1.delete();
        dies(n2, "config.deleted");
        n2.begin();
        pass();
        isGone();
    }

    /** What was to come and never did is not taken for it when somebody writes the same later. */
    @Test
    void anEditThatSaysWhatWasOnceToComeFollowsWhatIsThere() throws Exception {
        n1.write(1, ALL);
        pass();
        n2.versions.expect(n1.versions.of("web").orElseThrow());
        n2.write(2, ALL);
        pass();
        n2.write(1, ALL);
        pass();
        assertEquals(1, n1.priority());
        assertEquals(1, n2.priority());
        assertEquals(3, n1.edition().number());
    }
}
