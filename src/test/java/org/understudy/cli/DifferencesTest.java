package org.understudy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DifferencesTest {
    @Test
    void linesThatCameAndWentAreShownInTheirOrder() {
        assertEquals(List.of(), Differences.of("a\nb\n", "a\nb\n"));
        assertEquals(List.of("- b", "+ x"), Differences.of("a\nb\nc\n", "a\nx\nc\n"));
        assertEquals(List.of("+ x", "- c"), Differences.of("a\nb\nc\nd", "a\nx\nb\nd"));
        assertEquals(List.of("- a", "- b"), Differences.of("a\nb\n", ""));
        assertEquals(List.of("+ b"), Differences.of("b\n", "b\nb\n"));
    }

    @Test
    void hugeTextsTakeNoLongTime() {
        assertTimeout(Duration.ofSeconds(5), () -> assertEquals(10_000,
                Differences.of("a\n".repeat(5000), "b\n".repeat(5000)).size()));
    }
}
