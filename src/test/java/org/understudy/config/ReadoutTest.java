package org.understudy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.understudy.model.NodeName;

class ReadoutTest {
    private static final String TEXT = "[DEFAULT]\nnodes = n1 n2\nservice_type = DEV\n"
            + "orchestrate = start\norchestrate@n2 = ha\nrestart = 2\npriority = x\n"
            + "[fs#1]\ntype = ext4\ndev = /dev/a\nmnt = /srv\nmnt@nodes = /all\n"
            + "mnt@n1 = /one\n[env]\nPort = 80\n";

    @TempDir
    private Path dir;

    @ParameterizedTest
    @CsvSource({"orchestrate, start", "orchestrate@n2, ha", "ORCHESTRATE@N2, ha", "env, DEV",
        "DEFAULT.app, default", "fs#1.mnt, /srv", "fs#1.mnt@n1, /one", "fs#1.restart, 0",
        "env.Port, 80", "priority, x"})
    void rawIsWhatIsWrittenOrHoldsWithoutIt(String key, String value) throws IOException {
        assertEquals(value, readout().raw(key));
    }

    @ParameterizedTest
    @CsvSource({"n1, orchestrate, start", "n2, orchestrate, ha", "n1, fs#1.mnt, /one",
        "n2, fs#1.mnt, /all", "n1, fs#1.restart, 2", "n1, app, default",
        "n1, env.Port, 80"})
    void evaluatedIsWhatANodeMakesOfIt(String node, String key, String value)
            throws IOException {
        assertEquals(value, readout().evaluated(key, new NodeName(node)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "fs#9.mnt | web.conf: section 'fs#9' not found",
        "vg.name | web.conf: expected a section such as fs#1 or DEFAULT, or a group that the file"
            + " has: fs, got \"vg\"",
        "fs#1 | web.conf: expected section.key such as fs#1.mnt_opt, got \"fs#1\""})
    void whatNobodySaysIsNamed(String key, String why) throws IOException {
        Readout readout = readout();
        assertEquals(why, assertThrows(ConfigException.class,
                () -> readout.raw(key)).getMessage());
        assertEquals(why, assertThrows(ConfigException.class,
                () -> readout.evaluated(key, new NodeName("n1"))).getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "comment | option 'comment' not found in section 'DEFAULT' | 1:1 [DEFAULT] comment",
        "fs#1.mnt_opt | option 'mnt_opt' not found in section 'fs#1' | 8:1 [fs#1] mnt_opt"})
    void whatHasNoValueIsNamed(String key, String raw, String where) throws IOException {
        Readout readout = readout();
        assertEquals("web.conf: " + raw, assertThrows(ConfigException.class,
                () -> readout.raw(key)).getMessage());
        assertEquals("web.conf:" + where + ": not said for n1, and it has no preset",
                assertThrows(ConfigException.class, () -> readout.evaluated(key,
                        new NodeName("n1"))).getMessage());
    }

    @Test
    void evaluatedValueThatIsWrongIsNoValue() throws IOException {
        Readout readout = readout();
        assertEquals("web.conf:7:1 [DEFAULT] priority: expected a whole number such as 100, got"
                + " \"x\"", assertThrows(ConfigException.class,
                        () -> readout.evaluated("priority", new NodeName("n1"))).getMessage());
        assertThrows(ConfigException.class, () -> readout.sections(new NodeName("n1")));
        assertThrows(ConfigException.class,
                () -> readout.evaluated("orchestrate@n2", new NodeName("n1")));
    }

    @Test
    void sectionsAreShownAsWrittenOrAsSeen() throws IOException {
        assertEquals(Map.of("type", "ext4", "dev", "/dev/a", "mnt", "/srv", "mnt@nodes", "/all",
                "mnt@n1", "/one"), readout().sections().get("fs#1"));
        Path file = Files.writeString(dir.resolve("web.conf"), TEXT.replace("priority = x\n", ""));
        assertEquals(Map.of("type", "ext4", "dev", "/dev/a", "mnt", "/all"),
                new Readout(form(), file).sections(new NodeName("n2")).get("fs#1"));
    }

    private Readout readout() throws IOException {
        return new Readout(form(), Files.writeString(dir.resolve("web.conf"), TEXT));
    }

    private static Form form() {
        return new ServiceForm(new TestCatalog(), new NodeName("n1"));
    }
}
