package org.understudy.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.understudy.model.Near;
import org.understudy.model.NodeName;
import org.understudy.model.Status;

/** Reads what is run when something happens. */
final class HookReader {
    /** The first words of events, for who mistypes one. */
    static final Set<String> NOUNS = new TreeSet<>(Set.of("action", "agent", "cluster",
            "concurrency_violation", "config", "conflict", "decision", "double_start", "fence",
            "instance", "journal", "key", "link", "memory", "node", "peer", "pill", "request",
            "resource", "rollback", "run", "service", "step", "vote", "watchdog"));

    /** The changes of a service's status, by their words, and that it was loaded. */
    private static final Set<String> OF_SERVICES = Stream.concat(Stream.of("service.loaded"),
            Arrays.stream(Status.values()).map(status -> "service."
                    + status.word().replace(' ', '_'))).collect(Collectors.toUnmodifiableSet());

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
            String noun = name.split("\\.")[0];
            boolean known = noun.contains("*") || NOUNS.contains(noun);
            boolean happens = !noun.equals("service") || name.contains("*")
                    || OF_SERVICES.contains(name);
            if (!known || !happens) {
                String meant = known ? Near.among(name, OF_SERVICES) : Near.among(noun, NOUNS);
                lookup.find(HookKeywords.EVENTS, self).ifPresent(entry -> findings.warning(
                        entry.place(), "no event is called " + name + meant));
            }
        }
    }
}
