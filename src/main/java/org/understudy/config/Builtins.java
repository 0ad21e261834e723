package org.understudy.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.understudy.model.NodeName;
import org.understudy.model.ServiceName;

/**
 * Words that references know without a key: {@code {nodename}}. All come from the names of things,
 * none from the environment or the machine, so that every load gives the same.
 */
final class Builtins {
    /**
     * What a file is about.
     *
     * @param service empty in files that are not a service's
     * @param directory of the file
     * @param members of the cluster; none where they are not known
     */
    record Origin(Optional<String> service, String directory, List<NodeName> members) {
        static Origin of(SourceFile file, Optional<ServiceName> service, List<NodeName> members) {
            return new Origin(service.map(ServiceName::value),
                    String.valueOf(file.path().toAbsolutePath().getParent()), members);
        }
    }

    /**
     * Where a reference stands.
     *
     * @param section the header
     * @param node whose view it is
     */
    record Spot(Origin origin, String section, NodeName node) {
        private String name() {
            return origin.service().orElseThrow();
        }

        private String members() {
            return origin.members().stream().map(NodeName::value).collect(Collectors.joining(" "));
        }

        private String part(int part) {
            return section.contains("#") ? section.split("#", 2)[part] : "";
        }
    }

    /** One word. */
    private record Builtin(String help, boolean ofServices, Function<Spot, String> value) {
    }

    /** Unknown where a file is read without its cluster. */
    private static final String MEMBERS = "clusternodes";
    private static final Map<String, Builtin> ALL = new LinkedHashMap<>();

    static {
        ALL.put("nodename", of("the node's name", spot -> spot.node().value()));
        ALL.put("short_nodename", of("it, up to the first dot",
                spot -> label(spot.node().value())));
        ALL.put("name", ofService("the service's name", Spot::name));
        ALL.put("svcname", ALL.get("name"));
        ALL.put("path", ALL.get("name"));
        ALL.put("svcpath", ALL.get("name"));
        ALL.put("short_name", ofService("it, up to the first dot", spot -> label(spot.name())));
        ALL.put("short_svcname", ALL.get("short_name"));
        ALL.put("namespace", ofService("always root", spot -> "root"));
        ALL.put("kind", ofService("always svc", spot -> "svc"));
        ALL.put("rid", of("the section's header, such as fs#1", Spot::section));
        ALL.put("rindex", of("what follows # in it", spot -> spot.part(1)));
        ALL.put(MEMBERS, ofService("the cluster's nodes", Spot::members));
        ALL.put("svcmgr", of("the command svcmgr", spot -> "svcmgr"));
        ALL.put("initd", ofService("directory of the service's launchers",
                spot -> spot.origin().directory() + "/" + spot.name() + ".d"));
    }

    /** Words OpenSVC knows and this program has no value for. */
    private static final Set<String> NOT_YET = Set.of("scaler_name", "scaler_short_name", "fqdn",
            "domain", "clustername", "clusterid", "clusternodes", "clusterdrpnodes", "dns",
            "dnsnodes", "dnsuxsock", "dnsuxsockd", "nodemgr", "etc", "var", "private_var",
            "collector_api", "id");

    private Builtins() {
    }

    static Optional<String> value(String word, Spot spot) {
        return Optional.ofNullable(ALL.get(word))
                .filter(builtin -> spot.origin().service().isPresent() || !builtin.ofServices())
                .filter(builtin -> !word.equals(MEMBERS) || !spot.origin().members().isEmpty())
                .map(builtin -> builtin.value().apply(spot));
    }

    static boolean isNotYet(String word) {
        return NOT_YET.contains(word);
    }

    static List<String> words() {
        return List.copyOf(ALL.keySet());
    }

    /** Each word with what it stands for. */
    static Map<String, String> help() {
        Map<String, String> help = new LinkedHashMap<>();
        ALL.forEach((word, builtin) -> help.put(word, builtin.help()));
        return help;
    }

    private static Builtin of(String help, Function<Spot, String> value) {
        return new Builtin(help, false, value);
    }

    private static Builtin ofService(String help, Function<Spot, String> value) {
        return new Builtin(help, true, value);
    }

    private static String label(String name) {
        return name.replaceFirst("\\..*", "");
    }
}
