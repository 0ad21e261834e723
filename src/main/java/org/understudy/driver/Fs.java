package org.understudy.driver;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.understudy.config.Keyword;
import org.understudy.config.Keywords;
import org.understudy.config.ReservationKeywords;
import org.understudy.config.ResourceKeywords;
import org.understudy.config.Section;
import org.understudy.config.ServiceFile;
import org.understudy.config.Types;
import org.understudy.driver.Mounts.Mount;
import org.understudy.driver.WriteTest.Verdict;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Status;

/** A mounted filesystem ({@code [fs#…]}). Needs mount(8), find(1); e2fsck(8), if there is. */
final class Fs implements Driver {
    static final Keyword<String> TYPE = Keyword.required("type", Types.NAME,
            "ext4, xfs, btrfs, nfs, tmpfs, none or bind, … as mount -t takes it").leaf()
            .like("ext4");
    static final Keyword<String> DEV = Keyword.required("dev", Types.TEXT,
            "device, LABEL=…, UUID=…, image file, host:/path, or the directory to bind")
            .like("/dev/vg_web/data");
    static final Keyword<Path> MNT = Keyword.required("mnt", Types.PATH, "mount point");
    static final Keyword<String> MNT_OPT = Keyword.optional("mnt_opt", Types.TEXT,
            "options for mount -o").alias("mnt_opts").like("rw,noatime");
    static final Keyword<Duration> STAT_TIMEOUT = Keyword.optional("stat_timeout",
            Types.DURATION, "a write test that takes longer has failed").or("5s");
    static final Keywords KEYS = Keywords.of(TYPE, DEV, MNT, MNT_OPT, STAT_TIMEOUT)
            .and(ReservationKeywords.ALL).and(Ownership.KEYS);

    static final Set<String> NETWORK = Set.of("nfs", "nfs4", "cifs", "smbfs", "9pfs",
            "gpfs", "afs", "ncpfs");
    private static final Set<Integer> FSCK_FINE = Set.of(0, 1, 32, 33);

    private final Site site;
    private final Section section;
    private final String type;
    private final String dev;
    private final Path mnt;
    private final Ownership ownership;
    private final WriteTest writeTest;
    private final Loops image;
    private volatile Optional<Mount> seen = Optional.empty();

    Fs(Section section, Site site) {
        this.site = site;
        this.section = section;
        this.type = section.get(TYPE);
        this.dev = section.get(DEV);
        this.mnt = section.get(MNT).normalize();
        this.ownership = new Ownership(section, site);
        this.writeTest = new WriteTest(site, mnt);
        this.image = new Loops(Path.of(dev), site);
    }

    /** The mount points of a service, those of filesystems that it mounts. */
    static Map<Rid, Path> points(ServiceFile file) {
        Map<Rid, Path> points = new TreeMap<>();
        file.sections().forEach((rid, section) -> {
            if (rid.section().equals("fs") && !section.get(TYPE).matches("directory|flag")) {
                points.put(rid, section.get(MNT).normalize());
            }
        });
        return points;
    }

    @Override
    public ResourceStatus status(Deadline deadline) throws InterruptedException {
        Mounts mounts = Mounts.read(site, deadline);
        Optional<Mount> there = mounts.at(mnt);
        Optional<Mount> named = named(mounts);
        Optional<Mount> ours = ours(mounts, deadline);
        seen = ours;
        if (ours.isEmpty() && named.isPresent()) {
            return found(Status.WARN, List.of(mnt + " holds " + named.get().source() + ", whose"
                    + " file had this name and is another one now"));
        }
        if (ours.isEmpty()) {
            return found(Status.DOWN, there.map(m -> mnt + " holds " + m.source()).stream()
                    .toList());
        }
        return ours.equals(there) ? writable(ours.get(), deadline)
                : found(Status.WARN, List.of(mnt + " is covered by " + there.get().source()));
    }

    /** What is mounted is in the kernel's table, however long its device takes. */
    @Override
    public Optional<String> trace(Deadline deadline) {
        return seen.filter(mount -> Mounts.own().at(mnt).equals(Optional.of(mount)))
                .map(mount -> "it is still mounted");
    }

    @Override
    public boolean start(Deadline deadline) throws InterruptedException {
        Mounts mounts = Mounts.read(site, deadline);
        Optional<Mount> there = mounts.at(mnt);
        if (there.isPresent() && there.equals(ours(mounts, deadline))) {
            site.say("fs(" + dev + " " + mnt + ") is already mounted");
            ownership.apply(mnt, deadline);
            return false;
        }
        if (there.isPresent()) {
            throw site.failure("mount " + dev + " on " + mnt, "nothing mounted there",
                    there.get().source());
        }
        requireDevice(deadline);
        makePoint(deadline);
        check(deadline);
        mount(deadline);
        ownership.apply(mnt, deadline);
        return true;
    }

    @Override
    public boolean stop(Deadline deadline) throws InterruptedException {
        Mounts mounts = Mounts.read(site, deadline);
        Optional<Mount> named = named(mounts);
        Optional<Mount> ours = named.isPresent() ? named : ours(mounts, deadline);
        if (ours.isEmpty()) {
            return stopElsewhere(deadline);
        }
        if (!ours.equals(mounts.at(mnt))) {
            throw site.failure("umount " + mnt, "nothing mounted over it",
                    mounts.at(mnt).get().source());
        }
        unmount(ours.get(), deadline);
        return true;
    }

    /** An image of this name that is mounted there goes, even if it is not the file by now. */
    private Optional<Mount> named(Mounts mounts) {
        return mounts.at(mnt).filter(there -> mayBeImage()
                && image.named().contains(there.source()));
    }

    /** What is not mounted here may still be, and be written to, in another mount namespace. */
    private boolean stopElsewhere(Deadline deadline) throws InterruptedException {
        Optional<Mount> gone = number(deadline).map(number -> new Mount(number, Path.of("/"), mnt,
                List.of(), type, dev, List.of()));
        if (gone.isEmpty() || MountPlaces.of(gone.get(), site, deadline).copies().isEmpty()) {
            site.say("fs(" + dev + " " + mnt + ") is already umounted");
            return false;
        }
        unmount(gone.get(), deadline);
        return true;
    }

    private void unmount(Mount mount, Deadline deadline) throws InterruptedException {
        Unmount ladder = new Unmount(site, mnt);
        if (ladder.run(mount, deadline)) {
            return;
        }
        if (section.get(ResourceKeywords.STOP_FAILED).equals("lazy")
                && site.act(deadline, "umount", "-l", mnt.toString()).ok()) {
            site.warn(mnt + " is out of sight but STILL IN USE by " + ladder.holders()
                    + "; " + dev + " must not be used elsewhere before they have ended");
            return;
        }
        throw site.failure("umount " + mnt, "nothing mounted there", "failed to umount " + mnt
                + ", held by " + ladder.holders());
    }

    /** {@code 7:3}: what the kernel calls the device; empty where there is none. */
    private Optional<String> number(Deadline deadline) throws InterruptedException {
        if (isBind() || isNetwork() || !dev.startsWith("/")) {
            return Optional.empty();
        }
        List<String> loops = isImage(deadline) ? image.attached(deadline)
                : List.of(dev);
        String[] words = loops.size() != 1 ? new String[0] : site.ask(deadline, "stat", "-L", "-c",
                "%t %T", loops.get(0)).out().strip().split(" ");
        return words.length != 2 ? Optional.empty() : Optional.of(Integer.parseInt(words[0], 16)
                + ":" + Integer.parseInt(words[1], 16));
    }

    @Override
    public List<Lack> lacks(Deadline deadline) throws InterruptedException {
        List<Lack> lacks = new ArrayList<>(ownership.lacks(deadline));
        Own own = new Own(site);
        if (dev.startsWith("LABEL=") || dev.startsWith("UUID=")) {
            if (own.bringing(dev).isEmpty() && !site.answer(deadline, "findfs", dev).ok()) {
                lacks.add(Lack.of("expected a device with " + dev + ", got none"));
            }
        } else if (dev.startsWith("/") && !isNetwork() && own.bringing(dev).isEmpty()) {
            own.file(isBind() ? "the directory" : "the device", Path.of(dev),
                    isBind() ? "-d" : "-e", deadline).ifPresent(lacks::add);
        }
        if (isNetwork() && !site.is("-x", Path.of("/sbin/mount." + type), deadline)) {
            lacks.add(Lack.of("expected /sbin/mount." + type + ", got nothing there: apt-get"
                    + " install " + (type.startsWith("nfs") ? "nfs-common" : "cifs-utils")));
        }
        return lacks;
    }

    /** What another resource of the service brings, or lies on one, is not there yet. */
    @Override
    public List<String> conflicts(Deadline deadline) throws InterruptedException {
        Own own = new Own(site);
        boolean expected = dev.startsWith("/") && !isNetwork() && own.bringing(dev).isEmpty();
        return !expected ? List.of() : Lack.certain(own.file(isBind() ? "the directory"
                : "the device", Path.of(dev), "-e", deadline).stream().toList());
    }

    private ResourceStatus found(Status status, List<String> messages) {
        return new ResourceStatus(status, dev + "@" + mnt, messages);
    }

    private ResourceStatus writable(Mount there, Deadline deadline) throws InterruptedException {
        if (options().contains("ro") || isNetwork() || type.equals("tmpfs")) {
            return owned(deadline);
        }
        Verdict test = writeTest.verdict(there,
                deadline.atMost(section.get(STAT_TIMEOUT)));
        return test.equals(Verdict.FINE) ? owned(deadline) : found(test.status(), test.words());
    }

    private ResourceStatus owned(Deadline deadline) throws InterruptedException {
        List<String> differences = ownership.differences(mnt, deadline);
        return found(differences.isEmpty() ? Status.UP : Status.WARN, differences);
    }

    /** Ours among the mounts at this point; whether another one covers it or not. */
    private Optional<Mount> ours(Mounts mounts, Deadline deadline) throws InterruptedException {
        for (Mount there : mounts.stack(mnt)) {
            if (isOurs(there, mounts, deadline)) {
                return Optional.of(there);
            }
        }
        if (mounts.at(mnt).isPresent() && !isBind() && !comparable(deadline)) {
            throw site.failure("look whether " + mnt + " holds " + dev, "a device",
                    "it holds " + mounts.at(mnt).get().source() + "; " + dev + " is gone");
        }
        return Optional.empty();
    }

    /** A device that went away while it was mounted has lost the names it could be known by. */
    private boolean comparable(Deadline deadline) throws InterruptedException {
        if (dev.startsWith("LABEL=") || dev.startsWith("UUID=")) {
            return site.answer(deadline, "findfs", dev).ok();
        }
        return !dev.startsWith("/") || isNetwork() || site.is("-e", Path.of(dev), deadline);
    }

    private boolean isOurs(Mount there, Mounts mounts, Deadline deadline)
            throws InterruptedException {
        if (isBind()) {
            Path source = Path.of(dev).normalize();
            return mounts.holding(source).map(above -> there.number().equals(above.number())
                    && there.root().equals(above.root().resolve(
                            above.point().relativize(source)).normalize())).orElse(false);
        }
        if (type.equals("tmpfs")) {
            return there.type().equals("tmpfs");
        }
        List<String> names = spellings(mounts, deadline);
        return names.contains(there.source()) || names.contains(real(there.source()));
    }

    /** The names under which the kernel may list the device. */
    private List<String> spellings(Mounts mounts, Deadline deadline)
            throws InterruptedException {
        List<String> names = new ArrayList<>(List.of(dev));
        if (dev.startsWith("LABEL=") || dev.startsWith("UUID=")) {
            String found = site.answer(deadline, "findfs", dev).out().strip();
            names.add(found);
            names.add(real(found));
        } else if (mayBeImage()) {
            names.addAll(image.attached(mounts, deadline));
        } else {
            names.add(real(dev));
        }
        return names;
    }

    /** {@code /dev/mapper/vg-lv} and {@code /dev/vg/lv} are links to one {@code /dev/dm-0}. */
    private static String real(String path) {
        try {
            return path.startsWith("/dev/") ? Path.of(path).toRealPath().toString() : path;
        } catch (IOException absent) {
            return path; // the device is gone; its name is all there is to compare
        }
    }

    boolean isBind() {
        return type.equals("bind") || options().contains("bind") || options().contains("rbind");
    }

    boolean isImage(Deadline deadline) throws InterruptedException {
        return mayBeImage() && site.is("-f", Path.of(dev), deadline);
    }

    private boolean mayBeImage() {
        return dev.startsWith("/") && !dev.startsWith("/dev/") && !isNetwork() && !isBind();
    }

    private boolean isNetwork() {
        return NETWORK.contains(type);
    }

    private List<String> options() {
        return section.find(MNT_OPT).stream().flatMap(o -> Arrays.stream(o.split(",")))
                .filter(option -> !option.isEmpty()).toList();
    }

    private void requireDevice(Deadline deadline) throws InterruptedException {
        if (dev.startsWith("/") && !isNetwork() && !site.is("-e", Path.of(dev), deadline)) {
            throw site.failure("mount " + dev + " on " + mnt, "a device",
                    "device does not exist " + dev);
        }
    }

    private void makePoint(Deadline deadline) throws InterruptedException {
        if (!site.is("-d", mnt, deadline)) {
            site.say("create missing mountpoint " + mnt);
            site.must(deadline, "mkdir", "-p", mnt.toString());
        }
    }

    private void check(Deadline deadline) throws InterruptedException {
        if (type.equals("btrfs")) {
            site.attempt(deadline, "btrfs", "device", "scan"); // its devices may have just come
        }
        if (!type.matches("ext[234]")) {
            if (!isNetwork() && !isBind() && !type.equals("tmpfs")) {
                site.say("fsck not implemented for " + type);
            }
            return;
        }
        Result result = site.act(deadline, "e2fsck", "-p", device(deadline));
        if (result.ending() == Result.Ending.MISSING) {
            site.warn("e2fsck not found, bypassed");
        } else if (!FSCK_FINE.contains(result.exit())) {
            throw site.failure("e2fsck -p " + dev, "exit 0 or 1", result.summary());
        }
    }

    /** The loop device of an image file that has one; else what the file says. */
    private String device(Deadline deadline) throws InterruptedException {
        List<String> loops = isImage(deadline) ? image.attached(deadline) : List.of();
        if (loops.size() > 1) {
            throw site.failure("mount " + dev, "one loop device", String.join(", ", loops));
        }
        return loops.isEmpty() ? dev : loops.get(0);
    }

    private void mount(Deadline deadline) throws InterruptedException {
        String device = device(deadline);
        List<String> options = new ArrayList<>(options());
        if (type.equals("bind")) {
            options.add("bind");
        }
        if (isImage(deadline)) {
            options.remove("loop");
            if (device.equals(dev)) {
                options.add("loop");
            }
        }
        List<String> argv = new ArrayList<>(List.of("mount"));
        if (!isBind()) {
            argv.addAll(List.of("-t", type));
        }
        if (!options.isEmpty()) {
            argv.addAll(List.of("-o", String.join(",", options)));
        }
        argv.addAll(List.of(device, mnt.toString()));
        site.must(deadline, argv.toArray(String[]::new));
    }
}
