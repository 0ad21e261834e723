package org.understudy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.understudy.model.NodeName;
import org.understudy.model.Restart;
import org.understudy.model.Rid;
import org.understudy.model.Rules;
import org.understudy.model.Rules.Flex;
import org.understudy.model.Rules.MonitorAction;
import org.understudy.model.Rules.Placing;
import org.understudy.model.Rules.Relations;
import org.understudy.model.Rules.Topology;
import org.understudy.model.ServiceName;

/** How a service is placed, kept up and moved: what its file may say of it. */
class RulesFileTest {
    private static final String HEAD = "[DEFAULT]\nnodes = n1 n2 n3\n";
    private static final String FS = "[fs#1]\ntype = ext4\ndev = /dev/a\nmnt = /srv\n";

    @Test
    void filesThatSayNothingHaveTheDefaultRules() {
        assertEquals(new Rules(Topology.FAILOVER, new Flex(1, 3, 1), Placing.NODES_ORDER,
                Relations.NONE, Optional.empty(), 10), rules(""));
        assertEquals(Restart.NEVER, read(HEAD + FS).service().resource(new Rid("fs#1")).restart());
    }

    @Test
    void everyRuleIsRead() {
        Relations relations = new Relations(names("a b"), names("c"), names("d"), names("e"),
                names("f"), names("g"));
        assertEquals(new Rules(Topology.FLEX, new Flex(1, 3, 2), Placing.LOAD_AVG, relations,
                Optional.of(MonitorAction.FREEZESTOP), 3), rules("""
                topology = flex
                flex_target = 2
                placement = load avg
                parents = a b
                children = c
                hard_affinity = d
                hard_anti_affinity = e
                soft_affinity = f
                soft_anti_affinity = g
                monitor_action = freezestop
                max_takeovers = 3
                """));
    }

    @Test
    void olderSpellingsHold() {
        Rules rules = rules("cluster_type = flex\nflex_min_nodes = 2\nflex_max_nodes = 0\n"
                + "affinity = a\nanti_affinity = b\n");
        assertEquals(new Flex(2, 3, 2), rules.flex());
        assertEquals(Topology.FLEX, rules.topology());
        assertEquals(names("a"), rules.relations().with());
        assertEquals(names("b"), rules.relations().without());
    }

    @ParameterizedTest
    @CsvSource({"nodes order, NODES_ORDER", "load avg, LOAD_AVG", "shift, SHIFT",
            "spread, SPREAD", "score, SCORE", "none, NONE"})
    void everyPlacementHasItsWords(String words, Placing placing) {
        assertEquals(placing, rules("placement = " + words + "\n").placement());
    }

    @Test
    void restartsAreInherited() {
        String text = HEAD + "restart = 2\n" + FS + "restart_delay = 5s\n";
        assertEquals(new Restart(2, Duration.ofSeconds(5)),
                read(text).service().resource(new Rid("fs#1")).restart());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "flex_min = 4 | 3 | flex_min: expected at most 3, since it has 3 nodes, got 4",
        "flex_max = 1;flex_min = 2 | 3 | flex_max: expected at least flex_min 2, got 1",
        "flex_target = 3;flex_max = 2 | 3 | flex_target: expected flex_min 1 to flex_max 2, got 3",
        "flex_target = 0 | 3 | flex_target: expected flex_min 1 to flex_max 3, got 0",
        "flex_min = -1 | 3 | flex_min: expected a whole number from 0 up, got \"-1\"",
        "placement = best | 3 | placement: expected one of nodes order, load avg, shift, spread,"
                + " score, none, got \"best\"",
        "topology = span | 3 | topology: expected one of failover, flex, got \"span\"",
        "max_takeovers = 0 | 3 | max_takeovers: expected a whole number from 1 to 100, got \"0\"",
        "parents = a a | 3 | parents: expected service names separated by blanks, each once, got"
                + " \"a a\"",
        "parents = a@n1 | 3 | parents: expected service names separated by blanks, each once, got"
                + " \"a@n1\"",
        "children = web | 3 | children: expected other services, got web itself",
        "affinity = a;anti_affinity = a | 4 | anti_affinity: expected other services than"
                + " hard_affinity has, got a in both",
        "topology@n1 = flex | 3 | topology@n1: expected topology without a scope, since it is the"
                + " same on every node, got @n1"})
    void whatCannotBeIsRefusedAtItsLine(String lines, int line, String problem) {
        String text = HEAD + lines.replace(";", "\n") + "\n";
        String got = assertThrows(ConfigException.class, () -> read(text)).getMessage();
        assertEquals("web.conf:" + line + ":1 [DEFAULT] " + problem, got);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "orchestrate = ha;monitor_action = switch | ''",
        "orchestrate = ha | web.conf:1:1 [DEFAULT] monitor_action: monitor = true of fs#1 never"
                + " moves the service: there is no monitor_action",
        "monitor_action = switch;placement = none | web.conf:3:1 [DEFAULT] monitor_action: monitor"
                + " = true of fs#1 never moves the service: orchestrate is no, not ha; placement is"
                + " none"})
    void monitorThatCannotMoveTheServiceIsAWarning(String lines, String warning) {
        assertEquals(warning, warnings(HEAD + lines.replace(";", "\n") + "\n" + FS
                + "monitor = true\n"));
    }

    @Test
    void ruleWithoutAnEffectIsAWarning() {
        assertEquals("web.conf:3:1 [DEFAULT] flex_target: no effect, since topology is failover",
                warnings(HEAD + "flex_target = 2\n" + FS));
        assertEquals("web.conf:3:1 [DEFAULT] monitor_action: no effect, since no resource has"
                + " monitor = true", warnings(HEAD + "monitor_action = crash\n" + FS));
    }

    private static List<ServiceName> names(String words) {
        return Types.SERVICES.parse(words);
    }

    private static Rules rules(String lines) {
        return read(HEAD + lines).service().rules();
    }

    private static String warnings(String text) {
        return read(text).warnings().stream().map(Problem::toString)
                .collect(Collectors.joining("\n"));
    }

    private static ServiceFile read(String text) {
        return ServiceFiles.parse(SourceFile.of(Path.of("/x/web.conf"),
                text.getBytes(StandardCharsets.UTF_8)), Vocabulary.of(new TestCatalog()),
                new NodeName("n1"));
    }
}
