package org.understudy.config;

import java.util.Arrays;
import java.util.HashMap;
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

    /** Scopes other than a node's name and {@code nodes}. */
    static final Set<String> SCOPES = Set.of("drpnodes", "encapnodes", "flex_primary",
            "drp_flex_primary");

    private static final Set<String> SECTIONS = words("env labels data ip disk vg lv loop md drbd"
            + " raw vdisk vmdg pool zpool zvol vxdg vxvol fs share container app sync task volume"
            + " hb stonith expose route vhost certificate hashpolicy arbitrator hook listener"
            + " syslog cni backup pool network collector");

    private static final String CONTAINER = " image run_image command run_command run_args name"
            + " hostname detach entrypoint rm volume_mounts devices environment"
            + " secrets_environment configs_environment netns net userns pidns ipcns utsns user"
            + " privileged interactive tty image_pull_policy pull_timeout registry_creds guestos"
            + " osvc_root_path run_swarm cf rootfs container_data_dir template template_options"
            + " create_environment rcmd virtinst snap snapof qga";
    private static final String DISK = " scsireserv prkey no_preempt_abort promote_rw pvs options"
            + " dsf vg size create_options uuid devs level layout chunk spares res disk max_peers"
            + " addr port network create_char_devices user group perm zone file vgtype vg.type";

    private static final Map<String, Set<String>> KEYWORDS = Map.of(
            Ini.DEFAULT, words("autostart_node stonith"
                    + " flex_cpu_low_threshold flex_cpu_high_threshold"
                    + " scale scaler_slave slaves constraints lock_timeout"
                    + " pre_monitor_action show_disabled"
                    + " docker_daemon_private docker_exe dockerd_exe"
                    + " stat_timeout presnap_trigger postsnap_trigger create_pg containerize"
                    + CONTAINER + DISK),
            "ip", words("netmask gateway check_carrier alias wait_dns network provisioner"
                    + " dns_update dns_name_suffix expose netns"),
            "disk", words(DISK),
            "fs", words("stat_timeout check_read user group perm size vg mkfs_opt create_options"
                    + " snap_size scsireserv prkey no_preempt_abort zone path driver options"
                    + " populate"),
            "container", words(CONTAINER),
            "app", words("script start stop check info timeout check_timeout info_timeout"
                    + " retcodes status_log user group cwd umask run_as environment"
                    + " secrets_environment configs_environment kill"),
            "cluster", words("id secret drpnodes vip dns ca cert default_mon_format"),
            "hb", words("nodes intf dev relay secret"),
            "node", words("env host_mode split_action prkey ruser"),
            "sync", words("snap snap_size recover exclude"));

    /** Those that any resource may have. */
    private static final Set<String> COMMON = words("always_on optional_on monitor_on"
            + " disable_on");

    private static final String MAKING = "only for making it anew, which is done by hand here";
    private static final String COLLECTOR = "only for a collector, and there is none here";
    private static final String ALWAYS = "it is looked at every few seconds";
    private static final String OLDER = "say sync_schedule = 04:00-06:00 sun,mon";
    private static final String NOTHING = "it says nothing that matters here";

    /** What may stay in a file, since to ignore it breaks no promise: group or all, then why. */
    private static final Map<String, Map<String, String>> HARMLESS = Map.of(
            Ini.DEFAULT, because(
                    ALWAYS, "status_schedule monitor_schedule mon_schedule sync#i0_schedule",
                    OLDER, "sync_period sync_days period",
                    COLLECTOR, "comp_schedule push_schedule resinfo_schedule",
                    NOTHING, "id mode show_disabled docker_swarm_args run_swarm"),
            "ip", because(MAKING, "gateway network provisioner",
                    COLLECTOR, "dns_update dns_name_suffix expose"),
            "disk", because(MAKING, "pvs options size create_options devs level layout chunk spares"
                    + " disk max_peers addr port network", NOTHING, "dsf"),
            "fs", because(MAKING, "size vg mkfs_opt create_options", NOTHING, "snap_size zone"),
            "app", because(COLLECTOR, "info info_timeout"),
            "container", because(NOTHING, "guestos osvc_root_path run_swarm"),
            "node", because(NOTHING, "ruser"),
            "sync", because(OLDER, "sync_period sync_days period"));
    private static final Map<String, String> HARMLESS_ANYWHERE = because(
            MAKING, "shared provision unprovision");
    private static final Pattern FAMILIES = Pattern.compile("(blocking_)?(pre|post)_\\w+"
            + "|\\w+_requires|(pg|limit|container)_\\w+|[\\w#]+_schedule");

    /** {@code {fs#1.mnt}}, {@code {#nodes}}, {@code {nodename}}; not {@code ${HOME}}. */
    private static final Pattern REFERENCE = Pattern.compile(
            "(?<![{$])\\{#?[A-Za-z_][\\w#.:@\\[\\]-]*}|\\$\\(");

    private OpenSvc() {
    }

    /** @param header the whole or the part before {@code #} */
    static boolean knowsSection(String header) {
        return SECTIONS.contains(word(header));
    }

    /** @param group of the resource, or the header's part before {@code #} */
    static boolean knowsKeyword(String group, String keyword) {
        return KEYWORDS.getOrDefault(group, Set.of()).contains(keyword)
                || !group.equals("cluster") && !group.equals("hb") && !group.equals("node")
                && (COMMON.contains(keyword) || FAMILIES.matcher(keyword).matches());
    }

    /** Why a keyword may be ignored; empty where that would break a promise. */
    static Optional<String> harmless(String group, String keyword) {
        return Optional.ofNullable(HARMLESS.getOrDefault(group, Map.of())
                .getOrDefault(keyword, HARMLESS_ANYWHERE.get(keyword)))
                .filter(why -> !group.equals("cluster") && !group.equals("hb"));
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

    private static Set<String> words(String text) {
        return Set.copyOf(Arrays.asList(text.strip().split(" +")));
    }
}
