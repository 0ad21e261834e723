package org.understudy.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.understudy.config.Catalog;
import org.understudy.config.ConfigException;
import org.understudy.config.ServiceFile;
import org.understudy.config.ServiceFiles;
import org.understudy.config.ServiceScan;
import org.understudy.driver.Drivers;
import org.understudy.driver.Surroundings;
import org.understudy.model.Edition;
import org.understudy.model.Event;
import org.understudy.model.NodeName;
import org.understudy.model.Resource;
import org.understudy.model.Resource.Flag;
import org.understudy.model.Rid;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;
import org.understudy.wire.RunningText;

/**
 * The service files of this node, read again whenever one changes. A file that cannot be used is
 * reported with all that is wrong with it, once, and the last good one stays in force, through
 * restarts of the agent too. So does that of a service which is not down here: what nobody manages,
 * nobody tells the others of.
 */
final class Configuration {
    private static final Catalog CATALOG = new Drivers();

    private final Path services;
    private final NodeName self;
    private final List<NodeName> members;
    private final Surroundings surroundings;
    private final Outlets outlets;
    private final Reports reports;
    private SortedMap<ServiceName, Unit> units = new TreeMap<>();
    private SortedMap<ServiceName, Path> copies = new TreeMap<>();
    private SortedMap<ServiceName, String> instead = new TreeMap<>();
    /** What an operator says is down, for one reading of the files. */
    private Map<ServiceName, Set<Rid>> vouched = Map.of();
    private boolean begun;
    private boolean keeps;
    private volatile List<Service> elsewhere = List.of();
    private volatile SortedMap<ServiceName, Running> running = new TreeMap<>();

    /**
     * Where what was read goes.
     *
     * @param good what was in force last, on disk
     * @param held whether this node has, or may have, anything of a service
     * @param resources what of it
     * @param moved what of it the file before sees here and the next one would not
     */
    record Outlets(Units units, Inbox inbox, Chronicle chronicle, LastGood good,
            Predicate<Unit> held, Function<Unit, Set<Rid>> resources,
            BiFunction<Unit, Unit, Set<Rid>> moved) {
    }

    /** @param members of the cluster, this node among them; its files may shorten their names */
    Configuration(Path services, List<NodeName> members, Surroundings surroundings,
            Outlets outlets) {
        this.services = services;
        this.members = List.copyOf(members);
        this.self = surroundings.node();
        this.surroundings = surroundings;
        this.outlets = outlets;
        this.reports = new Reports(outlets.chronicle());
    }

    /** By what a service is run; empty when it is not. Never waits for a file. */
    Optional<Running> running(ServiceName service) {
        return Optional.ofNullable(running.get(service));
    }

    Versions versions() {
        return outlets.good().versions();
    }

    /** Why a newer version of a file is not here; empty when none is refused. */
    Optional<String> untaken(String service) {
        return outlets.good().versions().notice(service);
    }

    /**
     * The file that is in force, whatever lies there now.
     *
     * @throws IOException when it cannot be read
     */
    RunningText text(Unit unit) throws IOException {
        ServiceFile file = unit.file();
        Optional<Running> known = running(file.service().name());
        byte[] bytes = outlets.good().bytes(file);
        return new RunningText(file.path().toString(),
                new String(bytes, StandardCharsets.UTF_8), file.service().checksum(),
                known.map(one -> one.generation().number()).orElse(0L),
                known.map(one -> Instant.ofEpochMilli(one.generation().since()).toString())
                        .orElse(""), known.flatMap(Running::instead).isEmpty(),
                known.flatMap(Running::notice).orElse(""));
    }

    /** Reads all files and puts what is good in force. */
    synchronized void load() {
        outlets.good().read();
        copies = begun ? new TreeMap<>() : outlets.good().copies();
        try {
            Files.createDirectories(services);
            apply(ServiceScan.of(services, CATALOG, self, members));
        } catch (IOException | ConfigException e) {
            reports.tell("services", List.of(e.toString()));
        }
    }

    /**
     * Takes an operator's word that these are down, and puts the file in force that drops them.
     *
     * @return whether none of them is looked after any more
     */
    synchronized boolean forget(ServiceName name, Set<Rid> rids, String author) {
        vouched = Map.of(name, Set.copyOf(rids));
        try {
            load();
        } finally {
            vouched = Map.of();
        }
        boolean gone = Optional.ofNullable(units.get(name)).map(unit -> unit.drivers().keySet()
                .stream().noneMatch(rids::contains)).orElse(true);
        if (gone) {
            outlets.chronicle().write("config.forgotten", "service", name, "rids", rids, "author",
                    author);
        }
        return gone;
    }

    /**
     * Looks again whether what is only kept because it was not down can go, and what could not be
     * written can be.
     */
    synchronized void letGo() {
        if (keeps || versions().unwritten().any()) {
            load();
        }
    }

    private void apply(ServiceScan scan) {
        SortedMap<ServiceName, Unit> next = new TreeMap<>();
        keeps = false;
        instead = new TreeMap<>();
        elsewhere = scan.elsewhere().stream().map(ServiceFile::service).toList();
        note(scan);
        room(scan).forEach((name, file) -> next.put(name, unit(name, file).staying()));
        scan.refused().forEach((path, problem) -> refused(path, problem)
                .ifPresent(old -> next.put(old.file().service().name(), old.staying())));
        Set<ServiceName> before = new TreeSet<>(units.keySet());
        before.addAll(copies.keySet());
        before.removeAll(next.keySet());
        before.forEach(name -> vanished(name).ifPresent(
                old -> next.put(name, old.leaving())));
        begun = true;
        put(next);
        before.removeAll(next.keySet());
        before.stream().filter(name -> scan.refused().keySet().stream()
                .noneMatch(path -> stem(path).equals(name.value())))
                .forEach(outlets.good()::forget);
        Set<String> there = new TreeSet<>();
        scan.refused().keySet().forEach(path -> there.add(path.getFileName().toString()));
        scan.managed().values().forEach(file ->
                there.add(file.path().getFileName().toString()));
        reports.settle(there, name -> ServiceName.isOne(name)
                && next.containsKey(new ServiceName(name)));
    }

    /** What is wrong with the files of services that nobody runs here, since it is so. */
    SortedMap<String, List<String>> unused() {
        return reports.unused();
    }

    /** What lies there is what this node has, in force or not yet. */
    private void note(ServiceScan scan) {
        scan.managed().values().forEach(outlets.good()::found);
        scan.elsewhere().forEach(outlets.good()::found);
        Set<String> lies = new TreeSet<>();
        scan.managed().keySet().forEach(name -> lies.add(name.value()));
        scan.elsewhere().forEach(file -> lies.add(file.service().name().value()));
        scan.refused().keySet().forEach(path -> lies.add(stem(path)));
        outlets.good().versions().bury(lies::contains);
        outlets.good().versions().write();
    }

    /** All of them, but for new ones that are too many. */
    private SortedMap<ServiceName, ServiceFile> room(ServiceScan scan) {
        SortedMap<ServiceName, ServiceFile> taken = new TreeMap<>(scan.managed());
        Room.surplus(new TreeSet<>(taken.keySet()), name -> units.containsKey(name)
                || copies.containsKey(name), Room.MOST).forEach(name -> {
            reports.tell(taken.remove(name).path().getFileName().toString(), List.of(name
                    + ": expected at most " + Room.MOST + " services on a node, got "
                    + scan.managed().size() + ": it is left out"));
        });
        return taken;
    }

    private void put(SortedMap<ServiceName, Unit> next) {
        boolean fresh = !next.equals(units);
        units = next;
        SortedMap<ServiceName, Running> now = new TreeMap<>();
        next.forEach((name, unit) -> now.put(name, running(name, unit.file())));
        now.forEach((name, one) -> one.instead().filter(why -> !Optional.of(why)
                .equals(running(name).flatMap(Running::instead))).ifPresent(why ->
                        outlets.chronicle().write("config.last_good", "service", name, "why", why,
                                "generation", one.generation().number(), "checksum",
                                one.generation().checksum())));
        running = now;
        outlets.units().set(next);
        outlets.inbox().accept(loaded(next));
        outlets.good().keep(next.values().stream().map(Unit::file)
                .filter(file -> !instead.containsKey(file.service().name())).toList());
        if (fresh) {
            outlets.units().changed();
        }
    }

    private Event loaded(SortedMap<ServiceName, Unit> next) {
        Versions versions = outlets.good().versions();
        SortedMap<String, Edition> all = versions.editions();
        SortedMap<ServiceName, Edition> editions = new TreeMap<>();
        next.keySet().forEach(name -> editions.put(name,
                all.getOrDefault(name.value(), Edition.NONE)));
        return new Event.Loaded(services(next), editions, versions.digest());
    }

    private Running running(ServiceName name, ServiceFile file) {
        LastGood good = outlets.good();
        String why = instead.get(name);
        return why == null ? new Running(good.accepted(file), Optional.empty(), List.of())
                : new Running(good.refused(file), Optional.of(why), refused(name.value()));
    }

    private Optional<Unit> refused(Path path, ConfigException problem) {
        Optional<Unit> old = units.values().stream()
                .filter(unit -> unit.file().path().equals(path)).findFirst()
                .or(() -> copies.keySet().stream().filter(name -> name.value().equals(stem(path)))
                        .findFirst().flatMap(name -> copy(name)));
        reports.tell(path.getFileName().toString(), problem.problems().stream()
                .map(Object::toString).toList());
        old.ifPresent(unit -> instead.put(unit.file().service().name(), "is refused"));
        return old;
    }

    /** No file of it makes this node manage it any more; that waits until it is down here. */
    private Optional<Unit> vanished(ServiceName name) {
        Optional<Unit> old = before(name).filter(unit -> outlets.held().test(unit)
                && !(vouched.containsKey(name)
                && vouched(name).containsAll(outlets.resources().apply(unit))));
        old.ifPresent(unit -> {
            reports.tell(unit.file().path().getFileName().toString(), List.of(name
                    + " is not down here, so it stays managed: stop it before this node leaves"
                    + " its file; what cannot be read any more: " + forget(name)));
            instead.put(name, "is gone or leaves this node out");
            keeps = true;
        });
        return old;
    }

    /** As it was in force last, in this life of the agent or an earlier one. */
    private Optional<Unit> before(ServiceName name) {
        return Optional.ofNullable(units.get(name)).or(() -> copy(name));
    }

    private Optional<Unit> copy(ServiceName name) {
        Path copy = copies.get(name);
        if (copy == null) {
            return Optional.empty();
        }
        try {
            ServiceFile file = ServiceFiles.read(copy, CATALOG, self, members)
                    .at(services.resolve(copy.getFileName()));
            return !file.isManagedOn(self) ? Optional.empty()
                    : Optional.of(new Unit(file, Drivers.build(file, surroundings)));
        } catch (ConfigException e) {
            reports.tell(copy.toString(), e.problems().stream().map(Object::toString).toList());
            return Optional.empty();
        }
    }

    private static String forget(ServiceName name) {
        return "svcmgr -s " + name + " forget --i-verified-it-is-down";
    }

    private Set<Rid> vouched(ServiceName name) {
        return vouched.getOrDefault(name, Set.of());
    }

    private static String stem(Path file) {
        return Reports.stem(file.getFileName().toString());
    }

    /** What is up here and would be forgotten keeps the file in force that knows it. */
    private Unit unit(ServiceName name, ServiceFile file) {
        Unit old = differs(name, file) ? before(name).orElse(null) : null;
        Set<Rid> forgotten = new TreeSet<>();
        if (old != null) {
            forgotten.addAll(dropped(old.file(), file));
            forgotten.removeAll(vouched(name));
            forgotten.retainAll(forgotten.isEmpty() ? Set.of() : outlets.resources().apply(old));
        }
        if (forgotten.isEmpty()) {
            return old == null ? unit(file) : unlessMoved(old, file);
        }
        reports.tell(file.path().getFileName().toString(), List.of(name + ": " + forgotten
                + " not down here, so the file that names them stays in force: stop the service"
                + " before they are removed or disabled; what cannot be read any more: "
                + forget(name)));
        instead.put(name, "drops " + forgotten + ", which is not down here");
        keeps = true;
        return old;
    }

    /** What is up here under another name, device or address would be out of sight, and stay. */
    private Unit unlessMoved(Unit old, ServiceFile file) {
        ServiceName name = file.service().name();
        Unit next = new Unit(file, Drivers.build(file, surroundings));
        Set<Rid> moved = new TreeSet<>(outlets.moved().apply(old, next));
        next.resources().close();
        if (moved.isEmpty()) {
            return unit(file);
        }
        reports.tell(file.path().getFileName().toString(), List.of(name + ": " + moved
                + " up here as the file in force says, and down as this one does, so the one in"
                + " force stays: stop the service before they are changed"));
        instead.put(name, "changes " + moved + ", which is up here as it was");
        keeps = true;
        return old;
    }

    private boolean differs(ServiceName name, ServiceFile file) {
        Unit old = units.get(name);
        return old != null ? !old.file().service().equals(file.service())
                : outlets.good().of(name).filter(last -> last.checksum()
                        .equals(file.service().checksum())).isEmpty();
    }

    private static List<Rid> dropped(ServiceFile old, ServiceFile next) {
        return old.service().resources().stream().filter(was -> !was.is(Flag.DISABLE))
                .map(Resource::rid).filter(rid -> next.service().resources().stream()
                        .noneMatch(is -> is.rid().equals(rid) && !is.is(Flag.DISABLE))).toList();
    }

    /** Drivers live as long as their file stays the same. */
    private Unit unit(ServiceFile file) {
        Unit old = units.get(file.service().name());
        boolean same = old != null && old.file().path().equals(file.path())
                && old.file().service().equals(file.service());
        boolean mended = reports.mended(file.path().getFileName().toString());
        if (same && mended) {
            outlets.chronicle().write("config.mended", "service", file.service().name(), "file",
                    file.path(), "checksum", file.service().checksum());
        }
        if (same) {
            return old;
        }
        outlets.chronicle().write("config.loaded", "service", file.service().name(), "file",
                file.path(), "checksum", file.service().checksum(), "generation",
                outlets.good().accepted(file).number());
        file.warnings().forEach(problem -> outlets.chronicle().write("config.warning",
                "service", file.service().name(), "problem", problem));
        return new Unit(file, Drivers.build(file, surroundings));
    }

    /** What is wrong with the file of a service, if it was refused. Never waits for a file. */
    List<String> refused(String service) {
        return reports.of(service);
    }

    /** Those of the other nodes alone, whose files are here too. */
    List<Service> elsewhere() {
        return elsewhere;
    }

    private static List<Service> services(SortedMap<ServiceName, Unit> units) {
        return new ArrayList<>(units.values().stream().map(u -> u.file().service()).toList());
    }
}
