package org.understudy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.model.NodeName;

class ManyFilesTest {
    @TempDir
    private Path dir;

    /** A second or two on an idle machine; this one may be busy. */
    @Test
    void aThousandServicesAreReadInNoTime() throws IOException {
        Path example = Path.of("examples/busybox.opensvc.com.env");
        for (int i = 0; i < 1000; i++) {
            Files.copy(example, dir.resolve("web" + i + ".conf"));
        }
        assertTimeoutPreemptively(Duration.ofSeconds(30), () ->
            assertEquals(1000, ServiceScan.of(dir, new TestCatalog(),
                    new NodeName("deb1.opensvc.com")).managed().size()));
    }
}
