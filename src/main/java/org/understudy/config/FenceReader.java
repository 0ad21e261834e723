package org.understudy.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.understudy.model.NodeName;

/**
 * Reads how nodes are switched off: {@code [stonith#node]}, and what is tried when that does not
 * confirm, {@code [stonith#node:2]} and so on.
 */
final class FenceReader {
    /** Longer than this nobody waits for a fence, whatever its levels may take. */
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Pattern HEADER =
            Pattern.compile("stonith#([A-Za-z0-9][\\w.-]*)(:(\\d+))?");

    private final Findings findings;
    private final List<NodeName> nodes;
    private final NodeName self;
    private final Checker checker;
    private final SortedMap<NodeName, SortedMap<Integer, Lookup>> levels = new TreeMap<>();

    FenceReader(Findings findings, List<NodeName> nodes, NodeName self) {
        this.findings = findings;
        this.nodes = nodes;
        this.self = self;
        this.checker = new Checker(findings, nodes);
    }

    /** Takes in the sections, and says what is wrong with them. */
    FenceReader take(List<Ini.Block> blocks, Function<Ini.Block, Lookup> section) {
        for (Ini.Block block : blocks) {
            Matcher header = HEADER.matcher(block.name());
            Optional<NodeName> node = !header.matches() ? Optional.empty()
                    : member(header.group(1));
            if (node.isEmpty()) {
                findings.error(block.place(), "expected a member after #, one of " + nodes
                        + ", got " + Quote.of(block.name().substring("stonith#".length())));
                continue;
            }
            int level = header.group(3) == null ? 1 : number(header.group(3));
            if (level != 1 && (level < 2 || level > 9) || header.group(3) != null && level == 1) {
                findings.error(block.place(), "expected a level from 2 to 9 after the :, since"
                        + " [stonith#" + node.get() + "] is the first, got "
                        + Quote.of(header.group(3)));
                continue;
            }
            Lookup lookup = section.apply(block);
            check(lookup, node.get());
            if (levels.computeIfAbsent(node.get(), one -> new TreeMap<>())
                    .putIfAbsent(level, lookup) != null) {
                findings.error(block.place(), "expected one section of each level, got another"
                        + " of level " + level + " of " + node.get());
            }
        }
        levels.forEach(this::first);
        return this;
    }

    private static int number(String text) {
        return text.length() > 3 ? 0 : Integer.parseInt(text);
    }

    private void first(NodeName node, SortedMap<Integer, Lookup> all) {
        if (!all.containsKey(1)) {
            findings.error(all.get(all.firstKey()).section().block().place(), "expected a section"
                    + " [stonith#" + node + "] too, which is tried before it, got none");
        }
    }

    /** The node itself need not know how others switch it off. */
    private void check(Lookup lookup, NodeName node) {
        checker.check(lookup);
        lookup.warnOfStrangers(findings);
        String type = type(lookup);
        Keywords own = FenceKeywords.OF_TYPE.get(type);
        if (own == null) {
            return; // reported
        }
        lookup.require(own, nodes.stream().filter(other -> !other.equals(node)).toList(),
                findings);
        lookup.section().entries().forEach((key, scopes) -> {
            if (own.find(key).isEmpty()) {
                scopes.values().forEach(entry -> findings.error(entry.place(), "expected a key of"
                        + " type = " + type + ", got one of type = " + typesWith(key)));
            }
        });
        open(lookup, own);
    }

    /** A password that anybody on the way reads is a matter to be decided, not overlooked. */
    private void open(Lookup lookup, Keywords own) {
        if (own.find(FenceKeywords.URI.name()).isPresent() && lookup.isSound(own, self)) {
            Values values = lookup.values(own, self);
            if (values.get(FenceKeywords.URI).startsWith("http:")
                    && !values.get(FenceKeywords.INSECURE)) {
                lookup.find(FenceKeywords.URI, self).ifPresent(entry -> findings.error(
                        entry.place(), "expected https, or insecure = true to send the password"
                        + " unsealed and to believe whoever answers, got "
                        + Quote.of(entry.value())));
            }
        }
    }

    private static String typesWith(String key) {
        return String.join(" or ", FenceKeywords.OF_TYPE.entrySet().stream()
                .filter(one -> one.getValue().find(key).isPresent()).map(one -> one.getKey())
                .toList());
    }

    private String type(Lookup lookup) {
        try {
            return lookup.text(FenceKeywords.TYPE, self).orElse("");
        } catch (Unresolved reported) {
            return "";
        }
    }

    /** The member that this name or short name means. */
    private Optional<NodeName> member(String id) {
        return Optional.of(id).filter(name -> name.length() < 254)
                .map(name -> Members.among(nodes, new NodeName(name))).filter(nodes::contains);
    }

    /** Those that put orders on a shared disk. */
    void pills(BiConsumer<NodeName, Lookup> look) {
        levels.forEach((node, all) -> all.values().stream()
                .filter(level -> type(level).equals(FenceKeywords.DISK))
                .forEach(level -> look.accept(node, level)));
    }

    /** Nodes with a section. */
    Set<NodeName> fenced() {
        return levels.keySet();
    }

    /** The devices of each node as this one is to use them, the first level first. */
    SortedMap<NodeName, List<Section>> read() {
        SortedMap<NodeName, List<Section>> all = new TreeMap<>();
        if (!findings.none()) {
            return all;
        }
        levels.forEach((node, lookups) -> {
            List<Section> sections = new ArrayList<>();
            lookups.values().forEach(lookup -> {
                Keywords own = FenceKeywords.OF_TYPE.get(type(lookup));
                if (lookup.isSound(own, self)) {
                    sections.add(lookup.values(own, self));
                }
            });
            if (!sections.isEmpty()) {
                all.put(node, List.copyOf(sections));
            }
            Duration limit = FenceKeywords.limit(sections);
            if (limit.compareTo(LONGEST) > 0) {
                findings.error(lookups.get(1).section().block().place().at("timeout"), "expected"
                        + " at most " + Durations.text(LONGEST) + " for all that is tried to"
                        + " switch " + node + " off, got " + Durations.text(limit));
            }
        });
        return all;
    }
}
