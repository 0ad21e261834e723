package org.understudy.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.understudy.config.Keyword;
import org.understudy.config.Keywords;
import org.understudy.config.ReservationKeywords;
import org.understudy.config.Section;
import org.understudy.config.Types;
import org.understudy.exec.Await;
import org.understudy.exec.Deadline;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Status;

/** An image file as a block device ({@code [loop#…]}). Needs losetup(8) of util-linux. */
final class Loop implements Driver {
    static final Keyword<Path> FILE = Keyword.required("file", Types.PATH, "the image file")
            .like("/srv/web.img");
    static final Keywords KEYS = Keywords.of(FILE).and(ReservationKeywords.ALL);

    private final Site site;
    private final Path file;
    private final Loops loops;
    private volatile Optional<Attached> seen = Optional.empty();

    /** A device and what the kernel says is behind it. */
    private record Attached(String device, String behind) {
    }

    Loop(Section section, Site site) {
        this.site = site;
        this.file = section.get(FILE);
        this.loops = new Loops(file, site);
    }

    @Override
    public ResourceStatus status(Deadline deadline) throws InterruptedException {
        List<String> devices = loops.attached(deadline);
        List<String> orphans = loops.orphans(deadline);
        if (!orphans.isEmpty()) {
            return found(Status.WARN, stale(orphans));
        }
        if (devices.size() > 1) {
            return found(Status.WARN, several(devices));
        }
        seen = devices.stream().findFirst().flatMap(Loop::attached);
        if (devices.isEmpty() && !site.is("-e", file, deadline)) {
            return found(Status.DOWN, file + " does not exist");
        }
        return new ResourceStatus(devices.isEmpty() ? Status.DOWN : Status.UP, file.toString());
    }

    @Override
    public Optional<String> trace(Deadline deadline) {
        return seen.filter(was -> attached(was.device()).equals(seen))
                .map(was -> was.device() + " is still attached");
    }

    /** From sysfs, which touches neither the file nor its filesystem. */
    private static Optional<Attached> attached(String device) {
        try {
            return Optional.of(new Attached(device, Files.readString(Path.of("/sys/block",
                    device.replaceFirst("^/dev/", ""), "loop/backing_file"))));
        } catch (IOException detached) {
            return Optional.empty();
        }
    }

    @Override
    public boolean start(Deadline deadline) throws InterruptedException {
        List<String> orphans = loops.orphans(deadline);
        if (!orphans.isEmpty()) {
            throw site.failure("attach " + file, "no older attachment", stale(orphans));
        }
        List<String> devices = loops.attached(deadline);
        if (devices.size() > 1) {
            throw site.failure("attach " + file, "one attachment at most", several(devices));
        }
        if (!devices.isEmpty()) {
            site.say(file + " is already up on " + devices.get(0));
            return false;
        }
        if (!site.is("-e", file, deadline)) {
            throw site.failure("attach " + file, "a file", "no such file");
        }
        site.must(deadline, "losetup", "--find", "--show", file.toString());
        return true;
    }

    @Override
    public boolean stop(Deadline deadline) throws InterruptedException {
        List<String> held = held(deadline);
        if (held.isEmpty()) {
            site.say(file + " is already down");
            return false;
        }
        for (String device : held) {
            site.must(deadline, "losetup", "--detach", device);
        }
        // The kernel accepts the order for a device in use and carries it out when it no longer is.
        if (!Await.until(() -> held(deadline).isEmpty(), Duration.ofMillis(100),
                deadline.atMost(Duration.ofSeconds(3)))) {
            throw site.failure("losetup --detach", "no device left", held + " still in use");
        }
        return true;
    }

    @Override
    public List<Lack> lacks(Deadline deadline) throws InterruptedException {
        return new Own(site).file("the image file", file, "-f", deadline).stream().toList();
    }

    @Override
    public List<String> conflicts(Deadline deadline) throws InterruptedException {
        return Lack.certain(lacks(deadline));
    }

    private List<String> held(Deadline deadline) throws InterruptedException {
        List<String> orphans = loops.orphans(deadline);
        return orphans.isEmpty() ? loops.attached(deadline) : orphans;
    }

    private ResourceStatus found(Status status, String message) {
        return new ResourceStatus(status, file.toString(), List.of(message));
    }

    private static String stale(List<String> orphans) {
        return String.join(", ", orphans) + " holds a file that was replaced or deleted";
    }

    private static String several(List<String> devices) {
        return "attached " + devices.size() + " times: " + String.join(", ", devices);
    }
}
