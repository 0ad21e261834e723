package org.understudy.driver;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.understudy.config.ResourceKeywords;
import org.understudy.config.Section;
import org.understudy.exec.Deadline;
import org.understudy.model.Rid;

/** What of a service's own a path or device is on: that is there only where the service runs. */
final class Own {
    private final Site site;

    Own(Site site) {
        this.site = site;
    }

    /** Another filesystem of the service that is to hold this path and is not mounted now. */
    Optional<Rid> absentAbove(Path path, Deadline deadline) throws InterruptedException {
        Mounts mounts = Mounts.read(site, deadline);
        return Fs.points(site.file()).entrySet().stream()
                .filter(entry -> !entry.getKey().equals(site.rid()))
                .filter(entry -> path.startsWith(entry.getValue())
                        && mounts.at(entry.getValue()).isEmpty())
                .map(Map.Entry::getKey).findFirst();
    }

    /** The disk of the service that brings this device. */
    Optional<Rid> bringing(String device) {
        return site.file().sections().entrySet().stream()
                .filter(entry -> brings(entry.getKey(), entry.getValue(), device))
                .map(Map.Entry::getKey).findFirst();
    }

    /** Whether that disk may bring the device; what has no path, any of them may. */
    static boolean brings(Rid rid, Section section, String device) {
        if (!rid.section().matches("loop|disk|vg|lv|md|drbd|raw")) {
            return false;
        }
        String type = !rid.section().equals("disk") ? rid.section()
                : section.find(ResourceKeywords.TYPE).orElse("");
        if (type.equals("loop") && rid.section().equals("loop")) {
            return device.matches("/dev/loop\\d+|LABEL=.*|UUID=.*");
        }
        if (type.equals("raw")) {
            return section.get(Raw.DEVS).stream().anyMatch(
                    pair -> pair.used().toString().equals(device));
        }
        if (!type.matches("vg|lvm|lv")) {
            return !device.startsWith("/") || device.startsWith("/dev/");
        }
        String group = section.get(type.equals("lv") ? Lv.VG : Vg.NAME);
        return device.startsWith("/dev/" + group + "/") || !device.startsWith("/")
                || device.startsWith("/dev/mapper/" + group.replace("-", "--") + "-");
    }

    /** A file that must be there; or that its filesystem is away. */
    Optional<Lack> file(String what, Path path, String flag, Deadline deadline)
            throws InterruptedException {
        if (site.is(flag, path, deadline)) {
            return Optional.empty();
        }
        Optional<Rid> above = absentAbove(path, deadline);
        return Optional.of(above.map(fs -> Lack.unseen(what + " " + path
                + " cannot be seen while " + fs + " is not mounted")).orElseGet(
                        () -> Lack.of("expected " + what + " " + path + ", got none there")));
    }
}
