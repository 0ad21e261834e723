package org.understudy.config;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.understudy.model.Resource;
import org.understudy.model.Resource.Flag;
import org.understudy.model.Restart;
import org.understudy.model.Rid;

/** Makes what ordering and deciding need to know of a checked resource section. */
final class Resources {
    private static final Map<Flag, Keyword<Boolean>> SWITCHES = new EnumMap<>(Map.of(
            Flag.MONITOR, ResourceKeywords.MONITOR,
            Flag.DISABLE, ResourceKeywords.DISABLE,
            Flag.OPTIONAL, ResourceKeywords.OPTIONAL,
            Flag.ENCAP, ResourceKeywords.ENCAP,
            Flag.STANDBY, ResourceKeywords.STANDBY));

    private static final Map<String, Flag> TAGS = Map.of("encap", Flag.ENCAP,
            "noaction", Flag.NOACTION, "nostatus", Flag.NOSTATUS);

    private Resources() {
    }

    static Resource of(Rid rid, Kind kind, Values values, boolean allDisabled) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        SWITCHES.forEach((flag, keyword) -> {
            if (values.get(keyword)) {
                flags.add(flag);
            }
        });
        if (allDisabled) {
            flags.add(Flag.DISABLE);
        }
        List<String> tags = values.find(ResourceKeywords.TAGS).orElse(List.of());
        TAGS.forEach((tag, flag) -> {
            if (tags.contains(tag)) {
                flags.add(flag);
            }
        });
        String sortKey = kind.sortKey().flatMap(values::text).orElse("");
        return new Resource(rid, kind.group(), kind.driver(),
                values.find(ResourceKeywords.SUBSET), sortKey, flags,
                new Restart(values.get(ResourceKeywords.RESTART),
                        values.get(ResourceKeywords.RESTART_DELAY)), tags);
    }
}
