package org.understudy.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.understudy.api.ApiClient;
import org.understudy.api.ApiException;
import org.understudy.api.Call;
import org.understudy.api.Desk;
import org.understudy.api.Reply;
import org.understudy.wire.Asked;
import org.understudy.wire.AskedPart;
import org.understudy.wire.AskedRun;
import org.understudy.wire.ConfigText;
import org.understudy.wire.Edited;
import org.understudy.wire.EngineText;
import org.understudy.wire.FenceReport;
import org.understudy.wire.JournalLine;
import org.understudy.wire.LinkText;
import org.understudy.wire.NodeStatus;
import org.understudy.wire.Outcome;
import org.understudy.wire.Problem;
import org.understudy.wire.Selection;
import org.understudy.wire.ServiceStatus;
import org.understudy.wire.Shapes;
import org.understudy.wire.Simulate;
import org.understudy.wire.Timeline;
import org.understudy.wire.Taking;
import org.understudy.wire.TimingText;
import org.understudy.wire.WhyNot;

/** The agent of this node, as the commands talk to it. */
final class Agent {
    /** Cached facts come at once; more than this is an agent in trouble. */
    private static final Duration SOON = Duration.ofSeconds(10);
    /** Live facts need the drivers' own deadlines. */
    private static final Duration LIVE = Duration.ofMinutes(1);

    /** What an agent answers that is about to end. */
    private static final int UNAVAILABLE = 503;

    /** The kernel tells nobody's id where nobody is asked. */
    static final int NOBODY = -1;

    private final ApiClient client;
    private final String node;

    Agent(ApiClient client) {
        this(client, "");
    }

    /** The agent of another node, asked by way of this one's; this one's when that is empty. */
    Agent(ApiClient client, String node) {
        this.client = client;
        this.node = node;
    }

    /** Where it listens. */
    Path socket() {
        return client.socket();
    }

    /** What it tells as it happens. */
    AgentEvents events() {
        return new AgentEvents(client);
    }

    /** All services the node knows, or those of these names it knows, from its last look. */
    List<ServiceStatus> services(List<String> names) throws Failure {
        return listed(names).stream().filter(one -> !one.refused()).toList();
    }

    /** Behind them also those that it does not know since their files are refused. */
    List<ServiceStatus> listed(List<String> names) throws Failure {
        return list(servicesJson(names), ServiceStatus.class);
    }

    String servicesJson(List<String> names) throws Failure {
        List<String> encoded = new ArrayList<>();
        names.forEach(name -> encoded.add(encoded(name)));
        return get("/v1/services?refused=true"
                + (names.isEmpty() ? "" : "&names=" + String.join(",", encoded)), SOON);
    }

    /** The services that have a file on the node, also where no agent runs. */
    List<String> names() throws Failure {
        return list(anywhere("GET", "/v1/names", Map.of(), ""), String.class);
    }

    /** The service from the last look; fails with what the agent says of one it does not know. */
    ServiceStatus last(String service) throws Failure {
        return read(get(path(service, ""), SOON), ServiceStatus.class);
    }

    /** The service after a fresh look at its resources. */
    ServiceStatus live(String service) throws Failure {
        return read(liveJson(service), ServiceStatus.class);
    }

    String liveJson(String service) throws Failure {
        return get(path(service, "?refresh=true"), LIVE);
    }

    Outcome ask(String service, Asked asked) throws Failure {
        return read(post(path(service, "/requests"), asked), Outcome.class);
    }

    /** The same of some of its resources, there alone; runs of tasks are ended at once. */
    Outcome ask(String service, Asked asked, Selection part) throws Failure {
        return read(post(path(service, "/parts"), new AskedPart(asked, part), LIVE),
                Outcome.class);
    }

    Outcome run(String service, AskedRun asked) throws Failure {
        return read(post(path(service, "/runs"), asked), Outcome.class);
    }

    /** What became of the runs, as soon as all have ended or after {@code wait}. */
    Outcome runs(String service, String id, Duration wait) throws Failure {
        return read(get(path(service, "/runs?id=" + encoded(id) + "&wait=" + wait.toSeconds()),
                SOON.plus(SOON).plus(wait)), Outcome.class);
    }

    /** What became of the request, as soon as it ends or after {@code wait}. */
    Outcome outcome(String id, Duration wait) throws Failure {
        return read(get("/v1/requests/" + encoded(id) + "?wait=" + wait.toSeconds(),
                SOON.plus(SOON).plus(wait)), Outcome.class);
    }

    /**
     * Journal entries after a number, as soon as there is one or after {@code wait}. A negative
     * number counts from the end.
     */
    List<JournalLine> journal(long after, int limit, Duration wait) throws Failure {
        String waiting = wait.isZero() ? "" : "&wait=" + wait.toSeconds();
        return list(get("/v1/journal?after=" + after + "&limit=" + limit + waiting,
                SOON.plus(SOON).plus(wait)), JournalLine.class);
    }

    /** What happened on all nodes: the latest, or all since a moment when one is given. */
    Timeline timeline(String since, List<String> services, String node) throws Failure {
        return read(get("/v1/timeline" + query(since, services, node), LIVE), Timeline.class);
    }

    /** The latest lines of one node, or those since a moment, at most so many. */
    List<JournalLine> logs(String since, List<String> services, String node, int limit)
            throws Failure {
        return read(get("/v1/timeline" + query(since, services, node) + "&limit=" + limit, LIVE),
                Timeline.class).lines();
    }

    /** What follows the last lines of an answer, as soon as there is any or after {@code wait}. */
    Timeline news(Map<String, Long> after, List<String> services, String node, Duration wait)
            throws Failure {
        String query = query("", services, node);
        String last = after.entrySet().stream().map(one -> one.getKey() + ":" + one.getValue())
                .collect(Collectors.joining(","));
        return read(get("/v1/timeline" + query + (query.isEmpty() ? "?" : "&") + "after="
                + encoded(last) + "&wait=" + wait.toSeconds(), SOON.plus(SOON).plus(wait)),
                Timeline.class);
    }

    private static String query(String since, List<String> services, String node) {
        List<String> parts = new ArrayList<>();
        if (!since.isEmpty()) {
            parts.add("since=" + encoded(since));
        }
        if (!services.isEmpty()) {
            parts.add("services=" + encoded(String.join(",", services)));
        }
        if (!node.isEmpty()) {
            parts.add("node=" + encoded(node));
        }
        return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }

    /** The last entries of these kinds about a service, of all nodes, causes first. */
    List<JournalLine> history(String service, int limit, String... events) throws Failure {
        return list(get(path(service, "/history?limit=" + limit + "&events="
                + String.join(",", events)), LIVE), JournalLine.class);
    }

    WhyNot whyNot(String service, String node) throws Failure {
        return read(get(path(service, "/why-not?node=" + encoded(node)), SOON), WhyNot.class);
    }

    /** What files may say; also where no agent runs. */
    String keywordsJson() throws Failure {
        return anywhere("GET", "/v1/keywords", Map.of(), "");
    }

    /** What is to say of a service's file; also where no agent runs. */
    String validatedJson(String service, String survey) throws Failure {
        return anywhere("GET", "/v1/validate", survey.isEmpty() ? Map.of("service", service)
                : Map.of("service", service, "survey", survey), "");
    }

    /** A file as another node has it; {@code /v1/services/web}, {@code /v1/cluster}. */
    String textOn(String other, String file) throws Failure {
        return read(get("/v1/nodes/" + encoded(other) + "/forward" + file.substring("/v1".length())
                + "/config", LIVE), ConfigText.class).text();
    }

    /** Makes one node's file that of all nodes. */
    Edited take(String service, String from) throws Failure {
        return read(post("/v1/files/" + encoded(service) + "/take", new Taking(from), LIVE),
                Edited.class);
    }

    String nodesJson() throws Failure {
        return get("/v1/nodes", SOON);
    }

    String timingsJson() throws Failure {
        return get("/v1/timings", SOON);
    }

    String statsJson() throws Failure {
        return get("/v1/stats", LIVE);
    }

    String linksJson() throws Failure {
        return get("/v1/links", SOON);
    }

    List<LinkText> links() throws Failure {
        return list(linksJson(), LinkText.class);
    }

    List<TimingText> timings() throws Failure {
        return list(timingsJson(), TimingText.class);
    }

    List<NodeStatus> nodes() throws Failure {
        return list(nodesJson(), NodeStatus.class);
    }

    List<String> engine(String service, String query) throws Failure {
        return read(get(path(service, "/engine?" + query), LIVE), EngineText.class).command();
    }

    String devicesJson(String service) throws Failure {
        return get(path(service, "/devices"), LIVE);
    }

    Outcome askNode(Asked asked) throws Failure {
        return read(post("/v1/node/requests", asked), Outcome.class);
    }

    /** How it stands with what was asked of the node, as soon as it is done or after that. */
    Outcome nodeOutcome(String goal, Duration wait) throws Failure {
        return read(get("/v1/node/requests/" + encoded(goal) + "?wait=" + wait.toSeconds(),
                SOON.plus(SOON).plus(wait)), Outcome.class);
    }

    /** An operator's word that a node is off. */
    void vouch(String node) throws Failure {
        post("/v1/nodes/" + encoded(node) + "/vouch", Map.of());
    }

    /** An operator's word that these resources, or all that cannot be read, are down. */
    Edited forget(String service, List<String> rids) throws Failure {
        return read(post(path(service, "/forget?rids=" + encoded(String.join(",", rids))),
                Map.of()), Edited.class);
    }

    /** Has a node fenced, if that is said to be meant. */
    FenceReport fence(String node, Asked asked) throws Failure {
        return read(post("/v1/nodes/" + encoded(node) + "/fence", asked), FenceReport.class);
    }

    /** Has a node's fence device tested. */
    FenceReport testFence(String node) throws Failure {
        return read(post("/v1/nodes/" + encoded(node) + "/fence-test", Map.of()),
                FenceReport.class);
    }

    /** What came of the last {@code fence} or {@code fence-test}, or after {@code wait}. */
    FenceReport fenceReport(String node, String what, Duration wait) throws Failure {
        return read(get("/v1/nodes/" + encoded(node) + "/" + what + "?wait=" + wait.toSeconds(),
                SOON.plus(SOON).plus(wait)), FenceReport.class);
    }

    /** What would follow; reading the history and playing it take a while. */
    String simulatedJson(Simulate what) throws Failure {
        return post("/v1/simulate", what, LIVE);
    }

    private String get(String path, Duration deadline) throws Failure {
        try {
            return good(client.get(there(path), patience(deadline)));
        } catch (ApiException e) {
            throw unanswered(e);
        }
    }

    /** Asks the agent, or where none runs the desk that is packed with the commands. */
    String anywhere(String method, String path, Map<String, String> query, String body)
            throws Failure {
        String encoded = Arrays.stream(path.split("/")).map(Agent::encoded)
                .collect(Collectors.joining("/")) + query(query);
        try {
            return good(method.equals("GET") ? client.get(there(encoded), LIVE)
                    : client.post(there(encoded), body, LIVE));
        } catch (ApiException e) {
            if (e.kind() != ApiException.Kind.NO_AGENT || !node.isEmpty()) {
                throw unanswered(e);
            }
            return good(Desk.own().flatMap(desk -> desk.answer(
                    new Call(method, path, query, body, NOBODY))).orElseThrow(
                            () -> unanswered(e)));
        }
    }

    private static String query(Map<String, String> query) {
        return query.isEmpty() ? "" : query.entrySet().stream()
                .map(one -> one.getKey() + "=" + encoded(one.getValue()))
                .collect(Collectors.joining("&", "?", ""));
    }

    private String post(String path, Object body) throws Failure {
        return post(path, body, SOON);
    }

    private String post(String path, Object body, Duration deadline) throws Failure {
        try {
            return good(client.post(there(path), Shapes.write(body), patience(deadline)));
        } catch (ApiException e) {
            throw unanswered(e);
        }
    }

    private String there(String path) {
        return node.isEmpty() ? path : "/v1/nodes/" + encoded(node) + "/forward"
                + path.substring("/v1".length());
    }

    /** This node's agent says itself when another one's does not answer. */
    private Duration patience(Duration deadline) {
        return node.isEmpty() || deadline.compareTo(LIVE) > 0 ? deadline : LIVE;
    }

    static String good(Reply reply) throws Failure {
        if (reply.good()) {
            return reply.json();
        }
        Problem problem = read(reply.json(), Problem.class);
        throw new Failure(Failure.FAILED, problem.error(), problem.details(),
                problem.hint().isEmpty() ? "journalctl -u understudy -n 20" : problem.hint())
                .passing(reply.status() == UNAVAILABLE);
    }

    static <T> T read(String json, Class<T> shape) throws Failure {
        try {
            return Shapes.read(json, shape);
        } catch (IllegalArgumentException e) {
            throw garbled(e);
        }
    }

    private static <T> List<T> list(String json, Class<T> shape) throws Failure {
        try {
            return Shapes.list(json, shape);
        } catch (IllegalArgumentException e) {
            throw garbled(e);
        }
    }

    private static Failure garbled(IllegalArgumentException e) {
        return Failure.of("the agent's answer: " + e.getMessage(), "journalctl -u understudy");
    }

    static Failure unanswered(ApiException e) {
        String hint = switch (e.kind()) {
            case NO_AGENT -> "systemctl start understudy";
            case NO_PERMISSION -> "the same with sudo";
            case TOO_LATE, BROKEN -> "journalctl -u understudy -n 20";
        };
        return e.kind() == ApiException.Kind.NO_AGENT ? Failure.noAgent(e.getMessage(), hint)
                : Failure.of(e.getMessage(), hint)
                        .passing(e.kind() != ApiException.Kind.NO_PERMISSION);
    }

    private static String path(String service, String rest) {
        return "/v1/services/" + encoded(service) + rest;
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
