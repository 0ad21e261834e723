package org.understudy.config;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What OpenSVC files may say and this program does not do yet. It is refused by name: to accept
 * it in silence would promise what nobody keeps.
 */
final class OpenSvc {
    static final String NOT_YET = "known from OpenSVC but not supported here yet";
    /** What a person may do who can go without such a resource. */
    static final String LEAVE_OUT = "; disable = true in it leaves it out";

    /** Scopes other than a node's name and {@code nodes}. */
    static final Set<String> SCOPES = Set.of("drpnodes", "encapnodes", "flex_primary",
            "drp_flex_primary");

    private static final Set<String> RESOURCES = words("ip disk vg lv loop md drbd raw vdisk vmdg"
            + " pool zpool zvol vxdg vxvol fs share container app sync task volume");
    private static final Set<String> SECTIONS = words("env labels data hb stonith expose route"
            + " vhost certificate hashpolicy arbitrator hook listener syslog cni backup network"
            + " collector array switch reboot rotate_root_pw");

    private static final String CONTAINER = " image run_image command run_command run_args name"
            + " hostname detach entrypoint rm volume_mounts devices environment"
            + " secrets_environment configs_environment netns net userns pidns ipcns utsns user"
            + " privileged interactive tty image_pull_policy pull_timeout registry_creds guestos"
            + " osvc_root_path run_swarm cf rootfs container_data_dir template template_options"
            + " create_environment rcmd virtinst snap snapof qga cwd dns dns_search guest_os init"
            + " log_outputs read_only sysctl";
    private static final String DISK = " scsireserv prkey no_preempt_abort promote_rw pvs options"
            + " dsf vg size create_options uuid devs level layout chunk spares res disk max_peers"
            + " addr port network create_char_devices user group perm zone file vgtype vg.type";

    private static final Map<String, Set<String>> KEYWORDS = table(
            Ini.DEFAULT, "autostart_node stonith"
                    + " flex_cpu_low_threshold flex_cpu_high_threshold"
                    + " scale scaler_slave slaves constraints lock_timeout"
                    + " flex_cpu_min_threshold flex_cpu_max_threshold status_timeout drnoaction"
                    + " pre_monitor_action show_disabled docker_swarm_managers kind access pool"
                    + " format gce_zone detach_on_stop"
                    + " docker_daemon_private docker_exe dockerd_exe"
                    + " stat_timeout presnap_trigger postsnap_trigger create_pg containerize"
                    + CONTAINER + DISK,
            "ip", "netmask gateway check_carrier alias wait_dns network provisioner"
                    + " dns_update dns_name_suffix expose netns mode macaddr nsdev vlan_mode"
                    + " vlan_tag del_net_route container_rid docker_daemon_ip eip zone"
                    + " cascade_allocation",
            "disk", DISK,
            "fs", "stat_timeout check_read user group perm size vg mkfs_opt create_options"
                    + " snap_size scsireserv prkey no_preempt_abort zone path driver options"
                    + " populate install configs secrets directories dirperm signal promote_rw",
            "container", CONTAINER,
            "app", "script start stop check info timeout check_timeout info_timeout"
                    + " retcodes status_log user group cwd umask run_as environment"
                    + " secrets_environment configs_environment kill netns",
            "cluster", "vip dns",
            "hb", "nodes dev relay secret",
            "arbitrator", "name secret timeout insecure",
            "node", "env host_mode prkey sshkey",
            "sync", "snap snap_size recover exclude");

    /** What {@code type} may say in such a section there, and not all of it here. */
    private static final Map<String, Set<String>> TYPES = Map.of(
            "ip", words("host netns docker cni crossbow amazon gce route rule sgcp_dnsalias"),
            "disk", words("vg lvm veritas lv loop md drbd raw vdisk ldom rados zpool zvol crypt"
                    + " disk amazon gce hpvm vxdg vxvol vmdg hp3par xp8 gandi"),
            "vg", words("lvm veritas raw rados drbd amazon gce gandi"),
            "fs", words("ext ext2 ext3 ext4 xfs btrfs vfat nfs nfs4 cifs tmpfs none bind directory"
                    + " flag docker zfs 9pfs afs bfs cephfs f2fs gfs gfs2 glusterfs gpfs hfs"
                    + " hfsplus hpfs jffs jffs2 jfs jfs2 lofs logfs minix msdos ncpfs nilfs ntfs"
                    + " ocfs ocfs2 qnx4 reiserfs reiserfs4 rpc_pipefs smbfs tux3 ufs"
                    + " ufs2 umsdos vxfs xia advfs"),
            "share", words("nfs"),
            "container", words("docker podman oci lxc lxd kvm xen zone vbox vz ovm esx hpvm jail"
                    + " ldom openstack srp vcloud amazon vzone"),
            "app", words("simple forking"),
            "sync", words("rsync docker podman btrfs zfs dds netapp s3 symclone symsrdfs radossnap"
                    + " radosclone hp3par ibmdssnap evasnap necismsnap nexenta dcssnap dcsckpt"),
            "task", words("host docker podman"));

    /** Those that any resource may have. */
    private static final Set<String> COMMON = words("always_on optional_on monitor_on"
            + " disable_on enable_on");

    private static final String MAKING = "only for making it anew, which is done by hand here";
    private static final String COLLECTOR = "only for a collector, and there is none here";
    private static final String LISTENER = "only for a listener on the network, and there is none"
            + " here";
    private static final String ALWAYS = "it is looked at every few seconds";
    private static final String OLDER = "say sync_schedule = 04:00-06:00 sun,mon";
    private static final String NOTHING = "it says nothing that matters here";

    /** What may stay in a file, since to ignore it breaks no promise: group or all, then why. */
    private static final Map<String, Map<String, String>> HARMLESS = Map.of(
            Ini.DEFAULT, because(
                    ALWAYS, "status_schedule monitor_schedule mon_schedule sync#i0_schedule",
                    OLDER, "sync_period sync_days period",
                    COLLECTOR, "comp_schedule push_schedule resinfo_schedule info_schedule",
                    MAKING, "provision_timeout unprovision_timeout",
                    "nothing starts without a proof of exclusion here", "stonith",
                    NOTHING, "id mode lock_timeout show_disabled docker_swarm_args"
                            + " docker_swarm_managers"
                            + " run_swarm create_pg containerize cluster pkg_name"
                            + " drp_type"),
            "ip", because(MAKING, "gateway network provisioner",
                    COLLECTOR, "dns_update dns_name_suffix expose"),
            "disk", because(MAKING, "pvs options size create_options devs level layout chunk spares"
                    + " disk max_peers addr port network", NOTHING, "dsf"),
            "fs", because(MAKING, "size vg mkfs_opt create_options", NOTHING, "snap_size zone"),
            "app", because(COLLECTOR, "info info_timeout"),
            "container", because(NOTHING, "guestos guest_os osvc_root_path run_swarm"),
            "cluster", because("beats are sealed with what is in cluster.key", "secret",
                    LISTENER, "ca cert", NOTHING, "id drpnodes envs default_mon_format"),
            "hb", because("addr says which way beats go", "intf"),
            "node", because(COLLECTOR, "dbopensvc dbcompliance dbinsecure dblog collector"
                    + " collector_feeder collector_server collector_timeout uuid asset_env"
                    + " collector_ping_interval collector_status_delay db_min_ping_interval"
                    + " db_min_update_interval loc_country loc_city loc_zip loc_addr loc_building"
                    + " loc_floor loc_room loc_rack sec_zone team_integ team_support"
                    + " team_responsible connect_to clusters cluster",
                    "only for upgrades, which packages bring here",
                    "repo repopkg repocomp branch secure_fetch",
                    NOTHING, "ruser allowed_networks max_key_size"),
            "sync", because(OLDER, "sync_period sync_days period"));
    /** Sections of cluster.conf and node.conf, by the word before {@code #}. */
    private static final Map<String, String> HARMLESS_SECTIONS = because(
            COLLECTOR, "compliance stats checks packages patches asset nsr dcs hds necism eva"
                    + " ibmsvc vioserver brocade disks sym svcconf appinfo sysreport collector"
                    + " dequeue_actions array switch",
            LISTENER, "listener console",
            "only for addresses that are refused here by their type", "network cni",
            "only for making volumes, which is done by hand here", "pool",
            "logback.xml says where logs go", "syslog");
    private static final Map<String, String> HARMLESS_ANYWHERE = because(
            MAKING, "shared provision unprovision", NOTHING, "desc");
    private static final Pattern OF_MAKING = Pattern.compile(
            "(blocking_)?(pre|post)_(un)?provision|(un)?provision_requires");
    private static final Pattern FAMILIES = Pattern.compile("(blocking_)?(pre|post)_\\w+"
            + "|\\w+_requires|(pg|limit|container)_\\w+|[\\w#]+_schedule");

    /** {@code {fs#1.mnt}}, {@code {#nodes}}, {@code {nodename}}; not {@code ${HOME}}. */
    private static final Pattern REFERENCE = Pattern.compile(
            "(?<![{$])\\{#?[A-Za-z_][\\w#.:@\\[\\]-]*}|\\$\\(");

    private OpenSvc() {
    }

    /** @param header the whole or the part before {@code #} */
    static boolean knowsSection(String header) {
        return SECTIONS.contains(word(header)) || isResource(word(header));
    }

    /** Whether such a section is a resource of a service. */
    static boolean isResource(String word) {
        return RESOURCES.contains(word);
    }

    /** Whether the later generations of OpenSVC's files spell a keyword so. */
    static boolean isNewer(String keyword, String spelling) {
        return keyword.equals("ip" + spelling.toLowerCase(Locale.ROOT));
    }

    /** Whether a resource of this type is something there, be it supported here or not. */
    static boolean knowsType(String section, String type) {
        return TYPES.getOrDefault(section, Set.of()).contains(type);
    }

    /** @param group of the resource, or the header's part before {@code #} */
    static boolean knowsKeyword(String group, String keyword) {
        return KEYWORDS.getOrDefault(group, Set.of()).contains(keyword)
                || !isOfNodes(group) && (COMMON.contains(keyword)
                        || FAMILIES.matcher(keyword).matches());
    }

    /** Why a keyword may be ignored; empty where that would break a promise. */
    static Optional<String> harmless(String group, String keyword) {
        if (!isOfNodes(group) && OF_MAKING.matcher(keyword).matches()) {
            return Optional.of(MAKING);
        }
        return Optional.ofNullable(HARMLESS.getOrDefault(group, Map.of())
                .getOrDefault(keyword, isOfNodes(group) ? null : HARMLESS_ANYWHERE.get(keyword)));
    }

    /** Why a section of cluster.conf or node.conf may be ignored. */
    static Optional<String> harmlessSection(String word) {
        return Optional.ofNullable(HARMLESS_SECTIONS.get(word));
    }

    private static boolean isOfNodes(String group) {
        return List.of("cluster", "hb", "node", "stonith").contains(group);
    }

    /** Those of a group that are refused, by name. */
    static SortedSet<String> refused(String group, Keywords declared) {
        SortedSet<String> refused = new TreeSet<>(KEYWORDS.getOrDefault(group, Set.of()));
        refused.removeIf(word -> declared.find(word).isPresent()
                || harmless(group, word).isPresent());
        return refused;
    }

    private static Map<String, String> because(String... whyThenWords) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < whyThenWords.length; i += 2) {
            String why = whyThenWords[i];
            words(whyThenWords[i + 1]).forEach(word -> all.put(word, why));
        }
        return Map.copyOf(all);
    }

    /** The first reference or expression in a value. */
    static Optional<String> reference(String value) {
        return REFERENCE.matcher(value).results().map(found -> found.group()).findFirst();
    }

    /** The part of a header before {@code #}. */
    static String word(String header) {
        int mark = header.indexOf('#');
        return mark < 0 ? header : header.substring(0, mark);
    }

    private static Map<String, Set<String>> table(String... groupThenWords) {
        Map<String, Set<String>> all = new HashMap<>();
        for (int i = 0; i < groupThenWords.length; i += 2) {
            all.put(groupThenWords[i], words(groupThenWords[i + 1]));
        }
        return Map.copyOf(all);
    }

    private static Set<String> words(String text) {
        return Set.copyOf(Arrays.asList(text.strip().split(" +")));
    }
}
