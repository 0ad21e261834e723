package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.api.Call;
import org.understudy.model.Monitor;
import org.understudy.model.NodeName;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
import org.understudy.sim.Pace;
import org.understudy.sim.Story;
import org.understudy.sim.Timing;
import org.understudy.wire.Json;
import org.understudy.wire.JournalLine;
import org.understudy.wire.Simulate;
import org.understudy.wire.Simulated;

/** What the agent foretells from its last round. */
final class SimulationsTest {
    @TempDir
    Path dir;
    @RegisterExtension
    final Crew crew = new Crew();
    private final Rounds rounds = new Rounds(true, false)
            .beats(Duration.ofSeconds(3), Status.UP, Monitor.IDLE);

    @Test
    void crashOfTheOtherNodeIsAnsweredInOneSentence() throws Exception {
        Simulated told = ask(List.of(), "", happening("crash", "n1"));
        assertEquals(List.of("n2 fence n1", "n2 start"), decided(told));
        assertTrue(told.answers().get(0).matches("web would be up on n2 after at least [\\d.]+s:"
                + " n1 is silent and was fenced, which was confirmed"), told.answers().toString());
        assertEquals(List.of("fence of n1", "start of fs#1", "start of ip#1"),
                told.services().get(0).unknown());
        assertEquals("no history", told.story().stream().filter(line ->
                line.what().equals("start")).findFirst().orElseThrow().steps().get(0).expected());
    }

    @Test
    void fenceOfANodeThatHadNotFailedIsPartOfTheAnswer() throws Exception {
        Simulated told = ask(List.of("web"), "", happening("cut", "hb#1"));
        assertEquals(List.of("web would stay as it is: up on n1", "n2 would be fenced"),
                told.answers());
    }

    @Test
    void otherFilesAreTakenInsteadAndRefusedWithAllThatIsWrong() throws Exception {
        Path file = dir.resolve("services/web.conf");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "[DEFAULT]\nnodes = n1 n2\norchestrate = start\n"
                + "[app#1]\ntype = forking\nstart = /bin/true\n");
        for (Path given : List.of(file, dir)) {
            assertEquals(List.of(), decided(ask(List.of(), given.toString(),
                    happening("crash", "n1"))), given.toString());
        }
        Files.writeString(file.resolveSibling("new.conf"), "[DEFAULT]\nnodes = n2\n"
                + "orchestrate = ha\n[app#1]\ntype = forking\nstart = /bin/true\n");
        assertEquals(List.of("n2 start"), decided(ask(List.of("new"), dir.toString(),
                happening("heal", ""))));
        Files.writeString(file, "[DEFAULT]\nnodes = n1 n2\norchestrate = maybe\n"
                + "[fs#1]\nmnt_otp = rw\n");
        Refusal refused = assertThrows(Refusal.class,
                () -> ask(List.of(), dir.toString(), happening("crash", "n1")));
        assertEquals(422, refused.reply().status());
        assertTrue(refused.reply().json().contains("[fs#1] type: missing")
                && refused.reply().json().contains("maybe"), refused.reply().json());
    }

    @Test
    void newNodesOfAGivenClusterRunNothingYet() throws Exception {
        Path conf = dir.resolve("cluster.conf");
        Files.writeString(conf, "[cluster]\nnodes = n1 n2 n3\n[hb#1]\ntype = unicast\n"
                + "addr@n1 = 10.0.0.1\naddr@n2 = 10.0.0.2\naddr@n3 = 10.0.0.3\ntimeout = 10s\n"
                + "[stonith#n1]\ncmd = /bin/true\n");
        Simulated told = ask(List.of(), conf.toString(), happening("crash", "n1"));
        assertEquals(List.of("n3 is new: taken to run, with nothing on it"), told.notes());
        assertEquals(List.of("n2 fence n1", "n2 start"), decided(told));
    }

    @Test
    void whatCannotHappenIsRefused() {
        for (Simulate.Happening wrong : List.of(happening("crash", "n9"), happening("cut", "hb#7"),
                happening("cut", "n9:hb#1"), happening("fail", "fs#9"), happening("freeze", "x"))) {
            assertEquals(404, assertThrows(Refusal.class, () -> ask(List.of(), "", wrong))
                    .reply().status(), wrong.toString());
        }
        assertThrows(IllegalArgumentException.class,
                () -> ask(List.of(), "", happening("explode", "n1")));
        assertThrows(IllegalArgumentException.class, () -> ask(List.of(), ""));
        assertThrows(IllegalArgumentException.class, () -> ask(List.of(), "",
                new Simulate.Happening("crash", "n1", false, Duration.ofDays(1).toMillis())));
    }

    @Test
    void expectedTimesAreTheMediansOfTheLastOnes() {
        Map<String, Duration> medians = StepHistory.medians(List.of(step("start", "900ms"),
                step("start", "40ms"), step("start", "1.3s"), step("stop", "2.104s"),
                step("start", "garbage")));
        assertEquals(Duration.ofMillis(900), medians.get("start fs#1"));
        assertEquals(Duration.ofMillis(2104), medians.get("stop fs#1"));
        assertEquals(2, medians.size());
    }

    @Test
    void whatNobodyIsLeftToDecideAboutIsNotSaidToStay() {
        Story.Ending end = new Story.Ending(new ServiceName("web"), List.of(new NodeName("n1")),
                List.of(), Duration.ZERO, Optional.empty(), "", List.of());
        assertEquals(List.of("web would go down and nothing would start it: none of its nodes"
                + " would run"), new Foretold(new Story(List.of(), List.of(end), List.of(),
                        Duration.ZERO, true), List.of(), List.of()).answer().answers());
    }

    private static JournalLine step(String verb, String took) {
        Map<String, String> facts = new TreeMap<>(Map.of("service", "web", "rid", "fs#1", "do",
                verb, "took", took, "detail", ""));
        return new JournalLine(1, "2026-03-01T12:00:00.000Z", "n1", "step.end", facts);
    }

    private static Simulate.Happening happening(String what, String whom) {
        return new Simulate.Happening(what, whom, false, 0);
    }

    private Simulated ask(List<String> services, String config, Simulate.Happening... what)
            throws InterruptedException {
        String body = new String(Json.encode(new Simulate(List.of(what), services, config)),
                StandardCharsets.UTF_8);
        return new Simulations(new Published(rounds.view()), () -> Pace.ANY,
                crew.workers("simulation", 2), dir.resolve("node.conf"), cluster -> Timing.QUICK)
                .ask(new Call("POST", "/v1/simulate", Map.of(), body, 0));
    }

    private static List<String> decided(Simulated told) {
        return told.story().stream().filter(line -> line.kind().equals("decides"))
                .map(line -> line.node() + " " + line.what()).toList();
    }
}
