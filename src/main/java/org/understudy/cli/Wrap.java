package org.understudy.cli;

import java.util.ArrayList;
import java.util.List;

/** Greedy word wrap: breaks at blanks and after hyphens, cuts words that fit on no line. */
final class Wrap {
    private final int width;
    private final List<String> lines = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();

    private Wrap(int width) {
        this.width = width;
    }

    /** Lines of at most {@code width} columns; none for a blank text. */
    static List<String> lines(String text, int width) {
        Wrap wrap = new Wrap(width);
        for (String piece : pieces(text)) {
            wrap.piece(piece);
        }
        wrap.end();
        return wrap.lines;
    }

    private void piece(String piece) {
        if (piece.length() > width) {
            cut(piece);
        } else {
            if (line.length() + piece.length() > width) {
                end();
            }
            line.append(piece);
        }
    }

    private void cut(String word) {
        String rest = word;
        while (line.length() + rest.length() > width) {
            int room = width - line.length();
            line.append(rest, 0, room);
            rest = rest.substring(room);
            end();
        }
        line.append(rest);
    }

    private void end() {
        String text = line.toString().strip();
        if (!text.isEmpty()) {
            lines.add(text);
        }
        line.setLength(0);
    }

    /** Words, parts of words up to a hyphen, and the single blanks between them. */
    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            boolean blank = Character.isWhitespace(text.charAt(i));
            if (blank && piece.length() > 0) {
                pieces.add(piece.toString());
                piece.setLength(0);
            }
            if (blank) {
                pieces.add(" ");
            } else if (piece.append(text.charAt(i)).length() > 0 && partsWords(text, i)) {
                pieces.add(piece.toString());
                piece.setLength(0);
            }
        }
        pieces.add(piece.toString());
        return pieces;
    }

    /** A hyphen between letters; never one of {@code --force}, {@code -9} or {@code 1-2}. */
    private static boolean partsWords(String text, int at) {
        return text.charAt(at) == '-' && at > 0 && at + 1 < text.length()
                && Character.isLetter(text.charAt(at - 1))
                && Character.isLetter(text.charAt(at + 1));
    }
}
