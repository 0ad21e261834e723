package org.understudy.driver;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.understudy.config.Section;
import org.understudy.config.ServiceKeywords;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;
import org.understudy.model.NodeName;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Schedule;
import org.understudy.model.Status;

/**
 * Files that are copied from the node where the service is up to its others ({@code [sync#…]},
 * type rsync). Needs rsync and ssh here, and rsync and root's ssh access there.
 */
final class Sync implements Job {
    private static final String FIRST = "none was made yet: the first one by hand, from the node"
            + " with the good files, with --force";

    private final Section section;
    private final Site site;
    private final Stamps stamps;
    private final String label;

    Sync(Section section, Site site) {
        this.section = section;
        this.site = site;
        this.stamps = new Stamps(site);
        this.label = "rsync " + String.join(" ", section.get(SyncKeys.SRC)) + " to "
                + String.join(", ", section.get(SyncKeys.TARGET));
    }

    @Override
    public String verb() {
        return "sync";
    }

    @Override
    public Schedule schedule() {
        return section.find(SyncKeys.SCHEDULE)
                .orElseGet(() -> site.file().defaults().get(SyncKeys.SYNC_SCHEDULE));
    }

    @Override
    public boolean asksFirst() {
        return false;
    }

    @Override
    public boolean isDue(ZonedDateTime now) {
        return isSource() && !isSwitchedOff() && stamps.any()
                && others(Order.ALL.targets()).stream().anyMatch(node -> isDue(node, now));
    }

    private boolean isSwitchedOff() {
        return section.find(SyncKeys.INTERVAL).filter(Duration::isZero).isPresent();
    }

    private boolean isDue(NodeName node, ZonedDateTime now) {
        Optional<Instant> last = stamps.of(node);
        boolean old = last.isEmpty() || section.find(SyncKeys.INTERVAL)
                .filter(least -> Duration.between(last.get(), now.toInstant())
                        .compareTo(least) < 0).isEmpty();
        return old && schedule().allows(now, last, seed());
    }

    private String seed() {
        return site.service() + " " + site.rid();
    }

    /** Nothing of it outlives who began it. */
    @Override
    public boolean isRunning() {
        return false;
    }

    @Override
    public Duration limit() {
        return section.get(SyncKeys.TIMEOUT);
    }

    /** Of several instances, only the one on the primary node has what the others get. */
    private boolean isSource() {
        boolean several = site.file().service().rules().flexible();
        NodeName primary = site.file().defaults().find(ServiceKeywords.FLEX_PRIMARY)
                .orElse(site.file().service().nodes().get(0));
        return site.around().outlook().isUp(site.service())
                && (!several || primary.equals(site.around().node()));
    }

    private Set<NodeName> targets(Set<String> words) {
        Set<NodeName> nodes = new TreeSet<>();
        if (words.contains("nodes") && section.get(SyncKeys.TARGET).contains("nodes")) {
            nodes.addAll(site.file().service().nodes());
        }
        if (words.contains("drpnodes") && section.get(SyncKeys.TARGET).contains("drpnodes")) {
            nodes.addAll(site.file().defaults().find(ServiceKeywords.DRPNODES).orElse(List.of()));
        }
        return nodes;
    }

    private Set<NodeName> others(Set<String> words) {
        Set<NodeName> nodes = targets(words);
        nodes.remove(site.around().node());
        return nodes;
    }

    @Override
    public ResourceStatus status(Deadline deadline) {
        List<String> messages = new ArrayList<>();
        Set<NodeName> nodes = targets(Order.ALL.targets());
        if (!isSource()) {
            return passive(nodes.contains(site.around().node()));
        }
        nodes.remove(site.around().node());
        if (nodes.isEmpty()) {
            return new ResourceStatus(Status.NA, label, List.of("no destination nodes"));
        }
        String stale = nodes.stream().filter(this::isStale).map(NodeName::value)
                .collect(Collectors.joining(", "));
        if (!stale.isEmpty()) {
            messages.add(stale + " need update");
        }
        if (!stamps.any()) {
            messages.add(FIRST);
        }
        return new ResourceStatus(stale.isEmpty() ? Status.UP : Status.WARN, label, messages);
    }

    private ResourceStatus passive(boolean target) {
        if (!target) {
            return new ResourceStatus(Status.NA, label);
        }
        return isStale(site.around().node()) ? new ResourceStatus(Status.WARN, label,
                List.of("passive node needs update")) : new ResourceStatus(Status.UP, label);
    }

    private boolean isStale(NodeName node) {
        Instant now = site.around().outlook().now().toInstant();
        return stamps.of(node).filter(last -> Duration.between(last, now)
                .compareTo(section.get(SyncKeys.MAX_DELAY)) <= 0).isEmpty();
    }

    /** A start of the service copies nothing. */
    @Override
    public boolean start(Deadline deadline) {
        return false;
    }

    @Override
    public boolean stop(Deadline deadline) {
        return false;
    }

    @Override
    public String run(Order order, Deadline deadline) throws InterruptedException {
        return copies(order, deadline.atMost(limit()));
    }

    private String copies(Order order, Deadline deadline) throws InterruptedException {
        if (!isSource()) {
            throw site.failure("sync", "the node that the files are copied from",
                    site.around().node() + ": skip, passive node");
        }
        if (!order.forced() && !stamps.any()) {
            throw site.failure("sync", "a copy that was made before", FIRST);
        }
        ZonedDateTime now = site.around().outlook().now();
        if (!order.forced() && !schedule().isNever() && !schedule().isOpen(now, seed())) {
            return "skip sync: not in allowed period (" + schedule().text() + "); --force";
        }
        List<String> done = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (NodeName node : others(order.targets())) {
            if (!order.forced() && !schedule().isNever() && !isDue(node, now)) {
                done.add("skip " + node + ": its copy is young enough; --force");
                continue;
            }
            try {
                done.add(node + ": " + copy(node, now.toInstant(), deadline));
            } catch (DriverException e) {
                failed.add(e.getMessage());
            }
        }
        if (!failed.isEmpty()) {
            throw site.failure("sync", "all nodes", String.join("; ",
                    Stream.concat(failed.stream(), done.stream()).toList()));
        }
        return done.isEmpty() ? "no destination nodes" : String.join("; ", done);
    }

    /** The stamp says when the copying began: what changed since may be missing. */
    private String copy(NodeName node, Instant begun, Deadline deadline)
            throws InterruptedException {
        Optional<String> used = site.around().outlook().inUse(site.service(), node);
        if (used.isPresent()) {
            throw site.failure("sync " + node, "a node that has the service down", used.get());
        }
        Rsync rsync = new Rsync(section, site, node);
        rsync.checkFilesystem(deadline);
        site.mustBeAllowed("sync " + node);
        String copied = rsync.copy(deadline);
        stamps.set(node, begun);
        Result told = rsync.bring(stamps.file(node), deadline);
        if (!told.ok()) {
            site.warn(node + " does not know that it is up to date: " + told.summary());
        }
        return copied;
    }

    @Override
    public List<Lack> lacks(Deadline deadline) throws InterruptedException {
        List<Lack> lacks = new ArrayList<>();
        for (String[] one : new String[][] {{"rsync", "--version", "rsync"},
            {"ssh", "-V", "openssh-client"}}) {
            if (site.ask(deadline, one[0], one[1]).ending() == Result.Ending.MISSING) {
                lacks.add(Lack.of("expected the command " + one[0]
                        + ", got none: apt-get install " + one[2]));
            }
        }
        return lacks;
    }
}
