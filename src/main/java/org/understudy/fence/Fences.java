package org.understudy.fence;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.understudy.config.FenceKeywords;
import org.understudy.config.Section;
import org.understudy.exec.Commands;

/** The fence devices there are: one line for each type. */
public final class Fences {
    private static final Map<String, BiFunction<Section, Tools, Fence>> TYPES = Map.of(
            "cmd", (section, tools) -> new CommandFence(section, tools.commands()),
            "ipmi", (section, tools) -> new PowerFence(section,
                    new Ipmi(section, tools.commands())),
            "redfish", (section, tools) -> new PowerFence(section, new Redfish(section)),
            "disk", (section, tools) -> new PillFence(section,
                    tools.pills().apply(section)));

    /**
     * What they work with.
     *
     * @param pills of a section's link
     */
    public record Tools(Commands commands, Function<Section, Pills> pills) {
        /** Of somebody who only asks what they lack. */
        public Tools(Commands commands) {
            this(commands, section -> Pills.NONE);
        }
    }

    private Fences() {
    }

    /**
     * All that may be tried to switch one node off.
     *
     * @param levels sections {@code [stonith#node]}, the first to be tried first
     */
    public static Fence of(List<Section> levels, Tools tools) {
        return new Levels(levels.stream().map(level -> TYPES.get(level.get(FenceKeywords.TYPE))
                .apply(level, tools)).toList());
    }
}
