package org.understudy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.understudy.wire.Picked;
import org.understudy.wire.Yaml;

/** What commands have to say, for programs. */
@Timeout(60)
final class FormatsTest {
    @RegisterExtension
    static final Stage STAGE = new Stage();

    @Test
    void valuesHaveALineEach() {
        String json = "{\"a\":{\"b c\":1,\"d\":[\"x\\ny\",true]},\"e\":\"=\"}";
        assertEquals("a.b c = 1\na.d[0] = x\\ny\na.d[1] = true\ne = =\n",
                Formats.of("flat", json));
        assertEquals("a.b c = 1\na.d[0] = \"x\\ny\"\na.d[1] = true\ne = \"=\"\n",
                Formats.of("flat_json", json));
        assertEquals("[0].a = 1\n[1][0] = 2\n[2] = 3\n",
                Formats.of("flat", "[{\"a\":1},[2],3]"));
        assertEquals("", Formats.of("flat", "[]"));
    }

    @Test
    void thingsHaveARowEach() {
        String json = "[{\"a\":\"1,2\",\"l\":[\"x\",\"y\"],\"o\":[{\"p\":1}]},{\"b\":\"q\\\"r\"}]";
        assertEquals("a,l,b\n\"1,2\",x; y,\n,,\"q\"\"r\"\n", Formats.of("csv", json));
        assertEquals("a    l     b\n1,2  x; y\n           q\"r\n", Formats.of("table", json));
        assertEquals("key,value\na.b,1\n", Formats.of("csv", "{\"a\":{\"b\":1}}"));
        assertEquals("", Formats.of("csv", "[]"));
    }

    @Test
    void listsAndDocumentsLookAsReviewed() {
        StringBuilder all = new StringBuilder();
        for (String typed : new String[] {"nodes --format csv", "nodes --format flat",
            "links --format table", "timings --format csv", "timings --format flat_json",
            "timeline --format csv", "timeline --node n2 --format flat",
            "-s web print status --format table", "-s web print status --format flat",
            "-s w*,busybox.opensvc.com print status --format csv",
            "-s web print config --eval --format flat", "nodes --format yaml",
            "-s web print status --format yaml", "-s web print status --filter avail",
            "-s web print status --filter $.resources[0].log --format flat",
            "-s web print status --filter .instances --format yaml",
            "-s web,busybox.opensvc.com print status --filter ['busybox.opensvc.com'].avail",
            "nodes --filter name", "nodes --filter [1].links --format json",
            "links --filter dropped[*].source", "ls --format csv", "ls --format table",
            "ls --format flat"}) {
            Stage.Ran ran = STAGE.svcmgr(typed);
            assertEquals(0, ran.code(), ran.err());
            all.append("$ svcmgr ").append(typed).append('\n').append(ran.out());
        }
        all.append("$ svcmon --format csv\n").append(STAGE.svcmon("--format csv").out());
        all.append("$ svcmon -s web --format table\n")
                .append(STAGE.svcmon("-s web --format table").out());
        all.append("$ svcmon --filter [0].overall\n")
                .append(STAGE.svcmon("--filter [0].overall").out());
        for (String typed : List.of("--stats", "--stats -s web", "--stats --format csv",
                "--stats --filter [0].count", "--stats -s web --format json")) {
            all.append("$ svcmon ").append(typed).append('\n')
                    .append(STAGE.svcmon(typed).out());
        }
        Golden.check("formats", all.toString());
    }

    @Test
    void aWayThatLeadsNowhereIsRefused() {
        assertEquals(new Stage.Ran(1, "", "svcmgr: --filter: expected the way to something that is"
                + " shown, got \".avial\"\ntry: the same with --format flat, without --filter\n"),
                STAGE.svcmgr("-s web print status --filter .avial"));
        for (String wrong : List.of("$", "..", "a[", "a[x]", "[*]]", "a b[-1]")) {
            assertThrows(IllegalArgumentException.class, () -> Picked.of("{}", wrong), wrong);
        }
        assertEquals(2, STAGE.svcmgr("nodes --filter $").code());
        assertEquals(2, STAGE.svcmgr("keywords --format man --filter a").code());
        assertEquals(2, STAGE.svcmgr("-s web start --filter a").code());
        assertEquals(2, STAGE.svcmon("-w --filter a").code());
        assertEquals(2, STAGE.svcmon("-w --stats").code());
        assertEquals(2, STAGE.svcmon("--stats --format x").code());
    }

    @Test
    void partsArePicked() {
        String json = "{\"a\":{\"b c\":[{\"d\":1},{\"d\":null,\"e\":\"x\"}]},\"f.g\":true}";
        assertEquals("[1,null]", Picked.of(json, ".a.b c.d").orElse(""));
        assertEquals("[\"x\"]", Picked.of(json, "$.a.b c[*].e").orElse(""));
        assertEquals("\"x\"", Picked.of(json, "a.b c[1].e").orElse(""));
        assertEquals("true", Picked.of(json, "[\"f.g\"]").orElse(""));
        assertEquals("{\"d\":1}", Picked.of(json, "a.b c[0]").orElse(""));
        assertEquals(Optional.empty(), Picked.of(json, "a.b c[2]"));
        assertEquals(Optional.empty(), Picked.of(json, "a.d"));
        assertEquals(Optional.empty(), Picked.of("[]", "a"));
    }

    @Test
    void yamlSaysTheSameAsJsonToAReaderOfYaml() throws IOException {
        String json = "{\"a\":[\"no\",\"2026-03-01\",\"x\\ny: #z\",\"\",12,true,null],"
                + "\"b\":{},\"c\":[],\"d e\":\"'\\\"\\t\u00e4\"}";
        assertEquals(new ObjectMapper().readTree(json),
                new ObjectMapper(new YAMLFactory()).readTree(Yaml.of(json)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nodes", "-s web print status", "keywords", "timeline", "links",
        "-s web validate", "simulate --crash n1"})
    void anotherFormatIsRefusedWithThoseThereAre(String typed) {
        Stage.Ran ran = STAGE.svcmgr(typed + " --format yml");
        assertEquals(2, ran.code());
        assertTrue(ran.err().startsWith("svcmgr: --format: expected json, yaml, flat, flat_json,"
                + " csv, table"), ran.err());
        assertTrue(ran.err().contains(", got yml\n"), ran.err());
        assertTrue(STAGE.svcmon("--format x").err().startsWith("svcmon: --format: expected json"));
    }

    @Test
    void whatGoesOnForEverHasNoTable() {
        assertEquals(2, STAGE.svcmgr("timeline --follow --format csv").code());
    }
}
