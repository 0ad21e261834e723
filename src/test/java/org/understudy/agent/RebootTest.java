package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.exec.SystemCommands;
import org.understudy.model.NodeName;

/** What has the machine boot again, by a script that only says that it ran. */
@Timeout(120)
final class RebootTest {
    @TempDir
    Path dir;
    private final List<String> told = new ArrayList<>();
    private int onDisk;

    private Reboot reboot(String script) throws Exception {
        Path program = Files.writeString(dir.resolve("reboot"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Reboot(new SystemCommands(), new Chronicle(Clock.system(), new NodeName("n1"),
                entry -> told.add(entry.event() + entry.facts())), Optional.of(program),
                () -> onDisk = Files.exists(ran()) ? -1 : told.size());
    }

    private Path ran() {
        return dir.resolve("ran");
    }

    @Test
    void onceAllIsStoppedTheMachineBootsAndTheAgentStaysAway() throws Exception {
        Reboot reboot = reboot("touch " + ran());
        assertEquals(List.of(dir.resolve("reboot").toString()), reboot.command());
        assertEquals(Leaving.LEFT, reboot.after(true));
        assertTrue(Files.exists(ran()));
        assertEquals(List.of("node.reboot{command=" + dir.resolve("reboot") + "}"), told);
        assertEquals(1, onDisk, "it is written down before the machine ends");
    }

    @Test
    void nothingIsBootedWhileSomethingDidNotStop() throws Exception {
        assertEquals(0, reboot("touch " + ran()).after(false));
        assertFalse(Files.exists(ran()));
    }

    @Test
    void aMachineThatDoesNotBootHasItsAgentBack() throws Exception {
        assertEquals(0, reboot("echo no such boot >&2; exit 4").after(true));
        assertTrue(told.get(1).startsWith("node.not_rebooted{")
                && told.get(1).contains("no such boot"), told.toString());
    }
}
