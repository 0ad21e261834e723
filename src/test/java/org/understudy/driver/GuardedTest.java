package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.understudy.config.ConfigException;
import org.understudy.exec.SystemCommands;
import org.understudy.model.Rid;

/** Triggers and requirements around real commands; a file stands for what is up. */
class GuardedTest {
    @TempDir
    Path dir;

    @Test
    void triggersRunInTheirOrderAroundTheActionAndKnowWhatItIs() throws Exception {
        Driver app = app("pre_start = " + note("pre $OPENSVC_RID $OPENSVC_SVCNAME") + "\n"
                + "blocking_pre_start = " + note("blocking $OPENSVC_ACTION") + "\n"
                + "post_start = " + note("post") + "\npre_stop = " + note("stop") + "\n");
        assertTrue(app.start(Fixture.in(10)));
        assertEquals("pre app#1 web\nblocking start\nup\npost\n", said());
        assertFalse(app.start(Fixture.in(10)));
        assertTrue(app.stop(Fixture.in(10)));
        assertFalse(app.stop(Fixture.in(10)));
        assertEquals("pre app#1 web\nblocking start\nup\npost\nstop\n", said());
    }

    @Test
    void aBlockingTriggerThatFailsKeepsTheActionFromHappening() throws Exception {
        Driver app = app("pre_start = /bin/false\nblocking_pre_start = exit 7;\n");
        DriverException no = assertThrows(DriverException.class, () -> app.start(Fixture.in(10)));
        assertTrue(no.getMessage().startsWith("app#1: blocking_pre_start exit 7;: expected exit 0,"
                + " got exit 7"), no.getMessage());
        assertFalse(Files.exists(dir.resolve("app#1")));
    }

    @Test
    void aTriggerThatFailsIsOnlyWrittenDown() throws Exception {
        assertTrue(app("pre_start = /bin/false\npost_start = /nosuch/command\n")
                .start(Fixture.in(10)));
    }

    @Test
    void aRequirementThatIsNotMetIsNamed() throws Exception {
        ServiceResources web = Fixture.resources(dir, new SystemCommands(), section("app#1", "")
                + section("app#2", "start_requires = app#1(up, warn) nosuch#1\n"));
        Driver second = web.drivers().get(new Rid("app#2"));
        DriverException no = assertThrows(DriverException.class,
                () -> second.start(Fixture.in(10)));
        assertEquals("app#2: start: expected app#1 to be up or warn, got down", no.getMessage());
        web.drivers().get(new Rid("app#1")).start(Fixture.in(10));
        assertTrue(second.start(Fixture.in(10)));
    }

    @Test
    void whatIsImpossibleNeverStarts() {
        Driver app = app("start_requires = impossible\n");
        DriverException no = assertThrows(DriverException.class, () -> app.start(Fixture.in(10)));
        assertTrue(no.getMessage().endsWith("got start_requires = impossible"), no.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"start_requires = fs", "start_requires = fs#1(", "stop_requires = ",
        "start_requires = fs#1(upp)", "pre_start = "})
    void whatIsNoRequirementOrCommandIsRefused(String line) {
        ConfigException no = assertThrows(ConfigException.class, () -> app(line + "\n"));
        assertTrue(no.getMessage().startsWith("web.conf:"), no.getMessage());
    }

    @Test
    void whatCannotBeReadIsStoppedAllTheSame() throws Exception {
        Driver app = Fixture.driver(dir, new SystemCommands(), "[app#1]\ntype = forking\n"
                + "start = /bin/true\nstop = " + note("stopped") + "\ncheck = kill -9 $$\n"
                + "pre_stop = " + note("before") + "\n");
        assertThrows(DriverException.class, () -> app.stop(Fixture.in(3)));
        assertEquals("before\nstopped\n", said());
    }

    @Test
    void theServicesOwnTriggersAreNotItsResources() throws Exception {
        ServiceResources web = Fixture.resources(dir, new SystemCommands(),
                "[DEFAULT]\nnodes = n1\npre_start = " + note("whole") + "\n"
                        + section("app#1", ""));
        web.before("start", Fixture.in(10));
        web.drivers().get(new Rid("app#1")).start(Fixture.in(10));
        assertEquals("whole\nup\n", said());
    }

    private Driver app(String lines) {
        return Fixture.driver(dir, new SystemCommands(), section("app#1", lines));
    }

    private String section(String rid, String lines) {
        Path up = dir.resolve(rid);
        return "[" + rid + "]\ntype = forking\nstart = touch " + up + "; echo up >> "
                + dir.resolve("said") + "\nstop = rm " + up + "\ncheck = test -e " + up + "\n"
                + lines;
    }

    private String note(String text) {
        return "echo " + text + " >> " + dir.resolve("said");
    }

    private String said() throws IOException {
        return Files.readString(dir.resolve("said"));
    }
}
