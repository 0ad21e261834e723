package org.understudy.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Every keyword there is, section by section: what help, completion and the manual are made of.
 *
 * @param chapters in the order of a reader: a service's own, its resources', the cluster's
 */
public record Handbook(List<Chapter> chapters) {
    public Handbook {
        chapters = List.copyOf(chapters);
    }

    /**
     * What one kind of section may say.
     *
     * @param file {@code service} or {@code cluster.conf}
     * @param headers as written, {@code fs#} with any word behind it
     * @param types the values of {@code type} that mean this kind; empty where it needs none
     * @param help one line
     * @param keywords its own before those of all resources
     * @param foreign what OpenSVC knows there and is refused here, by name
     */
    public record Chapter(String file, List<String> headers, List<String> types, String help,
            Keywords keywords, SortedSet<String> foreign) {
        public Chapter {
            headers = List.copyOf(headers);
            types = List.copyOf(types);
        }

        /** Whether a reader who looks for this word means this chapter. */
        public boolean isAbout(String word) {
            String asked = OpenSvc.word(word);
            return headers.stream().anyMatch(header -> OpenSvc.word(header).equals(asked));
        }
    }

    public static Handbook of(Catalog catalog) {
        List<Chapter> chapters = new ArrayList<>();
        Vocabulary vocabulary = Vocabulary.of(catalog);
        chapters.add(service(List.of(Ini.DEFAULT), List.of(), "the service as a whole",
                vocabulary.head(), Ini.DEFAULT));
        kinds(catalog).forEach((kind, spellings) -> chapters.add(service(
                spellings.headers(), spellings.types(), kind.driver(), kind.keywords()
                        .and(ResourceKeywords.ALL), kind.group().word())));
        chapters.add(service(List.of("subset#"), List.of(), "resources that are ordered together",
                ResourceKeywords.OF_SUBSETS, Vocabulary.SUBSET));
        cluster("cluster", "the members and what they agree on", chapters);
        LinkKeywords.OF_TYPE.forEach((type, keywords) -> chapters.add(new Chapter("cluster.conf",
                List.of("hb#"), List.of(type), "a link that carries beats", keywords,
                OpenSvc.refused("hb", keywords))));
        FenceKeywords.OF_TYPE.forEach((type, keywords) -> chapters.add(new Chapter("cluster.conf",
                List.of("stonith#"), List.of(type), "how others switch this node off", keywords,
                OpenSvc.refused("stonith", keywords))));
        cluster("arbitrator#", "a third voter where quorum = true", chapters);
        cluster("hook#", "what is run when something happens on a node", chapters);
        cluster("node", "a node; also in node.conf, which wins", chapters);
        return new Handbook(chapters);
    }

    private static Chapter service(List<String> headers, List<String> types, String help,
            Keywords keywords, String group) {
        return new Chapter("service", headers, types, help, keywords, OpenSvc.refused(group,
                keywords));
    }

    private static void cluster(String header, String help, List<Chapter> chapters) {
        String word = OpenSvc.word(header);
        Keywords keywords = ClusterKeywords.BY_SECTION.get(word);
        chapters.add(new Chapter("cluster.conf", List.of(header), List.of(), help, keywords,
                OpenSvc.refused(word, keywords)));
    }

    /** How one kind of section is spelt. */
    private record Spellings(List<String> headers, List<String> types) {
        void add(String header, List<String> words) {
            if (!headers.contains(header)) {
                headers.add(header);
            }
            words.stream().filter(word -> !types.contains(word)).forEach(types::add);
        }
    }

    private static Map<Kind, Spellings> kinds(Catalog catalog) {
        Map<Kind, Spellings> kinds = new LinkedHashMap<>();
        for (String section : catalog.sections()) {
            catalog.kind(section, Optional.empty()).ifPresent(
                    kind -> at(kinds, kind).add(section + "#", List.of()));
            for (String type : catalog.types(section)) {
                catalog.kind(section, Optional.of(type)).ifPresent(
                        kind -> at(kinds, kind).add(section + "#", List.of(type)));
            }
        }
        return kinds;
    }

    private static Spellings at(Map<Kind, Spellings> kinds, Kind kind) {
        return kinds.computeIfAbsent(kind,
                one -> new Spellings(new ArrayList<>(), new ArrayList<>()));
    }
}
