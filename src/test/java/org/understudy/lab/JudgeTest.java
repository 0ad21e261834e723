package org.understudy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.understudy.exec.Command;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;
import org.understudy.exec.SystemCommands;

/** What {@code examples/lab/faults} calls right and wrong, by evidence made by hand. */
final class JudgeTest {
    /** The third attempt of write 2 came to nothing known, and nothing came of it. */
    private static final String CLIENT = """
            ack 1 1 10.00 10.03 n1 900
            lost 2 1 10.10 11.60 no answer within 1.5 s
            lost 2 2 11.70 12.20 no connection: Connection timed out
            ack 2 3 14.00 14.02 n2 1390
            ack 3 1 14.10 14.12 n2 1390
            ack 4 1 20.10 20.12 n1 1980
            """;
    private static final String DISK = """
            1 1 n1 900 10.01
            2 1 n1 900 10.11
            2 3 n2 1390 14.01
            3 1 n2 1390 14.11
            4 1 n1 1980 20.11
            """;

    @TempDir
    Path evidence;

    @Test
    void writesThatAreAllThereAreRight() throws Exception {
        Result result = judged(CLIENT, DISK);
        assertEquals("4 writes acknowledged, 4 of them on the disk;"
                + " 2 attempts without an answer, 1 of them there\n"
                + "3 runs of the service, 2 moves to the other node\n", result.out());
        assertTrue(result.ok());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            3 1 n2 1390 14.11   | -                  | write 3 1 is lost: acknowledged by n2 1390
            3 1 n2 1390 14.11   | 3 1 n1 900 14.11   | run n1 900 wrote at 14.11, after run n2 1390
            2 3 n2 1390 14.01   | 2 3 n2 1390 10.10  | wrote at 10.10, run n1 900 still at 10.11
            1 1 n1 900 10.01    | 4 1 n1 900 10.01   | write 4 1 is there twice
            2 1 n1 900 10.11    | 9 1 n1 900 10.11   | nobody sent write 9 1
            2 1 n1 900 10.11    | 2 1 n1 9           | line 2: expected NUMBER ATTEMPT NODE RUN
            1 1 n1 900 10.01    | 1 1 n1 899 10.01   | n1 900 acknowledged it, n1 899 wrote it
            """)
    void aLineThatIsNotAsItWasAnsweredIsNamed(String line, String instead, String why)
            throws Exception {
        refused(CLIENT, DISK.replace(line + "\n", instead.equals("-") ? "" : instead + "\n"), why);
    }

    @Test
    void theOrderOfTheAnswersIsThatOfTheDisk() throws Exception {
        refused(CLIENT, DISK.replace("2 3 n2 1390 14.01\n3 1 n2 1390 14.11\n",
                "3 1 n2 1390 14.01\n2 3 n2 1390 14.11\n"),
                "write 3 1 is on the disk before the one acknowledged before it");
    }

    @Test
    void nothingAcknowledgedProvesNothing() throws Exception {
        refused("", "", "expected writes that were acknowledged, got none");
        refused(CLIENT.replace("ack 3", "ack 4"), DISK, "went on to 4 without its answer");
        refused(CLIENT + "nack\n", DISK, "client, line 7: expected ack or lost, got \"nack\"");
        Files.delete(evidence.resolve("disk"));
        assertTrue(script("--judge", evidence.toString()).err().contains("/disk: No such file"));
    }

    @ParameterizedTest
    @CsvSource({"0, minutes: expected a number from 1 to 9999", "soon, minutes: expected a number",
        "1 x, 'seed: expected a number, got \"x\"'", "1 2 3, 'expected two arguments at most'",
        "--judge /none, '--judge: expected a directory, got \"/none\"'"})
    void badWordsAreNamed(String words, String why) throws Exception {
        Result result = script(words.split(" "));
        assertEquals(2, result.exit());
        assertTrue(result.err().startsWith("faults: " + why), result.err());
    }

    private void refused(String client, String disk, String why) throws Exception {
        Result result = judged(client, disk);
        assertEquals(1, result.exit(), result.out());
        assertTrue(result.out().contains(why), result.out());
    }

    private Result judged(String client, String disk) throws IOException, InterruptedException {
        Files.writeString(evidence.resolve("client"), client);
        Files.writeString(evidence.resolve("disk"), disk);
        return script("--judge", evidence.toString());
    }

    private static Result script(String... words) throws InterruptedException {
        return new SystemCommands().run(Command.of(Deadline.in(Duration.ofSeconds(60)),
                Stream.concat(Stream.of("examples/lab/faults"), Stream.of(words))
                        .toArray(String[]::new)));
    }
}
