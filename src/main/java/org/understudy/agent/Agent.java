package org.understudy.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import org.understudy.api.ApiServer;
import org.understudy.config.ClusterFile;
import org.understudy.config.FenceKeywords;
import org.understudy.core.Beats;
import org.understudy.core.Majority;
import org.understudy.core.Memories;
import org.understudy.driver.Drivers;
import org.understudy.driver.Surroundings;
import org.understudy.exec.Await;
import org.understudy.exec.Commands;
import org.understudy.exec.Deadline;
import org.understudy.exec.SystemCommands;
import org.understudy.fence.Fence;
import org.understudy.fence.Fences;
import org.understudy.fence.Pills;
import org.understudy.heartbeat.JGroupsHeartbeat;
import org.understudy.heartbeat.KeyFile;
import org.understudy.heartbeat.PillBox;
import org.understudy.journal.Journals;
import org.understudy.journal.Limits;
import org.understudy.journal.Replication;
import org.understudy.model.BootId;
import org.understudy.model.Cluster;
import org.understudy.model.Link;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Quorum;
import org.understudy.model.Self;
import org.understudy.model.View;
import org.understudy.model.Way;
import org.understudy.sim.Timing;

/** The agent: everything it is made of, built from top to bottom, and let run. */
final class Agent {
    private static final Duration PROBE = Duration.ofSeconds(5);
    private static final Duration LAST_WORDS = Duration.ofMillis(500);
    /** How long the last answers are waited for, and how often that is looked at. */
    private static final Duration ANSWERS = Duration.ofSeconds(3);
    private static final Duration ANSWERED = Duration.ofMillis(10);

    private final Paths paths;
    private final List<String> cleared;
    private final Clock clock = Clock.system();
    private final Inbox inbox = new Inbox();
    private final Units units = new Units();
    private final ExecutorService workers = Threads.workers("worker", 256);
    private final ClusterFiles files;
    private final ClusterFile file;
    private final KeyFile keys;
    private final MemoryFile memory;
    private final Published published;
    private final Journals journals;
    private final Replication replication;
    private final Chronicle chronicle;
    private final Hooks hooks;
    private final JGroupsHeartbeat heartbeat;
    private final Neighbours neighbours;
    private final Loop loop;
    private final Prober prober;
    private final Configuration configuration;
    private final ServiceShelf shelf;
    private final CatchUp catchUp;
    private final FilesClerk shared;
    private final Jobs jobs;
    private final Leaving leaving;
    private final FenceRequests fenceRequests;
    private final List<Voter> voters;
    private final Supervisor supervisor;
    private final Sentry sentry;
    private final Guardian guardian;
    private final Optional<PillWatch> pills;
    /** Once it listens. */
    private volatile Optional<ApiServer> api = Optional.empty();
    private volatile Optional<LastLook> lastLook = Optional.empty();

    /** @throws IOException when something this node needs cannot be read */
    Agent(Paths paths, NodeName host) throws IOException {
        this.paths = paths;
        cleared = Leftovers.cleared(paths, host);
        files = new ClusterFiles(paths, host, clock);
        file = files.read();
        NodeName node = file.self();
        keys = KeyFile.of(paths.key(), file.cluster());
        memory = new MemoryFile(paths.var(), clock);
        Self self = new Self(node, new BootId(UUID.randomUUID().toString()),
                Files.readString(paths.machine()).strip(), NodeState.INIT, clock.now());
        published = new Published(View.fresh(self, file.cluster(),
                Memories.past(memory.read(), self.started())));
        journals = new Journals(file.cluster(), node, new Journals.Place(
                paths.var().resolve("journal"), ZoneId.systemDefault(), Limits.NODE, Limits.COPY,
                () -> clock.wall().toEpochMilli()));
        replication = journals.replication();
        Commands commands = new SystemCommands();
        hooks = new Hooks(file.hooks(), commands, clock);
        chronicle = new Chronicle(clock, node, hooks.after(journals.own()::append));
        heartbeat = new JGroupsHeartbeat(file.cluster(), node, keys,
                new Post(journals.clock(), replication));
        neighbours = new Neighbours(published, heartbeat.channel(), chronicle);
        loop = new Loop(inbox, clock, heartbeat, chronicle, published, memory);
        prober = new Prober(units, inbox, Threads.workers("probe", 256),
                new Prober.Terms(file.limits().status(), chronicle::heard));
        units.whenChanged(prober::all);
        Versions versions = new Versions(paths.var().resolve("good"), node, clock, chronicle);
        Holding holding = new Holding(published, prober);
        configuration = new Configuration(paths.services(), file.cluster().nodes(),
                new Surroundings(node, commands, paths.var(), paths.run(), chronicle::heard,
                        new Outlook(published, clock)),
                new Configuration.Outlets(units, inbox, chronicle,
                        new LastGood(paths.var().resolve("good"), versions, clock, chronicle),
                        holding::service, holding::resources, holding::moved));
        shelf = new ServiceShelf(paths, published, configuration, chronicle);
        catchUp = new CatchUp(published, versions, shelf,
                CatchUp.Correspondence.of(neighbours), chronicle, clock);
        shared = new FilesClerk(published, versions, shelf, catchUp);
        jobs = new Jobs(Threads.workers("job", 32), Threads.workers("job-end", 64), chronicle,
                prober);
        SortedMap<NodeName, Fence> fences = fences(commands);
        Fencer fencer = new Fencer(fences, Threads.workers("fence", 16), inbox,
                memory, chronicle);
        FenceTests tests = new FenceTests(tested(fences), Threads.workers("fence-test", 8),
                chronicle, clock);
        fenceRequests = new FenceRequests(published, inbox, tests, clock);
        voters = voters(node);
        supervisor = Supervisor.of(System.getenv(), address -> new NotifyCommand(address,
                commands, Threads.workers("notify", 2)));
        Reset reset = new Reset(chronicle, paths.reset());
        pills = pillWatch(reset);
        guardian = new Guardian(file.limits().watchdog().filter(path ->
                file.cluster().quorum().on() || pills.isPresent()).map(KernelWatchdog::new),
                pills.<Guardian.Orders>map(watch -> watch).orElse(Guardian.Orders.NONE),
                paths.var().resolve("watchdog"), chronicle);
        loop.watchedBy(supervisor::round).guardedBy(guardian);
        sentry = new Sentry(heartbeat::dropped, heartbeat::states, keys, chronicle);
        loop.with(new Workers(units, new Walk.Surroundings(prober, inbox, workers, chronicle,
                published, memory, clock), fencer, reset, jobs));
        leaving = new Leaving(published, inbox, units, clock, new Leaving.Surroundings(commands,
                paths.run().resolve("halting"), chronicle));
    }

    /**
     * Begins; everything goes on on threads of its own.
     *
     * @param last what is done when the agent has ended
     */
    void run(Runnable last) throws IOException {
        warn();
        Self self = published.round().view().self();
        files.begin(chronicle, configuration.versions().unwritten());
        chronicle.progress().knowing(Threads.workers("history", 2),
                service -> new StepHistory(journals).read(service));
        chronicle.write("agent.begin", "boot", self.boot(), "machine", self.machine());
        Threads.start("loop", loop);
        hear();
        replication.start(heartbeat::send);
        Threads.every("tick", tick(file.cluster()), inbox::tick);
        shelf.changed();
        Threads.every(PROBE, prober::due);
        Scheduler scheduler = new Scheduler(units, published, jobs, clock);
        Threads.every(Scheduler.PERIOD, scheduler);
        Threads.every(Scheduler.END_PERIOD, scheduler::end);
        Threads.every(Pinger.PERIOD, new Pinger(published, inbox, workers));
        Threads.every(Gauge.PERIOD, new Gauge(Path.of("/proc"),
                Runtime.getRuntime().availableProcessors(), file.limits(), inbox));
        Threads.every(FenceTests.PERIOD, fenceRequests.tests());
        voters.forEach(voter -> Threads.every(voter.period(), voter));
        Threads.every(Sentry.PERIOD, sentry);
        if (paths.kept()) {
            Threads.every(Renewal.PERIOD, new Renewal(files::other, published,
                    configuration.versions(), clock, this::renew));
        }
        Threads.start("watch", new Watch(paths.services(), configuration::load));
        Threads.start("watch-etc", new Watch(paths.etc(), this::lookAtCluster));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(last), "leave"));
        Threads.start("rehearsal", Drivers::warm);
        Answers answers = answers(self.node());
        neighbours.answerWith(answers);
        shareWhatIsHere(answers);
        ApiServer server = new ApiServer(paths.socket(), new Forwarding(answers, neighbours));
        server.start();
        api = Optional.of(server);
        supervisor.ready();
        Threads.every(Supervisor.PERIOD, this::tell);
        chronicle.write("agent.ready", "socket", paths.socket());
    }

    private void warn() {
        hooks.begin(chronicle);
        cleared.forEach(one -> chronicle.write("cluster.cleared", "detail", one));
        file.warnings().forEach(w -> chronicle.write("config.warning", "problem", w));
    }

    /** Files to the other nodes, and what is seen to who comes after this agent. */
    private void shareWhatIsHere(Answers answers) {
        Threads.start("drills", answers::settle);
        Threads.every(PROBE, this::look);
        Threads.every(CatchUp.PERIOD, catchUp);
        lastLook = Optional.of(new LastLook(paths.run(), answers::seen, clock, chronicle));
        Threads.every(LastLook.PERIOD, lastLook.get());
    }

    private void hear() {
        heartbeat.start(inbox);
        pills.ifPresent(watch -> watch.start(guardian));
        Threads.every(Urgency.PERIOD, Urgency.own());
    }

    private void tell() {
        Published.Round now = published.round();
        supervisor.status(now.view(), new Screens(now, clock).nodes());
    }

    private Answers answers(NodeName node) {
        Witness witness = new AgentWitness(published, clock, configuration, neighbours, sentry);
        Underway underway = new Underway();
        Notices notices = new Notices(configuration, files, fenceRequests.tests(), voters, sentry,
                guardian, memory, underway);
        Requests requests = new Requests(published, inbox, clock, chronicle.progress());
        return new Answers(published,
                new JournalAnswers(journals, published, clock),
                new ServiceAnswers(published, units, prober, notices, jobs,
                        clock, chronicle.progress()), requests,
                new NodeAnswers(published, clock,
                        new NodeRequests(published, inbox, leaving::begin,
                                new Reboot(new SystemCommands(), chronicle, paths.reboot(),
                                        () -> journals.own().settle(LAST_WORDS))),
                        simulations(), fenceRequests, new Timings(file),
                        new StatAnswers(published, journals, new LinkAnswers(published,
                                heartbeat::states, heartbeat::dropped)),
                        new Withdrawal(published, new Reluctance(paths, files::notice,
                                configuration.versions()), witness, chronicle, leaving::begin),
                        drills(notices, requests, underway)),
                new FileDesk(paths, node, witness, shared));
    }

    private Drills drills(Notices notices, Requests requests, Underway underway) {
        Vigil vigil = new Vigil(heartbeat::states);
        return new Drills(new LinkCut.Means(published, clock, vigil, heartbeat::cut),
                new Readiness(published, vigil, clock, notices, neighbours), requests, underway,
                new Drills.Diary(chronicle, journals));
    }

    /** A thread each: one that does not answer delays no other. */
    private List<Voter> voters(NodeName node) {
        Voter.Voting voting = new Voter.Voting(file.cluster(), node, keys, clock,
                () -> wantsVotes(published.round().view()));
        return !file.cluster().quorum().on() ? List.of()
                : file.arbitrators().entrySet().stream().map(one -> new Voter(one.getKey(),
                        one.getValue(), voting, inbox, chronicle)).toList();
    }

    private static boolean wantsVotes(View view) {
        return !Majority.held(view.votes(new TreeMap<>())) || view.services().keySet().stream()
                .anyMatch(service -> Beats.holds(view, service));
    }

    /** Two at once at most: they are for people, and use a processor each. */
    private Simulations simulations() {
        return new Simulations(published, () -> new StepHistory(journals),
                Threads.workers("simulation", 2), paths.node(), Agent::timing);
    }

    private static Timing timing(Cluster cluster) {
        Duration timeout = cluster.links().stream().map(Link::timeout).min(Duration::compareTo)
                .orElse(Timing.CALM.timeout());
        Duration interval = cluster.links().stream().map(Link::interval)
                .min(Duration::compareTo).orElse(Timing.CALM.interval());
        return new Timing(timeout, interval, tick(cluster), PROBE,
                cluster.rejoinGracePeriod());
    }

    private void renew() {
        chronicle.write("agent.renewed", "detail", "it restarts to take cluster.conf in");
        Threads.start("renewal", () -> System.exit(0));
    }

    private void lookAtCluster() {
        files.look(chronicle);
        shelf.changed();
    }

    /** On a thread of its own: a disk may hang. */
    private void look() {
        if (configuration.versions().unwritten().any()) {
            files.keep(configuration.versions().unwritten());
        }
        configuration.letGo();
    }

    private SortedMap<NodeName, Fence> fences(Commands commands) {
        Fences.Tools tools = new Fences.Tools(commands, section -> FenceKeywords
                .link(file.cluster().links(), section).<Pills>map(link -> new PillPost(published,
                        disk(link), Threads.workers("pill-io", 8))).orElse(Pills.NONE));
        SortedMap<NodeName, Fence> fences = new TreeMap<>();
        file.fences().forEach(
                (node, levels) -> fences.put(node, Fences.of(levels, tools)));
        return fences;
    }

    private PillWatch.Opening disk(Link link) {
        return link.way().to(new Way.Reader<>() {
            @Override
            public PillWatch.Opening unicast(Way.Unicast way) {
                throw new IllegalStateException(link.name() + " is no disk");
            }

            @Override
            public PillWatch.Opening multicast(Way.Multicast way) {
                throw new IllegalStateException(link.name() + " is no disk");
            }

            @Override
            public PillWatch.Opening disk(Way.Disk way) {
                Path path = Path.of(way.devices().get(file.self()));
                return () -> PillBox.open(path, file.cluster(), file.self(), keys);
            }

            @Override
            public PillWatch.Opening relay(Way.Relay way) {
                throw new IllegalStateException(link.name() + " is no disk");
            }
        });
    }

    /** Where others may end this node by an order on a disk. */
    private Optional<PillWatch> pillWatch(Reset reset) {
        View view = published.round().view();
        return file.fences().getOrDefault(file.self(), List.of()).stream().flatMap(level ->
                FenceKeywords.link(file.cluster().links(), level).stream()).findFirst()
                .map(link -> new PillWatch(disk(link), new PillWatch.Terms(
                        view.self().machine(), link.interval().dividedBy(2), clock, chronicle),
                        reset::now));
    }

    /** The node's own is the others' to test: it may not even know how they do it. */
    private SortedMap<NodeName, FenceTests.Tested> tested(SortedMap<NodeName, Fence> fences) {
        SortedMap<NodeName, FenceTests.Tested> tested = new TreeMap<>();
        fences.forEach((node, fence) -> {
            if (!node.equals(file.self())) {
                tested.put(node, new FenceTests.Tested(fence, file.fences().get(node).get(0)
                        .get(FenceKeywords.TEST_INTERVAL)));
            }
        });
        return tested;
    }

    /** Often enough that silence is seen soon after its time-out. */
    private static Duration tick(Cluster cluster) {
        return cluster.links().stream().map(link -> link.timeout().dividedBy(20))
                .min(Duration::compareTo).filter(t -> t.toMillis() < 500)
                .map(t -> t.toMillis() < 20 ? Duration.ofMillis(20) : t)
                .orElse(Duration.ofMillis(500));
    }

    private void leave(Runnable last) {
        supervisor.ending();
        try {
            leaving.end();
            guardian.end(published);
            endCalls();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lastLook.ifPresent(LastLook::run);
        replication.close();
        heartbeat.close();
        journals.close();
        last.run();
    }

    /** Whoever has asked for a change, this restart perhaps, is to hear what became of it. */
    private void endCalls() throws InterruptedException {
        if (api.isEmpty()) {
            return;
        }
        try {
            api.get().turnAway();
            if (!Await.until(() -> !api.get().owesAnswers(), ANSWERED, Deadline.in(ANSWERS))) {
                chronicle.write("agent.unanswered", "detail", "somebody who asked for a change"
                        + " was not told in " + ANSWERS.toSeconds() + " s what became of it");
            }
        } catch (IOException e) {
            chronicle.write("agent.unanswered", "detail", e.toString());
        }
    }
}
