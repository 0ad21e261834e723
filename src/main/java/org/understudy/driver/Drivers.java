package org.understudy.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import org.understudy.config.Catalog;
import org.understudy.config.Guard;
import org.understudy.config.Keyword;
import org.understudy.config.Keywords;
import org.understudy.config.Kind;
import org.understudy.config.ReservationKeywords;
import org.understudy.config.ResourceKeywords;
import org.understudy.config.Section;
import org.understudy.config.ServiceFile;
import org.understudy.model.Group;
import org.understudy.model.Rid;

/** The drivers there are, a line for each. */
public final class Drivers implements Catalog {
    private static final List<Entry> ENTRIES = List.of(
            entry(Group.IP, "ip", Ip.KEYS, Ip::new, "ip", "ip:host")
                    .claiming(Ip.IPNAME),
            entry(Group.DISK, "disk.loop", Loop.KEYS, Loop::new, "loop", "disk:loop")
                    .claiming(Loop.FILE),
            entry(Group.DISK, "disk.vg", Vg.KEYS, Vg::new, "vg", "vg:lvm", "disk:vg", "disk:lvm")
                    .claiming(Vg.NAME),
            entry(Group.DISK, "disk.lv", Lv.KEYS, Lv::new, "lv", "disk:lv"),
            entry(Group.DISK, "disk.md", Md.KEYS, Md::new, "md", "disk:md").claiming(Md.UUID),
            entry(Group.DISK, "disk.drbd", Drbd.KEYS, Drbd::new, "drbd", "disk:drbd")
                    .claiming(Drbd.RES),
            entry(Group.DISK, "disk.raw", Raw.KEYS, Raw::new, "raw", "disk:raw"),
            entry(Group.FS, "fs", Fs.KEYS, Fs::new, "fs:ext2", "fs:ext3", "fs:ext4", "fs:xfs",
                    "fs:btrfs", "fs:vfat", "fs:nfs", "fs:nfs4", "fs:cifs", "fs:tmpfs", "fs:none",
                    "fs:bind").sortedBy(Fs.MNT).claiming(Fs.MNT),
            entry(Group.FS, "fs.directory", FsDirectory.KEYS, FsDirectory::new, "fs:directory")
                    .sortedBy(FsDirectory.PATH),
            entry(Group.FS, "fs.flag", FsFlag.KEYS, FsFlag::new, "fs:flag"),
            entry(Group.SHARE, "share.nfs", ShareNfs.KEYS, ShareNfs::new, "share:nfs")
                    .claiming(ShareNfs.PATH),
            entry(Group.CONTAINER, "container.docker", DockerContainer.KEYS, DockerContainer::new,
                    "container", "container:docker", "container:oci"),
            entry(Group.CONTAINER, "container.podman", DockerContainer.KEYS,
                    PodmanContainer::make, "container:podman"),
            entry(Group.APP, "app", AppKeys.CHECKED, App::new, "app", "app:forking"),
            entry(Group.APP, "app", AppKeys.SIMPLE, SimpleApp::new, "app:simple"),
            job(Group.TASK, "task.host", Task.KEYS.and(GuardedJob.OF_TASKS), Task::new, "task",
                    "task:host"),
            job(Group.SYNC, "sync.rsync", SyncKeys.KEYS.and(GuardedJob.OF_SYNCS), Sync::new,
                    "sync", "sync:rsync"));

    /** Makes one driver. */
    private interface Maker {
        Driver make(Section section, Site site);
    }

    /** One driver and the headers, or {@code header:type}, that ask for it. */
    private record Entry(Kind kind, Maker maker, List<String> headers) {
        Entry sortedBy(Keyword<?> key) {
            return new Entry(new Kind(kind.group(), kind.driver(), kind.keywords(),
                    Optional.of(key), kind.claims()), maker, headers);
        }

        Entry claiming(Keyword<?>... keys) {
            return new Entry(new Kind(kind.group(), kind.driver(), kind.keywords(),
                    kind.sortKey(), List.of(keys)), maker, headers);
        }

        Stream<String> types(String section) {
            return headers.stream().filter(h -> h.startsWith(section + ":"))
                    .map(h -> h.substring(h.indexOf(':') + 1));
        }
    }

    private static Entry entry(Group group, String driver, Keywords keywords, Maker maker,
            String... headers) {
        return job(group, driver, keywords.and(Requirement.KEYS).and(Triggers.KEYS), maker,
                headers);
    }

    /** One that no start of a service starts. */
    private static Entry job(Group group, String driver, Keywords keywords, Maker maker,
            String... headers) {
        return new Entry(new Kind(group, driver, keywords, Optional.empty()), maker,
                List.of(headers));
    }

    private static Optional<Entry> find(String section, Optional<String> type) {
        String header = section + type.map(t -> ":" + t).orElse("");
        return ENTRIES.stream().filter(e -> e.headers().contains(header)).findFirst();
    }

    @Override
    public Optional<Kind> kind(String section, Optional<String> type) {
        return find(section, type).map(Entry::kind);
    }

    @Override
    public List<String> types(String section) {
        return ENTRIES.stream().flatMap(e -> e.types(section)).toList();
    }

    @Override
    public List<String> sections() {
        return ENTRIES.stream().flatMap(e -> e.headers().stream())
                .map(h -> h.split(":")[0]).distinct().toList();
    }

    @Override
    public Keywords defaults() {
        return Docker.DEFAULTS.and(ReservationKeywords.ALL).and(Keywords.of(
                SyncKeys.SYNC_SCHEDULE, Task.RUN_SCHEDULE)).and(Triggers.KEYS);
    }

    @Override
    public Guard guard(Rid rid, SortedMap<Rid, Section> sections) {
        return new Guards(sections).of(rid);
    }

    @Override
    public List<String> disks(Rid rid, SortedMap<Rid, Section> sections) {
        return new Guards(sections).disks(rid);
    }

    @Override
    public List<Keyword<Path>> data() {
        return List.of(Docker.DATA_DIR);
    }

    /**
     * Makes the drivers of a service's resources on this node; touches nothing yet.
     *
     * @param file read with this catalog
     */
    public static ServiceResources build(ServiceFile file, Surroundings around) {
        Docker docker = Docker.of(file, around);
        SortedMap<Rid, Driver> drivers = new TreeMap<>();
        file.sections().forEach((rid, section) -> {
            Site site = new Site(rid, file, around, docker);
            Driver made = find(rid.section(), section.find(ResourceKeywords.TYPE))
                    .orElseThrow(() -> new IllegalStateException(
                            rid + ": read with another catalog")).maker().make(section, site);
            drivers.put(rid, made instanceof Job job ? new GuardedJob(job, section, site, drivers)
                    : Reserved.of(Guarded.of(made, section, site, drivers), site));
        });
        file.reservations().forEach((rid, reservation) -> drivers.put(rid,
                new ScsiReserv(new Site(rid, file, around, docker), reservation)));
        return new ServiceResources(drivers, file, around, docker);
    }

    /**
     * Rehearses docker's library, which takes about a second; for the agent's start, beside
     * everything else, so that a takeover need not pay for it.
     */
    public static void warm() {
        try {
            Path stage = Files.createTempDirectory("understudy");
            new Rehearsal(stage.resolve("docker.sock")).play();
            Files.delete(stage);
        } catch (IOException e) {
            LoggerFactory.getLogger(Drivers.class).warn("docker.rehearsal-failed reason=\"{}\"",
                    e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
