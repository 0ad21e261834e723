package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.driver.Surroundings;
import org.understudy.exec.Result;
import org.understudy.model.JournalEntry;
import org.understudy.model.NodeName;
import org.understudy.model.Rid;
import org.understudy.model.ServiceName;

/** What the files say, and what stays in force all the same. */
final class ConfigurationTest {
    private static final NodeName NODE = new NodeName("n1");

    @TempDir
    Path dir;
    private final Units units = new Units();
    private final List<JournalEntry> written = new ArrayList<>();
    private boolean up = true;

    @Test
    void aServiceThatIsUpStaysManagedWhateverBecomesOfItsFile() throws Exception {
        Configuration configuration = configuration();
        write("n1 n2");
        configuration.load();
        write("n2");
        configuration.load();
        assertEquals(2, managed().file().service().nodes().size());
        assertTrue(written.toString().contains("web is not down here, so it stays managed"));
        Files.delete(dir.resolve("web.conf"));
        configuration.letGo();
        assertEquals(2, managed().file().service().nodes().size());
        up = false;
        configuration.letGo();
        assertTrue(units.find(new ServiceName("web")).isEmpty());
    }

    /** A stop would not stop it, and its absence would be told as down. */
    @Test
    void aResourceThatIsUpIsNotForgottenByANewFile() throws Exception {
        Configuration configuration = configuration();
        write("n1 n2\n[ip#1]\nipname = 10.0.0.1\nipdev = eth0");
        configuration.load();
        write("n1 n2");
        configuration.load();
        assertEquals(2, managed().file().service().resources().size());
        assertTrue(written.toString().contains("web: [ip#1] not down here"), written.toString());
        up = false;
        configuration.letGo();
        assertEquals(1, managed().file().service().resources().size());
    }

    private Configuration configuration() {
        return new Configuration(dir, List.of(NODE), new Surroundings(NODE,
                command -> new Result(Result.Ending.EXITED, 0, "", "", Duration.ZERO), dir, dir,
                (service, rid, level, message) -> assertFalse(message.isBlank())),
                new Configuration.Outlets(units, new Inbox(),
                        new Chronicle(Clock.system(), NODE, written::add), name -> up,
                        name -> up ? Set.of(new Rid("ip#1")) : Set.of()));
    }

    private Unit managed() {
        return units.find(new ServiceName("web")).orElseThrow();
    }

    private void write(String nodes) throws Exception {
        Files.writeString(dir.resolve("web.conf"), "[DEFAULT]\nnodes = " + nodes
                + "\n[app#1]\ntype = forking\nstart = /bin/true\n");
    }
}
