package org.understudy.config;

import java.util.ArrayList;
import java.util.List;

/** Splits a line into words as a POSIX shell does, without expanding anything. */
final class ShellWords {
    private final String text;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int at;

    private ShellWords(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException when a quote is not closed or a backslash ends the text */
    static List<String> split(String text) {
        return new ShellWords(text).split();
    }

    private List<String> split() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\'') {
                singleQuoted();
            } else if (c == '"') {
                doubleQuoted();
            } else if (c == '\\') {
                append(next());
            } else if (Character.isWhitespace(c)) {
                endWord();
            } else {
                append(c);
            }
        }
        endWord();
        return List.copyOf(words);
    }

    private void singleQuoted() {
        inWord = true;
        for (char c = next(); c != '\''; c = next()) {
            word.append(c);
        }
    }

    /** Inside double quotes a backslash quotes only quotes, itself, {@code $} and {@code `}. */
    private void doubleQuoted() {
        inWord = true;
        for (char c = next(); c != '"'; c = next()) {
            if (c == '\\') {
                c = next();
                word.append("\"\\$`".indexOf(c) < 0 ? "\\" : "");
            }
            word.append(c);
        }
    }

    private char next() {
        if (at == text.length()) {
            throw new IllegalArgumentException(text);
        }
        return text.charAt(at++);
    }

    private void append(char c) {
        inWord = true;
        word.append(c);
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }
}
