package org.understudy.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.understudy.api.ApiServer;
import org.understudy.api.Call;
import org.understudy.api.Reply;
import org.understudy.api.Routes;
import org.understudy.wire.Asked;
import org.understudy.wire.AskedPart;
import org.understudy.wire.AskedRun;
import org.understudy.wire.Edit;
import org.understudy.wire.Edited;
import org.understudy.wire.JournalLine;
import org.understudy.wire.LinkText;
import org.understudy.wire.NodeStatus;
import org.understudy.wire.Outcome;
import org.understudy.wire.Problem;
import org.understudy.wire.Selection;
import org.understudy.wire.ServiceStatus;
import org.understudy.wire.Shapes;
import org.understudy.wire.Simulate;
import org.understudy.wire.StatText;
import org.understudy.wire.Timeline;
import org.understudy.wire.TimingText;
import org.understudy.wire.WhyNot;

/**
 * An agent without a cluster: the tutorial's services, and {@code web}, which does what it is
 * told, unless told to stop: that fails. Its main serves it on a socket, to try commands by hand.
 */
final class FakeAgent implements Routes {
    private final List<JournalLine> journal = new ArrayList<>();
    private final List<String> edits = new ArrayList<>();
    private List<ServiceStatus> refused = List.of();
    private final List<Asked> asks = new ArrayList<>();
    private final List<AskedRun> runs = new ArrayList<>();
    private final List<String> forwarded = new ArrayList<>();
    private Simulate simulated;
    private Selection part = Selection.ALL;
    private int busy;
    private String fileless = "";
    private int asked;

    FakeAgent() {
        note("02.123", "peer.silent", "node", "n1", "after", "1.5s");
        note("02.300", "fence.end", "node", "n1", "result", "confirmed", "took", "0.2s");
        note("02.301", "service.decide", "service", "web", "do", "start", "reason",
                "n1 silent, fence confirmed");
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        try (ApiServer server = new ApiServer(Path.of(args[0]), new FakeAgent())) {
            server.start();
            System.out.println("serving on " + args[0]);
            new CountDownLatch(1).await();
        }
    }

    /** What {@code set} was given. */
    synchronized List<String> edits() {
        return List.copyOf(edits);
    }

    /** What was asked last. */
    synchronized Asked lastAsk() {
        return asks.get(asks.size() - 1);
    }

    /** Which other nodes were asked by way of this one. */
    synchronized List<String> forwarded() {
        return List.copyOf(forwarded);
    }

    @Override
    public synchronized Reply answer(Call call) {
        String[] way = call.path().split("/forward/");
        if (way.length > 1) {
            forwarded.add(way[0] + " " + way[1]);
            return way[0].endsWith("/n9") ? Reply.problem(503, "n9 is not heard: nothing was"
                    + " asked of it", "svcmgr nodes") : answer(new Call(call.method(),
                    "/v1/" + way[1], call.query(), call.body(), call.uid()));
        }
        String[] path = call.path().split("/");
        String what = path.length > 2 ? path[2] : "";
        return switch (what) {
            case "services" -> path.length == 3 ? services(call) : service(path, call);
            case "names" -> Reply.ok(Shapes.write(all().stream().map(ServiceStatus::name)
                    .sorted().toList()));
            case "node" -> ofNode(path, call);
            case "drills" -> Written.drills(path, call);
            case "simulate" -> simulate(Shapes.read(call.body(), Simulate.class));
            case "reservations" -> Reply.ok(Shapes.write(Written.reservations()));
            case "links" -> Reply.ok(Shapes.write(List.of(new LinkText("hb#1", "unicast",
                    "10.0.0.1:10000", "open", List.of("n2 up 120ms"), List.of(
                            new LinkText.Drop("10.0.0.9", 3, "another cluster on the same port"),
                            new LinkText.Drop("10.0.0.66", 1200, "noise"))),
                    new LinkText("hb#2", "disk", "/dev/sdb", "not open: /dev/sdb: expected the disk"
                            + " of cluster lab's links, got that of cluster prod",
                            List.of("n2 silent never"), List.of()))));
            case "stats" -> Reply.ok(Shapes.write(List.of(new StatText("agent", "rounds", 4711),
                    new StatText("hb#1", "dropped", 1203), new StatText("web", "moves", 2))));
            case "timings" -> Reply.ok(Shapes.write(List.of(new TimingText("hb#1 is silent", "15s",
                    "its timeout; a beat every 1.0s"), new TimingText("fencing n2", "40s",
                    "ipmi 30s, then cmd 10s; took 2.1s at most so far"))));
            case "nodes" -> path.length > 4 && path[4].startsWith("fence")
                    ? Written.fence(path[3], path[4], call) : Reply.ok(Shapes.write(nodes()));
            case "journal" -> journal(call);
            case "timeline" -> timeline(call);
            case "requests" -> Reply.ok(Shapes.write(outcome(path[3])));
            default -> Written.file(path, call);
        };
    }

    private Reply simulate(Simulate what) {
        simulated = what;
        return Reply.ok(Shapes.write(Past.simulated()));
    }

    /** What was to be played last. */
    synchronized Simulate simulated() {
        return simulated;
    }

    private Reply services(Call call) {
        List<String> names = Arrays.asList(call.query().getOrDefault("names", "").split(","));
        Predicate<ServiceStatus> wanted = one -> names.get(0).isEmpty()
                || names.contains(one.name());
        return Reply.ok(Shapes.write(Stream.concat(all().stream()
                .sorted(Comparator.comparing(ServiceStatus::name)),
                "true".equals(call.query().get("refused")) ? refused.stream() : Stream.empty())
                .filter(wanted).toList()));
    }

    private Reply service(String[] path, Call call) {
        ServiceStatus service = all().stream().filter(one -> one.name().equals(path[3]))
                .findFirst().orElse(null);
        if (path.length > 4 && path[4].equals("history")) {
            List<String> events = Arrays.asList(call.query().get("events").split(","));
            return Reply.ok(Shapes.write(Stream.concat(Past.takeover().lines().stream(),
                    journal.stream().filter(line -> line.event().equals("run.begin")))
                    .filter(line -> events.contains(line.event())).toList()));
        }
        if (path.length > 4 && path[4].equals("why-not")) {
            return Reply.ok(Shapes.write(new WhyNot(path[3], call.query().get("node"), false,
                    List.of("n1 is silent on every link", "it was frozen on n1"))));
        }
        if (service == null) {
            return unknown(path[3]);
        }
        return switch (call.method() + (path.length > 4 ? path[4] : "")) {
            case "GET" -> Reply.ok(Shapes.write(service));
            case "GETengine" -> Written.engine(call);
            case "GETdevices" -> Reply.ok(Shapes.write(Written.devices()));
            case "GETconfig" -> path[3].equals(fileless) ? Reply.problem(404, "no file "
                    + path[3] + ".conf on this node", "svcmon") : path.length > 5
                    ? Written.of(path[3], path[5], call) : Written.text("services/web",
                    "[DEFAULT]\n# é\n");
            case "POSTconfig" -> edit(Shapes.read(call.body(), Edit.class));
            case "POSTparts" -> part(path[3], Shapes.read(call.body(), AskedPart.class));
            case "POSTruns" -> run(path[3], Shapes.read(call.body(), AskedRun.class));
            case "GETruns" -> Reply.ok(Shapes.write(call.query().get("id").equals("good")
                    ? new Outcome("good", "reached", "local", "sync#1: n2: 3 files, 12 bytes")
                    : new Outcome("bad", "failed", "local", "task#1: expected exit 0, got 3")));
            case "POSTforget" -> Reply.ok(Shapes.write(new Edited(true, List.of("web: "
                    + call.query().get("rids") + " forgotten"), List.of("nobody looks"))));
            case "POSTrequests" -> ask(path[3], Shapes.read(call.body(), Asked.class));
            default -> Reply.problem(404, "no such path: " + call.path(), "");
        };
    }

    private Reply unknown(String name) {
        return refused.stream().noneMatch(one -> one.name().equals(name))
                ? Reply.problem(404, name + ": expected a service of this node, got none",
                        "svcmon lists the services")
                : new Reply(404, Shapes.write(new Problem("no service " + name
                        + " on this node: its file is refused", List.of(name
                        + ".conf:3:1 [fs#1] mnt_otp: unknown key, did you mean mnt_opt?"),
                        "svcmgr -s " + name + " validate")));
    }

    /** Tasks ask for a yes and then fail; syncs do what they should. */
    private Reply run(String service, AskedRun asked) {
        runs.add(asked);
        note("40.000", "run.begin", "service", service, "rid", asked.verb().equals("sync")
                ? "sync#1" : "task#1", "do", asked.verb());
        note("40.001", "resource.log", "service", service, "rid", "sync#1", "level", "INFO",
                "message", "rsync to n2");
        return Reply.ok(Shapes.write(asked.verb().equals("sync")
                ? new Outcome("good", "pending", "local", "")
                : asked.yes() ? new Outcome("bad", "pending", "local", "")
                : new Outcome("", "confirm", "local", "", List.of("task#1 asks"))));
    }

    /** What was to be run last. */
    synchronized AskedRun lastRun() {
        return runs.get(runs.size() - 1);
    }

    private Reply edit(Edit edit) {
        edits.addAll(edit.set());
        return edit.set().contains("orchestrate=maybe")
                ? Reply.problem(400, "orchestrate: expected no, start or ha, got \"maybe\"",
                        "svcmgr -s web set orchestrate=ha")
                : Reply.ok(Shapes.write(new Edited(true, List.of(), List.of())));
    }

    /** From now on the file of such a service lies there, too, and has a slip; empty: none. */
    synchronized void refuses(String service) {
        refused = service.isEmpty() ? List.of() : List.of(ServiceStatus.refused(service, "n1",
                "its file is refused: " + service + ".conf:3:1 [fs#1] mnt_otp: unknown key, did"
                + " you mean mnt_opt?; svcmgr -s " + service + " validate"));
    }

    /** This service's file is gone, as one whose service is up may be; empty: none. */
    synchronized void fileless(String service) {
        fileless = service;
    }

    /** What was chosen last. */
    synchronized Selection lastPart() {
        return part;
    }

    /** The next so many wishes find somebody else at it. */
    synchronized void busy(int times) {
        busy = times;
    }

    private Reply part(String service, AskedPart body) {
        part = body.part();
        return part.rids().contains("fs#9")
                ? Reply.problem(400, "no resource of web has the rid \"fs#9\"; expected one of"
                        + " fs#1", "svcmgr -s web print status")
                : ask(service, new Asked(body.asked().goal(), "", "local", body.asked().reason(),
                        body.asked().lastsMillis(), false, body.asked().dryRun()));
    }

    private Reply ask(String service, Asked goal) {
        if (busy > 0) {
            busy--;
            return Reply.ok(Shapes.write(new Outcome("", "busy", "local",
                    "another action is running: starting by root@n1, for 12.0s")));
        }
        asked = 0;
        asks.add(goal);
        if (goal.dryRun()) {
            return Reply.ok(Shapes.write(new Outcome("", "plan", "cluster", "", List.of(
                    "web on n1: stop", "  fs#1", "web on n2: start", "  fs#1"))));
        }
        if (goal.goal().equals("thawed") && service.equals("web") && !goal.scope().equals("local")
                && !goal.yes()) {
            return Reply.ok(Shapes.write(new Outcome("", "confirm", "cluster", "",
                    List.of("web will start on n1"))));
        }
        boolean cluster = service.equals("web") && goal.scope().equals("auto");
        return new Reply(202, Shapes.write(new Outcome(service + " " + goal.goal(),
                goal.goal().equals("frozen") ? "reached" : "pending",
                cluster ? "cluster" : "local", "")));
    }

    private Reply ofNode(String[] path, Call call) {
        if (path.length > 4) {
            asked++;
            return Reply.ok(Shapes.write(new Outcome("", asked == 1 ? "pending" : "reached",
                    "local", "web: stopping")));
        }
        Asked goal = Shapes.read(call.body(), Asked.class);
        asked = 0;
        asks.add(goal);
        if (goal.dryRun()) {
            return Reply.ok(Shapes.write(new Outcome("", "plan", "local", "",
                    List.of("web on n2: stop", "  fs#1"))));
        }
        boolean takesTime = List.of("drained", "shutdown", "reboot").contains(goal.goal());
        boolean unsure = goal.goal().equals("thawed") && !goal.yes();
        return Reply.ok(Shapes.write(new Outcome("", unsure ? "confirm" : takesTime ? "pending"
                : "reached", goal.scope(), "", unsure ? List.of("web will start on n2")
                        : List.of())));
    }

    /** Pending once, with a step on the way; then reached, or failed for a stop. */
    private Outcome outcome(String id) {
        String service = id.split(" ")[0];
        asked++;
        if (asked == 1) {
            note("37.900", "resource.log", "service", service, "rid", "fs#1", "message",
                    "mount -t ext4 -o rw /dev/vg/lv /srv/web");
            note("37.950", "step.begin", "service", "another", "rid", "fs#1");
            return new Outcome(id, "pending", "local", "starting fs#1");
        }
        if (id.endsWith("stopped")) {
            note("38.000", "step.end", "service", service, "rid", "fs#1", "do",
                    "stop", "status", "up", "took", "100ms", "detail", "umount: exit 32");
            return new Outcome(id, "failed", "local", "fs#1: umount: exit 32");
        }
        return new Outcome(id, id.endsWith("thawed") ? "pending" : "reached", "local",
                "n2 is slow");
    }

    /** Of all nodes; nothing new ever comes. */
    private static Reply timeline(Call call) {
        String node = call.query().getOrDefault("node", "");
        if (call.query().getOrDefault("since", "").equals("9h")) {
            return Reply.problem(400, "since: expected something else", "");
        }
        List<JournalLine> lines = Past.takeover().lines().stream()
                .filter(line -> node.isEmpty() || line.node().equals(node))
                .filter(line -> !call.query().getOrDefault("services", "").equals("nope"))
                .toList();
        return Reply.ok(Shapes.write(new Timeline(Map.of("n1", 9L, "n2", 9L),
                call.query().containsKey("since") ? 7 : 0, lines)));
    }

    private Reply journal(Call call) {
        long after = Long.parseLong(call.query().get("after"));
        int limit = Integer.parseInt(call.query().get("limit"));
        long from = after < 0 ? Math.max(0, journal.size() + after) : after;
        return Reply.ok(Shapes.write(journal.stream().filter(line -> line.number() > from)
                .limit(limit).toList()));
    }

    private List<ServiceStatus> all() {
        List<ServiceStatus> all = new ArrayList<>(Fixtures.tutorial("deb1"));
        all.add(Fixtures.noticed(Fixtures.service("web", "down", List.of(
                Fixtures.row("fs#1", "down", "/dev/vg/lv@/srv/web"))), "warn",
                "held: n1 silent, fence failed: exit 1").ruled("waiting"));
        return all;
    }

    private static List<NodeStatus> nodes() {
        return List.of(new NodeStatus("n1", "silent", "idle",
                "", List.of("hb#1 silent 4.2s", "hb#2 silent 4.1s"), "failed: exit 1"),
                new NodeStatus("n2", "self", "idle", "frozen by root@n2 (new disk)", List.of(),
                        ""));
    }

    private void note(String second, String event, String... facts) {
        Map<String, String> all = new LinkedHashMap<>();
        for (int i = 0; i < facts.length; i += 2) {
            all.put(facts[i], facts[i + 1]);
        }
        journal.add(new JournalLine(journal.size() + 1, "2026-03-01T18:13:" + second + "+01:00",
                "n2", event, all));
    }
}
