package org.understudy.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Plays every file of scenarios/: lines that begin with {@code at} or {@code given} are what
 * happens, those with {@code >} what the nodes then do and why. {@code -Drewrite=true} writes the
 * latter anew; read the difference. What a line expects is never rewritten.
 */
final class ScenarioTest {
    private static final Path FILES = Path.of("src/test/resources/scenarios");

    @TestFactory
    Stream<DynamicTest> eachScenarioPlaysAsWritten() throws IOException {
        try (Stream<Path> files = Files.walk(FILES)) {
            return files.filter(Files::isRegularFile).sorted().toList().stream().map(file ->
                    dynamicTest(FILES.relativize(file).toString(), () -> check(file)));
        }
    }

    private static void check(Path file) throws IOException {
        String written = Files.readString(file);
        String played = Script.play(written.lines().filter(l -> !l.startsWith(">")).toList());
        if (Boolean.getBoolean("rewrite")) {
            Files.writeString(file, played);
        }
        assertEquals(Files.readString(file), played);
    }

    @Test
    void whatIsExpectedIsLookedAt() {
        List<String> given = List.of("given service=web on=n1,n2 orchestrate=ha",
                "given settled=20s");
        Script.play(with(given, "at 20s expect web n1=up n2=down"));
        assertThrows(AssertionError.class, () ->
                Script.play(with(given, "at 20s expect web n1=up n2=off")));
        assertThrows(AssertionError.class, () ->
                Script.play(with(given, "at 20s expect web n1=up")));
        assertThrows(IllegalArgumentException.class, () ->
                Script.play(with(given, "at 20s expct web n1=up n2=down")));
    }

    private static List<String> with(List<String> given, String last) {
        return Stream.concat(given.stream(), Stream.of(last)).toList();
    }
}
