package org.understudy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
            "-s web print config --eval --format flat"}) {
            Stage.Ran ran = STAGE.svcmgr(typed);
            assertEquals(0, ran.code(), ran.err());
            all.append("$ svcmgr ").append(typed).append('\n').append(ran.out());
        }
        all.append("$ svcmon --format csv\n").append(STAGE.svcmon("--format csv").out());
        all.append("$ svcmon -s web --format table\n")
                .append(STAGE.svcmon("-s web --format table").out());
        Golden.check("formats", all.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nodes", "-s web print status", "keywords", "timeline", "links",
        "-s web validate", "simulate --crash n1"})
    void anotherFormatIsRefusedWithThoseThereAre(String typed) {
        Stage.Ran ran = STAGE.svcmgr(typed + " --format yml");
        assertEquals(2, ran.code());
        assertTrue(ran.err().startsWith("svcmgr: --format: expected json, flat, flat_json, csv,"
                + " table"), ran.err());
        assertTrue(ran.err().contains(", got yml\n"), ran.err());
        assertTrue(STAGE.svcmon("--format x").err().startsWith("svcmon: --format: expected json"));
    }

    @Test
    void whatGoesOnForEverHasNoTable() {
        assertEquals(2, STAGE.svcmgr("timeline --follow --format csv").code());
    }
}
