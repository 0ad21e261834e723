package org.understudy.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.understudy.model.NodeName;
import org.understudy.model.Orchestrate;

/** Keys of older OpenSVC files that are more than another spelling of one keyword. */
final class Legacy {
    static final Keyword<List<NodeName>> AUTOSTART_NODE = Keyword.optional("autostart_node",
            Types.of("names of the service's nodes", Legacy::autostart),
            "older files: orchestrate = start, and these nodes come first").unscoped();

    /** Those of DEFAULT that no other part of the program reads. */
    static final Keywords KEYWORDS = Keywords.of(AUTOSTART_NODE);

    /** {@code always_on = nodes} is {@code standby@nodes = true}. */
    private static final Map<String, Keyword<Boolean>> SWITCHES = Map.of(
            "always_on", ResourceKeywords.STANDBY, "optional_on", ResourceKeywords.OPTIONAL,
            "monitor_on", ResourceKeywords.MONITOR, "disable_on", ResourceKeywords.DISABLE);
    private static final String NODE = "[a-z0-9][a-z0-9.-]{0,252}|drp_flex_primary|flex_primary";

    private Legacy() {
    }

    static boolean isSwitch(Ini.Entry entry) {
        return SWITCHES.containsKey(word(entry));
    }

    /** The keyword that such an entry switches on somewhere. */
    static String target(Ini.Entry entry) {
        return SWITCHES.get(word(entry)).name();
    }

    /** By scope, what the entry says today. */
    static Map<String, Ini.Entry> switches(Ini.Entry entry, Findings findings) {
        Map<String, Ini.Entry> found = new LinkedHashMap<>();
        for (String name : entry.value().split("\\s+")) {
            String scope = name.toLowerCase(Locale.ROOT);
            if (!scope.matches(NODE) || entry.key().contains("@")) {
                findings.error(entry.place(), "expected " + Binder.name(entry)
                        + " = nodes, drpnodes or names of nodes, got "
                        + Quote.of(entry.key() + " = " + entry.value()));
                return Map.of();
            }
            found.put(scope, new Ini.Entry(entry.place(), "true", entry.pieces()));
        }
        findings.note(entry.place(), "older spelling of " + String.join(", ", found.keySet()
                .stream().map(scope -> target(entry) + "@" + scope + " = true").toList()));
        return found;
    }

    /**
     * DEFAULT as it is said today: without {@code drpnode} where {@code drpnodes} has that node
     * too, with {@code flex} for {@code autoflex}, and with an {@code orchestrate} where other
     * keys of older files imply one.
     */
    static Ini.Block head(Ini ini, Findings findings) {
        Ini.Block block = ini.sectionOrEmpty(Ini.DEFAULT);
        List<Ini.Entry> entries = new ArrayList<>();
        for (Ini.Entry entry : block.entries()) {
            if (isAutoflex(entry)) {
                entries.add(new Ini.Entry(entry.place(), "flex", List.of()));
            } else if (!isRepeated(entry, block)) {
                entries.add(entry);
            }
        }
        if (entries.stream().noneMatch(entry -> word(entry).equals("orchestrate"))) {
            orchestrate(ini, block, findings).ifPresent(entries::add);
        }
        return new Ini.Block(block.place(), block.end(), entries);
    }

    private static Optional<Ini.Entry> orchestrate(Ini ini, Ini.Block block, Findings findings) {
        Optional<Ini.Entry> autostart = block.entries().stream()
                .filter(entry -> word(entry).equals("autostart_node"))
                .filter(entry -> !entry.value().isEmpty()).findFirst();
        Optional<Place> ha = Stream.concat(
                ini.sections().stream().filter(Legacy::isHeartbeat).map(Ini.Block::place),
                block.entries().stream().filter(Legacy::isAutoflex).map(Ini.Entry::place))
                .findFirst();
        Optional<Place> start = autostart.map(Ini.Entry::place);
        ha.or(() -> start).ifPresent(place -> findings.note(place, "means orchestrate = "
                + (ha.isPresent() ? "ha" : "start") + " today, since orchestrate is not said"));
        return ha.map(place -> said(place, Orchestrate.HA))
                .or(() -> start.map(place -> said(place, Orchestrate.START)));
    }

    /** A heartbeat of the service's own, which asks for automatic takeovers. */
    static boolean isHeartbeat(Ini.Block block) {
        return block.name().startsWith("hb#");
    }

    /** What is wrong with it; the heartbeats themselves are those of cluster.conf. */
    static void checkHeartbeat(Ini.Block block, Findings findings) {
        List<String> known = List.of("type", "name", "comment");
        block.entries().stream().filter(entry -> !known.contains(word(entry)))
                .forEach(entry -> findings.error(entry.place(), "expected type or name, since the"
                        + " service's own heartbeat only means orchestrate = ha; what carries"
                        + " beats is said in cluster.conf"));
        block.entries().stream().filter(entry -> word(entry).equals("type"))
                .filter(entry -> !entry.value().matches("(?i)openha|linuxha|sg|rhcs|vcs|ovm"))
                .forEach(entry -> findings.error(entry.place(), "expected OpenHA or LinuxHA in a"
                        + " service's file, got " + Quote.of(entry.value())
                        + "; links between nodes are declared in cluster.conf"));
        if (block.entries().stream().noneMatch(entry -> word(entry).equals("type"))) {
            findings.error(block.place().at("type"), "missing, expected OpenHA or LinuxHA");
        }
    }

    /** The row that compares the configuration of the nodes, which is no resource of the file. */
    static boolean isInternalSync(Ini.Block block) {
        return block.name().matches("sync#i\\d+");
    }

    /** A directory of launchers, which had a section without an id. */
    static boolean isLaunchers(Ini.Block block) {
        return block.name().equals("app");
    }

    /** The nodes, those first on which an older file starts the service. */
    static List<NodeName> reordered(List<NodeName> nodes, List<NodeName> first) {
        List<NodeName> all = new ArrayList<>(first.stream().filter(nodes::contains).toList());
        nodes.stream().filter(node -> !all.contains(node)).forEach(all::add);
        return all;
    }

    private static boolean isAutoflex(Ini.Entry entry) {
        return List.of("cluster_type", "topology").contains(word(entry))
                && entry.value().equalsIgnoreCase("autoflex");
    }

    private static boolean isRepeated(Ini.Entry entry, Ini.Block block) {
        return entry.key().equalsIgnoreCase("drpnode") && block.entries().stream()
                .filter(other -> other.key().equalsIgnoreCase("drpnodes"))
                .anyMatch(all -> List.of(all.value().toLowerCase(Locale.ROOT).split("\\s+"))
                        .contains(entry.value().toLowerCase(Locale.ROOT)));
    }

    private static Ini.Entry said(Place place, Orchestrate level) {
        return new Ini.Entry(new Place(place.line(), place.column(), Ini.DEFAULT,
                ServiceKeywords.ORCHESTRATE.name()), RuleKeywords.word(level), List.of());
    }

    private static String word(Ini.Entry entry) {
        return Binder.name(entry).toLowerCase(Locale.ROOT);
    }

    /** Nobody's, where it is empty. */
    private static List<NodeName> autostart(String text) {
        return text.isEmpty() ? List.of() : Types.NODES.parse(text);
    }
}
