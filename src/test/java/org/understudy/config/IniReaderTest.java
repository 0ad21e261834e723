package org.understudy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class IniReaderTest {
    @Test
    void keepsBackslashesSeparatorsAndSigns() {
        assertEquals("[a] dir=C:\\x\\|c=v=w: x|p=%d ${x} #1;2|e=",
                shown("[a]\ndir = C:\\x\\\nc: v=w: x\np=%d ${x} #1;2\ne =\n"));
    }

    @Test
    void commentsAndBlankLinesAreNoData() {
        assertEquals("[a] b=1|c=2", shown("# x\n[a]\n; y = 1\n  # z\n\nb = 1\n   \nc = 2"));
    }

    @Test
    void indentedLineContinuesTheValue() {
        assertEquals("[a] b=1/2/3|c=4", shown("[a]\nb = 1\n  2\n# note\n\t3\nc =\n   4\n"));
    }

    @Test
    void sameIndentationOfAllLinesIsNone() {
        assertEquals("[a] b=1/2|c=3", shown("\n    [a]\n    b = 1\n      2\n\n    c = 3\n"));
    }

    @Test
    void lineEndsAndByteOrderMarkAreNoData() {
        assertEquals("[a] b=1|c=2", shown("\uFEFF[a]\r\nb = 1\r\nc = 2 \r\n"));
    }

    @Test
    void headerIsVerbatimButForDefault() {
        assertEquals("[DEFAULT] a=1 [subset#container.docker:01] b=2",
                shown("[Default]\na = 1\n[ subset#container.docker:01 ]\nb = 2\n"));
    }

    @Test
    void piecesAreWhereTheValuesAre() {
        String text = "\uFEFF[a]\r\nkey: x y \r\n  z\r\nempty=\r\n";
        List<Ini.Entry> entries = ini(text).sections().get(0).entries();
        assertEquals(List.of("x y", "z"),
                entries.get(0).pieces().stream().map(piece -> piece.in(text)).toList());
        assertEquals("x y\nz", entries.get(0).value());
        assertEquals(text.indexOf("empty=") + 6, entries.get(1).pieces().get(0).start());
        assertEquals(new Place(4, 1, "a", "empty"), entries.get(1).place());
    }

    private static Ini ini(String text) {
        Findings findings = new Findings("x.conf");
        Ini ini = IniReader.read(SourceFile.of(Path.of("x.conf"),
                text.getBytes(StandardCharsets.UTF_8)), findings);
        assertEquals(List.of(), findings.errors());
        return ini;
    }

    private static String shown(String text) {
        return ini(text).sections().stream().map(block -> "[" + block.name() + "] "
                + block.entries().stream().map(entry -> entry.key() + "="
                        + entry.value().replace('\n', '/')).collect(Collectors.joining("|")))
                .collect(Collectors.joining(" "));
    }
}
