package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.api.Call;
import org.understudy.api.Reply;
import org.understudy.config.ServiceScan;
import org.understudy.core.Facts;
import org.understudy.driver.Drivers;
import org.understudy.model.Decision;
import org.understudy.model.Event;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Service;
import org.understudy.model.Status;
import org.understudy.model.View;
import org.understudy.wire.Leave;
import org.understudy.wire.Left;

/** n2 leaves n1 and n3, all with their real files; what it asks of them may be lost. */
final class WithdrawalTest {
    private static final Leave YES = new Leave(true, false, false);

    @TempDir
    Path dir;
    private final Map<NodeName, Side> all = new TreeMap<>();
    private final List<String> asked = new ArrayList<>();
    private Side n1;
    private Side n2;
    private Side n3;
    private Withdrawal withdrawal;
    private Optional<Leaving.Last> last = Optional.empty();
    private Optional<String> notice = Optional.empty();
    private boolean kept = true;
    /** Which calls are lost on the way there, and which answers on the way back. */
    private String lost = "none";
    private String unanswered = "none";
    /** Whether what only asks comes through all the same. */
    private boolean dryRunsCome;
    private boolean refused;

    @BeforeEach
    void cluster() throws IOException {
        n1 = new Side(Side.NODES.get(0), dir.resolve("n1"), all);
        n2 = new Side(Side.NODES.get(1), dir.resolve("n2"), all);
        n3 = new Side(Side.NODES.get(2), dir.resolve("n3"), all);
        ClusterKey key = ClusterKey.fresh();
        for (Side side : all.values()) {
            Path etc = side.dir.resolve("etc");
            Files.writeString(etc.resolve("cluster.conf"), "[cluster]\nname = lab\n"
                    + "nodes = n1 n2 n3\n[hb#1]\ntype = unicast\naddr@n1 = 10.0.0.1\n"
                    + "addr@n2 = 10.0.0.2\naddr@n3 = 10.0.0.3\n[stonith#n2]\ncmd = /bin/true\n"
                    + "[node]\nready_period@n2 = 3s\n");
            key.write(etc.resolve("cluster.key"));
            write(side, "web", "n1 n2 n3");
            write(side, "star", "*");
        }
        write(n2, "own", "n2");
        pass();
        withdrawal();
    }

    private static void write(Side side, String name, String nodes) throws IOException {
        Files.writeString(side.file(name), "[DEFAULT]\nnodes = " + nodes + "\norchestrate = ha\n"
                + "[app#1]\ntype = forking\nstart = /bin/true\n");
    }

    private void withdrawal() {
        Paths at = Desks.paths(n2.dir);
        Paths paths = new Paths(at.etc(), at.var(), at.run(), at.machine(), at.reset(),
                Optional.empty(), kept);
        withdrawal = new Withdrawal(n2.published, new Reluctance(paths, () -> notice,
                n2.versions), new Standing(List.of(), node -> true, this::answer),
                new Chronicle(n2.clock, n2.name, n2.written::add),
                ending -> last = Optional.of(ending));
        up(Status.DOWN);
    }

    private void pass() {
        for (int i = 0; i < 4; i++) {
            all.values().forEach(Side::pass);
        }
    }

    /** How the loop of n2 has it: its services as they are read. */
    private void up(Status web) {
        List<Service> services = List.copyOf(ServiceScan.of(n2.dir.resolve("etc/services"),
                new Drivers(), n2.name, Side.NODES).managed().values()).stream()
                .map(file -> file.service()).toList();
        View view = Facts.after(n2.published.round().view(), new Event.Loaded(services),
                n2.clock.now());
        for (Service service : services) {
            SortedMap<Rid, ResourceStatus> found = new TreeMap<>();
            found.put(new Rid("app#1"), new ResourceStatus(
                    service.name().value().equals("web") ? web : Status.DOWN, ""));
            view = Facts.after(view, new Event.Probed(service.name(), found), view.now());
        }
        n2.published.publish(new Published.Round(view, Decision.NONE));
    }

    private Reply answer(NodeName node, Call call) {
        asked.add(node + " " + call.path());
        notedBefore = leftovers().due();
        boolean real = call.body().contains("\"dryRun\":false");
        if (refused && real) {
            throw new Refusal(409, node + " said: it thinks otherwise now", "again");
        }
        if (call.path().contains(lost) && (!dryRunsCome || real)) {
            throw new Refusal(504, "no answer from " + node + " in time", "again");
        }
        Side side = all.get(node);
        Reply reply = new FileDesk(Desks.paths(side.dir), node, new Knowing())
                .answer(new Call(call.method(), call.path(), call.query(), call.body(),
                        call.uid(), "n2")).orElseThrow();
        pass();
        up(Status.DOWN);
        if (real && call.path().contains(unanswered)) {
            throw new Refusal(504, "no answer from " + node + " in time", "again");
        }
        return reply;
    }

    private String text(Side side, String file) throws IOException {
        return Files.readString(side.dir.resolve("etc").resolve(file));
    }

    /** Whether it was noted when somebody was asked last. */
    private boolean notedBefore;

    private Leftovers leftovers() {
        return new Leftovers(Desks.paths(n2.dir), n2.name);
    }

    @Test
    void theOthersNameItNoMoreAndItKeepsNothingItShared() throws Exception {
        assertEquals("begun", withdrawal.ask(YES).state());
        assertEquals(List.of("n1 /v1/cluster/release"), asked, "only whether it would do");
        assertTrue(text(n1, "cluster.conf").contains("n2"));
        assertEquals(0, last.orElseThrow().code(true));
        assertFalse(n2.events().contains("cluster.not_left"), () -> n2.written.toString());
        assertTrue(notedBefore, "who dies from here on comes back alone");
        for (Side side : List.of(n1, n3)) {
            assertEquals("[cluster]\nname = lab\nnodes = n1 n3\n[hb#1]\ntype = unicast\n"
                    + "addr@n1 = 10.0.0.1\naddr@n3 = 10.0.0.3\n[node]\n",
                    text(side, "cluster.conf"));
            assertTrue(text(side, "services/web.conf").contains("nodes = n1 n3\n"));
            assertTrue(text(side, "services/star.conf").contains("nodes = *\n"));
        }
        assertTrue(leftovers().due(), () -> n2.written.toString());
        assertTrue(text(n2, "cluster.conf").contains("n2"), "nobody pulls it from under an agent");
        List<String> told = leftovers().clear();
        assertTrue(told.stream().anyMatch(line -> line.startsWith("star: left to the others")),
                told::toString);
        assertAlone();
    }

    private void assertAlone() throws IOException {
        assertFalse(leftovers().due());
        Path etc = n2.dir.resolve("etc");
        try (Stream<Path> files = Files.walk(etc)) {
            assertEquals(List.of("services/own.conf"), files.filter(Files::isRegularFile)
                    .map(file -> etc.relativize(file).toString())
                    .filter(name -> !name.contains(".lock")).sorted().toList());
        }
        try (Stream<Path> good = Files.list(n2.dir.resolve("var/good"))) {
            List<String> names = good.map(file -> file.getFileName().toString()).toList();
            assertFalse(names.contains("web.conf") || names.contains("star.conf")
                    || names.contains("cluster.conf") || names.contains("versions.json"),
                    names::toString);
        }
    }

    @Test
    void whatInterruptsTheClearingIsNoHarm() throws Exception {
        withdrawal.ask(YES);
        last.orElseThrow().code(true);
        Files.delete(n2.dir.resolve("etc/cluster.conf"));
        Files.deleteIfExists(n2.file("star"));
        leftovers().clear();
        assertAlone();
        leftovers().note("lab");
        assertEquals(List.of(), leftovers().clear());
        assertAlone();
    }

    @Test
    void anAgentThatCannotClearItAwayDoesNotStart() throws Exception {
        leftovers().note("lab");
        Path key = n2.dir.resolve("etc/cluster.key");
        Files.delete(key);
        Files.createDirectories(key.resolve("no-file"));
        assertThrows(IOException.class, () -> Leftovers.cleared(Desks.paths(n2.dir), n2.name));
        assertTrue(leftovers().due());
        Files.delete(key.resolve("no-file"));
        Files.delete(key);
        Leftovers.cleared(Desks.paths(n2.dir), n2.name);
        assertAlone();
    }

    @Test
    void aMemberUntilTheOthersNameItNoMore() throws Exception {
        for (String where : List.of("/v1/services/web/config", "/v1/cluster/release")) {
            withdrawal();
            lost = "none";
            withdrawal.ask(YES);
            lost = where;
            assertEquals(0, last.orElseThrow().code(true));
            assertFalse(leftovers().due(), where);
            assertTrue(text(n1, "cluster.conf").contains("nodes = n1 n2 n3"));
            assertTrue(n2.events().contains("cluster.not_left"), where);
        }
        assertTrue(text(n1, "services/web.conf").contains("nodes = n1 n3"), "said again, it goes"
                + " on from there");
        lost = "none";
        withdrawal();
        withdrawal.ask(YES);
        last.orElseThrow().code(true);
        assertTrue(leftovers().due());
    }

    @Test
    void anAnswerThatIsLostIsMadeUpForByTheFiles() throws Exception {
        withdrawal.ask(YES);
        unanswered = "/v1/cluster/release";
        last.orElseThrow().code(true);
        assertTrue(leftovers().due());
        assertFalse(text(n1, "cluster.conf").contains("n2"));
    }

    /** Who may be named no more would take the others for lost if it were a member. */
    @Test
    void whatNobodyKnowsTakesItOut() throws Exception {
        withdrawal.ask(YES);
        dryRunsCome = true;
        lost = "/v1/cluster/release";
        assertEquals(0, last.orElseThrow().code(true));
        assertTrue(leftovers().due());
        assertTrue(text(n1, "cluster.conf").contains("n2"));
        assertTrue(n2.written.toString().contains("not known to have taken the cluster.conf without"
                + " n2: [n1, n3]; no answer from n1 in time"), n2.written::toString);
        assertTrue(n2.written.toString().contains("svcmgr cluster forget n2"));
    }

    @Test
    void whoIsRefusedAfterAllIsAMember() throws Exception {
        withdrawal.ask(YES);
        refused = true;
        assertEquals(0, last.orElseThrow().code(true));
        assertTrue(notedBefore);
        assertFalse(leftovers().due());
        assertTrue(n2.events().contains("cluster.not_left"), n2.written::toString);
    }

    @Test
    void whatDoesNotStopInTimeKeepsItAMember() throws Exception {
        withdrawal.ask(YES);
        assertEquals(0, last.orElseThrow().code(false));
        assertFalse(leftovers().due());
        assertEquals(List.of("n1 /v1/cluster/release"), asked);
    }

    @Test
    void nothingHappensBeforeSomebodySaysYes() throws Exception {
        up(Status.UP);
        Left plan = withdrawal.ask(new Leave(false, true, true));
        assertEquals("plan", plan.state());
        up(Status.UP);
        assertEquals("confirm", withdrawal.ask(new Leave(false, false, true)).state());
        assertEquals(List.of("web on n2: stop", "  app#1", "web: started by no other node",
                "files that name n2 no more: star, web",
                "cluster.conf of [n1, n3]: without n2; their agents restart for it, which stops"
                + " no service", "n2: in no cluster; its cluster.conf, key and the files of what"
                + " it shares are kept elsewhere, and its agent starts again"), plan.told());
        assertTrue(last.isEmpty());
    }

    private void assertRefused(String why) {
        Refusal refusal = assertThrows(Refusal.class, () -> withdrawal.ask(YES));
        assertTrue((refusal.getMessage() + refusal.reply().json()).contains(why),
                refusal.reply().json());
        assertTrue(last.isEmpty());
    }

    @Test
    void whatNobodyElseStartsIsStoppedOnlyByForce() throws Exception {
        up(Status.UP);
        assertRefused("web: is up here, and n1 does not hear n2, n1 does not know it");
        assertEquals("begun", withdrawal.ask(new Leave(true, false, true)).state());
    }

    @Test
    void refusedWhileAMemberIsSilent() {
        n3.hears = Set.of(n3.name);
        pass();
        withdrawal();
        assertRefused("got silence from [n3]; nothing is changed");
    }

    @Test
    void refusedWhileFilesDiffer() throws IOException {
        Files.writeString(n1.dir.resolve("etc/cluster.conf"), text(n1, "cluster.conf") + "#\n");
        n1.pass();
        n2.hears = Set.of(n2.name, n1.name);
        Files.writeString(n2.dir.resolve("etc/cluster.conf"), text(n2, "cluster.conf") + "##\n");
        n2.shelf.changed();
        n2.hears = Set.copyOf(Side.NODES);
        pass();
        withdrawal();
        assertRefused("cluster: [n1] has another one, changed apart from this one");
        notice = Optional.of("cluster.conf was changed");
        assertRefused("cluster.conf was changed; nothing is changed");
    }

    @Test
    void refusedWhereNobodyStartsItsAgentAgain() {
        kept = false;
        withdrawal();
        assertRefused("the agent of n2 starts again to leave, and nobody");
    }

    @Test
    void refusedWhileItComesOrGoes() {
        View view = n2.published.round().view();
        n2.published.publish(new Published.Round(view.with(NodeState.DRAINING), Decision.NONE));
        assertRefused("expected the agent of n2 to be idle, got draining");
    }

    @Test
    void refusedWhereTheOthersFileWouldBeWrong() throws IOException {
        for (Side side : all.values()) {
            Files.writeString(side.dir.resolve("etc/cluster.conf"),
                    text(side, "cluster.conf").replace("[hb#1]", "quorum = true\n[hb#1]"));
        }
        pass();
        withdrawal();
        assertRefused("n1 said: cluster.conf would be wrong without n2");
    }

    @Test
    void refusedWhereItsNodesAreNoWords() throws IOException {
        for (Side side : all.values()) {
            write(side, "odd", "{env.where}");
            Files.writeString(side.file("odd"), Files.readString(side.file("odd"))
                    + "[env]\nwhere = n1 n2\n");
        }
        pass();
        withdrawal();
        assertRefused("odd: its nodes are not written as words, so that they have to be changed"
                + " by hand: {env.where}");
    }

    @Test
    void onlyTheOneThatGoesMayAskForItAndOnlyOnceItHasStopped() {
        for (String body : List.of("{\"node\":\"n3\",\"dryRun\":false}",
                "{\"node\":\"n1\",\"dryRun\":false}")) {
            assertFalse(answer(new NodeName("n1"), new Call("POST", "/v1/cluster/release",
                    Map.of(), body, 0)).good(), body);
        }
        Reply early = new FileDesk(Desks.paths(n1.dir), n1.name, new Standing(List.of(),
                node -> true)).answer(new Call("POST", "/v1/cluster/release", Map.of(),
                        "{\"node\":\"n2\",\"dryRun\":false}", 0, "n2")).orElseThrow();
        assertTrue(early.json().contains("service files on n1 name it"), early.json());
    }
}
