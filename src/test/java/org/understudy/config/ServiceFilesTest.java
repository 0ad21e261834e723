package org.understudy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.understudy.model.NodeName;
import org.understudy.model.Orchestrate;
import org.understudy.model.Resource.Flag;
import org.understudy.model.Rid;

class ServiceFilesTest {
    private static final String HEAD = "[DEFAULT]\nnodes = n1 n2\n";
    private static final String FS = "[fs#1]\ntype = ext4\ndev = /dev/a\nmnt = /srv\n";

    @Test
    void saysWhatTheServiceIs() {
        ServiceFile file = read(HEAD + "orchestrate = ha\nenv = PRD\npriority = 7\nrollback = no\n"
                + FS);
        assertEquals("web", file.service().name().value());
        assertEquals(List.of(new NodeName("n1"), new NodeName("n2")), file.service().nodes());
        assertEquals(Orchestrate.HA, file.service().orchestrate());
        assertEquals("PRD", file.service().environment());
        assertEquals(7, file.service().priority());
        assertFalse(file.service().rollback());
        assertEquals("/srv", file.service().resource(new Rid("fs#1")).sortKey());
        assertEquals(Set.of(), file.service().parallelSets());
        assertEquals(List.of(), file.warnings());
        assertTrue(file.isManagedOn(new NodeName("n1")));
        assertFalse(file.isManagedOn(new NodeName("n3")));
    }

    @Test
    void presetsHoldWhereTheFileDoesNotSay() {
        ServiceFile file = read(HEAD);
        assertEquals(Orchestrate.NO, file.service().orchestrate());
        assertEquals("TST", file.service().environment());
        assertEquals(100, file.service().priority());
        assertTrue(file.service().rollback());
        assertEquals("default", file.defaults().get(ServiceKeywords.APP));
    }

    @Test
    void checksumIsThatOfTheBytes() {
        assertEquals("dc1f7f674f4e0111", read(HEAD).service().checksum());
    }

    @ParameterizedTest
    @CsvSource({"n1, own", "n2, all"})
    void ownScopeBeatsAllNodesBeatsPlain(String node, String expected) {
        String text = HEAD + FS + "mnt_opt = plain\nmnt_opt@nodes = all\nMNT_OPT@N1 = own\n";
        Section fs = read(text, node).sections().get(new Rid("fs#1"));
        assertEquals(expected, fs.get(TestCatalog.MNT_OPT));
    }

    @Test
    void sectionBeatsDefaultWhateverTheScope() {
        String head = HEAD + "mnt_opt@n1 = head\n";
        assertEquals("head", fs(head + FS));
        assertEquals("leaf", fs(head + FS + "mnt_opt = leaf\n"));
        assertEquals("other", fs(head + FS + "mnt_opt@n2 = leaf\nmnt_opt = other\n"));
    }

    @Test
    void leafKeywordsAreNotInherited() {
        assertEquals("web.conf:3:1 [DEFAULT] subset: unknown key",
                refusal(HEAD + "subset = a\n" + FS));
    }

    @Test
    void switchesBecomeFlags() {
        String fs = FS + "monitor = yes\noptional = 1\nstandby = t\ntags = a noaction nostatus\n";
        assertEquals(Set.of(Flag.MONITOR, Flag.OPTIONAL, Flag.STANDBY, Flag.NOACTION,
                Flag.NOSTATUS),
                flags(HEAD + fs));
        assertEquals(Set.of(Flag.MONITOR), flags(HEAD + "monitor = true\n" + FS));
        assertEquals(Set.of(Flag.DISABLE), flags(HEAD + "disable = true\n" + FS));
        assertEquals(Set.of(), flags(HEAD + FS + "disable@n2 = true\n"));
    }

    @Test
    void whatOneNodeAtATimeMayHaveIsRead() {
        String fs = FS + "tags = a nostatus\n";
        assertEquals("web.conf:7:1 [fs#1] tags: expected tags without nostatus, since one node at"
                + " a time may have fs#1: left up there unread, it would be started on another one"
                + " beside; got \"a nostatus\"", refusal(HEAD + fs));
        assertTrue(refusal(HEAD + FS + "tags@n2 = nostatus noaction\n").startsWith(
                "web.conf:7:1 [fs#1] tags@n2: expected tags without nostatus"));
        assertTrue(refusal(HEAD + "tags = nostatus\n[ip#1]\nipname = a\nipdev = b\n"
                + "[app#1]\nscript = a\n").startsWith("web.conf:3:1 [DEFAULT] tags: expected"));
        for (String fine : List.of(HEAD + "topology = flex\n" + fs, "[DEFAULT]\nnodes = n1\n" + fs,
                HEAD + fs + "disable = true\n", HEAD + "disable = true\n" + fs,
                HEAD + fs + "standby = true\n",
                HEAD + "[app#1]\nscript = a\ntags = nostatus\n")) {
            assertTrue(read(fine).service().resources().get(0).is(Flag.NOSTATUS), fine);
        }
    }

    @Test
    void timeoutOfADriverBeatsTheCommonOne() {
        ServiceFile file = read(HEAD + FS + "stop_timeout = 1m\n"
                + "[container#1]\ntype = docker\nimage = a\n");
        assertEquals(Duration.ofMinutes(1),
                file.sections().get(new Rid("fs#1")).find(ResourceKeywords.STOP_TIMEOUT).get());
        assertEquals(Duration.ofSeconds(5), file.sections().get(new Rid("container#1"))
                .find(ResourceKeywords.START_TIMEOUT).get());
        assertEquals(Optional.empty(),
                file.sections().get(new Rid("fs#1")).find(ResourceKeywords.START_TIMEOUT));
    }

    @ParameterizedTest
    @CsvSource({"container.docker:a, true", "container:a, true", "a, true", "container:b, false",
            "fs:a, false"})
    void subsetSectionIsFoundByEachOfItsNames(String name, boolean parallel) {
        String text = HEAD + "[container#1]\ntype = docker\nimage = a\nsubset = a\n"
                + "[subset#" + name + "]\nparallel = true\n";
        assertEquals(parallel ? Set.of("container:a") : Set.of(),
                read(text).service().parallelSets());
        assertEquals(parallel ? "" : "web.conf:7:1 [subset#" + name
                + "]: no effect, since no resource is in this subset", warnings(text));
    }

    @Test
    void mostExactSubsetSectionWins() {
        assertEquals(Set.of(), read(HEAD + "[container#1]\ntype = docker\nimage = a\nsubset = a\n"
                + "[subset#a]\nparallel = true\n[subset#container.docker:a]\nparallel = no\n"
                + "[subset#container:a]\nparallel = true\n").service().parallelSets());
    }

    @Test
    void olderSpellingsWarnAndHold() {
        String text = "[default]\nnodes = n1 n2\nservice_type = DEV\n[vg#1]\nvgname = vg\n";
        assertEquals("DEV", read(text).service().environment());
        assertEquals("vg", read(text).sections().get(new Rid("vg#1")).get(TestCatalog.VG));
        assertEquals("web.conf:3:1 [DEFAULT] service_type: older spelling of env\n"
                + "web.conf:5:1 [vg#1] vgname: older spelling of name", warnings(text));
    }

    @Test
    void oddThingsAreWarnings() {
        assertEquals("""
                web.conf:3:1 [DEFAULT] orchestrate@n22: no effect, since n22 is not among the \
                nodes, did you mean n2?
                web.conf:8:1 [fs#1] mnt_opt: a comment needs its own line, here it is part of the \
                value "rw # not ro\"""",
                warnings(HEAD + "orchestrate@n22 = ha\n" + FS + "mnt_opt = rw # not ro\n"));
    }

    @Test
    void undeclaredKeywordIsABug() {
        Section fs = read(HEAD + FS).sections().get(new Rid("fs#1"));
        assertThrows(IllegalStateException.class, () -> fs.get(TestCatalog.MNT_OPT));
        assertThrows(IllegalStateException.class, () -> fs.find(TestCatalog.IMAGE));
    }

    private static String fs(String text) {
        return read(text).sections().get(new Rid("fs#1")).get(TestCatalog.MNT_OPT);
    }

    private static Set<Flag> flags(String text) {
        return read(text).service().resource(new Rid("fs#1")).flags();
    }

    private static ServiceFile read(String text) {
        return read(text, "n1");
    }

    private static ServiceFile read(String text, String node) {
        return ServiceFiles.parse(SourceFile.of(Path.of("/x/web.conf"),
                text.getBytes(StandardCharsets.UTF_8)), Vocabulary.of(new TestCatalog()),
                new NodeName(node));
    }

    private static String warnings(String text) {
        return read(text).warnings().stream().map(Problem::toString)
                .collect(Collectors.joining("\n"));
    }

    private static String refusal(String text) {
        return assertThrows(ConfigException.class, () -> read(text)).getMessage();
    }
}
