package org.understudy.config;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Takes a file apart, line by line, and goes on after what is wrong. */
final class IniReader implements Tokenizer.Sink {
    /** Longer ones are no names, and would fill the screen. */
    private static final int LONGEST_NAME = 200;
    private static final String INVISIBLE = "\u00a0\u00ad\u2007\u200b\u200c\u200d\u200e\u200f"
            + "\u202a\u202b\u202c\u202d\u202e\u202f\u2060\ufeff";

    /** A header that would be lost in the value above it, and its section with it. */
    private static final Pattern SWALLOWED = Pattern.compile(
            "\\[(?i:DEFAULT|env|labels|[a-z_0-9.]+#[\\w.:-]+)]");

    private final String text;
    private final Findings findings;
    private final String indent;
    private final Map<String, Ini.Block> sections = new LinkedHashMap<>();
    /** Empty before the first header, and behind one that is wrong. */
    private List<Ini.Block> section = List.of();
    private boolean beforeHeaders = true;
    private Ini.Piece line;
    private Place key;
    private List<Ini.Piece> value = List.of();
    /** Whether the lines to come belong to an indented header, which is reported. */
    private boolean swallowed;

    private IniReader(String text, Findings findings) {
        this.text = text;
        this.findings = findings;
        this.indent = Indent.common(text.substring(Indent.begin(text)).lines().toList());
    }

    static Ini read(SourceFile source, Findings findings) {
        IniReader reader = new IniReader(source.text(), findings);
        reader.readLines();
        return new Ini(source.text(), reader.indent, List.copyOf(reader.sections.values()));
    }

    private void readLines() {
        List<Ini.Piece> lines = lines();
        Iterator<Tokenizer.Token> tokens = new Tokenizer().split(lines.stream()
                .filter(one -> !isContinuation(one)).map(one -> one.in(text)).toList()).iterator();
        for (Ini.Piece next : lines) {
            line = next;
            refuseInvisible();
            if (isContinuation(line)) {
                continuation();
            } else {
                endOption();
                swallowed = false;
                tokens.next().tell(this);
            }
        }
        endOption();
    }

    private boolean isContinuation(Ini.Piece piece) {
        return piece.start() > piece.lineStart() + indent.length();
    }

    /** All that say something. */
    private List<Ini.Piece> lines() {
        List<Ini.Piece> lines = new ArrayList<>();
        int number = 0;
        int start = Indent.begin(text);
        while (start < text.length()) {
            Ini.Piece piece = line(++number, start);
            start = piece.lineEnd();
            if (piece.start() < piece.end() && "#;".indexOf(text.charAt(piece.start())) < 0) {
                lines.add(piece);
            }
        }
        return lines;
    }

    /** What came with a paste from a web page, and nobody sees. */
    private void refuseInvisible() {
        for (int i = line.start(); i < line.end(); i++) {
            char c = text.charAt(i);
            if (c >= INVISIBLE.charAt(0) && INVISIBLE.indexOf(c) >= 0) {
                findings.error(Place.of(line.line(), i - line.lineStart() + 1), String.format(
                        "expected letters one can see, got U+%04X, which looks like a blank or"
                        + " like nothing", (int) c));
                return;
            }
        }
    }

    /** The line without the blanks around it. */
    private Ini.Piece line(int number, int lineStart) {
        int newline = text.indexOf('\n', lineStart);
        int lineEnd = newline < 0 ? text.length() : newline + 1;
        int start = lineStart;
        int end = lineEnd;
        while (start < end && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return new Ini.Piece(number, lineStart, start, end, lineEnd);
    }

    @Override
    public void header(String name) {
        if (name.length() > LONGEST_NAME) {
            neither();
            return;
        }
        beforeHeaders = false;
        String header = name.equalsIgnoreCase(Ini.DEFAULT) ? Ini.DEFAULT : name;
        Place place = new Place(line.line(), column(), header, "");
        Ini.Block block = sections.computeIfAbsent(header,
                absent -> new Ini.Block(place, line.lineEnd(), new ArrayList<>()));
        if (block.place() != place) {
            findings.error(place, "second section of this name, the first is on line "
                    + block.place().line());
        }
        section = List.of(block);
    }

    @Override
    public void option(String name, String text) {
        if (name.length() > LONGEST_NAME) {
            neither();
            return;
        }
        if (beforeHeaders) {
            beforeHeaders = false;
            findings.error(here(), "expected a section header such as [DEFAULT] before the first"
                    + " key, got " + got());
        }
        String header = section.isEmpty() ? "" : section.get(0).name();
        key = new Place(line.line(), column(), header, name);
        value = new ArrayList<>(List.of(new Ini.Piece(line.line(), line.lineStart(),
                line.end() - text.length(), line.end(), line.lineEnd())));
    }

    @Override
    public void neither() {
        if (line.in(text).startsWith("[")) {
            findings.error(here(), "expected a header such as [fs#1] alone on its line"
                    + (isContinuation(line) ? " and not indented" : "") + ", got " + got()
                    + (line.in(text).matches("(?s)\\[[^]]*]\\s*[#;].*")
                            ? "; a comment needs its own line" : ""));
            section = List.of();
            beforeHeaders = false;
        } else {
            findings.error(here(), "expected key = value or [section], got " + got());
        }
    }

    private void continuation() {
        if (swallowed) {
            return;
        }
        if (value.isEmpty()) {
            findings.error(here(), "expected a key before this indented line to continue, got "
                    + got());
        } else if (SWALLOWED.matcher(line.in(text)).matches()) {
            endOption();
            neither();
            swallowed = true;
        } else {
            value.add(line);
        }
    }

    private void endOption() {
        if (!value.isEmpty() && !section.isEmpty()) {
            String lines = value.stream().map(piece -> piece.in(text))
                    .collect(Collectors.joining("\n")).strip();
            section.get(0).entries().add(new Ini.Entry(key, lines, List.copyOf(value)));
        }
        value = List.of();
    }

    private Place here() {
        return Place.of(line.line(), column());
    }

    private String got() {
        return Quote.of(line.in(text));
    }

    private int column() {
        return line.start() - line.lineStart() + 1;
    }
}
