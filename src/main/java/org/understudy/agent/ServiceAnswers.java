package org.understudy.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.understudy.exec.Deadline;
import org.understudy.model.Local;
import org.understudy.model.Near;
import org.understudy.model.NodeName;
import org.understudy.model.Resource;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.ServiceName;
import org.understudy.model.Status;
import org.understudy.wire.DeviceText;
import org.understudy.wire.DockerSocket;
import org.understudy.wire.Edited;
import org.understudy.wire.EngineText;
import org.understudy.wire.Problem;
import org.understudy.wire.ReservationText;
import org.understudy.wire.RunningText;
import org.understudy.wire.ServiceStatus;

/** Answers about one service, or all of them. */
final class ServiceAnswers {
    private static final Duration DEVICES = Duration.ofSeconds(45);

    private final Published published;
    private final Units units;
    private final Prober prober;
    private final Configuration configuration;
    private final Notices notices;
    private final JobDesk jobs;
    private final Clock clock;
    private final Progress progress;

    ServiceAnswers(Published published, Units units, Prober prober, Notices notices, Jobs jobs,
            Clock clock, Progress progress) {
        this.progress = progress;
        this.clock = clock;
        this.jobs = new JobDesk(published, units, jobs, clock);
        this.notices = notices;
        this.published = published;
        this.units = units;
        this.prober = prober;
        this.configuration = notices.configuration();
    }

    JobDesk jobs() {
        return jobs;
    }

    /** What the commands of that name show; empty of any other word. */
    Optional<List<?>> list(String what, Map<String, String> query) {
        return switch (what) {
            case "services" -> Optional.of(listed(query));
            case "reservations" -> Optional.of(reservations());
            default -> Optional.empty();
        };
    }

    /** With {@code refused=true} also those that are not there since their files are refused. */
    private List<ServiceStatus> listed(Map<String, String> query) {
        List<ServiceStatus> all = new ArrayList<>(all(query.get("names")));
        if (Boolean.parseBoolean(query.get("refused"))) {
            List<String> known = all.stream().map(ServiceStatus::name).toList();
            List<String> wanted = List.of(query.getOrDefault("names", "").split(","));
            String self = published.round().view().self().node().value();
            configuration.unused().forEach((name, wrong) -> {
                if (!known.contains(name) && (!query.containsKey("names")
                        || wanted.contains(name))) {
                    all.add(ServiceStatus.refused(name, self, Reports.words(name, wrong)));
                }
            });
        }
        return all;
    }

    /** As last read; those named, in that order, or all by name. Unknown names are left out. */
    List<ServiceStatus> all(String names) {
        Published.Round round = published.round();
        SortedMap<ServiceName, Local> known = round.view().services();
        List<Local> wanted = names == null ? new ArrayList<>(known.values())
                : Arrays.stream(names.split(",")).filter(name -> !name.isBlank())
                        .map(name -> known.get(new ServiceName(name))).filter(Objects::nonNull)
                        .toList();
        return wanted.stream().map(local -> shown(round, local)).toList();
    }

    /** Nothing to answer about: with whose it is, or what is wrong with its file, if it has one. */
    Refusal unknown(String name) {
        String none = "no service " + name + " on this node";
        List<String> wrong = configuration.refused(name);
        if (!wrong.isEmpty()) {
            return new Refusal(404, new Problem(none + ": its file is refused", wrong,
                    "svcmgr -s " + name + " validate"));
        }
        Optional<String> elsewhere = configuration.elsewhere().stream()
                .filter(service -> service.name().value().equals(name)).findFirst()
                .map(service -> ": its file names " + service.nodes().stream()
                        .map(NodeName::value).collect(Collectors.joining(", ")) + " alone");
        List<String> names = published.round().view().services().keySet().stream()
                .map(ServiceName::value).toList();
        return new Refusal(404, none + elsewhere.orElseGet(() -> Near.among(name, names)),
                elsewhere.isPresent() ? "svcmgr -s " + name + " get nodes"
                        : "svcmon lists the services");
    }

    /** As last read, or read now. */
    ServiceStatus one(Local local, boolean refresh) throws InterruptedException {
        Local shown = refresh ? readNow(local) : local;
        return shown(published.round(), shown);
    }

    private ServiceStatus shown(Published.Round round, Local local) {
        return notices.on(new Screens(round, clock).service(local))
                .running(progress.of(local.service().name()));
    }

    private Local readNow(Local local) throws InterruptedException {
        Unit unit = units.find(local.service().name()).orElse(null);
        if (unit == null) {
            return local;
        }
        SortedMap<Rid, ResourceStatus> found = prober.now(unit);
        Local latest = published.round().view().services().get(local.service().name());
        return (latest == null ? local : latest).read(found);
    }

    DockerSocket docker(Local local) throws InterruptedException {
        return Engines.docker(local, unit(local).resources());
    }

    EngineText engine(Local local, Map<String, String> query) throws InterruptedException {
        return Engines.command(local, unit(local).resources(), query.get("rid"),
                query.get("program"));
    }

    /** By which key this node reserves which disks. */
    List<ReservationText> reservations() {
        NodeName self = published.round().view().self().node();
        return units.all().stream().flatMap(unit -> unit.file().reservations().values().stream()
                .filter(one -> one.keys().containsKey(self))
                .map(one -> new ReservationText(unit.file().service().name().value(),
                        one.of().value(), one.keys().get(self),
                        one.written().getOrDefault(self, "")))).toList();
    }

    /** Which devices its resources use and give here. */
    List<DeviceText> devices(Local local) throws InterruptedException {
        Unit unit = unit(local);
        Map<Rid, String> drivers = local.service().resources().stream()
                .collect(Collectors.toMap(Resource::rid, Resource::driver));
        return unit.resources().devices(Deadline.in(DEVICES)).stream().map(one -> new DeviceText(
                one.rid().value(), drivers.getOrDefault(one.rid(), one.rid().section()),
                one.uses(), one.gives(), one.disks(), one.notes())).toList();
    }

    /** By what it is run, in full. */
    RunningText running(Local local) {
        try {
            return configuration.text(unit(local));
        } catch (IOException e) {
            throw new Refusal(500, "the file of " + local.service().name()
                    + " cannot be read: " + e, "svcmgr -s " + local.service().name()
                    + " print status");
        }
    }

    /**
     * Takes an operator's word that what cannot be read is down, so that a file without it holds.
     *
     * @param words the resources that are meant; all that cannot be read when there are none
     */
    Edited forget(Local local, List<String> words, String author) {
        ServiceName name = local.service().name();
        Set<Rid> meant = words.isEmpty() ? local.resources().entrySet().stream()
                .filter(read -> read.getValue().status() == Status.UNDEF)
                .map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new))
                : words.stream().map(Rid::new).collect(Collectors.toCollection(TreeSet::new));
        List<String> read = meant.stream().filter(rid -> !unread(local, rid)).map(rid -> rid
                + (local.resources().containsKey(rid) ? " is "
                + local.resources().get(rid).status().word() : " is not known here")).toList();
        if (meant.isEmpty() || !read.isEmpty() || local.monitor().state().busy()) {
            throw new Refusal(409, name + ": expected resources that are undef and an idle"
                    + " service, got " + (!read.isEmpty() ? String.join(", ", read)
                    : meant.isEmpty() ? "none that is undef" : "one that is acted upon"),
                    "svcmgr -s " + name + " print status");
        }
        if (!configuration.forget(name, meant, author)) {
            throw new Refusal(409, name + ": its file still names " + meant + " or is refused;"
                    + " nothing is forgotten", "svcmgr -s " + name + " unset "
                    + meant.iterator().next());
        }
        return new Edited(true, List.of(name + ": " + meant + " forgotten"), List.of("what still"
                + " runs of " + meant + " is not stopped, and nobody looks after it any more"));
    }

    private static boolean unread(Local local, Rid rid) {
        ResourceStatus read = local.resources().get(rid);
        return read != null && read.status() == Status.UNDEF;
    }

    private Unit unit(Local local) {
        return units.find(local.service().name()).orElseThrow(() -> new Refusal(404,
                "no service " + local.service().name() + " on this node", ""));
    }
}
