package org.understudy.agent;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.understudy.api.Call;
import org.understudy.core.JobPermit;
import org.understudy.driver.Job;
import org.understudy.model.Goal;
import org.understudy.model.Local;
import org.understudy.model.Resource;
import org.understudy.model.Rid;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.model.View;
import org.understudy.wire.Asked;
import org.understudy.wire.AskedPart;
import org.understudy.wire.AskedRun;
import org.understudy.wire.Json;
import org.understudy.wire.Outcome;
import org.understudy.wire.Selection;

/** Takes in what operators want to have run once, and tells what became of it. */
final class JobDesk {
    private static final int REMEMBERED = 200;
    private static final String HERE = "local";

    private final Published published;
    private final Units units;
    private final Jobs jobs;
    private final Clock clock;
    private final Map<String, Asking> asked = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Asking> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** What one call began. */
    private record Asking(SortedMap<Rid, CompletableFuture<Jobs.End>> runs) {
    }

    JobDesk(Published published, Units units, Jobs jobs, Clock clock) {
        this.published = published;
        this.units = units;
        this.jobs = jobs;
        this.clock = clock;
    }

    /** Begins the runs; or says why not, or what somebody has to agree to before. */
    Outcome ask(Local local, Call call) {
        AskedRun wanted = Json.decode(call.body().getBytes(StandardCharsets.UTF_8),
                AskedRun.class);
        ServiceName name = local.service().name();
        Unit unit = units.find(name).orElseThrow(() -> new Refusal(404, "no service " + name
                + " on this node", "svcmon lists the services"));
        View view = published.round().view();
        SortedMap<Rid, Job> chosen = chosen(unit, wanted);
        for (Rid rid : chosen.keySet()) {
            Optional<String> refused = JobPermit.refused(view, name, rid, clock.now());
            if (refused.isPresent()) {
                return new Outcome("", "refused", HERE, rid + ": " + refused.get());
            }
        }
        List<String> follows = chosen.entrySet().stream().filter(one -> one.getValue().asksFirst())
                .map(one -> name + " " + one.getKey() + " will be run; it asks for a confirmation")
                .toList();
        if (!follows.isEmpty() && !wanted.yes()) {
            return new Outcome("", "confirm", HERE, "", follows);
        }
        return begin(unit, chosen.keySet(), order(wanted), Wording.author(call, view));
    }

    private static Job.Order order(AskedRun wanted) {
        Set<String> targets = Set.copyOf(wanted.targets());
        if (!Job.Order.ALL.targets().containsAll(targets)) {
            throw new IllegalArgumentException("expected targets among "
                    + Job.Order.ALL.targets() + ", got " + targets);
        }
        return new Job.Order(targets.isEmpty() ? Job.Order.ALL.targets() : targets,
                wanted.force());
    }

    private static SortedMap<Rid, Job> chosen(Unit unit, AskedRun wanted) {
        SortedMap<Rid, Job> all = new TreeMap<>(unit.resources().jobs());
        all.values().removeIf(job -> !job.verb().equals(wanted.verb()));
        String what = wanted.verb().equals("sync") ? "sync" : "task";
        if (all.isEmpty()) {
            throw new Refusal(409, "this service has no " + what + " resource", "");
        }
        List<Rid> rids = wanted.rids().stream().map(Rid::new).toList();
        rids.stream().filter(rid -> !all.containsKey(rid)).findFirst().ifPresent(rid -> {
            throw new Refusal(404, "expected one of " + all.keySet() + ", got " + rid, "");
        });
        if (rids.isEmpty() && what.equals("task") && all.size() > 1) {
            throw new Refusal(400, "expected --rid with one of " + all.keySet(), "svcmgr -s "
                    + unit.file().service().name() + " run --rid " + all.firstKey());
        }
        all.keySet().removeIf(rid -> !rids.isEmpty() && !rids.contains(rid));
        List<Rid> disabled = all.keySet().stream().filter(rid -> unit.file().service()
                .resource(rid).is(Resource.Flag.DISABLE)).toList();
        if (disabled.size() == all.size() || !rids.isEmpty() && !disabled.isEmpty()) {
            throw new Refusal(409, disabled + " disabled", "svcmgr -s "
                    + unit.file().service().name() + " enable --rid " + disabled.get(0));
        }
        all.keySet().removeAll(disabled);
        return all;
    }

    private Outcome begin(Unit unit, Set<Rid> rids, Job.Order order, String author) {
        SortedMap<Rid, CompletableFuture<Jobs.End>> runs = new TreeMap<>();
        SortedMap<Rid, String> refused = new TreeMap<>();
        for (Rid rid : rids) {
            Jobs.Begun begun = jobs.begin(unit, rid, order, author);
            begun.end().ifPresentOrElse(run -> runs.put(rid, run),
                    () -> refused.put(rid, begun.refused()));
        }
        if (runs.isEmpty()) {
            return new Outcome("", "refused", HERE, refused.entrySet().stream()
                    .map(one -> one.getKey() + ": " + one.getValue())
                    .collect(Collectors.joining("; ")));
        }
        String id = UUID.randomUUID().toString();
        refused.forEach((rid, why) -> runs.put(rid,
                CompletableFuture.completedFuture(new Jobs.End(false, why))));
        synchronized (asked) {
            asked.put(id, new Asking(runs));
        }
        return new Outcome(id, "pending", HERE, "runs " + runs.keySet());
    }

    /**
     * Ends runs on this node, where an abort, or a stop of nothing but tasks and syncs, asks for
     * that; empty where anything else is meant.
     *
     * @throws IllegalArgumentException for an abort of what is neither
     */
    Optional<Outcome> end(Local local, Call call) throws InterruptedException {
        AskedPart body = Json.decode(call.body().getBytes(StandardCharsets.UTF_8),
                AskedPart.class);
        Goal goal = Wording.word(Goal.class, body.asked().goal());
        boolean abort = goal == Goal.ABORTED;
        boolean ends = abort || goal == Goal.STOPPED || goal == Goal.SHUTDOWN;
        Selection part = body.part();
        SortedSet<Rid> known = known(local.service());
        Set<String> strange = new TreeSet<>(part.rids());
        strange.removeIf(word -> known.stream().anyMatch(rid -> meant(word, rid)));
        boolean plain = !part.rids().isEmpty() && part.tags().isEmpty()
                && part.subsets().isEmpty() && part.within().isEmpty() && part.until().isEmpty();
        boolean runs = plain && strange.isEmpty();
        if (abort && !runs) {
            throw new IllegalArgumentException("abort --rid: expected "
                    + (known.isEmpty() ? "a task or a sync, of which there are none"
                            : "some of " + known) + ", got " + strange
                    + "; without --rid it ends the action that runs");
        }
        known.removeIf(rid -> part.rids().stream().noneMatch(word -> meant(word, rid)));
        return !ends || !runs ? Optional.empty() : Optional.of(ended(local.service().name(),
                known, body.asked().dryRun(), Wording.author(call, published.round().view())));
    }

    private static boolean meant(String word, Rid rid) {
        return rid.value().equals(word) || rid.section().equals(word);
    }

    /** Also of a file that is not in force any more. */
    private SortedSet<Rid> known(Service service) {
        SortedSet<Rid> known = new TreeSet<>(jobs.running(service.name()));
        units.find(service.name()).ifPresent(
                unit -> known.addAll(unit.resources().jobs().keySet()));
        return known;
    }

    private Outcome ended(ServiceName service, SortedSet<Rid> meant, boolean dry, String author)
            throws InterruptedException {
        Set<Rid> running = jobs.running(service);
        List<String> follows = meant.stream().map(rid -> rid + ": " + (running.contains(rid)
                ? "its run " + (dry ? "would be ended" : "is ended") : "it does not run here"))
                .toList();
        if (dry) {
            return new Outcome("", "plan", HERE, "", follows);
        }
        SortedMap<Rid, String> left = jobs.end(service, meant, "by " + author);
        return left.isEmpty() ? new Outcome("", "reached", HERE, "", follows)
                : new Outcome("", "failed", HERE, left.entrySet().stream()
                        .map(one -> one.getKey() + ": " + one.getValue())
                        .collect(Collectors.joining("; ")), follows);
    }

    /** What came of an abort of the whole, and which runs it leaves alone. */
    Outcome running(Local local, Asked asked, Outcome outcome) {
        if (Wording.word(Goal.class, asked.goal()) != Goal.ABORTED) {
            return outcome;
        }
        ServiceName service = local.service().name();
        List<String> follows = new ArrayList<>(outcome.follows());
        new TreeSet<>(jobs.running(service)).forEach(rid -> follows.add(rid
                + " runs on; svcmgr -s " + service + " abort --rid " + rid + " ends it"));
        return new Outcome(outcome.id(), outcome.state(), outcome.scope(), outcome.detail(),
                follows);
    }

    /** How it stands with it, at the latest after this time; at once when all has ended. */
    Outcome outcome(String id, Duration patience) throws InterruptedException {
        Asking one;
        synchronized (asked) {
            one = asked.get(id);
        }
        if (one == null) {
            throw new Refusal(404, "no run " + id + " is known: only the last ones are kept",
                    "svcmgr timeline shows older ones");
        }
        try {
            CompletableFuture.allOf(one.runs().values().toArray(CompletableFuture[]::new))
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException underway) {
            return new Outcome(id, "pending", HERE, "runs " + one.runs().keySet());
        } catch (ExecutionException bug) {
            throw new IllegalStateException("running " + one.runs().keySet(), bug.getCause());
        }
        boolean ok = one.runs().values().stream().allMatch(end -> end.join().ok());
        List<String> told = new ArrayList<>();
        one.runs().forEach((rid, run) -> {
            String detail = run.join().detail();
            told.add(detail.startsWith(rid + ":") ? detail : rid + ": " + detail);
        });
        return new Outcome(id, ok ? "reached" : "failed", HERE, String.join("; ", told));
    }
}
