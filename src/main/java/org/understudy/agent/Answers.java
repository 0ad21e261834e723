package org.understudy.agent;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.understudy.api.Call;
import org.understudy.api.Desk;
import org.understudy.api.Feed;
import org.understudy.api.Reply;
import org.understudy.api.Routes;
import org.understudy.model.Local;
import org.understudy.model.ServiceName;
import org.understudy.wire.Json;
import org.understudy.wire.Leave;
import org.understudy.wire.Outcome;
import org.understudy.wire.ServiceStatus;

/** The API: looks things up in the last round, hands wishes to the loop, waits with a limit. */
final class Answers implements Routes {
    private final Published published;
    private final JournalAnswers journal;
    private final ServiceAnswers services;
    private final Requests requests;
    private final NodeAnswers nodes;
    private final Desk desk;
    private final Catalogue catalogue = Catalogue.own();

    Answers(Published published, JournalAnswers journal, ServiceAnswers services,
            Requests requests, NodeAnswers nodes, Desk desk) {
        this.nodes = nodes;
        this.desk = desk;
        this.published = published;
        this.journal = journal;
        this.services = services;
        this.requests = requests;
    }

    @Override
    public Reply answer(Call call) {
        if (!catalogue.has(call)) {
            return unknown(call).reply();
        }
        return switch (call.path()) {
            case "/v1/openapi.json" -> Reply.ok(catalogue.text());
            case "/metrics" -> nodes.metrics();
            default -> desk.answer(call).orElseGet(() -> here(call));
        };
    }

    /** All services, as last read. */
    List<ServiceStatus> seen() {
        return services.all(null);
    }

    /** Ends what an earlier life of the agent has left open. */
    void settle() {
        nodes.drills().settle();
    }

    @Override
    public Optional<Feed> feed() {
        return Optional.of(journal);
    }

    private Reply here(Call call) {
        try {
            List<String> path = Arrays.asList(call.path().replaceAll("^/|/$", "").split("/"));
            if (path.size() < 2 || !path.get(0).equals("v1")) {
                throw unknown(call);
            }
            return route(call, path.get(1), path.subList(2, path.size()));
        } catch (Refusal refusal) {
            return refusal.or(Hint.of(call)).reply();
        } catch (IllegalArgumentException wrong) {
            return new Refusal(400, wrong.getMessage(), Hint.of(call)).reply();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return new Refusal(503, "the agent is ending", Hint.LOG).reply();
        }
    }

    private Reply route(Call call, String what, List<String> rest) throws InterruptedException {
        boolean get = call.method().equals("GET");
        Optional<List<?>> list = !get || !rest.isEmpty() ? Optional.empty()
                : nodes.list(what).or(() -> services.list(what, call.query()));
        if (list.isPresent()) {
            return ok(list.get());
        }
        if (what.equals("node") && rest.size() == 1 && rest.get(0).equals("requests") && !get) {
            return new Reply(202, text(Json.encode(nodes.requests().ask(call))));
        }
        if (what.equals("node") && rest.size() == 2 && rest.get(0).equals("requests") && get) {
            return ok(nodes.requests().outcome(rest.get(1),
                    JournalAnswers.patience(call)));
        }
        if (what.equals("cluster") && rest.equals(List.of("leave")) && !get) {
            return ok(nodes.withdrawal().ask(ConfigClerk.body(call, Leave.class)));
        }
        if (what.equals("nodes") && rest.size() == 2) {
            return ofNode(call, rest.get(0), rest.get(1));
        }
        if (what.equals("drills") && rest.size() <= 1) {
            return nodes.drills().answer(call, rest);
        }
        if (what.equals("simulate") && !get && rest.isEmpty()) {
            return ok(nodes.simulations().ask(call));
        }
        if (what.equals("journal") && get && rest.isEmpty()) {
            return ok(journal.lines(call));
        }
        if (what.equals("timeline") && get && rest.isEmpty()) {
            return ok(journal.timeline(call));
        }
        if (what.equals("requests") && get && rest.size() == 1) {
            return ok(requests.outcome(rest.get(0), JournalAnswers.patience(call)));
        }
        if (what.equals("services") && !rest.isEmpty()) {
            return ofService(call, local(rest.get(0)), rest.size() > 1 ? rest.get(1) : "");
        }
        throw unknown(call);
    }

    private Reply ofNode(Call call, String node, String part) throws InterruptedException {
        return switch (call.method() + " " + part) {
            case "POST vouch" -> ok(nodes.fences().vouch(node, call));
            case "POST fence" -> ok(nodes.fences().fence(node, call));
            case "GET fence" -> ok(nodes.fences().report(node, JournalAnswers.patience(call)));
            case "POST fence-test" -> ok(nodes.fences().test(node));
            case "GET fence-test" -> ok(nodes.fences().tested(node,
                    JournalAnswers.patience(call)));
            default -> throw unknown(call);
        };
    }

    private Reply ofService(Call call, Local local, String part) throws InterruptedException {
        return switch (call.method() + " " + part) {
            case "GET " -> ok(services.one(local,
                    Boolean.parseBoolean(call.query().getOrDefault("refresh", "false"))));
            case "GET history" -> ok(journal.history(local, call));
            case "GET why-not" -> ok(journal.whyNot(local, call));
            case "GET docker" -> ok(services.docker(local));
            case "GET engine" -> ok(services.engine(local, call.query()));
            case "GET devices" -> ok(services.devices(local));
            case "GET running" -> ok(services.running(local));
            case "POST runs" -> new Reply(202, text(Json.encode(services.jobs().ask(local, call))));
            case "GET runs" -> ok(services.jobs().outcome(call.query().getOrDefault("id", ""),
                    JournalAnswers.patience(call)));
            case "POST forget" -> ok(services.forget(local, Arrays.stream(call.query()
                    .getOrDefault("rids", "").split(",")).filter(one -> !one.isBlank()).toList(),
                    Wording.author(call, published.round().view())));
            case "POST requests" -> new Reply(202, text(Json.encode(services.jobs().running(local,
                    Wording.asked(call), requests.ask(local, call)))));
            case "POST parts" -> new Reply(202, text(Json.encode(part(local, call))));
            default -> throw unknown(call);
        };
    }

    /** Of resources that run and end, it is their runs that are meant. */
    private Outcome part(Local local, Call call) throws InterruptedException {
        Optional<Outcome> ended = services.jobs().end(local, call);
        return ended.isPresent() ? ended.get() : requests.askPart(local, call);
    }

    private Local local(String name) {
        return Optional.ofNullable(published.round().view().services().get(new ServiceName(name)))
                .orElseThrow(() -> services.unknown(name));
    }

    static Reply ok(Object value) {
        return new Reply(200, text(Json.encode(value)));
    }

    static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    private static Refusal unknown(Call call) {
        return new Refusal(404, "expected a known path, got " + call.method() + " "
                + call.path(), "svcmgr --version");
    }
}
