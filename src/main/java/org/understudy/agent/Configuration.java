package org.understudy.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.understudy.config.Catalog;
import org.understudy.config.ConfigException;
import org.understudy.config.ServiceFile;
import org.understudy.config.ServiceScan;
import org.understudy.driver.Drivers;
import org.understudy.driver.Surroundings;
import org.understudy.model.Event;
import org.understudy.model.NodeName;
import org.understudy.model.Resource;
import org.understudy.model.Resource.Flag;
import org.understudy.model.Rid;
import org.understudy.model.Service;
import org.understudy.model.ServiceName;

/**
 * The service files of this node, read again whenever one changes. A file that cannot be used is
 * reported with all that is wrong with it, once, and the last good one stays in force. So does
 * that of a service which is not down here: what nobody manages, nobody tells the others of.
 */
final class Configuration {
    private static final Catalog CATALOG = new Drivers();

    private final Path services;
    private final NodeName self;
    private final Surroundings surroundings;
    private final Outlets outlets;
    private final Map<String, String> reported = new HashMap<>();
    private SortedMap<ServiceName, Unit> units = new TreeMap<>();
    private boolean keeps;

    /** Where what was read goes. */
    record Outlets(Units units, Inbox inbox, Chronicle chronicle,
            Predicate<ServiceName> held, Function<ServiceName, Set<Rid>> resources) {
    }

    Configuration(Path services, NodeName self, Surroundings surroundings, Outlets outlets) {
        this.services = services;
        this.self = self;
        this.surroundings = surroundings;
        this.outlets = outlets;
    }

    /** Reads all files and puts what is good in force. */
    synchronized void load() {
        try {
            Files.createDirectories(services);
            apply(ServiceScan.of(services, CATALOG, self));
        } catch (IOException | ConfigException e) {
            report("services", List.of(e.toString()));
        }
    }

    /** Looks again whether what is only kept because it was not down can go. */
    synchronized void letGo() {
        if (keeps) {
            load();
        }
    }

    private void apply(ServiceScan scan) {
        SortedMap<ServiceName, Unit> next = new TreeMap<>();
        keeps = false;
        scan.managed().forEach((name, file) -> next.put(name, unit(name, file)));
        scan.refused().forEach((path, problem) -> {
            report(path.getFileName().toString(), problem.problems().stream()
                    .map(Object::toString).toList());
            units.values().stream().filter(old -> old.file().path().equals(path))
                    .forEach(old -> next.put(old.file().service().name(), old));
        });
        units.forEach((name, old) -> {
            if (!next.containsKey(name) && outlets.held().test(name)) {
                report(old.file().path().getFileName().toString(), List.of(name + " is not down"
                        + " here, so it stays managed: stop it before this node leaves its file"));
                next.put(name, old);
            }
        });
        keeps |= !next.keySet().equals(scan.managed().keySet());
        units = next;
        outlets.units().set(next);
        outlets.inbox().accept(new Event.Loaded(services(next)));
    }

    /** What is up here and would be forgotten keeps the file in force that knows it. */
    private Unit unit(ServiceName name, ServiceFile file) {
        Unit old = units.get(name);
        Set<Rid> forgotten = new TreeSet<>();
        if (old != null) {
            old.file().service().resources().stream().filter(was -> !was.is(Flag.DISABLE))
                    .map(Resource::rid).filter(outlets.resources().apply(name)::contains)
                    .filter(rid -> file.service().resources().stream()
                            .noneMatch(is -> is.rid().equals(rid) && !is.is(Flag.DISABLE)))
                    .forEach(forgotten::add);
        }
        if (forgotten.isEmpty()) {
            return unit(file);
        }
        report(file.path().getFileName().toString(), List.of(name + ": " + forgotten + " not down"
                + " here, so the file that names them stays in force: stop the service before"
                + " they are removed or disabled"));
        keeps = true;
        return old;
    }

    /** Drivers live as long as their file stays the same. */
    private Unit unit(ServiceFile file) {
        Unit old = units.get(file.service().name());
        boolean same = old != null && old.file().path().equals(file.path())
                && old.file().service().equals(file.service());
        reported.remove(file.path().getFileName().toString());
        if (same) {
            return old;
        }
        outlets.chronicle().write("config.loaded", "service", file.service().name(), "file",
                file.path(), "checksum", file.service().checksum());
        file.warnings().forEach(problem -> outlets.chronicle().write("config.warning",
                "service", file.service().name(), "problem", problem));
        return new Unit(file, Drivers.build(file, surroundings));
    }

    private void report(String what, List<String> problems) {
        String text = String.join("\n", problems);
        if (!text.equals(reported.put(what, text))) {
            problems.forEach(problem -> outlets.chronicle()
                    .write("config.refused", "file", what, "problem", problem));
        }
    }

    /** What is wrong with the file of a service, if it was refused. */
    synchronized List<String> refused(String service) {
        return reported.entrySet().stream()
                .filter(entry -> entry.getKey().replaceFirst("\\.(conf|env)$", "").equals(service))
                .flatMap(entry -> entry.getValue().lines()).toList();
    }

    private static List<Service> services(SortedMap<ServiceName, Unit> units) {
        return new ArrayList<>(units.values().stream().map(u -> u.file().service()).toList());
    }
}
