package org.understudy.driver;

import org.understudy.exec.Deadline;
import org.understudy.exec.Result;

/**
 * What LVM activates by itself as soon as its disks have come: with shared disks, on every node
 * that boots, whoever uses them. Switched off in LVM's own metadata, so for all nodes at once.
 *
 * @param report lists the things: {@code vgs}
 * @param field of the report: {@code vg_autoactivation}
 * @param change changes them: {@code vgchange}
 */
record Autoactivation(Site site, String report, String field, String change) {
    static Autoactivation ofGroups(Site site) {
        return new Autoactivation(site, "vgs", "vg_autoactivation", "vgchange");
    }

    static Autoactivation ofVolumes(Site site) {
        return new Autoactivation(site, "lvs", "lv_autoactivation", "lvchange");
    }

    /**
     * Before 2.03.12 LVM has no such mark: there the nodes' own lvm.conf says what they leave
     * alone, which nobody can see from here.
     */
    void off(String name, Deadline deadline) throws InterruptedException {
        Result marked = site.ask(deadline, report, "--noheadings", "-o", field, name);
        if (marked.ok() && marked.out().strip().equals("enabled")
                && !site.attempt(deadline, change, "--setautoactivation", "n", name).ok()) {
            site.warn("every node that boots activates " + name + ", wherever it is in use");
        }
    }
}
