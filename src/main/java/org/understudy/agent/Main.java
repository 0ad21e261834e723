package org.understudy.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.understudy.api.ApiServer;
import org.understudy.config.ClusterFile;
import org.understudy.config.ConfigException;
import org.understudy.core.Beats;
import org.understudy.driver.Drivers;
import org.understudy.driver.Surroundings;
import org.understudy.exec.Commands;
import org.understudy.exec.SystemCommands;
import org.understudy.fence.CommandFence;
import org.understudy.fence.Fence;
import org.understudy.heartbeat.JGroupsHeartbeat;
import org.understudy.journal.Journals;
import org.understudy.journal.Limits;
import org.understudy.journal.Replication;
import org.understudy.model.BootId;
import org.understudy.model.Event;
import org.understudy.model.NodeName;
import org.understudy.model.NodeState;
import org.understudy.model.Self;
import org.understudy.model.View;

/** The agent: builds everything, top to bottom, and lets it run. */
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final Duration PROBE = Duration.ofSeconds(5);
    private static final Duration FAREWELL = Duration.ofSeconds(1);
    private static final Duration LAST_ACTION = Duration.ofSeconds(30);

    private Main() {
    }

    /** Exits 78 when a configuration is refused, 1 when something this node needs is missing. */
    public static void main(String[] arguments) {
        try {
            Paths paths = Paths.of(System.getenv()).made();
            OnlyOne one = new OnlyOne(paths.run());
            run(paths, name(System.getenv("UNDERSTUDY_NODE")));
            atEnd(one::release);
        } catch (ConfigException refused) {
            refused.problems().forEach(problem -> LOG.error("config.refused {}", problem));
            System.exit(78);
        } catch (IOException e) {
            LOG.error("agent.failed detail=\"{}\"", e.toString());
            System.exit(1);
        }
    }

    private static void run(Paths paths, NodeName node) throws IOException {
        ClusterFile file = ClusterFile.read(paths.cluster(), paths.node(), node);
        Clock clock = Clock.system();
        Self self = self(node, paths, clock);
        Published published = new Published(View.fresh(self, file.cluster()));
        Journals journals = new Journals(file.cluster(), node, place(paths, clock));
        Chronicle chronicle = new Chronicle(clock, node, journals.own()::append);
        file.warnings().forEach(w -> chronicle.write("config.warning", "problem", w));

        Inbox inbox = new Inbox();
        Replication replication = journals.replication();
        JGroupsHeartbeat heartbeat = new JGroupsHeartbeat(file.cluster(), node,
                new Post(journals.clock(), replication));
        Loop loop = new Loop(inbox, clock, heartbeat, chronicle, published);
        Commands commands = new SystemCommands();
        Units units = new Units();
        Prober prober = new Prober(units, inbox, Threads.workers("probe", 256));
        Configuration configuration = new Configuration(paths.services(), node,
                new Surroundings(node, commands, paths.var(), paths.run(), chronicle::heard),
                new Configuration.Outlets(units, new Frozen(paths.var()), inbox, chronicle,
                        name -> Beats.holds(published.round().view(), name)));
        Fencer fencer = new Fencer(fences(file, commands), Threads.workers("fence", 16), inbox);
        loop.with(new Workers(units, new Walk.Surroundings(prober, inbox,
                Threads.workers("worker", 256), chronicle, published), fencer,
                new Frozen(paths.var())));

        chronicle.write("agent.begin", "boot", self.boot(), "machine", self.machine());
        Threads.start("loop", loop);
        heartbeat.start(inbox);
        replication.start(heartbeat::send);
        configuration.load();
        watch(file, inbox, paths, configuration, prober);
        atEnd(() -> leave(inbox, published, units, List.of(replication, heartbeat, journals)));
        Threads.start("rehearsal", Drivers::warm);
        new ApiServer(paths.socket(), new Answers(published,
                new JournalAnswers(journals, published, clock),
                new ServiceAnswers(published, units, prober, configuration),
                new Requests(published, inbox))).start();
        chronicle.write("agent.ready", "socket", paths.socket());
    }

    private static Journals.Place place(Paths paths, Clock clock) {
        return new Journals.Place(paths.var().resolve("journal"), ZoneId.systemDefault(),
                Limits.NODE, () -> clock.wall().toEpochMilli());
    }

    private static void watch(ClusterFile file, Inbox inbox, Paths paths,
            Configuration configuration, Prober prober) {
        Threads.every(tick(file), inbox::tick);
        Threads.every(PROBE, () -> look(configuration, prober));
        Threads.start("watch", new Watch(paths.services(), configuration::load));
    }

    private static void look(Configuration configuration, Prober prober) {
        configuration.letGo();
        prober.all();
    }

    private static void atEnd(Runnable work) {
        Runtime.getRuntime().addShutdownHook(new Thread(work, "leave"));
    }

    private static SortedMap<NodeName, Fence> fences(ClusterFile file, Commands commands) {
        SortedMap<NodeName, Fence> fences = new TreeMap<>();
        file.fences().forEach((node, command) -> fences.put(node,
                new CommandFence(
                command.command(), command.timeout(), commands)));
        return fences;
    }

    /** Often enough that silence is seen soon after its time-out. */
    private static Duration tick(ClusterFile file) {
        return file.cluster().links().stream().map(link -> link.timeout().dividedBy(20))
                .min(Duration::compareTo).filter(t -> t.toMillis() < 500)
                .map(t -> t.toMillis() < 20 ? Duration.ofMillis(20) : t)
                .orElse(Duration.ofMillis(500));
    }

    /**
     * Says goodbye, so that the others know that only the agent is gone; lets an action that runs
     * come to its end.
     */
    private static void leave(Inbox inbox, Published published, Units units,
            List<AutoCloseable> open) {
        try {
            inbox.accept(new Event.Leaving());
            published.await(round -> round.view().self().state() == NodeState.MAINTENANCE,
                    FAREWELL);
            published.await(round -> !units.busy(), LAST_ACTION);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        open.forEach(Main::close);
    }

    private static void close(AutoCloseable each) {
        try {
            each.close();
        } catch (Exception e) {
            LOG.warn("agent.close detail=\"{}\"", e.toString());
        }
    }

    private static Self self(NodeName node, Paths paths, Clock clock) throws IOException {
        return new Self(node, new BootId(UUID.randomUUID().toString()),
                Files.readString(paths.machine()).strip(), NodeState.INIT, clock.now());
    }

    private static NodeName name(String named) throws IOException {
        String name = named != null && !named.isBlank() ? named
                : Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        return new NodeName(name.toLowerCase(Locale.ROOT));
    }
}
