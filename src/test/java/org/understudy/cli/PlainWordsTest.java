package org.understudy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What is read without the parser is read as the parser would. */
final class PlainWordsTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "nodes", "-s web print status", "print status -s web",
        "print -s web status", "--service web,db explain", "--service=web,db explain",
        "-s a -s b,c status", "print_status -s web", "-s web set a=b c+=d", "-s web,,db status",
        "-s web.example-1 rto", "-s web get fs#1.mnt", "keywords fs.mnt", "-s @web status @x"})
    void asTheParserDoes(String typed) {
        String[] args = typed.isEmpty() ? new String[0] : typed.split(" ");
        SvcmgrLine plain = new SvcmgrLine();
        assertTrue(PlainWords.into(plain, args));
        SvcmgrLine parsed = new SvcmgrLine();
        new CommandLine(parsed).setExpandAtFiles(false).parseArgs(args);
        assertEquals(parsed.words, plain.words);
        assertEquals(parsed.services, plain.services);
        assertEquals(parsed.action(), plain.action());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-s", "--service", "-s web start --wait", "-s web docker ps",
        "docker", "-s -x status", "-sweb status", "-s=web status", "-- -s web", "--service= status",
        "-s web, status", "-s ,web status", "nodes --format json", "-s \"web\" status"})
    void leavesTheRestToTheParser(String typed) {
        SvcmgrLine line = new SvcmgrLine();
        assertFalse(PlainWords.into(line, typed.split(" ")));
        assertEquals(new SvcmgrLine().words, line.words);
        assertEquals(new SvcmgrLine().services, line.services);
    }
}
