package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.understudy.model.Edition.Lag;
import org.understudy.model.NodeName;
import org.understudy.wire.FileCopy;
import org.understudy.wire.FileTable;
import org.understudy.wire.FileVersion;

/** Three nodes give each other their files. */
final class CatchUpTest {
    private static final String ALL = "n1 n2 n3";

    @TempDir
    Path dir;
    private final Map<NodeName, Side> all = new TreeMap<>();
    private Side n1;
    private Side n2;
    private Side n3;

    @BeforeEach
    void nodes() throws IOException {
        n1 = new Side(Side.NODES.get(0), dir.resolve("n1"), all);
        n2 = new Side(Side.NODES.get(1), dir.resolve("n2"), all);
        n3 = new Side(Side.NODES.get(2), dir.resolve("n3"), all);
    }

    private void pass() {
        for (int i = 0; i < 4; i++) {
            all.values().forEach(Side::pass);
        }
    }

    private void cut(Side one) {
        one.hears = Set.of(one.name);
    }

    private void heal() {
        all.values().forEach(one -> one.hears = Set.copyOf(Side.NODES));
    }

    private List<Integer> priorities() throws IOException {
        List<Integer> found = new ArrayList<>();
        for (Side one : all.values()) {
            found.add(one.priority());
        }
        return found;
    }

    private long versions() {
        return all.values().stream().map(one -> one.versions.digest()).distinct().count();
    }

    @Test
    void aFileGoesToTheNodesOfItsServiceAndToNoOthers() throws Exception {
        n1.write(1, "n1 n3");
        pass();
        assertEquals(List.of(1, -1, 1), priorities());
        assertEquals(1, n3.edition().number());
        n3.write(2, "n1 n3");
        pass();
        assertEquals(List.of(2, -1, 2), priorities());
        assertEquals(2, n1.edition().number());
        assertEquals(n1.edition(), n3.edition());
        assertEquals("rw-------", java.nio.file.attribute.PosixFilePermissions.toString(
                Files.getPosixFilePermissions(n3.file("web"))));
        assertTrue(Files.readString(n1.dir.resolve("var/good/before/web.conf"))
                .contains("priority = 1"), "the one before is kept");
    }

    @Test
    void whoWasAwayTakesTheNewerOneWhateverTheClocksSay() throws Exception {
        n1.write(1, ALL);
        pass();
        cut(n3);
        n1.clock.setBack(Duration.ofDays(300));
        n1.write(2, ALL);
        n1.write(3, ALL);
        pass();
        assertEquals(List.of(3, 3, 1), priorities());
        heal();
        pass();
        assertEquals(List.of(3, 3, 3), priorities());
        assertEquals(1, versions());
    }

    @Test
    void changesMadeApartAreKeptByBothAndHeldUntilSomebodyDecides() throws Exception {
        changesMadeApart();
        assertEquals(List.of(2, 3, 3), priorities());
        assertEquals(List.of(Lag.SPLIT, Lag.SPLIT, Lag.SPLIT), Stream.of(n1, n2, n3)
                .map(one -> one.edition().lag()).toList());
        assertEquals(List.of(n2.name, n3.name), n1.edition().from());
        assertEquals(1, n1.events().stream().filter("config.conflict"::equals).count());
        n1.begin();
        assertEquals(Lag.SPLIT, n1.edition().lag(), "also after a restart, before any is heard");
        n3.catchUp.take("web", n1.name, "root@n3");
        pass();
        assertEquals(List.of(2, 2, 2), priorities());
        assertEquals(1, versions());
        assertEquals(Lag.NONE, n2.edition().lag());
        assertTrue(n3.events().contains("config.settled"));
    }

    @Test
    void theOwnFileCanBeTakenAlsoWhileNobodyIsHeard() throws Exception {
        changesMadeApart();
        cut(n2);
        n2.pass();
        n2.catchUp.take("web", n2.name, "root@n2");
        assertEquals(Lag.NONE, n2.edition().lag());
        heal();
        pass();
        assertEquals(List.of(3, 3, 3), priorities());
    }

    private void changesMadeApart() throws Exception {
        n1.write(1, ALL);
        pass();
        cut(n1);
        n1.write(2, ALL);
        n2.write(3, ALL);
        pass();
        heal();
        pass();
    }

    @Test
    void theSameChangeMadeTwiceIsNoConflict() throws Exception {
        n1.write(1, ALL);
        pass();
        cut(n1);
        n1.write(2, ALL);
        n2.write(2, ALL);
        heal();
        pass();
        assertEquals(List.of(2, 2, 2), priorities());
        assertEquals(1, versions());
        assertEquals(Lag.NONE, n1.edition().lag());
    }

    @Test
    void whatWasDeletedIsNotBroughtBackByWhoWasAway() throws Exception {
        n1.write(1, ALL);
        pass();
        cut(n3);
        n2.delete();
        pass();
        assertEquals(List.of(-1, -1, 1), priorities());
        heal();
        pass();
        assertEquals(List.of(-1, -1, -1), priorities());
        assertTrue(n3.events().contains("config.deleted"));
        n1.write(4, ALL);
        pass();
        assertEquals(List.of(4, 4, 4), priorities(), "made anew it is a service again");
    }

    @Test
    void aDeletionAndAnEditMadeApartAreAConflict() throws Exception {
        n1.write(1, ALL);
        pass();
        cut(n1);
        n1.delete();
        n2.write(2, ALL);
        pass();
        heal();
        pass();
        assertEquals(List.of(-1, 2, 2), priorities());
        assertEquals(Lag.SPLIT, n2.edition().lag());
        n2.catchUp.take("web", n1.name, "root@n2");
        pass();
        assertEquals(List.of(-1, -1, -1), priorities());
    }

    @Test
    void aNodeThatIsLeftOutGivesItsFileUp() throws Exception {
        n1.write(1, ALL);
        pass();
        n1.write(2, "n1 n2");
        pass();
        assertEquals(List.of(2, 2, -1), priorities());
        try (Stream<Path> kept = Files.list(n3.dir.resolve("var/deleted"))) {
            assertEquals(1, kept.count());
        }
        n2.write(3, ALL);
        pass();
        assertEquals(List.of(3, 3, 3), priorities());
    }

    /** An unmounted directory must not take the service from all nodes. */
    @Test
    void aFileThatIsJustGoneComesBack() throws Exception {
        n1.write(1, ALL);
        pass();
        Files.delete(n2.file("web"));
        pass();
        assertEquals(List.of(1, 1, 1), priorities());
    }

    @Test
    void aFileThatCannotBeUsedHereIsRefusedWithAllThatIsWrong() throws Exception {
        n1.write(1, ALL);
        pass();
        n1.sending = copy -> {
            String bad = copy.text().replace("type = forking", "tipe = 1\nstopp = 2");
            FileVersion v = copy.version();
            return new FileCopy(new FileVersion(v.name(), v.number(), sum(bad), v.author(),
                    v.parent(), v.seen(), false, v.nodes(), v.since()), bad);
        };
        cut(n3);
        n1.write(2, ALL);
        n2.pass();
        n2.pass();
        assertEquals(1, n2.priority());
        assertEquals(2, n2.written.stream().filter(one -> one.event().equals("config.refused"))
                .count(), n2.written::toString);
    }

    @Test
    void whatCannotBeUsedIsSaidUntilAGoodOneComes() throws Exception {
        n1.write(1, ALL);
        pass();
        Files.writeString(n2.file("web"), "[DEFAULT\nbroken by hand");
        n2.configuration.load();
        n1.write(2, ALL);
        pass();
        assertEquals(Lag.REFUSED, n2.edition().lag());
        assertTrue(n2.notice().orElseThrow().contains("was changed here and cannot be used"));
        assertTrue(Files.readString(n2.file("web")).contains("broken by hand"));
        n2.catchUp.take("web", n1.name, "root@n2");
        pass();
        assertEquals(List.of(2, 2, 2), priorities());
        assertEquals(Lag.NONE, n2.edition().lag());
        try (Stream<Path> kept = Files.list(n2.dir.resolve("var/deleted"))) {
            assertEquals("[DEFAULT\nbroken by hand", Files.readString(kept.findFirst()
                    .orElseThrow()), "nothing is lost");
        }
    }

    @Test
    void whatIsDamagedOnTheWayIsNotWritten() throws Exception {
        n1.sending = copy -> new FileCopy(copy.version(), copy.text() + "# more\n");
        n1.write(1, "n1 n2");
        pass();
        assertEquals(List.of(1, -1, -1), priorities());
        assertTrue(n2.written.toString().contains("expected checksum"));
        n1.sending = copy -> copy;
        pass();
        assertEquals(List.of(1, 1, -1), priorities());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/b", "node", "cluster", "auth", ".hidden", "-x", ""})
    void aPeerCanNameNothingButAService(String name) throws Exception {
        n1.write(1, ALL);
        n1.telling = table -> new FileTable(table.files().stream().map(v -> new FileVersion(name,
                v.number(), v.checksum(), v.author(), "", v.seen(), false, v.nodes(), 0)).toList());
        pass();
        try (Stream<Path> files = Files.walk(n2.dir.resolve("etc"))) {
            assertEquals(List.of(), files.filter(Files::isRegularFile)
                    .filter(one -> !one.endsWith(".lock")).toList());
        }
    }

    /** Its edits must not be taken for old ones. */
    @Test
    void aNodeThatLostWhatItKnewOfVersionsOverwritesNothingAndIsNotOverwritten() throws Exception {
        n1.write(1, ALL);
        pass();
        n2.write(2, ALL);
        pass();
        Files.delete(n2.dir.resolve("var/good/versions.json"));
        cut(n2);
        n2.begin();
        n2.write(9, ALL);
        heal();
        pass();
        assertEquals(List.of(2, 9, 2), priorities());
        assertEquals(Lag.SPLIT, n1.edition().lag());
    }

    @Test
    void aNewerOneThatWasHeardOfIsNotForgottenByARestart() throws Exception {
        n1.write(1, ALL);
        pass();
        n1.sending = copy -> {
            throw new Refusal(500, "it breaks", "");
        };
        cut(n3);
        n1.write(2, ALL);
        pass();
        assertEquals(Lag.BEHIND, n2.edition().lag());
        cut(n2);
        n2.begin();
        assertEquals(Lag.BEHIND, n2.edition().lag());
        assertEquals(List.of(n1.name), n2.edition().from());
        n2.catchUp.take("web", n2.name, "root@n2");
        assertEquals(Lag.NONE, n2.edition().lag());
        assertTrue(n2.edition().number() > 2);
    }

    @Test
    void whoIsNotHeardCannotBeTakenFrom() throws Exception {
        changesMadeApart();
        cut(n2);
        Refusal refusal = assertThrows(Refusal.class,
                () -> n2.catchUp.take("web", n1.name, "root@n2"));
        assertEquals("n1 is not heard", refusal.getMessage());
        assertEquals(3, n2.priority());
    }

    /** Whatever is done where and whoever is heard: nothing is lost but by a decision. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void inTheEndAllAgreeOrAllAreToldOfAConflict(int seed) throws Exception {
        Random random = new Random(seed);
        n1.write(0, ALL);
        pass();
        for (int i = 1; i <= 25; i++) {
            Side one = List.of(n1, n2, n3).get(random.nextInt(3));
            switch (random.nextInt(7)) {
                case 0 -> cut(one);
                case 1 -> heal();
                case 2 -> one.begin();
                case 3 -> one.write(i, ALL);
                case 4 -> cutOffOrNot(one);
                default -> one.pass();
            }
        }
        heal();
        pass();
        Set<Integer> left = Set.copyOf(priorities());
        long split = Stream.of(n1, n2, n3).filter(o -> o.edition().lag() == Lag.SPLIT).count();
        assertEquals(left.size() == 1 ? 0 : 3, split, () -> "left " + left);
        n1.catchUp.take("web", n2.name, "root@n1");
        pass();
        assertEquals(1, Set.copyOf(priorities()).size());
        assertEquals(1, versions());
    }

    /** Its power is cut if it takes a file now. */
    private static void cutOffOrNot(Side one) throws IOException {
        one.diesAt = "config.taken";
        try {
            one.pass();
        } catch (Side.PowerCut cut) {
            one.begin();
        }
        one.diesAt = "";
    }

    private static String sum(String text) {
        return LastGood.checksum(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
