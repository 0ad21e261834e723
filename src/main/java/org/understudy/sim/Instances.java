package org.understudy.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.understudy.model.Beat;
import org.understudy.model.Care;
import org.understudy.model.Freeze;
import org.understudy.model.Instance;
import org.understudy.model.Kept;
import org.understudy.model.Local;
import org.understudy.model.Memory;
import org.understudy.model.Moment;
import org.understudy.model.Moves;
import org.understudy.model.NodeName;
import org.understudy.model.Resource;
import org.understudy.model.Resource.Flag;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
import org.understudy.model.View;

/** What a real node has of each service, from its own readings or from what it told. */
final class Instances {
    private final View view;
    private final SimNode node;
    private final Beat beat;
    private final Moment now;
    private final List<String> notes = new ArrayList<>();

    /** @param view of the node that was told */
    Instances(View view, SimNode node, Beat beat) {
        this.view = view;
        this.node = node;
        this.beat = beat;
        this.now = beat.sent() == 0 ? view.now() : new Moment(beat.sent());
    }

    /** Gives a machine what the view says of it. */
    static void own(SimNode node, View view) {
        view.services().forEach((name, local) -> {
            node.files().put(name, local.service());
            local.service().resources().forEach(resource -> has(node, name, resource.rid(),
                    local.resources().containsKey(resource.rid())
                            ? local.resources().get(resource.rid()).status() : Status.UNDEF));
        });
    }

    private static void has(SimNode node, ServiceName service, Rid rid, Status status) {
        switch (status) {
            case UP, STDBY_UP, UP_AND_STDBY -> node.held(service).add(rid);
            case WARN -> {
                node.held(service).add(rid);
                node.holdings().sicken(service, rid);
            }
            case UNDEF, NA -> node.holdings().odd(service, rid, status);
            case DOWN, STDBY_DOWN, DOWN_AND_STDBY -> { }
        }
    }

    List<String> notes() {
        return notes;
    }

    /** The node's own clock. */
    Moment now() {
        return now;
    }

    /** Gives the machine what it told of, and makes its agent's instances. */
    SortedMap<ServiceName, Local> made() {
        SortedMap<ServiceName, Local> all = new TreeMap<>();
        beat.instances().forEach((name, told) -> {
            Local ours = view.services().get(name);
            if (ours != null) {
                all.put(name, made(ours, told));
            }
        });
        return all;
    }

    private Local made(Local ours, Instance told) {
        Service service = ours.service();
        if (!told.checksum().equals(service.checksum())) {
            notes.add(node.name() + " has another file of " + service.name()
                    + ": taken to say the same");
            service = summed(service, told.checksum());
        }
        node.files().put(service.name(), service);
        for (Resource resource : service.resources()) {
            has(node, service.name(), resource.rid(), status(ours, resource, told.avail()));
        }
        SortedMap<Rid, ResourceStatus> read = node.read(service);
        boolean up = told.avail() == Status.UP || told.avail() == Status.UP_AND_STDBY;
        Care care = new Care(up, told.past().term(), told.past().lastTerm(),
                told.past().restarted(), new TreeMap<>(), new TreeMap<>());
        return new Local(service, read, true,
                new Local.Doing(told.monitor(), now, beat.generation(), ""), kept(ours, told),
                new Local.Targets(told.target(), told.wishes()), Optional.empty(), care,
                told.edition());
    }

    private static Service summed(Service file, String checksum) {
        return new Service(file.name(), file.nodes(), file.orchestrate(), file.environment(),
                file.priority(), file.rollback(), file.resources(), file.parallelSets(), checksum,
                file.rules());
    }

    /** Only the whole is told. What no node reads otherwise is taken to be as the whole. */
    private Status status(Local ours, Resource resource, Status whole) {
        ResourceStatus here = ours.resources().get(resource.rid());
        if (here != null && here.status() == Status.NA || !resource.group().started()
                || resource.is(Flag.DISABLE)) {
            return Status.NA;
        }
        boolean standby = resource.is(Flag.STANDBY);
        return switch (whole) {
            case UP, UP_AND_STDBY -> Status.UP;
            case STDBY_UP, DOWN_AND_STDBY -> standby ? Status.UP : Status.DOWN;
            case DOWN, STDBY_DOWN, NA -> Status.DOWN;
            case WARN -> last(ours.service(), resource) ? Status.WARN : Status.UP;
            case UNDEF -> Status.UNDEF;
        };
    }

    private static boolean last(Service service, Resource resource) {
        List<Resource> started = service.resources().stream().filter(Resource::counts)
                .toList();
        return !started.isEmpty() && started.get(started.size() - 1).equals(resource);
    }

    private Kept kept(Local ours, Instance told) {
        SortedSet<NodeName> others = new TreeSet<>(ours.service().nodes());
        others.remove(node.name());
        others.retainAll(view.cluster().nodes());
        Optional<Freeze> freeze = !told.frozen() ? Optional.empty()
                : ours.kept().freeze().map(this::moved).or(() -> Optional.of(nobody()));
        List<Moment> recent = ours.kept().moves().recent().stream().map(this::moved).toList();
        return new Kept(freeze, told.past().ordered(), new Moves(told.past().moves(), recent),
                others, "");
    }

    /** What the node remembers, as far as it told of it. */
    Memory memory() {
        Memory.ClusterFreeze word = beat.standing().cluster().from(now);
        Optional<Freeze> own = beat.standing().frozen() && word.freeze().isEmpty()
                ? Optional.of(nobody()) : Optional.empty();
        return new Memory(own, word, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    }

    private Freeze nobody() {
        return new Freeze("", "", now, Optional.empty());
    }

    private Freeze moved(Freeze freeze) {
        return freeze.moved(this::moved);
    }

    /** A moment of the told node's clock by the teller's. */
    private Moment moved(Moment moment) {
        return new Moment(moment.nanos() - view.now().nanos() + now.nanos());
    }
}
