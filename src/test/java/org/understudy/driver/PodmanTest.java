package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.understudy.exec.Result;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Status;

@Covers("container:podman")
class PodmanTest extends OnFake {
    /** Of the only container: whether it runs; empty before it is made. */
    private Optional<Boolean> runs = Optional.empty();

    @BeforeEach
    void podman() {
        machine.when("podman image exists web:1", m -> exit(0, ""));
        machine.when("podman image exists 0123.*", m -> exit(0, ""));
        machine.when("podman image inspect .*", m -> exit(0, "0123456789abcdef web:1 \n"));
        machine.when("podman container exists .*", m -> exit(runs.isPresent() ? 0 : 1, ""));
        machine.when("podman container inspect .*", m -> exit(0,
                "fedcba9876543210 0123456789abcdef " + runs.orElseThrow() + " 0 0\n"));
        machine.when("podman create .*", m -> now(Optional.of(false), "fedcba9876543210\n"));
        machine.when("podman start .*", m -> now(Optional.of(true), ""));
        machine.when("podman stop -t 10 .*", m -> now(Optional.of(false), ""));
    }

    private Result now(Optional<Boolean> what, String out) {
        runs = what;
        return exit(0, out);
    }

    @Override
    String section() {
        return "[container#1]\ntype = podman\nimage = web:1\nnetns = host\nstop_timeout = 30s\n"
                + "environment = a=b\ncommand = sleep 60\n";
    }

    @Override
    public String machine() {
        return runs.toString();
    }

    @Test
    void isMadeByItsCommand() throws Exception {
        driver().start(Fixture.in(1));
        assertEquals(List.of("podman create --pull=never --name=web.container.1 --tty"
                + " --interactive --env=A=b --network=host web:1 sleep 60",
                "podman start fedcba9876543210"), ran("podman create", "podman start"));
        assertEquals("fedcba987654@web:1", driver().status(Fixture.in(1)).label());
    }

    @Test
    void withoutItsFilesystemOrItsProgramItIsDown() throws Exception {
        Driver driver = Fixture.resources(dir, machine, "[DEFAULT]\nnodes = n1\n"
                + "container_data_dir = " + dir + "/mnt/podman\n[fs#1]\ntype = tmpfs\ndev = none\n"
                + "mnt = " + dir + "/mnt\n" + section()).drivers().get(new Rid("container#1"));
        assertEquals(new ResourceStatus(Status.DOWN, "web:1", List.of("podman's data dir is"
                + " handled by the fs#1 resource in down state")), driver.status(Fixture.in(1)));
        assertEquals(List.of(), ran("podman"));
        machine.when("podman .*", m -> new Result(Result.Ending.MISSING, -1, "", "",
                java.time.Duration.ZERO));
        assertEquals(List.of("podman executable not found: apt-get install podman"),
                driver().status(Fixture.in(1)).messages());
    }

    @Test
    void anOperatorsCommandLineBeginsAsItsOwn() throws Exception {
        ServiceResources resources = Fixture.resources(dir, machine, "[DEFAULT]\nnodes = n1\n"
                + "container_data_dir = /srv/podman\n" + section());
        assertEquals(List.of("podman", "--root", "/srv/podman", "--runroot",
                dir + "/run/podman/web/run", "--tmpdir", dir + "/run/podman/web/tmp"),
                resources.podman(Fixture.in(1)));
        assertEquals(List.of("podman"), Fixture.resources(dir, machine, section())
                .podman(Fixture.in(1)));
        assertEquals(List.of(), Fixture.resources(dir, machine, "[fs#1]\ntype = tmpfs\n"
                + "dev = none\nmnt = /srv\n").podman(Fixture.in(1)));
    }

    @Test
    void aRefusalIsNotDown() {
        machine.when("podman container exists .*", m -> exit(125, ""));
        assertTrue(refusal(() -> driver().status(Fixture.in(1))).contains("container exists"));
    }
}
