package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.exec.Await;
import org.understudy.exec.Command;
import org.understudy.exec.Commands;
import org.understudy.exec.SystemCommands;

/** Syncs by the real rsync to a real sshd, which is reached as node n2 by a key of its own. */
@Tag("lab")
@Covers("sync")
class RealSyncTest implements JobContract {

    @TempDir
    Path dir;
    private final Lab lab = new Lab();
    private final Fixture.Watched watched = new Fixture.Watched();
    private Process sshd;
    private Path source;
    private Path copy;

    @BeforeEach
    void begin() throws Exception {
        source = Files.createDirectories(dir.resolve("source"));
        copy = dir.resolve("copy");
        lab.run("chmod", "755", dir.toString());
        for (String key : List.of("host", "own")) {
            lab.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f",
                    dir.resolve(key).toString());
        }
        Files.createDirectories(Path.of("/run/sshd"));
        int port = freePort();
        Path config = Files.writeString(dir.resolve("sshd_config"), "ListenAddress 127.0.0.1:"
                + port + "\nHostKey " + dir + "/host\nAuthorizedKeysFile " + dir + "/own.pub\n"
                + "PidFile none\nStrictModes no\nUsePAM no\nPermitRootLogin yes\n");
        sshd = new ProcessBuilder("/usr/sbin/sshd", "-D", "-e", "-f", config.toString())
                .redirectErrorStream(true).redirectOutput(dir.resolve("sshd.log").toFile())
                .start();
        Files.writeString(dir.resolve("known"), "n2 " + Files.readString(
                dir.resolve("host.pub")));
        Files.writeString(dir.resolve("ssh_config"), "Host n2\n HostName 127.0.0.1\n Port " + port
                + "\n HostKeyAlias n2\n UserKnownHostsFile " + dir + "/known\n IdentityFile "
                + dir + "/own\n IdentitiesOnly yes\n");
        Path bin = Files.createDirectory(dir.resolve("bin"));
        Files.writeString(bin.resolve("ssh"), "#!/bin/sh\nexec /usr/bin/ssh -F " + dir
                + "/ssh_config \"$@\"\n");
        Files.setPosixFilePermissions(bin.resolve("ssh"),
                PosixFilePermissions.fromString("rwxr-xr-x"));
        assertTrue(Await.until(this::answers, Duration.ofMillis(50), Fixture.in(30)),
                () -> "no sshd");
    }

    private boolean answers() throws InterruptedException {
        return commands().run(Command.of(Fixture.in(10), "ssh", "-o", "BatchMode=yes", "root@n2",
                "true")).ok();
    }

    @AfterEach
    void end() throws Exception {
        sshd.destroy();
        assertTrue(sshd.waitFor(20, TimeUnit.SECONDS));
        lab.clean();
    }

    private static int freePort() throws Exception {
        try (var socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** With an ssh that knows n2. */
    private Commands commands() {
        Commands real = new SystemCommands();
        String path = dir.resolve("bin") + ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"
                + ":/sbin:/bin";
        return command -> {
            List<String> argv = new ArrayList<>(List.of("env", "PATH=" + path));
            argv.addAll(command.argv());
            return real.run(command.as(argv));
        };
    }

    private Job sync(String more) {
        return Fixture.job(dir, commands(), watched, "[DEFAULT]\nnodes = n1 n2\n[sync#1]\nsrc = "
                + source + "/\ndst = " + copy + "\ntarget = nodes\n" + more);
    }

    @Override
    public Job job() throws Exception {
        Files.writeString(source.resolve("kept"), "one");
        return sync("");
    }

    @Override
    public Job slow() throws Exception {
        lab.run("dd", "if=/dev/urandom", "of=" + source.resolve("big"), "bs=1M", "count=16");
        return sync("bwlimit = 64\n");
    }

    @Override
    public Fixture.Watched watched() {
        return watched;
    }

    @Override
    public String machine() throws Exception {
        return lab.run("find", dir.toString(), "-newermt", "1970-01-01", "!", "-name",
                "sshd.log", "-printf", "%p %s %T@\n");
    }

    @Test
    void otherNodeGetsWhatIsHereAndLosesWhatIsNot() throws Exception {
        Files.writeString(source.resolve("kept"), "one");
        Files.createDirectory(source.resolve("deep"));
        Files.writeString(source.resolve("deep/er"), "two");
        Job job = sync("");
        assertEquals("n2: 2 files, 6 bytes", job.run(NOW, Fixture.in(60)));
        assertEquals("two", Files.readString(copy.resolve("deep/er")));
        Files.delete(source.resolve("deep/er"));
        assertEquals("n2: 0 files, 0 bytes", job.run(NOW, Fixture.in(60)));
        assertFalse(Files.exists(copy.resolve("deep/er")));
        assertEquals(List.of(), job.status(Fixture.in(5)).messages());
        assertTrue(watched.said.stream().noneMatch(said -> said.startsWith("WARNING")),
                watched.said::toString);
        assertEquals(List.of(), job.lacks(Fixture.in(10)));
    }

    /** The stamp goes to the same place there, which is this very machine. */
    @Test
    void otherNodeKnowsHowOldItsCopyIs() throws Exception {
        sync("").run(NOW, Fixture.in(60));
        assertEquals(watched.now.toInstant() + "\n",
                Files.readString(dir.resolve("var/web/sync.1.n2.synced")));
    }

    @Test
    void nothingIsCopiedWhereNoFilesystemIsMounted() throws Exception {
        Files.writeString(source.resolve("kept"), "one");
        Files.createDirectory(copy);
        Job job = sync("dstfs = " + copy + "\n");
        assertTrue(assertThrows(DriverException.class, () -> job.run(NOW, Fixture.in(60)))
                .getMessage().contains("nothing mounted there"));
        assertFalse(Files.exists(copy.resolve("kept")));
        lab.run("mount", "-t", "tmpfs", "none", copy.toString());
        lab.later("umount", copy.toString());
        assertEquals("n2: 1 files, 3 bytes", job.run(NOW, Fixture.in(60)));
    }

    @Test
    void fullDiskThereIsNamedAndTheCopyCountsAsOld() throws Exception {
        lab.run("dd", "if=/dev/zero", "of=" + source.resolve("big"), "bs=1M", "count=4");
        Files.createDirectory(copy);
        lab.run("mount", "-t", "tmpfs", "-o", "size=1m", "none", copy.toString());
        lab.later("umount", copy.toString());
        String said = assertThrows(DriverException.class,
                () -> sync("").run(NOW, Fixture.in(60))).getMessage();
        assertTrue(said.contains("No space left"), said);
        assertEquals("n2 need update", sync("").status(Fixture.in(5)).messages().get(0));
    }

    @Test
    void strangerIsNotTrustedAndNobodyIsAsked() throws Exception {
        Files.writeString(dir.resolve("known"), "");
        String said = assertThrows(DriverException.class,
                () -> sync("").run(NOW, Fixture.in(60))).getMessage();
        assertTrue(said.contains("Host key verification failed"), said);
    }

    @Test
    void copyThatTakesTooLongIsEnded() throws Exception {
        lab.run("dd", "if=/dev/urandom", "of=" + source.resolve("big"), "bs=1M", "count=8");
        String said = assertThrows(DriverException.class, () -> sync("bwlimit = 64\ntimeout = 3s\n")
                .run(NOW, Fixture.in(60))).getMessage();
        assertTrue(said.contains("killed at its deadline"), said);
    }
}
