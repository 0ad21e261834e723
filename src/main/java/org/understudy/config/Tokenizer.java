package org.understudy.config;

import java.io.IOException;
import java.io.StringReader;
import org.ini4j.Config;
import org.ini4j.InvalidFileFormatException;
import org.ini4j.spi.IniHandler;
import org.ini4j.spi.IniParser;

/**
 * Splits one line by ini4j. It sees one line at a time, because it does not say where a token was,
 * stops at the first wrong line and knows no continuation lines.
 */
final class Tokenizer {
    /** Receives what the line is; exactly one call for each line. */
    interface Sink {
        void header(String name);

        void option(String key, String value);

        void neither();
    }

    private final IniParser parser = IniParser.newInstance(verbatim());

    void split(String line, Sink sink) {
        Line found = new Line();
        try {
            parser.parse(new StringReader("[-]\n" + line), found);
        } catch (InvalidFileFormatException e) {
            sink.neither();
            return;
        } catch (IOException e) {
            throw new IllegalStateException("reading a string", e);
        }
        found.tell(sink);
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

    /** The last header and option: the first header is ours, it makes a lone option legal. */
    private static final class Line implements IniHandler {
        private int headers;
        private String header;
        private String key;
        private String value;

        private void tell(Sink sink) {
            if (key != null) {
                sink.option(key, value);
            } else if (headers == 2) {
                sink.header(header);
            } else {
                sink.neither();
            }
        }

        @Override
        public void startSection(String name) {
            headers++;
            header = name;
        }

        @Override
        public void handleOption(String name, String text) {
            key = name;
            value = text;
        }

        @Override public void startIni() { }

        @Override public void endIni() { }

        @Override public void endSection() { }

        @Override public void handleComment(String comment) { }
    }
}
