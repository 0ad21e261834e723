package org.understudy.wire;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A service as one node sees its own instance: what {@code print status} and {@code svcmon} show.
 *
 * @param name the service
 * @param node who tells
 * @param env {@code DEV}
 * @param orchestrate {@code no}, {@code start} or {@code ha}
 * @param frozen whether the cluster leaves the instance alone
 * @param monitor {@code idle}, {@code starting}, {@code start failed}, …; {@code refused} where its
 *     file cannot be used, and the notice says why
 * @param avail status word
 * @param overall status word
 * @param groups status word for each of container, ip, disk, fs, share, app, sync, hb
 * @param resources in the order of the screen: avail rows, then sync, then hb
 * @param notice why it is not as it should be; empty when all is well
 * @param reason of the last decision on it, {@code hold} included
 * @param instances what is known of the service on every node, in the order of its nodes
 * @param running what is being done with it here at this moment
 * @param rule by which it was decided last: {@code content}, {@code waiting}, …
 */
public record ServiceStatus(String name, String node, String env, String orchestrate,
        boolean frozen, String monitor, String avail, String overall, Map<String, String> groups,
        List<Row> resources, String notice, String reason, List<Peer> instances,
        List<Doing> running, String rule) {
    private static final String REFUSED = "refused";

    /** With which nothing is being done. */
    public ServiceStatus(String name, String node, String env, String orchestrate,
            boolean frozen, String monitor, String avail, String overall,
            Map<String, String> groups, List<Row> resources, String notice, String reason,
            List<Peer> instances) {
        this(name, node, env, orchestrate, frozen, monitor, avail, overall, groups, resources,
                notice, reason, instances, List.of(), "");
    }

    /** One that is not managed, since its file cannot be used. */
    public static ServiceStatus refused(String name, String node, String why) {
        return new ServiceStatus(name, node, "", "", false, REFUSED, "undef", "undef", Map.of(),
                List.of(), why, "", List.of());
    }

    /** Whether it is not managed, since its file cannot be used. */
    public boolean refused() {
        return monitor.equals(REFUSED);
    }

    /** The same with which this is being done. */
    public ServiceStatus running(List<Doing> now) {
        return new ServiceStatus(name, node, env, orchestrate, frozen, monitor, avail, overall,
                groups, resources, notice, reason, instances, now, rule);
    }

    /** The same, decided by this rule. */
    public ServiceStatus ruled(String by) {
        return new ServiceStatus(name, node, env, orchestrate, frozen, monitor, avail, overall,
                groups, resources, notice, reason, instances, running, by);
    }

    /** The same with these notes behind its own. */
    public ServiceStatus noting(List<String> notes) {
        String all = String.join("; ", notes);
        return new ServiceStatus(name, node, env, orchestrate, frozen, monitor, avail, overall,
                groups, resources, notice.isEmpty() ? all : notice + "; " + all, reason,
                instances, running, rule);
    }

    /**
     * One resource.
     *
     * @param rid {@code fs#1}
     * @param group {@code fs}
     * @param flags four characters, {@code M}, {@code D}, {@code O}, {@code E} or dots
     * @param status status word
     * @param label what it is
     * @param log messages without their {@code # }
     */
    public record Row(String rid, String group, String flags, String status, String label,
            List<String> log) {
    }

    /**
     * A step of an action, or the action between two of them.
     *
     * @param what {@code start}, {@code stop}, …
     * @param rid {@code fs#1}; empty between two steps
     * @param forMillis since it began
     * @param usuallyMillis the median of the last ones; -1 where none is known
     */
    public record Doing(String what, String rid, long forMillis, long usuallyMillis) {
        /** {@code start: fs#1, 3.1s, usually 2.0s}. */
        public String words() {
            return what + ": " + (rid.isEmpty() ? "" : rid + ", ") + text(forMillis)
                    + (usuallyMillis < 0 ? "" : ", usually " + text(usuallyMillis));
        }

        private static String text(long millis) {
            return millis < 1000 ? millis + "ms"
                    : String.format(Locale.ROOT, "%.1fs", millis / 1000.0);
        }
    }

    /**
     * The service on one node.
     *
     * @param node its name
     * @param state {@code alive}, {@code silent}, {@code unheard}, {@code fenced} or {@code self}
     * @param avail status word, {@code undef} when not known
     * @param monitor as above; empty when not known
     * @param frozen false when not known
     */
    public record Peer(String node, String state, String avail, String monitor, boolean frozen) {
    }
}
