package org.understudy.fence;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.understudy.config.FenceKeywords;
import org.understudy.config.Section;
import org.understudy.exec.Commands;

/** The fence devices there are: one line for each type. */
public final class Fences {
    private static final Map<String, BiFunction<Section, Commands, Fence>> TYPES = Map.of(
            "cmd", CommandFence::new,
            "ipmi", (section, commands) -> new PowerFence(section,
                    new Ipmi(section, commands)),
            "redfish", (section, commands) -> new PowerFence(section, new Redfish(section)));

    private Fences() {
    }

    /**
     * All that may be tried to switch one node off.
     *
     * @param levels sections {@code [stonith#node]}, the first to be tried first
     */
    public static Fence of(List<Section> levels, Commands commands) {
        return new Levels(levels.stream().map(level -> TYPES.get(level.get(FenceKeywords.TYPE))
                .apply(level, commands)).toList());
    }
}
