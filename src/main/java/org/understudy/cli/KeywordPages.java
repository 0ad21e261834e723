package org.understudy.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.understudy.wire.KeywordChapter;

/** What files may say: {@code svcmgr keywords [section[.keyword]]}. */
final class KeywordPages {
    private static final int WIDTH = 78;
    private static final int INDENT = 4;
    private static final int FEW = 2;

    private final List<KeywordChapter> chapters;

    KeywordPages(List<KeywordChapter> chapters) {
        this.chapters = chapters;
    }

    /** The kinds of sections, a line each. */
    List<String> contents() {
        List<List<String>> rows = new ArrayList<>();
        chapters.forEach(chapter -> rows.add(List.of(headers(chapter, FEW), chapter.file(),
                chapter.keywords().size() + " keywords", chapter.help())));
        return NodeTable.of(rows, 4);
    }

    /**
     * One section's keywords, or one keyword of them.
     *
     * @param asked {@code fs}, {@code fs#1}, {@code fs.mnt}, {@code DEFAULT}, or a keyword alone
     */
    List<String> of(String asked) throws Failure {
        int dot = asked.lastIndexOf('.');
        String section = word(dot < 0 ? asked : asked.substring(0, dot));
        String name = dot < 0 ? "" : asked.substring(dot + 1);
        List<KeywordChapter> about = chapters.stream().filter(chapter -> chapter.headers().stream()
                .anyMatch(header -> word(header).equalsIgnoreCase(section))).toList();
        List<String> lines = new ArrayList<>();
        if (about.isEmpty() && dot < 0) {
            chapters.forEach(chapter -> one(chapter, asked, lines));
        }
        about.forEach(chapter -> {
            if (name.isEmpty()) {
                whole(chapter, lines);
            } else {
                one(chapter, name, lines);
            }
        });
        if (lines.isEmpty()) {
            throw Failure.usage("expected a section or section.keyword, got \"" + asked + "\"",
                    "svcmgr keywords");
        }
        return lines;
    }

    private void whole(KeywordChapter chapter, List<String> lines) {
        lines.add((lines.isEmpty() ? "" : "\n") + headers(chapter) + "  " + chapter.help());
        for (KeywordChapter.Line line : chapter.keywords()) {
            lines.add("");
            describe(line, lines);
        }
        if (!chapter.refused().isEmpty()) {
            lines.add("");
            lines.add("  known from OpenSVC, not supported here yet");
            indent(String.join(" ", chapter.refused()), lines);
        }
    }

    private void one(KeywordChapter chapter, String name, List<String> lines) {
        chapter.keywords().stream().filter(line -> line.name().equalsIgnoreCase(name)
                || line.aliases().stream().anyMatch(name::equalsIgnoreCase)).forEach(line -> {
                    lines.add((lines.isEmpty() ? "" : "\n") + headers(chapter));
                    describe(line, lines);
                });
    }

    private static void describe(KeywordChapter.Line line, List<String> lines) {
        lines.add("  " + line.name() + (line.scoped() ? " @" : "") + (line.required()
                ? "  required" : line.preset().isEmpty() ? "" : "  = " + line.preset()));
        indent(line.help(), lines);
        indent("value: " + line.expected(), lines);
        if (!line.aliases().isEmpty()) {
            indent("older: " + String.join(", ", line.aliases()), lines);
        }
        if (!line.example().isEmpty()) {
            lines.add(" ".repeat(INDENT) + "example: " + line.name() + " = " + line.example());
        }
    }

    private static void indent(String text, List<String> lines) {
        Wrap.lines(text, WIDTH - INDENT).forEach(part -> lines.add(" ".repeat(INDENT) + part));
    }

    private static String headersAlone(KeywordChapter chapter) {
        return chapter.headers().stream().map(header -> "[" + header
                + (header.endsWith("#") ? "…" : "") + "]").collect(Collectors.joining(" "));
    }

    private static String headers(KeywordChapter chapter) {
        return headers(chapter, chapter.types().size());
    }

    /** @param most types to name; of more, the first */
    private static String headers(KeywordChapter chapter, int most) {
        List<String> types = chapter.types();
        return headersAlone(chapter) + (types.isEmpty() ? "" : " type=" + (types.size() > most
                ? types.get(0) + "|…" : String.join("|", types)));
    }

    private static String word(String header) {
        int hash = header.indexOf('#');
        return hash < 0 ? header : header.substring(0, hash);
    }
}
