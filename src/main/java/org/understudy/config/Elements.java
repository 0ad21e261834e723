package org.understudy.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The words of a value that is a list, each with its place in the file's text. */
final class Elements {
    private final String text;
    private final Ini.Entry entry;
    private final List<Word> words = new ArrayList<>();

    /** One word, which may be quoted. */
    private record Word(int piece, int start, int end, String spelt) {
    }

    Elements(String text, Ini.Entry entry) {
        this.text = text;
        this.entry = entry;
        for (int i = 0; i < entry.pieces().size(); i++) {
            Ini.Piece piece = entry.pieces().get(i);
            int number = i;
            spans(piece.in(text)).forEach(span -> words.add(new Word(number,
                    piece.start() + span[0], piece.start() + span[1],
                    text.substring(piece.start() + span[0], piece.start() + span[1]))));
        }
    }

    int size() {
        return words.size();
    }

    /** Whether these words follow each other in it. */
    boolean has(String value) {
        return at(value) >= 0;
    }

    /** The text with the value put before the element that is now the index-th. */
    String with(int index, String value) {
        StringBuilder edited = new StringBuilder(text);
        if (index < words.size()) {
            return edited.insert(words.get(index).start(), value + " ").toString();
        }
        return edited.insert(words.get(words.size() - 1).end(), " " + value).toString();
    }

    /** The text without the first of these words; lines of which nothing is left go. */
    String without(String value) {
        int first = at(value);
        int count = spans(value).size();
        StringBuilder edited = new StringBuilder(text);
        for (int i = entry.pieces().size() - 1; i >= 0; i--) {
            remove(edited, i, words.subList(first, first + count));
        }
        return edited.toString();
    }

    private void remove(StringBuilder edited, int number, List<Word> gone) {
        List<Word> here = words.stream().filter(word -> word.piece() == number).toList();
        if (number > 0 && !here.isEmpty() && gone.containsAll(here)) {
            Ini.Piece line = entry.pieces().get(number);
            edited.delete(line.lineStart(), line.lineEnd());
            return;
        }
        for (int i = here.size() - 1; i >= 0; i--) {
            Word word = here.get(i);
            if (!gone.contains(word)) {
                continue;
            }
            boolean firstLeft = gone.containsAll(here.subList(0, i));
            int next = i + 1 < here.size() ? here.get(i + 1).start() : word.end();
            edited.delete(firstLeft ? word.start() : here.get(i - 1).end(),
                    firstLeft ? next : word.end());
        }
    }

    private int at(String value) {
        List<String> wanted = spans(value).stream()
                .map(span -> value.substring(span[0], span[1])).toList();
        return IntStream.rangeClosed(0, words.size() - wanted.size())
                .filter(i -> words.subList(i, i + wanted.size()).stream().map(Word::spelt)
                        .toList().equals(wanted)).findFirst().orElse(-1);
    }

    /** Begin and end of each word; what is between quotes is one, if every quote is closed. */
    private static List<int[]> spans(String line) {
        boolean quoted = closes(line);
        List<int[]> spans = new ArrayList<>();
        int at = 0;
        while (at < line.length()) {
            while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
                at++;
            }
            int start = at;
            char quote = 0;
            while (at < line.length() && (quote != 0 || !Character.isWhitespace(line.charAt(at)))) {
                char c = line.charAt(at++);
                if (quoted && c == '\\' && quote != '\'' && at < line.length()) {
                    at++;
                } else if (quoted && quote == c) {
                    quote = 0;
                } else if (quoted && quote == 0 && (c == '"' || c == '\'')) {
                    quote = c;
                }
            }
            if (at > start) {
                spans.add(new int[] {start, at});
            }
        }
        return spans;
    }

    private static boolean closes(String line) {
        try {
            ShellWords.split(line);
            return true;
        } catch (IllegalArgumentException open) {
            return false;
        }
    }
}
