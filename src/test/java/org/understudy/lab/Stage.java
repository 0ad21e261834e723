package org.understudy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.understudy.wire.JournalLine;
import org.understudy.wire.ServiceStatus;

/**
 * One lab for all tests of a class. Before each, the service is up on one node, and all is well;
 * during each, the watch looks for a second holder; after the last, the lab is gone.
 */
final class Stage implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback,
        AfterAllCallback {
    /** Much longer than anything takes that works: the machine may be busy. */
    static final Duration PATIENCE = Duration.ofSeconds(120);

    final Lab lab;
    final Watch watch;
    private String goodFile = "";

    /**
     * Not up yet.
     *
     * @param settings as {@code lab up} reads them: key, value, key, value
     */
    Stage(String name, String... settings) {
        Map<String, String> environment = new HashMap<>(Map.of("LAB_NODE_CONF",
                "[node]\nrejoin_grace_period = 12s\nready_period = 2s"));
        for (int i = 0; i < settings.length; i += 2) {
            environment.put(settings[i], settings[i + 1]);
        }
        lab = new Lab(name, environment);
        watch = new Watch(lab.nodes());
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        lab.up();
        watch.start();
        goodFile = Files.readString(lab.node("n1").file());
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        watch.close();
        lab.close();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        watch.begin();
        repair();
        watch.begin();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        List<String> violations = watch.violations();
        assertEquals(List.of(), violations, lab::report);
        context.publishReportEntry("holders", watch.holders() + " in " + watch.looks() + " looks");
    }

    /** Undoes what a test, also a failed one, has left. */
    private void repair() throws Exception {
        lab.does("heal");
        lab.does("fence-mode", "ok");
        for (LabNode node : lab.nodes()) {
            wake(node);
        }
        lab.await("both agents to be well", PATIENCE, this::joined);
        if (!lab.nodes().stream().allMatch(node -> quiet(node))) {
            for (LabNode node : lab.nodes()) {
                node.runs("svcmgr", "node", "thaw", "--yes");
            }
            LabNode any = lab.node("n1");
            any.svcmgr("clear");
            for (LabNode node : lab.nodes()) {
                if (node.is("warn")) {
                    node.svcmgr("start", "--local", "--time", "90s");
                }
            }
            any.does("start", "--wait", "--time", "90s");
        }
        lab.await("web to be well", PATIENCE, this::well);
    }

    /** On a busy machine one boots so slowly that the other fences it: it is booted again. */
    private boolean joined() throws InterruptedException {
        for (LabNode node : lab.nodes()) {
            if (!node.on()) {
                lab.does("boot", node.name());
            }
        }
        return lab.nodes().stream().allMatch(LabNode::joined);
    }

    private void wake(LabNode node) throws IOException, InterruptedException {
        if (!node.on()) {
            lab.does("boot", node.name());
        }
        lab.run(PATIENCE, "resume", node.name());
        lab.run(PATIENCE, "agent", node.name(), "resume");
        lab.run(PATIENCE, "agent", node.name(), "start");
        if (!Files.readString(node.file()).equals(goodFile)) {
            Files.writeString(node.file(), goodFile);
        }
    }

    private static boolean quiet(LabNode node) {
        return node.web().filter(web -> !web.frozen() && web.monitor().equals("idle")
                && web.notice().isEmpty() && web.orchestrate().equals("ha")
                && web.overall().equals(web.avail())).isPresent();
    }

    private boolean well() throws InterruptedException {
        long up = lab.nodes().stream().filter(node -> node.is("up")).count();
        long down = lab.nodes().stream().filter(node -> node.is("down")).count();
        return up == 1 && down == 1 && lab.nodes().stream().allMatch(Stage::quiet)
                && lab.answer().isPresent();
    }

    /** As it is now. */
    Scene scene() {
        LabNode passive = passive();
        return new Scene(lab.other(passive), passive, passive.mark());
    }

    /**
     * How all is as a test begins.
     *
     * @param active where the service is up
     * @param passive where it is not
     * @param mark how far that one's journal is
     */
    record Scene(LabNode active, LabNode passive, long mark) {
        /** What the passive one has written since. */
        List<JournalLine> journal(String event, String... facts) {
            return passive.journal(mark, event, facts);
        }

        /** What it says of the nodes. */
        String nodes() throws InterruptedException {
            return passive.runs("svcmgr", "nodes").out();
        }

        /** Whether the service is where it was. */
        boolean same() {
            return active.is("up") && passive.is("down");
        }

        boolean joined() {
            return active.joined() && passive.joined();
        }
    }

    /** With a second link, all the network between the nodes is cut: that one keeps them. */
    void cutMovesNothing(Scene scene) throws InterruptedException {
        lab.await("both links", PATIENCE, () -> shown(scene, "up"));
        lab.does("cut", "n1", "n2");
        lab.await("the link to be shown silent", PATIENCE, () -> shown(scene, "silent"));
        lab.holds("nothing moves", Duration.ofSeconds(6),
                () -> scene.same() && scene.joined());
        assertEquals(List.of(), scene.journal("peer.silent"));
        assertEquals(List.of(), scene.journal("fence.begin"));
        lab.does("heal");
        lab.await("both links again", PATIENCE, () -> shown(scene, "up"));
    }

    private static boolean shown(Scene scene, String first) throws InterruptedException {
        return scene.nodes().matches("(?s).*hb#1 " + first + " [\\d.]+m?s, hb#2 up .*");
    }

    /** The node on which the service is up. */
    LabNode active() {
        return lab.nodes().stream().filter(node -> node.is("up")).findFirst()
                .orElseThrow(() -> new AssertionError("web is up nowhere\n" + lab.report()));
    }

    /** The other one. */
    LabNode passive() {
        return lab.other(active());
    }

    /** Waits until the service is up there and answers a client. */
    void awaitUp(LabNode node) throws InterruptedException {
        lab.await("web to answer from " + node, PATIENCE, () -> from(node));
        lab.await("web up on " + node, PATIENCE, () -> node.is("up"));
    }

    /** Whether a client reaches the service there. */
    boolean from(LabNode node) throws InterruptedException {
        return lab.answer().filter(text -> text.startsWith("web on " + node + ",")).isPresent();
    }

    /** The number of the service's next answer; its counter is a file on the shared disk. */
    long count() throws InterruptedException {
        Optional<String> answer = lab.answer();
        return Long.parseLong(answer.orElseThrow(() -> new AssertionError("no answer\n"
                + lab.report())).replaceAll("^.* ", ""));
    }

    /** Whether the service's last known state on a node has this notice. */
    static boolean noticed(LabNode node, String words) {
        return node.web().map(ServiceStatus::notice).filter(n -> n.contains(words)).isPresent();
    }
}
