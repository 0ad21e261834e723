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

/** One logical volume of LVM ({@code [lv#…]}, {@code [disk#…]} of type lv). Needs lvm2. */
final class Lv implements Driver {
    static final Keyword<String> NAME = Keyword.required("name", Types.NAME,
            "the logical volume").leaf().like("data");
    static final Keyword<String> VG = Keyword.required("vg", Types.NAME,
            "the volume group it is in").like("vg_web");
    static final Keywords KEYS = Keywords.of(NAME, VG).and(ReservationKeywords.ALL);

    private static final int ROUNDS = 3;

    private final Site site;
    private final String group;
    private final String volume;
    private final SecondLook second;

    Lv(Section section, Site site) {
        this.site = site;
        this.group = section.get(VG);
        this.volume = group + "/" + section.get(NAME);
        this.second = new SecondLook("it is still active",
                () -> Mapped.volume(group, section.get(NAME), site.sights()));
    }

    @Override
    public ResourceStatus status(Deadline deadline) throws InterruptedException {
        Optional<String> attributes = attributes(deadline);
        return second.after(attributes.isEmpty()
                ? new ResourceStatus(Status.DOWN, volume, List.of("lv " + volume + " not found"))
                : new ResourceStatus(active(attributes.get()) ? Status.UP : Status.DOWN, volume));
    }

    /** Of device-mapper: LVM reads disks, and waits for those that do not answer. */
    @Override
    public Optional<String> trace(Deadline deadline) {
        return second.shown();
    }

    @Override
    public boolean start(Deadline deadline) throws InterruptedException {
        if (up(deadline)) {
            site.say(volume + " is already up");
            return false;
        }
        Hints.renew(site, group, deadline);
        Autoactivation.ofVolumes(site).off(volume, deadline);
        site.must(deadline, "lvchange", "-a", "y", volume);
        if (!up(deadline)) {
            throw site.failure("lvchange -a y " + volume, "an active volume", "an inactive one");
        }
        return true;
    }

    @Override
    public boolean stop(Deadline deadline) throws InterruptedException {
        if (!up(deadline)) {
            site.say(volume + " is already down");
            return false;
        }
        for (int round = 0; round < ROUNDS; round++) {
            site.act(deadline, "lvchange", "-a", "n", volume);
            if (Await.until(() -> !up(deadline), Duration.ofSeconds(1),
                    deadline.atMost(Duration.ofSeconds(1)))) {
                return true;
            }
        }
        throw site.failure("lvchange -a n " + volume, "an inactive volume", "it is in use");
    }

    @Override
    public List<Lack> lacks(Deadline deadline) throws InterruptedException {
        if (site.ask(deadline, "lvs", "--version").ending() == Result.Ending.MISSING) {
            return List.of(Lack.of("expected the command lvs, got none: apt-get install lvm2"));
        }
        return attributes(deadline).isPresent() ? List.of()
                : List.of(Lack.of("expected the logical volume " + volume + ", got none"));
    }

    private boolean up(Deadline deadline) throws InterruptedException {
        return attributes(deadline).filter(Lv::active).isPresent();
    }

    private static boolean active(String attributes) {
        return attributes.length() > 4 && attributes.charAt(4) == 'a';
    }

    /**
     * What LVM says of it; empty when LVM can list all volumes and this one is not among them. Any
     * other failure says nothing about it.
     */
    private Optional<String> attributes(Deadline deadline) throws InterruptedException {
        Result one = site.answer(deadline, "lvs", "--noheadings", "-o", "lv_attr", volume);
        if (one.ok()) {
            return Optional.of(one.out().strip());
        }
        Result all = Hints.without(site, deadline, "lvs", "--noheadings", "-o", "lv_full_name");
        if (all.ok() && !Arrays.asList(all.out().split("\\s+")).contains(volume)) {
            return Optional.empty();
        }
        Result again = Hints.without(site, deadline, "lvs", "--noheadings", "-o", "lv_attr",
                volume);
        if (!all.ok() || !again.ok()) {
            throw site.failure("read the volume " + volume, "exit 0", one.summary());
        }
        return Optional.of(again.out().strip());
    }
}
