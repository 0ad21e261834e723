package org.understudy.config;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.understudy.model.NodeName;
import org.understudy.model.Rid;
import org.understudy.model.ServiceName;

/** A service file with its keys matched to keywords; each value can be had for each node. */
final class Sheet {
    static final List<String> FREE = List.of("env", "labels");

    /** A resource's section. */
    record Part(Rid rid, Kind kind, Lookup lookup) {
    }

    private final Vocabulary vocabulary;
    private final Findings findings;
    private final Binder binder;
    private final Evaluator evaluator;
    private final Unknown unknown;
    private final Lookup head;
    private final Checker checker;
    private final Subsets subsets;
    private final List<Part> parts = new ArrayList<>();
    private final List<Lookup> free = new ArrayList<>();
    private final List<Ini.Block> heartbeats = new ArrayList<>();
    /** What each kind inherits from DEFAULT. */
    private final Map<Kind, Bound> heads = new IdentityHashMap<>();

    /** The file of a service, and how its nodes are called. */
    record Origin(SourceFile source, ServiceName name, Members members) {
        NodeName self() {
            return members.self();
        }

        Builtins.Origin builtins() {
            return Builtins.Origin.of(source, Optional.of(name), members.known());
        }
    }

    Sheet(Origin origin, Vocabulary vocabulary, Findings findings) {
        this.vocabulary = vocabulary;
        this.findings = findings;
        binder = new Binder(findings, Scopes.WORDS);
        unknown = new Unknown(vocabulary, findings);
        evaluator = new Evaluator(origin.builtins(), findings);
        Ini ini = IniReader.read(origin.source(), findings);
        Bound defaults = defaults(ini, origin.members());
        Scopes scopes = new ScopeReader(origin, defaults, findings).read(ini);
        head = new Lookup(defaults, Bound.empty(defaults.block()), vocabulary.defaults(), scopes,
                evaluator);
        evaluator.add(head);
        checker = new Checker(findings, scopes.places());
        subsets = new Subsets(head, binder, unknown);
        ini.sections().stream().filter(block -> !block.name().equals(Ini.DEFAULT))
                .forEach(this::bind);
    }

    private Bound defaults(Ini ini, Members members) {
        return binder.bind(members.named(Legacy.head(ini, findings)),
                Legacy.KEYWORDS.and(vocabulary.defaults()), unknown::keyOfDefaults);
    }

    private void bind(Ini.Block block) {
        String word = OpenSvc.word(block.name());
        if (FREE.contains(block.name())) {
            free.add(added(new Lookup(binder.bindFree(block), Bound.empty(block), Keywords.of(),
                    head.scopes(), evaluator)));
        } else if (word.equals(Vocabulary.SUBSET)) {
            subsets.add(block).ifPresent(this::added);
        } else if (Legacy.isHeartbeat(block)) {
            heartbeats.add(block);
        } else if (Legacy.isInternalSync(block)) {
            findings.warning(block.place(), "no effect: the nodes' files are compared all the"
                    + " time; another id makes a sync of its own: [sync#1]");
        } else if (Legacy.isLaunchers(block)) {
            findings.error(block.place(), "expected a section such as [app#1] with script = …,"
                    + " one for each launcher; a directory of launchers is " + OpenSvc.NOT_YET);
        } else {
            Optional<Kind> kind = unknown.kindOrReport(block);
            kind.ifPresent(found -> part(block, found));
            if (kind.isEmpty()) {
                evaluator.add(new Lookup(Binder.raw(block), Bound.empty(block), Keywords.of(),
                        head.scopes(), evaluator));
            }
        }
    }

    private void part(Ini.Block block, Kind kind) {
        Keywords keywords = Vocabulary.of(kind);
        Bound own = binder.bind(block, keywords, entry -> unknown.key(entry, kind, keywords));
        Bound inherited = heads.computeIfAbsent(kind, k -> binder.bind(head.section().block(),
                inheritable(keywords), elsewhere -> { }));
        parts.add(new Part(new Rid(block.name()), kind,
                added(new Lookup(own, inherited, keywords, head.scopes(), evaluator))));
    }

    private Lookup added(Lookup lookup) {
        evaluator.add(lookup);
        return lookup;
    }

    private static Keywords inheritable(Keywords keywords) {
        return new Keywords(keywords.all().stream().filter(Keyword::inherited).toList());
    }

    /** Finds what is wrong with any value, on any node. */
    void check() {
        List<NodeName> places = head.scopes().places();
        head.require(vocabulary.head(), head.nodes(), findings);
        head.warnOfStrangers(findings);
        checker.check(head.with(Legacy.KEYWORDS.and(vocabulary.head())));
        checker.checkVerbatim(head);
        warnOfIdle(ServiceKeywords.DRPNODES, "nothing of the service runs on these nodes yet; they"
                + " only name values that differ there, key@drpnodes, and targets of syncs");
        warnOfIdle(ServiceKeywords.ENCAPNODES, "nothing is done inside containers yet; these only"
                + " name values that differ there: key@encapnodes");
        for (Part part : parts) {
            part.lookup().require(part.lookup().keywords(), places, findings);
            part.lookup().warnOfStrangers(findings);
            checker.check(part.lookup());
        }
        for (Lookup lookup : free) {
            lookup.warnOfStrangers(findings);
            boolean used = lookup.name().equals("labels"); // what else is not used does no harm
            checker.checkFree(lookup, used ? findings::error : findings::warning);
        }
        subsets.check(checker, findings);
        heartbeats.forEach(block -> Legacy.checkHeartbeat(block, findings));
    }

    private void warnOfIdle(Keyword<?> keyword, String why) {
        head.section().entries().getOrDefault(keyword.name(), Map.of()).values().stream()
                .filter(entry -> !entry.value().isEmpty())
                .forEach(entry -> findings.warning(entry.place(), why));
    }

    Lookup head() {
        return head;
    }

    List<Part> parts() {
        return parts;
    }

    Subsets subsets() {
        return subsets;
    }

    /** The section with this header, as references see it. */
    Optional<Lookup> section(String header) {
        return evaluator.section(header);
    }
}
