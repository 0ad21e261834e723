package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.driver.Surroundings;
import org.understudy.exec.Result;
import org.understudy.model.JournalEntry;
import org.understudy.model.NodeName;
import org.understudy.model.Rid;
import org.understudy.model.ServiceName;
import org.understudy.wire.RunningText;

/** What the files say, and what stays in force all the same. */
final class ConfigurationTest {
    private static final NodeName NODE = new NodeName("n1");

    @TempDir
    Path dir;
    private Path services;
    private final Units units = new Units();
    private final List<JournalEntry> written = new ArrayList<>();
    private boolean up = true;
    private boolean moves;

    @BeforeEach
    void directory() throws Exception {
        services = Files.createDirectory(dir.resolve("services"));
    }

    @Test
    void aServiceThatIsUpStaysManagedWhateverBecomesOfItsFile() throws Exception {
        Configuration configuration = configuration();
        write("n1 n2");
        configuration.load();
        write("n2");
        configuration.load();
        assertEquals(2, managed().file().service().nodes().size());
        assertTrue(written.toString().contains("web is not down here, so it stays managed"));
        Files.delete(services.resolve("web.conf"));
        configuration.letGo();
        assertEquals(2, managed().file().service().nodes().size());
        up = false;
        configuration.letGo();
        assertTrue(units.find(new ServiceName("web")).isEmpty());
    }

    /** What went down between two looks at it is not started again: its operator took it away. */
    @Test
    void aServiceWhoseFileIsGoneIsOnlyLookedAfterUntilItIsDown() throws Exception {
        Configuration configuration = configuration();
        write("n1 n2");
        configuration.load();
        assertFalse(managed().leaves());
        Files.delete(services.resolve("web.conf"));
        configuration.load();
        assertTrue(managed().leaves());
        configuration.letGo();
        assertTrue(managed().leaves());
        write("n1 n2");
        configuration.load();
        assertFalse(managed().leaves());
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

    /** Who has looked may have it forgotten; and only what the file drops, and only once. */
    @Test
    void whatAnOperatorSaysIsDownIsForgotten() throws Exception {
        Configuration configuration = configuration();
        ServiceName web = new ServiceName("web");
        Set<Rid> ip = Set.of(new Rid("ip#1"));
        write("n1 n2\n[ip#1]\nipname = 10.0.0.1\nipdev = eth0");
        configuration.load();
        assertFalse(configuration.forget(web, ip, "root@n1"), "its file still names it");
        write("n1 n2");
        configuration.load();
        assertEquals(2, managed().file().service().resources().size());
        assertFalse(configuration.forget(web, Set.of(new Rid("fs#9")), "root@n1")
                && managed().file().service().resources().size() == 1, "another one was meant");
        assertTrue(configuration.forget(web, ip, "root@n1"));
        assertEquals(1, managed().file().service().resources().size());
        assertTrue(written.toString().contains("config.forgotten"));
        write("n1 n2\n[ip#1]\nipname = 10.0.0.1\nipdev = eth0");
        configuration.load();
        write("n1 n2");
        configuration.load();
        assertEquals(2, managed().file().service().resources().size(), "it was for one time");
    }

    @Test
    void aServiceWhoseFileIsGoneIsForgottenOnAnOperatorsWordForAllThatItMayHave()
            throws Exception {
        Configuration configuration = configuration();
        write("n1 n2\n[ip#1]\nipname = 10.0.0.1\nipdev = eth0");
        configuration.load();
        Files.delete(services.resolve("web.conf"));
        configuration.load();
        ServiceName web = new ServiceName("web");
        configuration.forget(web, Set.of(new Rid("fs#1")), "root@n1");
        assertTrue(units.find(web).isPresent());
        assertTrue(configuration.forget(web, Set.of(new Rid("ip#1")), "root@n1"));
        assertTrue(units.find(web).isEmpty());
    }

    /** The old address would stay here, and another node would take it as well. */
    @Test
    void aResourceThatIsUpAndIsNowElsewhereByItsFileIsStoppedFirst() throws Exception {
        moves = true;
        Configuration configuration = configuration();
        write("n1 n2\n[ip#1]\nipname = 10.0.0.1\nipdev = eth0");
        configuration.load();
        write("n1 n2\n[ip#1]\nipname = 10.0.0.2\nipdev = eth0");
        configuration.load();
        assertTrue(managed().file().sections().toString().contains("10.0.0.1"));
        assertTrue(written.toString().contains("web: [ip#1] up here as the file in force says"),
                written.toString());
        up = false;
        configuration.letGo();
        assertTrue(managed().file().sections().toString().contains("10.0.0.2"));
    }

    @Test
    void everyAcceptedContentIsAnotherGenerationAndTheSameOneIsNot() throws Exception {
        Configuration configuration = configuration();
        write("n1 n2");
        configuration.load();
        assertEquals(1, running(configuration).generation().number());
        configuration.load();
        write("n1 n2 n3");
        configuration.load();
        Generation second = running(configuration).generation();
        assertEquals(2, second.number());
        assertEquals(managed().file().service().checksum(), second.checksum());
        Configuration again = restarted();
        again.load();
        assertEquals(second, running(again).generation());
        write("n1 n2");
        again.load();
        assertEquals(3, running(again).generation().number(), "an old content is new again");
    }

    @Test
    void theLastGoodFileRunsWhileTheOneThatLiesThereIsRefused() throws Exception {
        Configuration configuration = configuration();
        write("n1 n2");
        configuration.load();
        String good = Files.readString(services.resolve("web.conf"));
        Files.writeString(services.resolve("web.conf"), "[DEFAULT]\nnodes = n1 n2\n[app#1\n");
        configuration.load();
        String notice = running(configuration).notice().orElseThrow();
        assertTrue(notice.matches("web.conf is refused: since \\d{4}-.* generation 1 \\(checksum "
                + managed().file().service().checksum()
                + ", accepted .*\\) runs instead; web.conf.*"), notice);
        RunningText inForce = configuration.text(managed());
        assertFalse(inForce.current());
        assertEquals(1, inForce.generation());
        assertEquals(notice, inForce.refused());
        assertEquals(good, inForce.text());
    }

    /** Of one that is managed its notice tells. */
    @Test
    void aNewServiceWhoseFileIsRefusedIsKnownUntilItIsMendedOrGone() throws Exception {
        Configuration configuration = configuration();
        Files.writeString(services.resolve("web.conf"), "[DEFAULT]\nnodes = n1\n[app#1\n");
        Path file = services.resolve("db.conf");
        Files.writeString(file, "[DEFAULT]\nnodes = n1 n2\nordhestrate = ha\nnode = n1\n");
        Files.writeString(services.resolve("odd name.env"), "[x\n");
        configuration.load();
        assertEquals(List.of("db", "odd name", "web"),
                List.copyOf(configuration.unused().keySet()));
        List<String> wrong = configuration.unused().get("db");
        assertEquals(configuration.refused("db"), wrong);
        assertEquals("its file is refused: " + wrong.get(0) + " (and " + (wrong.size() - 1)
                + " more); svcmgr -s db validate", Reports.words("db", wrong));
        assertEquals("ipnme: unknown key, did you mean ipname? (and 1 more)", Reports.brief(
                List.of("ipname: missing", "ipnme: unknown key, did you mean ipname?")));
        Files.delete(services.resolve("odd name.env"));
        write("n1 n2");
        configuration.load();
        assertEquals(Set.of("db"), configuration.unused().keySet());
        Files.writeString(services.resolve("web.conf"), "[DEFAULT]\nnodes = n1 n2\n[app#1\n");
        Files.writeString(file, "[DEFAULT]\nnodes = n2\n");
        configuration.load();
        assertEquals(Set.of(), configuration.unused().keySet(), "web is managed by the last one");
        assertEquals(List.of("db"), configuration.elsewhere().stream()
                .map(service -> service.name().value()).toList());
        Files.writeString(file, "[DEFAULT\n");
        configuration.load();
        assertEquals(Set.of("db"), configuration.unused().keySet());
        Files.delete(file);
        configuration.load();
        assertEquals(Set.of(), configuration.unused().keySet());
        assertEquals(List.of(), configuration.refused("db"));
    }

    @Test
    void theLastGoodFileRunsAfterARestartToo() throws Exception {
        up = false;
        Configuration configuration = configuration();
        write("n1 n2");
        configuration.load();
        Files.writeString(services.resolve("web.conf"), "[DEFAULT]\nnodes = n1 n2\n[app#1\n");
        configuration.load();
        Running before = running(configuration);
        Configuration again = restarted();
        again.load();
        assertEquals(before, running(again));
        assertEquals(List.of("config.refused", "config.last_good"),
                written.stream().map(JournalEntry::event).toList());
        assertEquals(services.resolve("web.conf"), managed().file().path());
        assertEquals(2, managed().file().service().nodes().size());
        write("n1 n2");
        again.load();
        assertEquals(Optional.empty(), running(again).notice());
        assertEquals(1, running(again).generation().number(), "the same content as before");
    }

    @Test
    void theCopyIsForTheAgentAlone() throws Exception {
        Configuration configuration = configuration();
        write("n1 n2");
        configuration.load();
        Path copy = dir.resolve("good/web.conf");
        assertEquals(Files.readString(services.resolve("web.conf")), Files.readString(copy));
        assertEquals("rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)));
    }

    @Test
    void aFileThatVanishedWhileTheAgentWasAwayKeepsAServiceThatIsUp() throws Exception {
        Configuration configuration = configuration();
        write("n1 n2");
        configuration.load();
        Files.delete(services.resolve("web.conf"));
        Configuration again = restarted();
        again.load();
        assertEquals(2, managed().file().service().nodes().size());
        assertTrue(running(again).notice().orElseThrow().startsWith(
                "web.conf is gone or leaves this node out: since "));
        assertEquals(1, again.text(managed()).generation());
        up = false;
        again.letGo();
        assertTrue(units.find(new ServiceName("web")).isEmpty());
        assertTrue(Files.notExists(dir.resolve("good/web.conf")));
    }

    /** It would be started by itself though its operator took it away. */
    @Test
    void aFileThatVanishedOfAServiceThatIsDownIsNotTakenFromTheCopy() throws Exception {
        up = false;
        Configuration configuration = configuration();
        write("n1 n2");
        configuration.load();
        Files.delete(services.resolve("web.conf"));
        Configuration again = restarted();
        again.load();
        assertTrue(units.find(new ServiceName("web")).isEmpty());
        write("n1 n2 n3");
        again.load();
        assertEquals(2, running(again).generation().number(), "it goes on, never back");
    }

    @Test
    void aResourceThatIsUpIsNotForgottenByAFileChangedWhileTheAgentWasAway() throws Exception {
        Configuration configuration = configuration();
        write("n1 n2\n[ip#1]\nipname = 10.0.0.1\nipdev = eth0");
        configuration.load();
        write("n1 n2");
        Configuration again = restarted();
        again.load();
        assertEquals(2, managed().file().service().resources().size());
        assertTrue(running(again).notice().orElseThrow().contains("drops [ip#1]"));
        up = false;
        again.letGo();
        assertEquals(1, managed().file().service().resources().size());
        assertEquals(2, running(again).generation().number());
    }

    @Test
    void lostNumbersAreToldAndTheCopiesStillServe() throws Exception {
        Configuration configuration = configuration();
        write("n1 n2");
        configuration.load();
        Files.writeString(dir.resolve("good/generations.json"), "{\"generations\":[{");
        Files.writeString(services.resolve("web.conf"), "[DEFAULT\n");
        Configuration again = restarted();
        again.load();
        assertEquals(2, managed().file().service().nodes().size());
        assertTrue(written.toString().contains("config.generations_lost"), written.toString());
    }

    /** As at the start of an agent on a full disk. */
    @Test
    void whatCannotBeWrittenIsToldOnceAndNoticedUntilItIsWritten() throws Exception {
        Path good = Files.writeString(dir.resolve("good"), "in the way");
        write("n1 n2");
        Configuration configuration = configuration();
        configuration.load();
        assertEquals(3, told("config.copy_failed"), written::toString);
        assertTrue(configuration.versions().unwritten().notice().orElseThrow()
                .endsWith(" (and 2 more)"));
        configuration.letGo();
        configuration.versions().write();
        assertEquals(3, told("config.copy_failed"), written::toString);
        Files.delete(good);
        configuration.letGo();
        assertEquals(Optional.empty(), configuration.versions().unwritten().notice());
        assertTrue(Files.exists(good.resolve("web.conf")));
        assertTrue(Files.exists(good.resolve("generations.json")));
        assertTrue(Files.exists(good.resolve("versions.json")));
    }

    private long told(String event) {
        return written.stream().filter(entry -> entry.event().equals(event)).count();
    }

    private Configuration configuration() {
        Chronicle chronicle = new Chronicle(Clock.system(), NODE, written::add);
        return new Configuration(services, List.of(NODE), new Surroundings(NODE,
                command -> new Result(Result.Ending.EXITED, 0, "", "", Duration.ZERO), dir, dir,
                (service, rid, level, message) -> assertFalse(message.isBlank())),
                new Configuration.Outlets(units, new Inbox(), chronicle,
                        new LastGood(dir.resolve("good"), new Versions(dir.resolve("good"), NODE,
                                Clock.system(), chronicle), Clock.system(), chronicle),
                        unit -> up, unit -> up ? Set.of(new Rid("ip#1")) : Set.of(),
                        (old, next) -> up && moves ? Set.of(new Rid("ip#1")) : Set.of()));
    }

    /** Another life of the agent: what it knew is gone, what it wrote is not. */
    private Configuration restarted() {
        units.set(new TreeMap<>());
        written.clear();
        return configuration();
    }

    private Running running(Configuration configuration) {
        return configuration.running(new ServiceName("web")).orElseThrow();
    }

    private Unit managed() {
        return units.find(new ServiceName("web")).orElseThrow();
    }

    private void write(String nodes) throws Exception {
        Files.writeString(services.resolve("web.conf"), "[DEFAULT]\nnodes = " + nodes
                + "\n[app#1]\ntype = forking\nstart = /bin/true\n");
    }
}
