package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real calls, on what is no watchdog; vagrant/check watchdog has a real one bite. */
final class KernelWatchdogTest {
    @TempDir
    Path dir;

    @Test
    void whatIsNoWatchdogIsLeftAsItIsAndNamed() throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "precious");
        assertEquals(file + " is not used: it is no watchdog", refusal(file));
        assertEquals("precious", Files.readString(file));
        assertEquals("/dev/null is not used: it is no watchdog", refusal(Path.of("/dev/null")));
    }

    @Test
    void oneThatIsMissingIsNamed() {
        Path none = dir.resolve("watchdog");
        assertTrue(refusal(none).startsWith(none + " cannot be opened: "), refusal(none));
    }

    private static String refusal(Path path) {
        return assertThrows(IOException.class, () -> new KernelWatchdog(path).arm(
                Duration.ofSeconds(10))).getMessage();
    }
}
