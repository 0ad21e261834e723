package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.config.ServiceFile;
import org.understudy.exec.Command;
import org.understudy.exec.Commands;
import org.understudy.exec.Result;
import org.understudy.exec.SystemCommands;

/** Real attachments, which losetup(8) is asked about only when it may have news. */
@Tag("lab")
class RealLoopsTest {
    @TempDir
    Path dir;
    private final Lab lab = new Lab();
    private final Counted counted = new Counted();
    private Path file;
    private String device;
    private Loops loops;

    private static final class Counted implements Commands {
        private final List<String> ran = new ArrayList<>();

        @Override
        public Result run(Command command) throws InterruptedException {
            ran.add(command.argv().get(0));
            return new SystemCommands().run(command);
        }

        @Override
        public boolean here() {
            return true;
        }

        private int since() {
            int number = ran.size();
            ran.clear();
            return number;
        }
    }

    @BeforeEach
    void attach() throws Exception {
        Path at = Files.createDirectory(dir.resolve("at"));
        file = at.resolve("web.img");
        lab.run("truncate", "-s", "1M", file.toString());
        device = lab.run("losetup", "--find", "--show", file.toString());
        lab.later("losetup", "--detach", device);
        ServiceFile service = Fixture.file(dir, "[disk#1]\ntype = loop\nfile = " + file + "\n");
        loops = new Loops(file, new Site(service.sections().keySet().iterator().next(), service,
                Fixture.around(dir, counted), Docker.with(new FakeEngine())));
    }

    @AfterEach
    void clean() throws Exception {
        lab.clean();
    }

    private List<String> attached() throws InterruptedException {
        return loops.attached(Fixture.in(5));
    }

    @Test
    void whatHasNotChangedIsNotAskedForAgain() throws Exception {
        assertEquals(List.of(device), attached());
        assertEquals(1, counted.since());
        assertEquals(List.of(device), attached());
        assertEquals(List.of(), loops.orphans(Fixture.in(5)));
        assertEquals(0, counted.since());
    }

    @Test
    void aSecondAttachmentIsSeen() throws Exception {
        attached();
        String second = lab.run("losetup", "--find", "--show", file.toString());
        lab.later("losetup", "--detach", second);
        assertEquals(2, attached().size());
        assertEquals(2, attached().size());
        lab.run("losetup", "--detach", second);
        assertEquals(List.of(device), attached());
    }

    @Test
    void anotherFileOfThatNameIsNotTheOneThatIsAttached() throws Exception {
        attached();
        Path other = Files.write(dir.resolve("other"), new byte[1 << 20]);
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        assertEquals(List.of(), attached());
        assertEquals(List.of(device), loops.orphans(Fixture.in(5)));
    }

    @Test
    void aFileThatWasRenamedIsStillTheOne() throws Exception {
        attached();
        Path away = file.resolveSibling("away.img");
        Files.move(file, away);
        assertEquals(List.of(), attached());
        Files.createLink(file, away);
        assertEquals(List.of(device), attached());
        counted.since();
        assertEquals(List.of(device), attached());
        assertTrue(counted.since() > 0, "the kernel has it by another name: nothing is certain");
    }

    /** The kernel goes on to name the file below, which can be seen no more. */
    @Test
    void aFileThatAMountCoversIsNotTheOneThatIsSeen() throws Exception {
        attached();
        lab.run("mount", "-t", "tmpfs", "tmpfs", file.getParent().toString());
        lab.later("umount", file.getParent().toString());
        lab.run("truncate", "-s", "1M", file.toString());
        assertEquals(List.of(), attached());
        lab.run("umount", file.getParent().toString());
        assertEquals(List.of(device), attached());
    }
}
