package org.understudy.driver;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.understudy.config.Keyword;
import org.understudy.config.Keywords;
import org.understudy.config.ReservationKeywords;
import org.understudy.config.Section;
import org.understudy.config.Types;
import org.understudy.exec.Await;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Status;

/**
 * A volume group of LVM ({@code [vg#…]}, {@code [disk#…]} of type vg), owned by the node whose
 * name it has as a tag. Needs lvm2.
 */
final class Vg implements Driver {
    static final Keyword<String> NAME = Keyword.required("name", Types.NAME, "the volume group")
            .alias("vgname").like("vg_web");
    static final Keywords KEYS = Keywords.of(NAME).and(ReservationKeywords.ALL);

    private static final int ROUNDS = 3;

    private final Site site;
    private final String name;
    private final SecondLook second;

    Vg(Section section, Site site) {
        this.site = site;
        this.name = section.get(NAME);
        this.second = new SecondLook("its volumes are still active",
                () -> Mapped.group(name, site.sights()));
    }

    @Override
    public ResourceStatus status(Deadline deadline) throws InterruptedException {
        Optional<Result> volumes = volumes(deadline);
        return second.after(volumes.isEmpty()
                ? new ResourceStatus(Status.DOWN, name, List.of("vg " + name + " not found"))
                : new ResourceStatus(active(volumes.get()) ? Status.UP : Status.DOWN, name));
    }

    /** Of device-mapper: LVM reads disks, and waits for those that do not answer. */
    @Override
    public Optional<String> trace(Deadline deadline) {
        return second.shown();
    }

    @Override
    public boolean start(Deadline deadline) throws InterruptedException {
        if (up(deadline)) {
            site.say(name + " is already up");
            return false;
        }
        Hints.renew(site, name, deadline);
        for (String tag : tags(deadline)) {
            site.must(deadline, "vgchange", "--deltag", "@" + tag, name);
        }
        site.must(deadline, "vgchange", "--addtag", ownTag(), name);
        Autoactivation.ofGroups(site).off(name, deadline);
        site.must(deadline, "vgchange", "-a", "y", name);
        return true;
    }

    @Override
    public boolean stop(Deadline deadline) throws InterruptedException {
        if (!up(deadline)) {
            site.say(name + " is already down");
            return false;
        }
        // Disks that another node has taken reject this; whoever starts it takes all tags away.
        if (tags(deadline).contains(site.around().node().value())) {
            site.act(deadline, "vgchange", "--deltag", ownTag(), name);
        }
        unmapPartitions(deadline);
        deactivate(deadline);
        return true;
    }

    @Override
    public List<Lack> lacks(Deadline deadline) throws InterruptedException {
        if (site.ask(deadline, "vgs", "--version").ending() == Result.Ending.MISSING) {
            return List.of(Lack.of("expected the command vgs, got none: apt-get install lvm2"));
        }
        Result groups = Hints.without(site, deadline, "vgs", "--noheadings", "-o", "vg_name");
        if (!groups.ok()) {
            throw site.failure("list the volume groups", "exit 0", groups.summary());
        }
        return words(groups.out()).contains(name) ? List.of() : List.of(Lack.of(
                "expected the volume group " + name + ", got "
                        + (groups.out().isBlank() ? "none at all"
                                : String.join(", ", words(groups.out())))));
    }

    private void deactivate(Deadline deadline) throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            site.act(deadline, "vgchange", "-a", "n", name);
            if (Await.until(() -> !up(deadline), Duration.ofSeconds(1),
                    deadline.atMost(Duration.ofSeconds(1)))) {
                return;
            }
        }
        throw site.failure("vgchange -a n " + name, "no active volume",
                "deactivation failed to release all logical volumes");
    }

    /** Partitions inside a volume, mapped by kpartx(8), would keep it in use. */
    private void unmapPartitions(Deadline deadline) throws InterruptedException {
        Result names = site.answer(deadline, "lvs", "--noheadings", "-o", "lv_name", name);
        for (String volume : words(names.out())) {
            String device = "/dev/" + name + "/" + volume;
            if (site.act(deadline, "kpartx", "-d", device).ending() == Result.Ending.MISSING) {
                return;
            }
        }
    }

    private boolean up(Deadline deadline) throws InterruptedException {
        Optional<Result> volumes = volumes(deadline);
        return volumes.isPresent() && active(volumes.get());
    }

    /**
     * The group's volumes; empty when LVM can list its groups and this one is not among them. Any
     * other failure, such as a disk that cannot be read, says nothing about the group.
     */
    private Optional<Result> volumes(Deadline deadline) throws InterruptedException {
        Result volumes = site.answer(deadline, "lvs", "--noheadings", "-o", "lv_attr", name);
        if (volumes.ok()) {
            return Optional.of(volumes);
        }
        Result groups = Hints.without(site, deadline, "vgs", "--noheadings", "-o", "vg_name");
        if (groups.ok() && !words(groups.out()).contains(name)) {
            return Optional.empty();
        }
        Result again = Hints.without(site, deadline, "lvs", "--noheadings", "-o", "lv_attr", name);
        if (!groups.ok() || !again.ok()) {
            throw site.failure("read the volumes of " + name, "exit 0", volumes.summary());
        }
        return Optional.of(again);
    }

    /** The fifth attribute is {@code a} for an active volume; a group without any counts as up. */
    private static boolean active(Result volumes) {
        List<String> attributes = words(volumes.out());
        return attributes.isEmpty()
                || attributes.stream().anyMatch(a -> a.length() > 4 && a.charAt(4) == 'a');
    }

    private List<String> tags(Deadline deadline) throws InterruptedException {
        Result result = site.answer(deadline, "vgs", "--noheadings", "-o", "vg_tags", name);
        if (!result.ok()) {
            throw site.failure("read the tags of " + name, "exit 0", result.summary());
        }
        return Arrays.stream(result.out().strip().split(",")).filter(t -> !t.isEmpty()).toList();
    }

    private String ownTag() {
        return "@" + site.around().node();
    }

    private static List<String> words(String out) {
        return Arrays.stream(out.split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }
}
