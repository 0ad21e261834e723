package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.exec.Await;
import org.understudy.exec.SystemCommands;
import org.understudy.model.Rid;
import org.understudy.model.Status;

/** A real podman that keeps everything on the service's own filesystem. Needs root. */
@Tag("lab")
@Covers("container:podman")
class RealPodmanTest implements DriverContract {
    @TempDir
    Path dir;
    private final Lab lab = new Lab();
    private ServiceResources all;

    @AfterEach
    void clean() throws Exception {
        lab.clean();
    }

    @Override
    public Driver driver() throws Exception {
        lab.later("sh", "-c", "umount -R " + dir + "/mnt; umount -R " + dir + "/run/podman");
        all = Fixture.resources(dir, new SystemCommands(), "[DEFAULT]\nnodes = n1\n"
                + "container_data_dir = " + dir.resolve("mnt/podman") + "\n[fs#1]\ntype = ext4\n"
                + "dev = " + lab.image(dir, "ext4", "200M") + "\nmnt = " + dir.resolve("mnt")
                + "\n[container#1]\ntype = podman\nimage = localhost/lab/box:1\nnetns = none\n"
                + "volume_mounts = " + dir + "/mnt:/data\nenvironment = greeting=hello\n"
                + "run_args = --ulimit nofile=512:512 --ulimit nproc=512:512\n"
                + "command = /bin/sh -c 'echo $GREETING >/data/word; trap \"exit 0\" TERM;"
                + " while true; do /bin/busybox sleep 1; done'\n");
        all.drivers().get(new Rid("fs#1")).start(Fixture.in(10));
        String podman = "podman --root " + dir + "/mnt/podman --runroot " + dir
                + "/run/podman/web/run --tmpdir " + dir + "/run/podman/web/tmp ";
        lab.later("sh", "-c", podman + "rm -f -a -t 0");
        lab.run("sh", "-c", "cd " + dir + " && mkdir -p root/bin && cp /bin/busybox root/bin && "
                + "ln -s busybox root/bin/sh && tar -C root -c . | " + podman
                + "import - localhost/lab/box:1");
        return all.drivers().get(new Rid("container#1"));
    }

    @Override
    public String machine() throws Exception {
        return lab.run("sh", "-c", "ps ax -o args | grep '[c]onmon.*" + dir + "' || true");
    }

    @Test
    void anOperatorsCommandLineFindsTheContainerAndHasATerminalInIt() throws Exception {
        Driver container = driver();
        container.start(Fixture.in(60));
        String command = String.join(" ", all.podman(Fixture.in(10)));
        String id = container.status(Fixture.in(10)).label().split("@")[0];
        assertEquals("not a tty", lab.run("sh", "-c", command + " exec -i " + id
                + " /bin/sh -c '/bin/busybox tty; true' </dev/null"));
        String said = lab.run("script", "-qec", command + " exec -it " + id
                + " /bin/sh -c '/bin/busybox tty'", "/dev/null");
        assertTrue(said.matches("(?s).*/dev/pts/\\d+\\s*"), said);
        assertTrue(container.stop(Fixture.in(30)));
        assertTrue(all.drivers().get(new Rid("fs#1")).stop(Fixture.in(40)));
        assertTrue(assertThrows(DriverException.class, () -> all.podman(Fixture.in(10)))
                .getMessage().contains("handled by the fs#1 resource in down state"));
    }

    @Test
    void dataFollowsTheFilesystemWhichComesDownAfterwards() throws Exception {
        Driver container = driver();
        container.start(Fixture.in(60));
        Path word = dir.resolve("mnt/word");
        assertTrue(Await.until(() -> word.toFile().length() > 0, Duration.ofMillis(50),
                Fixture.in(30)));
        assertEquals("hello\n", Files.readString(word));
        assertTrue(container.stop(Fixture.in(30)));
        assertTrue(all.drivers().get(new Rid("fs#1")).stop(Fixture.in(40)));
        DriverContract.assertIs(Status.DOWN, container);
    }
}
