package org.understudy.config;

import java.util.List;

/** Writes one value into a text and keeps every other character of it. */
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

    String add(Ini.Block block, String key, String value) {
        List<Ini.Entry> entries = block.entries();
        int at = block.end();
        String sign = " = ";
        if (!entries.isEmpty()) {
            List<Ini.Piece> last = entries.get(entries.size() - 1).pieces();
            at = last.get(last.size() - 1).lineEnd();
            sign = tight(last.get(0)) ? "=" : sign;
        }
        return insert(at, ini.indent() + key + sign + value);
    }

    String addSection(String header, String key, String value) {
        boolean apart = text.isBlank() || text.endsWith("\n\n") || text.endsWith("\n\r\n");
        return insert(text.length(), (apart ? "" : lineEnd) + ini.indent() + "[" + header + "]"
                + lineEnd + ini.indent() + key + " = " + value);
    }

    private String insert(int at, String lines) {
        boolean open = at > 0 && text.charAt(at - 1) != '\n';
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
            edited.setLength(edited.length() - lineEnd.length());
        }
        return edited.toString();
    }
}
