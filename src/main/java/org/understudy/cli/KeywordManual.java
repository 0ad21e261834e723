package org.understudy.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.understudy.wire.KeywordChapter;

/** The keywords for other programs: a page for man(1), and words for completion. */
final class KeywordManual {
    private KeywordManual() {
    }

    /** understudy.conf(5), in roff. */
    static List<String> page(List<KeywordChapter> chapters) {
        List<String> lines = new ArrayList<>(List.of(
                ".TH UNDERSTUDY.CONF 5", ".SH NAME",
                "understudy.conf \\- what service files and cluster.conf may say",
                ".SH DESCRIPTION",
                "Files are sections of lines, key = value. A key may differ from node to node:",
                "key@n1 holds on that node, key@nodes on all; marked @ below.",
                "What stands in [DEFAULT] holds in every section that knows it.",
                "The same is shown by",
                ".BR \"svcmgr keywords\" ."));
        for (KeywordChapter chapter : chapters) {
            lines.add(".SH " + escaped(headers(chapter).toUpperCase(Locale.ROOT)));
            lines.add(escaped(chapter.help() + " (" + chapter.file() + ")"));
            chapter.keywords().forEach(keyword -> entry(keyword, lines));
        }
        lines.add(".SH SEE ALSO");
        lines.add(".BR svcmgr (1),");
        lines.add(".BR svcmon (1)");
        return lines;
    }

    private static void entry(KeywordChapter.Line keyword, List<String> lines) {
        lines.add(".TP");
        lines.add("\\fB" + escaped(keyword.name()) + "\\fR" + (keyword.scoped() ? " @" : "")
                + (keyword.required() ? ", required" : keyword.preset().isEmpty() ? ""
                        : " = " + escaped(keyword.preset())));
        lines.add(guarded(escaped(keyword.help()) + ". Value: " + escaped(keyword.expected())
                + "."));
        if (!keyword.aliases().isEmpty()) {
            lines.add("Older: " + escaped(String.join(", ", keyword.aliases())) + ".");
        }
        if (!keyword.example().isEmpty()) {
            lines.add("Example: \\fI" + escaped(keyword.name() + " = " + keyword.example())
                    + "\\fR");
        }
    }

    /** {@code DEFAULT.nodes}, {@code fs#.mnt}: what may follow set, get and unset. */
    static List<String> words(List<KeywordChapter> chapters) {
        return new ArrayList<>(chapters.stream().flatMap(chapter -> chapter.headers().stream()
                .flatMap(header -> chapter.keywords().stream()
                        .map(keyword -> header + "." + keyword.name())))
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static String headers(KeywordChapter chapter) {
        return chapter.headers().stream().map(header -> "[" + header + "]")
                .collect(Collectors.joining(" "));
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...");
    }

    /** A line that begins with a dot or a quote would be a request. */
    private static String guarded(String line) {
        return line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line;
    }
}
