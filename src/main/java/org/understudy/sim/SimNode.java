package org.understudy.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.understudy.core.Memories;
import org.understudy.model.Kept;
import org.understudy.model.Memory;
import org.understudy.model.Moment;
import org.understudy.model.NodeName;
import org.understudy.model.Resource;
import org.understudy.model.Resource.Flag;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
import org.understudy.model.View;

/** One made-up machine: its power, its disk, and what its resources really do. */
final class SimNode {
    /** How long an agent that leaves waits for the others to know. */
    static final Duration FAREWELL = Duration.ofMillis(500);

    private final World world;
    private final int index;
    private final NodeName name;
    private long origin;
    private final Random random;
    private final Conditions conditions = new Conditions();
    private final SortedMap<ServiceName, Service> files = new TreeMap<>();
    private final Disk disk = new Disk();
    private final Holdings holdings;
    private final Map<ServiceName, SimWalk.Way> failed = new TreeMap<>();
    private final List<Runnable> parked = new ArrayList<>();
    private final Watchdog watchdog;
    private boolean on;
    private boolean stalled;
    private SimAgent agent;
    private int boots;
    private int lives;
    private boolean lied;

    SimNode(World world, int index, NodeName name, Random random) {
        this.world = world;
        this.index = index;
        this.name = name;
        this.random = random;
        this.origin = Math.abs(random.nextLong() >> 8);
        this.holdings = new Holdings(world, this);
        this.watchdog = new Watchdog(world, this);
    }

    int index() {
        return index;
    }

    NodeName name() {
        return name;
    }

    Random random() {
        return random;
    }

    Conditions conditions() {
        return conditions;
    }

    boolean on() {
        return on;
    }

    /** Whether its whole host stands still. */
    boolean stalled() {
        return stalled;
    }

    /** Null while none runs. */
    SimAgent agent() {
        return agent;
    }

    boolean running() {
        return agent != null && !agent.paused();
    }

    View view() {
        return agent.view();
    }

    Watchdog watchdog() {
        return watchdog;
    }

    /** Whether its watchdog is being fed. */
    boolean feeds() {
        return running() && agent.feeds();
    }

    /** This boot of the machine. */
    String machine() {
        return name + "-" + boots;
    }

    Moment clock(long at) {
        return new Moment(origin + at);
    }

    /** When its clock showed this; the opposite of {@link #clock}. */
    long when(long nanos) {
        return nanos - origin;
    }

    SortedMap<ServiceName, Service> files() {
        return files;
    }

    Optional<Service> file(ServiceName service) {
        return Optional.ofNullable(files.get(service));
    }

    /** What its agent has written on its disk. */
    Disk disk() {
        return disk;
    }

    /** Whether its disk says that the cluster leaves the service alone here. */
    boolean frozen(ServiceName service) {
        Memory memory = disk.memory();
        return memory.node().isPresent() || memory.cluster().freeze().isPresent()
                || memory.services().getOrDefault(service, Kept.NOTHING).freeze().isPresent();
    }

    /** In the order in which it was taken. */
    Set<Rid> held(ServiceName service) {
        return holdings.of(service);
    }

    Holdings holdings() {
        return holdings;
    }

    void boot() {
        if (on) {
            return;
        }
        on = true;
        boots++;
        world.note(() -> name + " boots");
        watchdog.arm();
        startAgent();
    }

    /** Is on from now on and goes on with what its agent knew, by the clock that it had. */
    void goOn(View known) {
        on = true;
        origin = known.now().nanos() - world.now();
        disk.write(Memories.of(known));
        watchdog.arm();
        agent = new SimAgent(world, this, known);
    }

    /** Power off: everything this machine held is free at once. */
    void powerOff() {
        if (!on) {
            return;
        }
        on = false;
        stalled = false;
        lied = false;
        agent = null;
        watchdog.disarm();
        holdings.clear();
        parked.clear();
        world.note(() -> name + " is off");
        world.each(checker -> checker.powerLost(this));
    }

    /** Its fence device says that it is off; whether it is, it does not know. */
    void lied() {
        lied = on;
    }

    /** Whether its fence device said that it was off while it went on. */
    boolean undead() {
        return lied;
    }

    /** The agent alone dies; its resources stay; it is started again a moment later. */
    void killAgent(Duration back) {
        if (!on || stalled) {
            return;
        }
        world.note(() -> name + " agent dies");
        agent = null;
        parked.clear();
        watchdog.starve();
        int life = lives;
        world.in(back, () -> {
            if (on && lives == life) {
                startAgent();
            }
        });
    }

    /** The agent is told to end, and says so; its resources stay. */
    void leave() {
        if (running()) {
            SimAgent leaving = agent;
            leaving.leave();
            if (watchdog.armed()) {
                world.in(FAREWELL, () -> left(leaving));
            } else {
                left(leaving);
            }
        }
    }

    /** Its services go on without a watchdog only if all the others know that they do. */
    private void left(SimAgent leaving) {
        if (agent != leaving) {
            return;
        }
        agent = null;
        parked.clear();
        world.note(() -> name + " agent leaves");
        if (leaving.farewellTold()) {
            watchdog.disarm();
        } else {
            watchdog.starve();
        }
    }

    /** The agent stops its services and says that it has left; the machine is off for a while. */
    void shutDown(Duration lasts) {
        new ShutDown(world, this, lasts).begin();
    }

    /** The agent is started again on a machine that kept running. */
    void comeBack() {
        if (on && agent == null) {
            world.note(() -> name + " agent starts");
            startAgent();
        }
    }

    /** The agent does not run for a while; what it had begun goes on. Keeps so many beats. */
    void pause(int keep) {
        if (running()) {
            agent.pause(keep);
            watchdog.starve();
            world.note(() -> name + " stops running");
        }
    }

    /** Nothing on the machine runs for a while. */
    void stall(int keep) {
        if (running()) {
            pause(keep);
            stalled = true;
        }
    }

    void resume() {
        if (!on || agent == null || !agent.paused()) {
            return;
        }
        stalled = false;
        world.note(() -> name + " runs again");
        agent.resume();
        List<Runnable> late = List.copyOf(parked);
        parked.clear();
        late.forEach(Runnable::run);
    }

    private void startAgent() {
        failed.clear();
        watchdog.arm();
        agent = new SimAgent(world, this, ++lives);
        world.each(checker -> checker.begins(this));
        agent.begin();
    }

    /** After a while, what a command of this agent does, then what the agent does about it. */
    void later(SimAgent by, Duration delay, Runnable effect, Runnable then) {
        world.in(delay, () -> due(by, effect, then));
    }

    /** A command dies with its agent; one whose host stands still goes on with it. */
    private void due(SimAgent by, Runnable effect, Runnable then) {
        if (agent != by) {
            return;
        }
        if (stalled) {
            parked.add(() -> due(by, effect, then));
            return;
        }
        effect.run();
        if (by.paused()) {
            parked.add(() -> due(by, () -> { }, then));
        } else {
            then.run();
        }
    }

    /** What the next reading finds may be new. */
    void stir() {
        world.stirred();
        if (agent != null) {
            agent.pulse().stir();
        }
    }

    /** What is really there. */
    ResourceStatus truth(Service service, Rid rid) {
        return holdings.truth(service, rid);
    }

    /** What a reading finds, which may be nothing. */
    ResourceStatus read(Service service, Rid rid) {
        return conditions.blind > 0 && random.nextInt(100) < conditions.blind
                ? new ResourceStatus(Status.UNDEF, "") : truth(service, rid);
    }

    SortedMap<Rid, ResourceStatus> read(Service service) {
        SortedMap<Rid, ResourceStatus> found = new TreeMap<>();
        service.resources().stream().map(Resource::rid)
                .forEach(rid -> found.put(rid, read(service, rid)));
        return found;
    }

    /** Whether its last run of the service failed, or what it did could not be read. */
    boolean failed(ServiceName service) {
        return failed.containsKey(service);
    }

    /** Whether that was a stop. */
    boolean stopFailed(ServiceName service) {
        return failed.get(service) == SimWalk.Way.STOP;
    }

    void failed(ServiceName service, SimWalk.Way way, boolean next) {
        if (next) {
            failed.put(service, way);
        } else {
            failed.remove(service);
        }
    }

    /** Whether all that a start brings up is up. */
    boolean up(ServiceName service) {
        return on && file(service).filter(file -> file.resources().stream()
                .filter(Resource::counts)
                .allMatch(r -> truth(file, r.rid()).status() == Status.UP)).isPresent();
    }

    /** Whether it has something of the service that only one node may have. */
    boolean holds(ServiceName service) {
        return has(service, one -> !one.is(Flag.STANDBY));
    }

    /** The same, and not only disks reserved for it: those alone nothing can write. */
    boolean uses(ServiceName service) {
        return has(service, one -> !one.is(Flag.STANDBY) && !one.reserves());
    }

    private boolean has(ServiceName service, Predicate<Resource> meant) {
        return on && held(service).stream().anyMatch(rid -> file(service)
                .map(file -> meant.test(file.resource(rid))).orElse(true));
    }

    /** Whether only some of what is to stand by here does, or not well. */
    boolean standsByInPart(ServiceName service) {
        return on && file(service).filter(file -> {
            List<Status> read = file.resources().stream().filter(r -> r.is(Flag.STANDBY))
                    .map(r -> truth(file, r.rid()).status()).distinct().toList();
            return read.size() > 1 || read.contains(Status.WARN);
        }).isPresent();
    }
}
