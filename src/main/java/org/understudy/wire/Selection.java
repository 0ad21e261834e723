package org.understudy.wire;

import java.util.List;

/**
 * Which resources of a service an action is for; all of them when nothing is said.
 *
 * @param rids {@code fs#1}, or {@code fs}, {@code disk.vg}: all of that group, driver or section
 * @param tags words; {@code db+fast} for resources that have both
 * @param subsets names, with their group ({@code app:first}) or without
 * @param within as rids, but it may match nothing: for {@code startip} and its like
 * @param until a group or rid: nothing behind it, in the order of the start or of the stop
 * @param standby only standby resources
 * @param force a stop takes standby resources down, too
 */
public record Selection(List<String> rids, List<String> tags, List<String> subsets,
        List<String> within, String until, boolean standby, boolean force) {
    public static final Selection ALL =
            new Selection(List.of(), List.of(), List.of(), List.of(), "", false, false);

    public Selection {
        rids = List.copyOf(rids);
        tags = List.copyOf(tags);
        subsets = List.copyOf(subsets);
        within = List.copyOf(within);
    }
}
