package org.understudy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.understudy.model.NodeName;

/** Lists gain and lose elements; groups stand for their sections. Escapes: \n in the columns. */
class ElementsTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', ignoreLeadingAndTrailingWhitespace = true, value = {
        "nodes = n1             ; nodes+=n2        ; nodes = n1 n2",
        "nodes = n1 n2          ; nodes+=n1        ; nodes = n1 n2 n1",
        "nodes = n1 n2          ; nodes[0]+=n3     ; nodes = n3 n1 n2",
        "nodes = n1 n2          ; nodes[1]+=n3     ; nodes = n1 n3 n2",
        "nodes = n1 n2          ; nodes[2]+=n3     ; nodes = n1 n2 n3",
        "nodes = n1 n2          ; nodes-=n1        ; nodes = n2",
        "nodes = n1 n2 n3       ; nodes-=n2        ; nodes = n1 n3",
        "nodes = n1  n2   n3    ; nodes-=n3        ; nodes = n1  n2",
        "nodes = n1 n2 n1       ; nodes-=n1        ; nodes = n2 n1",
        "nodes = n1 n2          ; nodes-=n9        ; nodes = n1 n2",
        "nodes = n1 n2          ; nodes|=n2        ; nodes = n1 n2",
        "nodes = n1 n2          ; nodes|=n3        ; nodes = n1 n2 n3",
        "nodes=n1\\n  n2\\n  n3 ; nodes-=n2        ; nodes=n1\\n  n3",
        "nodes=\\n  n2\\n  n3   ; nodes-=n3        ; nodes=\\n  n2",
        "nodes =\\n  n2 n4      ; nodes+=n3        ; nodes =\\n  n2 n4 n3",
        "nodes = n1 n2          ; nodes-=n1 n2     ; nodes =",
        "nodes = a b c d        ; nodes-=b c       ; nodes = a d",
        "nodes = a b c d        ; nodes-=c b       ; nodes = a b c d",
        "nodes = a              ; tags+=x          ; nodes = a\\ntags = x",
        "nodes = a              ; tags|=x          ; nodes = a\\ntags = x",
        "nodes = a              ; tags-=x          ; nodes = a",
        "tags =                 ; tags+=x          ; tags = x",
        "tags@n1 = y            ; tags@N1+=x       ; tags@n1 = y x",
        "service_type = a       ; env+=b           ; service_type = a b",
        "x = --a 'b c' d        ; x-='b c'         ; x = --a d",
        "x = don't do           ; x+=this          ; x = don't do this",
        "x = --ip 1.2.3.4 -D    ; x-=--ip 1.2.3.4  ; x = -D"})
    void oneElementMore(String before, String change, String after) {
        assertEquals("[DEFAULT]\n" + lines(after) + "\n",
                changed("[DEFAULT]\n" + lines(before) + "\n", change).replace(" = \n", " =\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "fs.optional=true ; [fs#1]\\noptional = true\\n[vg#1]\\n[fs#b]\\noptional = true",
        "disk.optional=true ; [fs#1]\\n[vg#1]\\noptional = true\\n[fs#b]",
        "vg.tags+=a ; [fs#1]\\n[vg#1]\\ntags = a\\n[fs#b]",
        "FS.optional=true ; [fs#1]\\noptional = true\\n[vg#1]\\n[fs#b]\\noptional = true"})
    void groupStandsForItsSections(String change, String after) {
        assertEquals(lines(after) + "\n", changed("[fs#1]\n[vg#1]\n[fs#b]\n", change)
                .replace("optional=true", "optional = true"));
    }

    private static String lines(String column) {
        return column.replace("\\n", "\n");
    }

    private static String changed(String before, String change) {
        Draft draft = new Draft(new ServiceForm(new TestCatalog(), new NodeName("n1")),
                new SourceFile(Path.of("web.conf"), before));
        draft.set(change);
        return draft.text();
    }
}
