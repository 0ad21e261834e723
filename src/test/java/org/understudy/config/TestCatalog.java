package org.understudy.config;

import static org.understudy.config.Keyword.optional;
import static org.understudy.config.Keyword.required;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.understudy.model.Group;

/** Kinds with the keywords of the real drivers, declared here so that this package stands alone. */
final class TestCatalog implements Catalog {
    static final Keyword<String> MNT = required("mnt", Types.TEXT, "mount point");
    static final Keyword<String> DEV = required("dev", Types.TEXT, "device");
    static final Keyword<String> MNT_OPT = optional("mnt_opt", Types.TEXT, "mount options")
            .alias("mnt_opts");
    static final Keyword<String> VG = required("name", Types.NAME, "volume group").alias("vgname");
    static final Keyword<String> IMAGE = required("image", Types.NAME, "image").alias("run_image");
    static final Keyword<List<String>> RUN_ARGS = optional("run_args", Types.SHLEX,
            "arguments of docker run");
    static final Keyword<String> IPNAME = required("ipname", Types.NAME, "name or address")
            .alias("name");
    static final Keyword<String> IPDEV = required("ipdev", Types.NAME, "interface")
            .alias("dev");

    private static final Keyword<Boolean> SCSIRESERV = optional("scsireserv", Types.BOOLEAN,
            "reserves the disks").alias("scsi_reserve").or("false");
    private static final Map<String, Map<String, Kind>> KINDS = new TreeMap<>(Map.of(
            "ip", Map.of("host", kind(Group.IP, "ip.host", IPNAME, IPDEV)),
            "vg", Map.of("", kind(Group.DISK, "disk.vg", VG, SCSIRESERV)),
            "disk", new TreeMap<>(Map.of(
                    "loop", kind(Group.DISK, "disk.loop", required("file", Types.PATH, "image")),
                    "vg", kind(Group.DISK, "disk.vg", VG, SCSIRESERV))),
            "fs", Map.of("ext4", new Kind(Group.FS, "fs",
                    Keywords.of(DEV, MNT, MNT_OPT), Optional.of(MNT))),
            "container", Map.of("docker", kind(Group.CONTAINER, "container.docker", IMAGE,
                    RUN_ARGS, optional("start_timeout", Types.DURATION, "start").or("5s"))),
            "app", Map.of("simple", kind(Group.APP, "app",
                    optional("script", Types.NAME, "launcher"),
                    optional("start", Types.SHLEX, "command"),
                    optional("timeout", Types.DURATION, "of each command")))));

    private static Kind kind(Group group, String driver, Keyword<?>... keywords) {
        return new Kind(group, driver, Keywords.of(keywords), Optional.empty());
    }

    @Override
    public Optional<Kind> kind(String section, Optional<String> type) {
        Map<String, Kind> kinds = KINDS.getOrDefault(section, Map.of());
        boolean hasDefault = section.equals("ip") || section.equals("app");
        return type.isPresent() ? type.map(kinds::get)
                : Optional.ofNullable(hasDefault ? kinds.values().iterator().next()
                        : kinds.get(""));
    }

    @Override
    public List<String> types(String section) {
        return KINDS.getOrDefault(section, Map.of()).keySet().stream()
                .filter(type -> !type.isEmpty()).toList();
    }

    @Override
    public List<String> sections() {
        return List.copyOf(KINDS.keySet());
    }

    @Override
    public Keywords defaults() {
        return Keywords.of(
                optional("docker_data_dir", Types.PATH, "private images")
                        .alias("container_data_dir"),
                optional("docker_daemon_args", Types.SHLEX, "arguments of dockerd"),
                SCSIRESERV);
    }
}
