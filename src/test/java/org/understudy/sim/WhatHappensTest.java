package org.understudy.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * examples/what-happens-when.md is what people wrote about each situation, and between that what
 * the rules do in it, played here: {@code -Drewrite=true} writes it anew; read the difference.
 */
final class WhatHappensTest {
    private static final Path WRITTEN = Path.of("src/test/resources/what-happens-when.md");
    private static final Path MADE = Path.of("examples/what-happens-when.md");
    private static final Path HELP = Path.of("src/test/resources/golden/help-svcmgr.txt");
    private static final Pattern COMMAND = Pattern.compile(
            "svcmgr\\s+(?:-s \\S+\\s+)?([a-z]\\S*?(?: (?:status|drain))?)[\\s`:,.)]");
    /** {@code [said by journal/DiskWriter]: words}, which its source has to have. */
    private static final Pattern SAID = Pattern.compile("\\[said by (\\S+)\\]: (.*)");
    private static final int WIDTH = 100;

    @Test
    void whatIsWrittenIsWhatHappens() throws IOException {
        String made = String.join("\n", made()) + "\n";
        if (Boolean.getBoolean("rewrite")) {
            Files.writeString(MADE, made);
        }
        assertEquals(Files.readString(MADE), made, "mvn test -Drewrite=true writes " + MADE);
    }

    @Test
    void commandsThatItNamesAreThere() throws IOException {
        String help = Files.readString(HELP);
        Matcher named = COMMAND.matcher(Files.readString(WRITTEN));
        int found = 0;
        while (named.find()) {
            assertTrue(Pattern.compile("\\b" + named.group(1) + "\\b").matcher(help).find(),
                    named.group());
            found++;
        }
        assertTrue(found > 20, found + " commands");
    }

    /** The text with each play's course in the place of the play. */
    private static List<String> made() throws IOException {
        List<String> made = new ArrayList<>();
        List<String> play = new ArrayList<>();
        boolean plays = false;
        for (String line : Files.readAllLines(WRITTEN)) {
            if (line.equals("```play")) {
                plays = true;
            } else if (plays && line.equals("```")) {
                made.addAll(Course.of(play));
                play.clear();
                plays = false;
            } else if (plays) {
                play.add(line);
            } else {
                made.add(said(line));
            }
        }
        assertEquals(List.of(), play, "a play that does not end");
        assertEquals(List.of(), made.stream().filter(line -> line.length() > WIDTH).toList());
        return made;
    }

    private static String said(String line) throws IOException {
        Matcher said = SAID.matcher(line);
        if (!said.matches()) {
            return line;
        }
        String source = Files.readString(Path.of("src/main/java/org/understudy", said.group(1)
                + ".java"));
        for (String part : said.group(2).split(" … ")) {
            assertTrue(source.contains(part), said.group(1) + " has no \"" + part + "\"");
        }
        return "    " + said.group(2);
    }
}
