package org.understudy.driver;

import java.util.ArrayList;
import java.util.List;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;

/**
 * LVM remembers which disks hold which groups (its hints), and hears nothing of what other nodes
 * write to them: a group that was made there is not found here, and one that grew there lacks
 * disks. See lvm.conf(5), devices/hints.
 */
final class Hints {
    private Hints() {
    }

    /** Asks LVM as {@link Site#answer} does, and has it read all disks. */
    static Result without(Site site, Deadline deadline, String... argv)
            throws InterruptedException {
        List<String> words = new ArrayList<>(List.of(argv));
        words.addAll(List.of("--config", "devices/hints=\"none\""));
        return site.answer(deadline, words.toArray(String[]::new));
    }

    /** Has LVM look at all disks where the group, as it remembers it, lacks some. */
    static void renew(Site site, String group, Deadline deadline) throws InterruptedException {
        Result missing = site.answer(deadline, "vgs", "--noheadings", "-o", "vg_missing_pv_count",
                group);
        if (!missing.ok() || !missing.out().strip().equals("0")) {
            site.attempt(deadline, "pvscan", "--cache");
        }
    }
}
