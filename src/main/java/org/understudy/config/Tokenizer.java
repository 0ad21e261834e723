package org.understudy.config;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.ini4j.Config;
import org.ini4j.InvalidFileFormatException;
import org.ini4j.spi.IniHandler;
import org.ini4j.spi.IniParser;

/**
 * Splits lines by ini4j, all at once where each is a header or an option. Where one is not, it sees
 * one line at a time, because it does not say where a token was and stops at the first wrong line.
 */
final class Tokenizer {
    /** Receives what a line is; exactly one call for each line. */
    interface Sink {
        void header(String name);

        void option(String key, String value);

        void neither();
    }

    /** What a line is. */
    interface Token {
        void tell(Sink sink);
    }

    /** Ours, which makes a lone option legal. */
    private static final String FIRST = "[-]\n";
    private static final Config VERBATIM = verbatim();

    private final IniParser parser = IniParser.newInstance(VERBATIM);

    /** A token for each line; the lines are no comments and no continuations. */
    List<Token> split(List<String> lines) {
        List<Token> tokens = tokens(String.join("\n", lines));
        return tokens.size() == lines.size() ? tokens : lines.stream().map(this::token).toList();
    }

    private Token token(String line) {
        List<Token> tokens = tokens(line);
        return tokens.size() == 1 ? tokens.get(0) : Sink::neither;
    }

    /** None, where some line is neither. */
    private List<Token> tokens(String lines) {
        Tokens found = new Tokens();
        try {
            parser.parse(new StringReader(FIRST + lines), found);
        } catch (InvalidFileFormatException e) {
            return List.of();
        } catch (IOException e) {
            throw new IllegalStateException("reading a string", e);
        }
        return found.all.subList(1, found.all.size());
    }

    private static Config verbatim() {
        Config config = new Config();
        config.setEscape(false);
        config.setEscapeNewline(false);
        config.setInclude(false);
        config.setGlobalSection(false);
        config.setUnnamedSection(false);
        config.setEmptyOption(false);
        config.setLowerCaseOption(false);
        config.setLowerCaseSection(false);
        return config;
    }

    private static final class Tokens implements IniHandler {
        private final List<Token> all = new ArrayList<>();

        @Override
        public void startSection(String name) {
            all.add(sink -> sink.header(name));
        }

        @Override
        public void handleOption(String name, String text) {
            all.add(sink -> sink.option(name, text));
        }

        @Override public void startIni() { }

        @Override public void endIni() { }

        @Override public void endSection() { }

        @Override public void handleComment(String comment) { }
    }
}
