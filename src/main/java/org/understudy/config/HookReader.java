package org.understudy.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.understudy.model.NodeName;

/** Reads what is run when something happens. */
final class HookReader {
    private final Findings findings;
    private final List<NodeName> nodes;
    private final NodeName self;
    private final Checker checker;

    HookReader(Findings findings, List<NodeName> nodes, NodeName self) {
        this.findings = findings;
        this.nodes = nodes;
        this.self = self;
        this.checker = new Checker(findings, nodes);
    }

    /** Says what is wrong with the sections; the hooks of those that are right. */
    List<Hook> read(List<Ini.Block> blocks, Function<Ini.Block, Lookup> section) {
        List<Hook> hooks = new ArrayList<>();
        for (Ini.Block block : blocks) {
            Lookup lookup = section.apply(block);
            checker.check(lookup);
            lookup.warnOfStrangers(findings);
            lookup.require(HookKeywords.ALL, nodes, findings);
            if (lookup.isSound(HookKeywords.ALL, self)) {
                Values own = lookup.values(HookKeywords.ALL, self);
                Hook hook = new Hook(block.name(), own.get(HookKeywords.EVENTS),
                        own.get(HookKeywords.COMMAND), own.get(HookKeywords.TIMEOUT),
                        own.get(HookKeywords.MAX_PER_MINUTE), own.get(HookKeywords.THROTTLE));
                warn(lookup, hook);
                hooks.add(hook);
            }
        }
        return hooks;
    }

    /** A slip would be a command that never runs. */
    private void warn(Lookup lookup, Hook hook) {
        for (String name : hook.events()) {
            String odd = HookEvents.oddity(name);
            if (!odd.isEmpty()) {
                lookup.find(HookKeywords.EVENTS, self).ifPresent(
                        entry -> findings.warning(entry.place(), odd));
            }
        }
    }
}
