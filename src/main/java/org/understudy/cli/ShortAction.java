package org.understudy.cli;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An action as it is usually spelt in one word, which says on what.
 *
 * @param action what is done: {@code start}
 * @param within on which groups or drivers; all when empty
 * @param standby whether only on standby resources
 * @param force whether on these, too
 */
record ShortAction(String action, List<String> within, boolean standby, boolean force) {
    private static final Map<String, List<String>> WHAT = Map.of("ip", List.of("ip"),
            "fs", List.of("disk", "fs"), "disk", List.of("disk"), "vg", List.of("disk.vg"),
            "loop", List.of("disk.loop"), "share", List.of("share"),
            "container", List.of("container"), "app", List.of("app"));
    private static final Map<String, ShortAction> ALL = all();

    private static Map<String, ShortAction> all() {
        Map<String, ShortAction> all = new TreeMap<>();
        for (String action : List.of("start", "stop")) {
            for (Map.Entry<String, List<String>> one : WHAT.entrySet()) {
                all.put(action + one.getKey(),
                        new ShortAction(action, one.getValue(), false, false));
            }
            all.put("pr" + action,
                    new ShortAction(action, List.of("disk.scsireserv"), false, false));
            all.put(action + "standby", new ShortAction(action, List.of(), true, true));
        }
        return all;
    }

    /** All such words. */
    static Set<String> words() {
        return ALL.keySet();
    }

    /** The word as it is, unless it is one of these. */
    static ShortAction of(String word) {
        return ALL.getOrDefault(word, new ShortAction(word, List.of(), false, false));
    }
}
