package org.understudy.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.understudy.model.NodeName;
import org.understudy.model.Orchestrate;
import org.understudy.model.Resource;
import org.understudy.model.Resource.Flag;
import org.understudy.model.Rules;
import org.understudy.model.Rules.Flex;
import org.understudy.model.Rules.MonitorAction;
import org.understudy.model.Rules.Placing;
import org.understudy.model.Rules.Relations;
import org.understudy.model.Rules.Topology;
import org.understudy.model.ServiceName;

/** Reads how a service is placed, kept up and moved; says what of it can never have an effect. */
final class RulesReader {
    static final List<Keyword<List<ServiceName>>> RELATIONS = List.of(
            RuleKeywords.PARENTS, RuleKeywords.CHILDREN, RuleKeywords.HARD_AFFINITY,
            RuleKeywords.HARD_ANTI_AFFINITY, RuleKeywords.SOFT_AFFINITY,
            RuleKeywords.SOFT_ANTI_AFFINITY);

    private final Lookup head;
    private final Findings findings;
    private final NodeName self;
    private Optional<Values> values = Optional.empty();

    RulesReader(Lookup head, Findings findings, NodeName self) {
        this.head = head;
        this.findings = findings;
        this.self = self;
    }

    /** What does not fit together; each value by itself has been checked. */
    void check(ServiceName name) {
        if (head.isSound(RuleKeywords.ALL, self)
                && head.isSound(Keywords.of(ServiceKeywords.NODES), self)) {
            checkFlex(flex());
            RELATIONS.stream().filter(keyword -> values().get(keyword).contains(name))
                    .forEach(keyword -> findings.error(place(keyword),
                            "expected other services, got " + name + " itself"));
            checkSameService(RuleKeywords.HARD_AFFINITY, RuleKeywords.HARD_ANTI_AFFINITY);
            checkSameService(RuleKeywords.PARENTS, RuleKeywords.CHILDREN);
        }
    }

    private void checkFlex(Flex flex) {
        int nodes = head.nodes().size();
        if (flex.min() > nodes) {
            findings.error(place(RuleKeywords.FLEX_MIN), "expected at most " + nodes
                    + ", since it has " + nodes + " nodes, got " + flex.min());
        } else if (flex.max() < flex.min()) {
            findings.error(place(RuleKeywords.FLEX_MAX), "expected at least flex_min "
                    + flex.min() + ", got " + flex.max());
        } else if (flex.target() < flex.min() || flex.target() > flex.max()) {
            findings.error(place(RuleKeywords.FLEX_TARGET), "expected flex_min " + flex.min()
                    + " to flex_max " + flex.max() + ", got " + flex.target());
        }
        boolean flexible = values().get(RuleKeywords.TOPOLOGY) == Topology.FLEX;
        List.of(RuleKeywords.FLEX_MIN, RuleKeywords.FLEX_MAX, RuleKeywords.FLEX_TARGET).stream()
                .flatMap(keyword -> head.find(keyword, self).stream()).filter(entry -> !flexible)
                .forEach(entry -> findings.warning(entry.place(),
                        "no effect, since topology is failover"));
    }

    private void checkSameService(Keyword<List<ServiceName>> one, Keyword<List<ServiceName>> two) {
        values().get(one).stream().filter(values().get(two)::contains).forEach(both ->
                findings.error(place(two), "expected other services than " + one.name()
                        + " has, got " + both + " in both"));
    }

    Rules rules() {
        Values values = values();
        Relations relations = new Relations(values.get(RuleKeywords.PARENTS),
                values.get(RuleKeywords.CHILDREN), values.get(RuleKeywords.HARD_AFFINITY),
                values.get(RuleKeywords.HARD_ANTI_AFFINITY),
                values.get(RuleKeywords.SOFT_AFFINITY),
                values.get(RuleKeywords.SOFT_ANTI_AFFINITY));
        return new Rules(values.get(RuleKeywords.TOPOLOGY), flex(),
                values.get(RuleKeywords.PLACEMENT), relations,
                values.find(RuleKeywords.MONITOR_ACTION), values.get(RuleKeywords.MAX_TAKEOVERS));
    }

    private Flex flex() {
        int nodes = head.nodes().size();
        int min = values().get(RuleKeywords.FLEX_MIN);
        int max = values().find(RuleKeywords.FLEX_MAX).filter(number -> number > 0).orElse(nodes);
        return new Flex(min, max, values().find(RuleKeywords.FLEX_TARGET).orElse(min));
    }

    /** A monitor that can never move the service is a promise nobody keeps. */
    void warnOfMonitors(List<Resource> resources, Orchestrate orchestrate) {
        List<Resource> monitored = resources.stream()
                .filter(r -> r.is(Flag.MONITOR) && !r.is(Flag.DISABLE)).toList();
        Optional<MonitorAction> action = values().find(RuleKeywords.MONITOR_ACTION);
        if (monitored.isEmpty()) {
            action.ifPresent(any -> findings.warning(place(RuleKeywords.MONITOR_ACTION),
                    "no effect, since no resource has monitor = true"));
            return;
        }
        String rids = String.join(", ", monitored.stream().map(r -> r.rid().value()).toList());
        hindrance(action, orchestrate).ifPresent(why -> findings.warning(
                place(RuleKeywords.MONITOR_ACTION), "monitor = true of " + rids
                        + " never moves the service: " + why));
    }

    private Optional<String> hindrance(Optional<MonitorAction> action, Orchestrate orchestrate) {
        List<String> why = new ArrayList<>();
        if (action.isEmpty()) {
            why.add("there is no monitor_action");
        }
        if (head.nodes().size() == 1) {
            why.add("it has one node");
        }
        if (orchestrate != Orchestrate.HA) {
            why.add("orchestrate is " + RuleKeywords.word(orchestrate) + ", not ha");
        }
        if (values().get(RuleKeywords.PLACEMENT) == Placing.NONE) {
            why.add("placement is none");
        }
        return why.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", why));
    }

    private Values values() {
        if (values.isEmpty()) {
            values = Optional.of(head.values(RuleKeywords.ALL, self));
        }
        return values.get();
    }

    private Place place(Keyword<?> keyword) {
        return head.find(keyword, self).map(Ini.Entry::place)
                .orElse(head.section().block().place().at(keyword.name()));
    }
}
