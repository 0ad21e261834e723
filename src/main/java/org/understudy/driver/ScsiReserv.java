package org.understudy.driver;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.understudy.config.Reservation;
import org.understudy.config.ReservationKeywords;
import org.understudy.config.Section;
import org.understudy.driver.ScsiDisks.Disk;
import org.understudy.driver.SgPersist.Hold;
import org.understudy.exec.Deadline;
import org.understudy.model.NodeName;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Status;

/**
 * Reserves the disks of another resource for this node (of {@code [vg#1]} it is {@code vg#1pr}), so
 * that the other nodes' writes are rejected. A start takes them from other nodes of the service,
 * never from strangers. A stop keeps them reserved while a node that was shut out may still run:
 * what it has not written yet must not reach disks that have changed since. Needs sg3-utils.
 *
 * <p>It leaves no trace: who holds a disk, the disk alone knows. One that does not say is unknown
 * at once.
 */
final class ScsiReserv implements Driver {
    private static final int LABEL_MAX = 248;
    private static final String OWN = "disks that no other service has";

    private final Site site;
    private final Reservation reservation;
    private final Section section;
    private final SgPersist disks;
    private final String key;
    private final ReservedMark mark;

    ScsiReserv(Site site, Reservation reservation) {
        this.site = site;
        this.reservation = reservation;
        this.section = site.file().sections().get(reservation.of());
        this.disks = new SgPersist(site);
        this.key = reservation.keys().getOrDefault(site.around().node(), "");
        this.mark = new ReservedMark(site);
    }

    @Override
    public ResourceStatus status(Deadline deadline) throws InterruptedException {
        if (!disks.present(deadline)) {
            return new ResourceStatus(Status.NA, label(List.of()),
                    List.of("scsi reservation is not supported: no sg_persist"));
        }
        SortedMap<Disk, Hold> holds = read(deadline);
        if (holds.isEmpty()) {
            return new ResourceStatus(Status.NA, label(List.of()));
        }
        List<String> words = new ArrayList<>();
        holds.forEach((disk, hold) -> words.addAll(words(disk, hold)));
        boolean taken = mark.taken();
        boolean ours = holds.values().stream().allMatch(this::ours);
        boolean lost = taken && holds.values().stream().anyMatch(
                hold -> hold.holder().isPresent() && !hold.by(key));
        boolean none = holds.values().stream().noneMatch(hold -> hold.by(key));
        Status status = !taken ? Status.DOWN : ours ? Status.UP
                : none && lost ? Status.DOWN : Status.WARN;
        return new ResourceStatus(status, label(holds.keySet()), words, holder(holds), lost);
    }

    /** Another node if it has any of them: it has come to take them all. */
    private Optional<NodeName> holder(SortedMap<Disk, Hold> holds) {
        List<NodeName> all = holds.values().stream().flatMap(hold -> hold.holder().stream())
                .flatMap(held -> reservation.holder(held).stream()).toList();
        return all.stream().filter(node -> !node.equals(site.around().node())).findFirst()
                .or(() -> all.stream().findFirst());
    }

    private static String label(Collection<Disk> disks) {
        String label = disks.stream().map(Disk::device).collect(Collectors.joining(", "));
        return label.isEmpty() ? "preserv 0 scsi disk" : label.length() <= LABEL_MAX ? label
                : label.substring(0, LABEL_MAX) + " ...";
    }

    private List<String> words(Disk disk, Hold hold) {
        List<String> words = new ArrayList<>();
        String kept = mark.against().isEmpty() ? "" : " against " + mark.against();
        if (hold.holder().filter(other -> !other.equals(key)).isPresent()) {
            words.add(disk.device() + " is reserved by " + named(hold.holder().get()));
        } else if (hold.by(key) && !mark.taken()) {
            words.add(disk.device() + " is still reserved for this node" + kept);
        } else if (mark.taken() && !ours(hold)) {
            words.add(disk.device() + " is not reserved any more: other nodes can write to it");
        }
        hold.keys().stream().filter(other -> ours(hold) && !other.equals(key)).forEach(other ->
                words.add(named(other) + " is registered on " + disk.device() + " and can write"));
        return words;
    }

    private boolean ours(Hold hold) {
        return hold.by(key) && hold.exclusive() && hold.keys().contains(key);
    }

    private String named(String other) {
        return reservation.holder(other).map(NodeName::value).orElse("a stranger (" + other + ")");
    }

    private SortedMap<Disk, Hold> read(Deadline deadline) throws InterruptedException {
        SortedMap<Disk, Hold> holds = new TreeMap<>();
        for (Disk disk : new ScsiDisks(site).of(reservation.of(), deadline)) {
            holds.put(disk, disks.read(disk, deadline));
        }
        return holds;
    }

    @Override
    public boolean start(Deadline deadline) throws InterruptedException {
        SortedMap<Disk, Hold> before = startable(deadline);
        if (mark.taken() && before.values().stream().allMatch(this::ours)) {
            site.say(label(before.keySet()) + " is already reserved");
            return false;
        }
        mark(before.keySet());
        try {
            for (Disk disk : before.keySet()) {
                disks.register(disk, key, deadline);
            }
            for (Disk disk : before.keySet()) {
                verify(before.headMap(disk), deadline);
                take(disk, before.get(disk), deadline);
            }
            verify(before, deadline);
            return true;
        } catch (DriverException failed) {
            letGo(deadline);
            throw failed;
        }
    }

    /** Of two services that mark a disk at once, one at least sees the other. */
    private void mark(Collection<Disk> taken) {
        boolean kept = mark.kept();
        List<NodeName> before = mark.nodes();
        mark.taken(others().stream().filter(node -> !idle(node)).toList(), devices(taken));
        Optional<String> rival = rival(taken);
        if (rival.isPresent() && kept) {
            mark.kept(before);
        } else if (rival.isPresent()) {
            mark.remove();
        }
        rival.ifPresent(got -> {
            throw site.failure("reserve " + label(taken), OWN, got);
        });
    }

    private Optional<String> rival(Collection<Disk> taken) {
        return mark.rival(devices(taken)).map(service -> service
                + " has one of them reserved on this node");
    }

    private static List<String> devices(Collection<Disk> taken) {
        return taken.stream().map(Disk::device).toList();
    }

    /** All that can be found out before anything is done. */
    private SortedMap<Disk, Hold> startable(Deadline deadline) throws InterruptedException {
        if (!disks.present(deadline)) {
            throw site.failure("reserve disks", "the command sg_persist",
                    "none: apt-get install sg3-utils");
        }
        SortedMap<Disk, Hold> before = read(deadline);
        if (before.isEmpty()) {
            throw site.failure("reserve the disks of " + reservation.of(), "a scsi disk",
                    "none to be seen");
        }
        rival(before.keySet()).ifPresent(got -> {
            throw site.failure("reserve " + label(before.keySet()), OWN, got);
        });
        before.forEach((disk, hold) -> stranger(hold).ifPresent(got -> {
            throw site.failure("reserve " + disk.device(), "no keys but those of "
                    + reservation.keys(), got);
        }));
        holder(before).filter(node -> !node.equals(site.around().node()) && !site.around()
                .outlook().mayTake(site.service(), site.rid(), node)).ifPresent(node -> {
                    throw site.failure("reserve " + label(before.keySet()), "the disks as they were"
                            + " when the start was decided", node + " has them now");
                });
        return before;
    }

    private Optional<String> stranger(Hold hold) {
        return Stream.concat(hold.keys().stream(), hold.holder().stream())
                .filter(other -> reservation.holder(other).isEmpty()).findFirst()
                .map(other -> "the key " + other + ", which is no node's of this service: another"
                        + " one has the disk, or had it; when none does, sg_persist --out --clear"
                        + " takes the key away");
    }

    /** From whom held it before; one who came in between is not the one that was proved gone. */
    private void take(Disk disk, Hold before, Deadline deadline) throws InterruptedException {
        Hold now = disks.read(disk, deadline);
        if (!now.holder().equals(before.holder()) && !now.by(key)) {
            throw site.failure("reserve " + disk.device(), "it as it was a moment ago",
                    now.holder().map(this::named).orElse("nobody") + " has it now");
        }
        boolean abort = !section.get(ReservationKeywords.NO_PREEMPT_ABORT)
                && !disk.vendor().equalsIgnoreCase("VMware");
        if (now.holder().isEmpty()) {
            disks.reserve(disk, key, deadline);
        } else if (!now.by(key)) {
            disks.preempt(disk, key, now.holder().get(), abort, deadline);
        }
        for (String other : disks.read(disk, deadline).keys()) {
            if (!other.equals(key) && reservation.holder(other).isPresent()) {
                disks.preempt(disk, key, other, abort, deadline);
            }
        }
        site.say("reservation acquired for disk " + disk.device());
    }

    /** Whoever of two that take disks at once has lost the first one takes none of the rest. */
    private void verify(SortedMap<Disk, Hold> taken, Deadline deadline)
            throws InterruptedException {
        for (Disk disk : taken.keySet()) {
            Hold now = disks.read(disk, deadline);
            if (!ours(now) || now.keys().size() > 1) {
                throw site.failure("reserve " + disk.device(), "it for this node alone",
                        String.join("; ", words(disk, now)));
            }
        }
    }

    @Override
    public boolean stop(Deadline deadline) throws InterruptedException {
        if (!mark.taken() && !mark.kept()) {
            site.say("nothing of " + reservation.of() + " is reserved here");
            return false;
        }
        boolean was = mark.taken();
        letGo(deadline);
        return was;
    }

    /** What cannot be released stays reserved, which takes nothing from any node that starts. */
    private void letGo(Deadline deadline) throws InterruptedException {
        List<NodeName> left = mark.nodes().stream().filter(node -> !idle(node)).toList();
        boolean keep = !left.isEmpty();
        try {
            for (Map.Entry<Disk, Hold> entry : read(deadline).entrySet()) {
                letGo(entry.getKey(), entry.getValue(), keep, deadline);
            }
        } catch (DriverException failed) {
            site.warn("still reserved: " + failed.getMessage());
            keep = true;
        }
        if (keep) {
            site.warn("stays reserved, so that what was shut out cannot write: " + left);
            mark.kept(left);
        } else {
            mark.remove();
        }
    }

    private void letGo(Disk disk, Hold hold, boolean keep, Deadline deadline)
            throws InterruptedException {
        if (hold.by(key) && keep) {
            return;
        }
        if (hold.by(key)) {
            disks.release(disk, key, deadline);
        }
        if (hold.keys().contains(key)) {
            disks.unregister(disk, key, deadline);
        }
    }

    private List<NodeName> others() {
        return reservation.keys().keySet().stream()
                .filter(node -> !node.equals(site.around().node())).toList();
    }

    private boolean idle(NodeName node) {
        return site.around().outlook().idle(site.service(), node);
    }

    @Override
    public List<Lack> lacks(Deadline deadline) throws InterruptedException {
        if (!disks.present(deadline)) {
            return List.of(Lack.of(
                    "expected the command sg_persist, got none: apt-get install sg3-utils"));
        }
        SortedSet<Disk> found = new ScsiDisks(site).of(reservation.of(), deadline);
        List<Lack> lacks = new ArrayList<>(rival(found).map(got -> Lack.of("expected " + OWN
                + ", got: " + got)).stream().toList());
        if (found.isEmpty()) {
            lacks.add(Lack.of("expected a scsi disk under " + reservation.of() + ", got none"));
        }
        for (Disk disk : found) {
            try {
                stranger(disks.read(disk, deadline)).ifPresent(got -> lacks.add(Lack.of("expected "
                        + disk.device() + " with no keys but those of " + reservation.keys()
                        + ", got " + got)));
            } catch (DriverException refused) {
                lacks.add(Lack.of(refused.getMessage()));
            }
        }
        return lacks;
    }
}
