package org.understudy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.model.NodeName;

class ServiceScanTest {
    @TempDir
    private Path dir;

    @Test
    void badFilesDoNotHideGoodOnes() throws IOException {
        write("good.conf", "[DEFAULT]\nnodes = n1\n");
        write("bad.env", "[DEFAULT]\nnodes = n1\nfoo = 1\n");
        write("away.conf", "[DEFAULT]\nnodes = n2\n");
        write("old.env", "[DEFAULT]\nnodes = n1 n2\n");
        ServiceScan scan = scan();
        assertEquals("[good, old]", scan.managed().keySet().toString());
        assertEquals("away", scan.elsewhere().get(0).service().name().value());
        assertEquals(1, scan.elsewhere().size());
        assertEquals(List.of("bad.env:3:1 [DEFAULT] foo: unknown key"),
                scan.refused().values().stream().map(ConfigException::getMessage).toList());
    }

    @Test
    void confWinsOverEnvWithAWarning() throws IOException {
        write("web.env", "[DEFAULT]\nnodes = n1\napp = old\n");
        write("web.conf", "[DEFAULT]\nnodes = n1\napp = new\n");
        ServiceScan scan = scan();
        assertEquals("new", scan.managed().values().iterator().next().defaults()
                .get(ServiceKeywords.APP));
        assertEquals("[web.env: no effect, since there is web.conf]", scan.warnings().toString());
    }

    @Test
    void otherFilesAreNoServices() throws IOException {
        for (String name : List.of("node.conf", "cluster.conf", "auth.conf", ".web.conf",
                "web.conf~", "web.conf.example", "README")) {
            write(name, "[DEFAULT]\nnodes = n1\n");
        }
        ServiceScan scan = scan();
        assertEquals(0, scan.managed().size() + scan.refused().size() + scan.elsewhere().size());
    }

    @Test
    void missingDirectoryIsSaid() {
        assertThrows(ConfigException.class, () -> ServiceScan.of(dir.resolve("none"),
                new TestCatalog(), new NodeName("n1")));
    }

    private ServiceScan scan() {
        return ServiceScan.of(dir, new TestCatalog(), new NodeName("n1"));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(dir.resolve(name), text);
    }
}
