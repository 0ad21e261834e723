package org.understudy.config;

import java.util.List;

/**
 * Writes one change into a text and keeps every other character of it. What {@code add} and
 * {@code addSection} write, {@code remove} takes away again without a trace.
 */
final class EditedText {
    private final Ini ini;
    private final String text;
    private final String lineEnd;

    EditedText(Ini ini) {
        this.ini = ini;
        this.text = ini.text();
        int newline = text.indexOf('\n');
        this.lineEnd = newline > 0 && text.charAt(newline - 1) == '\r' ? "\r\n" : "\n";
    }

    String replace(Ini.Entry entry, String value) {
        if (entry.value().equals(value)) {
            return text;
        }
        Ini.Piece first = entry.pieces().get(0);
        boolean roomy = text.substring(first.lineStart(), first.start()).matches("(?s).*\\s[=:]");
        StringBuilder edited = new StringBuilder(text);
        List<Ini.Piece> pieces = entry.pieces();
        for (int i = pieces.size() - 1; i > 0; i--) {
            edited.delete(pieces.get(i).lineStart(), pieces.get(i).lineEnd());
        }
        edited.replace(first.start(), first.end(), (roomy ? " " : "") + value);
        return sameEnd(edited);
    }

    /** A first key at the end of the file is written so that its section is not taken for ours. */
    String add(Ini.Block block, String key, String value) {
        List<Ini.Entry> entries = block.entries();
        int at = block.end();
        String sign = ours(block) ? "=" : " = ";
        if (!entries.isEmpty()) {
            List<Ini.Piece> last = entries.get(entries.size() - 1).pieces();
            at = last.get(last.size() - 1).lineEnd();
            sign = tight(last.get(0)) ? "=" : " = ";
        }
        return insert(at, ini.indent() + key + sign + value);
    }

    String addSection(String header, String key, String value) {
        boolean first = text.length() == Indent.begin(text);
        return insert(text.length(), (first ? "" : lineEnd) + ini.indent() + "[" + header + "]"
                + lineEnd + ini.indent() + key + " = " + value);
    }

    /** A section of which nothing is left goes with its last key, if it looks like one we wrote. */
    String remove(Ini.Block block, Ini.Entry entry) {
        Ini.Piece first = entry.pieces().get(0);
        if (block.entries().size() == 1 && entry.pieces().size() == 1 && ours(block)
                && text.startsWith(ini.indent() + entry.key() + " = ", first.lineStart())) {
            return removeSection(block);
        }
        StringBuilder edited = new StringBuilder(text);
        List<Ini.Piece> pieces = entry.pieces();
        for (int i = pieces.size() - 1; i >= 0; i--) {
            edited.delete(pieces.get(i).lineStart(), pieces.get(i).lineEnd());
        }
        return sameEnd(edited);
    }

    /** From its header to its last key, with one of the blank lines before it. */
    String removeSection(Ini.Block block) {
        int end = block.end();
        for (Ini.Entry entry : block.entries()) {
            end = Math.max(end, entry.pieces().get(entry.pieces().size() - 1).lineEnd());
        }
        int start = lineStart(block);
        StringBuilder edited = new StringBuilder(text);
        edited.delete(blankLineBefore(start), end);
        return sameEnd(edited);
    }

    /** Whether the section could be one that {@code addSection} wrote: nothing else follows it. */
    private boolean ours(Ini.Block block) {
        int end = block.end();
        for (Ini.Entry entry : block.entries()) {
            end = entry.pieces().get(entry.pieces().size() - 1).lineEnd();
        }
        int start = lineStart(block);
        return end == text.length()
                && (start == Indent.begin(text) || blankLineBefore(start) < start);
    }

    private int lineStart(Ini.Block block) {
        return Math.max(Indent.begin(text), text.lastIndexOf('\n', block.end() - 2) + 1);
    }

    /** Where the blank line just before begins; the same place where there is none. */
    private int blankLineBefore(int start) {
        String before = text.substring(0, start);
        if (!before.endsWith("\n")) {
            return start;
        }
        int end = start - (before.endsWith("\r\n") ? 2 : 1);
        return end == Indent.begin(text) || end > 0 && text.charAt(end - 1) == '\n' ? end : start;
    }

    private String insert(int at, String lines) {
        boolean open = at > 0 && text.charAt(at - 1) != '\n' && at > Indent.begin(text);
        StringBuilder edited = new StringBuilder(text);
        edited.insert(at, (open ? lineEnd : "") + lines + (open ? "" : lineEnd));
        return edited.toString();
    }

    /** Whether the line is written {@code key=value}. */
    private boolean tight(Ini.Piece piece) {
        return piece.start() < piece.end()
                && text.substring(piece.lineStart(), piece.start()).matches(".*\\S=");
    }

    /** Without a final line end where there was none. */
    private String sameEnd(StringBuilder edited) {
        if (!text.endsWith("\n") && edited.indexOf("\n", edited.length() - 1) >= 0) {
            int end = edited.length() - 1;
            edited.setLength(end > 0 && edited.charAt(end - 1) == '\r' ? end - 1 : end);
        }
        return edited.toString();
    }
}
