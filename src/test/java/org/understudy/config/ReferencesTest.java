package org.understudy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.understudy.model.NodeName;
import org.understudy.model.Rid;

/** What references and expressions become, and what is said of those that become nothing. */
class ReferencesTest {
    private static final String HEAD = "[DEFAULT]\nnodes = n1.acme.com n2.acme.com\n";
    private static final String FS = "[fs#1]\ntype = ext4\ndev = /dev/a\nmnt = /srv\n";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{nodename} | n1.acme.com", "{short_nodename} | n1", "{svcname} {name} | web.db web.db",
        "{short_name} | web", "{namespace}/{kind}/{path} | root/svc/web.db", "{rid} | fs#1",
        "{rindex} | 1", "{dev} | /dev/a", "{fs#1.mnt} | /srv", "{DEFAULT.app} | erp",
        "{app} | erp", "{env.size} | 10", "{env.Mixed_Case} | m", "{#nodes} | 2",
        "{nodes[1]} | n2.acme.com", "{upper:short_nodename} | N1", "{lower:env.Upper} | x y",
        "{capitalize:env.words} | One two", "{title:env.words} | One Two",
        "{swapcase:env.Swap} | aBc", "{upper:lower:env.Upper} | X Y",
        "{uri_ip:env.six}:80 | [fe80::1]:80", "{env.nested} | /srv/10/n1",
        "{env.k_{env.which}} | b",
        "{DEV} | /dev/a", "{priority} | 100", "$({env.size} * 2)m | 20m",
        "$({#nodes} > 1) | true", "$(\"{nodename}\" in (\"n1.acme.com\", \"x\")) | true",
        "a$(1 + 1)b$(2 * 2)c | a2b4c", "$(1 + $({env.size} + 1)) | 12", "{env.sum} | 3"})
    void valuesAreWorkedOut(String raw, String expected) {
        assertEquals(expected, mntOpt(raw));
    }

    @ParameterizedTest
    @ValueSource(strings = {"${HOME}", "${x:-{y,z}}", "%{http_code}", "{{.Names}}", "{{ range . }}",
        "{\"a\": {\"b\": 1}}", "/srv/{a,b}", "{}", "{ print }", "awk '{print $1}'", "{1..3}",
        "{a..c}", "{", "}", "$", "$$", "a{ b", "{{", "}}", "{{{", "find -exec rm {} +",
        "\\{\\}", "{json .State.Health}", "x{0,3}", "{!}"})
    void whatIsNoReferenceStaysAsItIs(String raw) {
        assertEquals(raw, mntOpt(raw));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"\\{nodename} | {nodename}", "\\$(date) | $(date)",
        "a\\{b | a\\{b", "\\{env.x}{env.size} | {env.x}10"})
    void backslashKeepsWhatWouldBeOne(String raw, String expected) {
        assertEquals(expected, mntOpt(raw));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{mnt_optt} | 11 | unknown reference {mnt_optt}, did you mean {mnt_opt}?",
        "rw,{fs#1.mnnt} | 14 | unknown reference {fs#1.mnnt}, did you mean {fs#1.mnt}?",
        "{env.sizze} | 11 | unknown reference {env.sizze}, did you mean {env.size}?",
        "{nodenam} | 11 | unknown reference {nodenam}, did you mean {nodename}?",
        "{zzzzzz} | 11 | unknown reference {zzzzzz}; write \\{zzzzzz} for that text itself",
        "{fs#2.mnt} | 11 | unknown reference {fs#2.mnt}, there is no section [fs#2]",
        "{fss#1.mnt} | 11 | unknown reference {fss#1.mnt}, there is no section [fss#1],"
            + " did you mean fs#1?",
        "{safe://12} | 11 | the reference {safe://12} is known from OpenSVC but not supported"
            + " here yet",
        "{nodes[$(0+1)]} | 11 | an expression as the index of a reference is known from OpenSVC"
            + " but not supported here yet",
        "{nodes[2]} | 11 | expected an index below 2, since nodes is \"n1.acme.com n2.acme.com\","
            + " got 2",
        "{uper:name} | 11 | unknown modifier uper, did you mean upper?; there are upper, lower,"
            + " capitalize, title, swapcase, uri_ip",
        "ab{env.size | 13 | expected } after \"{env.size\", got none; \\{ is a brace that means"
            + " itself",
        "{flex_target} | 11 | {flex_target} has no value here: [DEFAULT] does not say flex_target",
        "{clustername} | 11 | the reference {clustername} is known from OpenSVC but not supported"
            + " here yet",
        "{fs#1.exposed_devs[0]} | 11 | the reference {fs#1.exposed_devs} is known from OpenSVC but"
            + " not supported here yet",
        "{node.env} | 11 | the reference {node.env} is known from OpenSVC but not supported here"
            + " yet",
        "{mnt_opt} | 11 | refers to itself: fs#1.mnt_opt (line 8) -> fs#1.mnt_opt",
        "x$(1 / 0) | 16 | division by zero",
        "{env.size}$(2 * ) | 27 | expected a value such as 1, \"text\" or ( in $(…), got \")\";"
            + " write \\$( to leave it to a shell"})
    void whatHasNoValueIsPointedAt(String raw, int column, String text) {
        Problem problem = refusal(head() + FS + "mnt_opt = " + raw + "\n" + env()).problems()
                .get(0);
        assertEquals(text, problem.text());
        assertEquals(new Place(8, column, "fs#1", "mnt_opt"), problem.place());
    }

    @Test
    void columnIsThatOfTheLineOfALongValue() {
        Problem problem = refusal(head() + FS + "mnt_opt = a\n   b {zzzzzz}\n").problems().get(0);
        assertEquals(new Place(9, 6, "fs#1", "mnt_opt"), problem.place());
    }

    @Test
    void cyclesAreNamedInFull() {
        assertEquals("web.db.conf:11 [env] b: refers to itself: env.a (line 10) -> env.b (line 11)"
                        + " -> env.a",
                place(refusal(head() + FS
                        + "mnt_opt = {env.a}\n[env]\na = {env.b}\nb = {env.a}\n")));
    }

    @Test
    void depthIsBounded() {
        StringBuilder chain = new StringBuilder("[env]\n");
        for (int i = 0; i < 30; i++) {
            chain.append("k").append(i).append(" = {env.k").append(i + 1).append("}\n");
        }
        String refused = refusal(head() + FS + "mnt_opt = {env.k0}\n" + chain + "k30 = x\n")
                .getMessage();
        assertTrue(refused.contains("expected references at most 20 deep, got more:"
                + " fs#1.mnt_opt (line 8) -> env.k0 (line 10)"), refused);
    }

    @Test
    void growthIsBounded() {
        StringBuilder bomb = new StringBuilder("[env]\nk15 = 0123456789\n");
        for (int i = 0; i < 15; i++) {
            String next = "{env.k" + (i + 1) + "}";
            bomb.append("k").append(i).append(" = ").append(next.repeat(4)).append("\n");
        }
        assertTrue(refusal(head() + FS + "mnt_opt = {env.k0}\n" + bomb).getMessage().contains(
                "expected at most 32768 characters once its references are replaced, got more"));
    }

    @Test
    void eachNodeHasItsOwnValue() {
        String text = head() + FS + "mnt_opt = {env.x}\n[env]\nx@n1 = a\nx@n2.acme.com = b\n";
        assertEquals("a", mntOpt(text, "n1.acme.com"));
        assertEquals("b", mntOpt(text, "n2.acme.com"));
    }

    @Test
    void valuesOfOtherNodesAreCheckedToo() {
        assertEquals("web.db.conf:8 [fs#1] stop_timeout: expected a duration with a unit such as"
                        + " 10s, got \"5\", which is what \"{env.t}\" becomes on n2.acme.com",
                place(refusal(head() + FS + "stop_timeout = {env.t}\n[env]\nt = 5s\nt@n2 = 5\n")));
        assertEquals("web.db.conf:8 [fs#1] stop_timeout@n2: unknown reference {env.tt}, did you"
                        + " mean {env.t}? (on n2.acme.com)",
                place(refusal(head() + FS + "stop_timeout@n2 = {env.tt}\n[env]\nt = 5s\n")));
    }

    @Test
    void whatNobodyUsesDoesNoHarm() {
        assertEquals("a", mntOpt(head() + FS + "mnt_opt@nodes = a\nmnt_opt = {zzzzzz}\n",
                "n1.acme.com"));
        ServiceFile file = read(head() + FS + "[env]\na = {zzzzzz}\n", "n1.acme.com");
        assertEquals("web.db.conf:9 [env] a: unknown reference {zzzzzz}; write \\{zzzzzz} for that"
                + " text itself", plain(file.warnings().get(0)));
    }

    @Test
    void inheritedValuesAreThoseOfTheSectionThatUsesThem() {
        String text = HEAD + "mnt_opt = {rid},{mnt}\n" + FS
                + "[fs#b]\ntype = ext4\ndev = /dev/b\nmnt = /b\n";
        ServiceFile file = read(text, "n1.acme.com");
        assertEquals("fs#1,/srv",
                file.sections().get(new Rid("fs#1")).get(TestCatalog.MNT_OPT));
        assertEquals("fs#b,/b",
                file.sections().get(new Rid("fs#b")).get(TestCatalog.MNT_OPT));
        assertEquals("web.db.conf:3 [DEFAULT] stop_timeout: expected a duration with a unit such as"
                        + " 10s, got \"1\", which is what \"{rindex}\" becomes in [fs#1]",
                place(refusal(HEAD + "stop_timeout = {rindex}\n" + FS)));
    }

    @Test
    void wordOfAKeyOfTheSectionIsTheBuiltinOneAndSaysSo() {
        ServiceFile file = read(HEAD + "[vg#1]\nname = data\ntags = {name}\n", "n1.acme.com");
        assertEquals("web.db.conf:5 [vg#1] tags: {name} is \"web.db\" here, not the key name of the"
                + " section, which is {vg#1.name}", plain(file.warnings().get(0)));
    }

    @Test
    void labelsAreThoseOfTheNode() {
        assertEquals(Map.of("Rack", "12-n1", "b", "2"), read(HEAD
                + "[labels]\nRack = 12-{short_nodename}\nb@n1 = 2\nb = 3\n", "n1.acme.com")
                .labels());
    }

    @Test
    void shortNamesAreThoseOfTheOnlyMemberTheyBegin(@TempDir Path dir)
            throws IOException {
        Path file = Files.writeString(dir.resolve("web.conf"), HEAD + FS
                + "mnt_opt = no\nmnt_opt@n1.acme.com = {nodename}\n");
        NodeName n1 = new NodeName("n1");
        ServiceFile read = ServiceFiles.read(file, new TestCatalog(), n1,
                List.of(n1, new NodeName("n2")));
        assertEquals(List.of(n1, new NodeName("n2")), read.service().nodes());
        assertEquals("n1", read.sections().get(new Rid("fs#1")).get(TestCatalog.MNT_OPT));
        Files.writeString(file, "[DEFAULT]\nnodes = n1 n1.acme.com\n");
        assertTrue(assertThrows(ConfigException.class, () -> ServiceFiles.read(file,
                new TestCatalog(), n1, List.of(n1))).getMessage()
                .contains("where two names mean one node"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "{clusternodes}"})
    void nodesMayBeAllMembers(String nodes, @TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("web.conf"), "[DEFAULT]\nnodes = " + nodes);
        List<NodeName> members = List.of(new NodeName("n1"), new NodeName("n2"));
        assertEquals(members, ServiceFiles.read(file, new TestCatalog(), members.get(1), members)
                .service().nodes());
    }

    @Test
    void nodesMayComeFromElsewhereInTheFile() {
        assertEquals(2, read("[DEFAULT]\nnodes = {env.n}\n[env]\nn = n1 n2\n", "n1")
                .service().nodes().size());
    }

    @Test
    void triggersAreShellLinesAsWell() {
        Ini.Entry entry = new Ini.Entry(new Place(1, 1, "fs#1", "pre_start"),
                "kill $(cat /run/{x}.pid) $(1 + 1)", List.of());
        assertEquals("kill $(cat /run/y.pid) 2",
                new Expansion(entry, (reference, offset) -> "y").text(true));
    }

    @Test
    void evaluationSaysWhereAValueComesFrom(@TempDir Path dir)
            throws IOException {
        Path file = Files.writeString(dir.resolve("web.conf"), HEAD + FS
                + "mnt_opt@n2 = {env.x}\nmnt_opt = no\nrestart = many\n[env]\nx = {nodename}\n");
        NodeName n2 = new NodeName("n2");
        Evaluation there = Evaluation.of(file, new TestCatalog(), "fs#1.mnt_opt", n2);
        assertEquals("n2.acme.com", there.text());
        assertEquals("{env.x}", there.raw());
        assertEquals("n2", there.scope());
        assertEquals(7, there.place().get().line());
        assertEquals("no", Evaluation.of(file, new TestCatalog(), "fs#1.mnt_opt",
                new NodeName("n1.acme.com")).text());
        assertEquals(Optional.empty(),
                Evaluation.of(file, new TestCatalog(), "priority", n2).place());
        assertEquals("{nodename}", Evaluation.of(file, new TestCatalog(), "env.x", n2).raw());
        assertEquals("web.conf:9 [fs#1] restart: expected a whole number from 0 up, got \"many\"",
                place(assertThrows(ConfigException.class, () -> Evaluation.of(file,
                        new TestCatalog(), "fs#1.restart", n2))));
        for (String wrong : List.of("fs#2.mnt", "fs#1.zz", "env.y", "mnt_opt@n1", "")) {
            assertThrows(ConfigException.class,
                    () -> Evaluation.of(file, new TestCatalog(), wrong, n2), wrong);
        }
        assertThrows(ConfigException.class, () -> Evaluation.of(file, new TestCatalog(),
                "priority", new NodeName("n9")));
    }

    private static String head() {
        return HEAD + "app = erp\n";
    }

    private static String env() {
        return "[env]\nsize = 10\nMixed_Case = m\nUpper = X Y\nwords = one two\nSwap = AbC\n"
                + "six = fe80::1\nnested = {fs#1.mnt}/{env.size}/{short_nodename}\nwhich = b\n"
                + "k_b = b\nsum = $(1 + 2)\n";
    }

    private static String mntOpt(String raw) {
        return mntOpt(head() + FS + "mnt_opt = " + raw + "\n" + env(), "n1.acme.com");
    }

    private static String mntOpt(String text, String node) {
        return read(text, node).sections().get(new Rid("fs#1")).get(TestCatalog.MNT_OPT);
    }

    private static ServiceFile read(String text, String node) {
        return ServiceFiles.parse(SourceFile.of(Path.of("web.db.conf"),
                text.getBytes(StandardCharsets.UTF_8)), Vocabulary.of(new TestCatalog()),
                new NodeName(node));
    }

    private static ConfigException refusal(String text) {
        return assertThrows(ConfigException.class, () -> read(text, "n1.acme.com"));
    }

    /** Without columns. */
    private static String place(ConfigException refused) {
        return refused.problems().stream().map(ReferencesTest::plain)
                .collect(Collectors.joining("\n"));
    }

    private static String plain(Problem problem) {
        return problem.file() + ":" + problem.place().line() + " [" + problem.place().section()
                + "] " + problem.place().key() + ": " + problem.text();
    }
}
