package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.config.ServiceFile;
import org.understudy.driver.DockerBridge.Ipv4Network;
import org.understudy.exec.Commands;
import org.understudy.exec.Result;
import org.understudy.model.Rid;

/** The bridge of a service's docker, in a network namespace with a real packet filter. */
@Tag("lab")
class RealBridgeTest {
    private static final List<String> NONE = List.of();

    @TempDir
    Path dir;
    private final Lab lab = new Lab();
    private final String space = "us-n" + ProcessHandle.current().pid();
    private Commands inside;

    @BeforeEach
    void apart() throws Exception {
        inside = lab.network(space);
    }

    @AfterEach
    void clean() throws Exception {
        lab.clean();
    }

    private Site site(String service) {
        return site(service, inside);
    }

    private Site site(String service, Commands commands) {
        ServiceFile file = Fixture.file(dir, service, "[container#1]\ntype = docker\n"
                + "image = lab/box:1\n");
        Surroundings around = Fixture.around(dir, commands);
        return new Site(new Rid("container#1"), file, around, Docker.of(file, around));
    }

    private String network() throws InterruptedException {
        return lab.run("ip", "netns", "exec", space, "sh", "-c",
                "ip -o link show type bridge | wc -l; ip -4 -br addr show type bridge;"
                + " iptables -S FORWARD; iptables -t nat -S POSTROUTING");
    }

    @Test
    void eachServiceHasOneOfItsOwnWhichGoesWithoutATrace() throws Exception {
        Site web = site("web.example.com");
        Site other = site("web.example.org");
        String before = network();
        List<String> told = new DockerBridge(NONE).make(web, Fixture.in(10));
        assertEquals(List.of("--bridge", DockerBridge.name(web), "--iptables=false",
                "--ip6tables=false"), told);
        String one = network();
        assertEquals(told, new DockerBridge(NONE).make(web, Fixture.in(10)));
        assertEquals(one, network(), "made once");
        new DockerBridge(NONE).make(other, Fixture.in(10));
        assertNotEquals(DockerBridge.name(web), DockerBridge.name(other));
        assertTrue(new DockerBridge(NONE).remove(other, Fixture.in(10)));
        assertEquals(one, network(), "the other's alone went");
        assertTrue(new DockerBridge(List.of("--bridge=none")).remove(web, Fixture.in(10)));
        assertFalse(new DockerBridge(NONE).remove(web, Fixture.in(10)));
        assertEquals(before, network());
    }

    @Test
    void whatWasLeftHalfMadeIsTakenUp() throws Exception {
        Site web = site("web");
        String name = DockerBridge.name(web);
        lab.run("ip", "-n", space, "link", "add", "name", name, "type", "bridge");
        new DockerBridge(NONE).make(web, Fixture.in(10));
        assertTrue(network().matches("(?s).*" + name + " .*172\\.30\\.\\d+\\.1/24.*MASQUERADE.*"),
                network());
    }

    @Test
    void anotherOnesIsLeftAlone() throws Exception {
        Site web = site("web");
        String name = DockerBridge.name(web);
        lab.run("ip", "-n", space, "link", "add", "name", name, "type", "bridge");
        lab.run("ip", "-n", space, "link", "set", "dev", name, "alias", "docker of bew");
        String before = network();
        DriverException e = assertThrows(DriverException.class,
                () -> new DockerBridge(NONE).make(web, Fixture.in(10)));
        assertTrue(e.getMessage().contains("expected none yet, or --bridge in docker_daemon_args,"
                + " got that of docker of bew"), e.getMessage());
        assertFalse(new DockerBridge(NONE).remove(web, Fixture.in(10)));
        assertEquals(before, network());
    }

    @Test
    void noNetworkThatTheNodeKnowsIsTaken() throws Exception {
        Site web = site("web");
        lab.run("ip", "-n", space, "link", "add", "eth0", "type", "bridge");
        lab.run("ip", "-n", space, "link", "set", "eth0", "up");
        lab.run("ip", "-n", space, "route", "add", "128.0.0.0/1", "dev", "eth0");
        new DockerBridge(NONE).make(web, Fixture.in(10));
        assertTrue(network().contains(" 172.30."), "half the world is no network: " + network());
        new DockerBridge(NONE).remove(web, Fixture.in(10));
        lab.run("ip", "-n", space, "route", "add", "172.16.0.0/12", "dev", "eth0");
        new DockerBridge(NONE).make(web, Fixture.in(10));
        assertTrue(network().contains(" 10.230."), network());
        new DockerBridge(NONE).remove(web, Fixture.in(10));
        lab.run("ip", "-n", space, "route", "add", "10.0.0.0/8", "dev", "eth0");
        lab.run("ip", "-n", space, "route", "add", "192.168.0.0/16", "dev", "eth0");
        DriverException e = assertThrows(DriverException.class,
                () -> new DockerBridge(NONE).make(web, Fixture.in(10)));
        assertTrue(e.getMessage().contains("a free network, or --bridge in docker_daemon_args"),
                e.getMessage());
    }

    @Test
    void whatTheUserSaysIsLeftToDockerd() throws Exception {
        Site web = site("web");
        String before = network();
        for (List<String> said : List.of(List.of("--bridge=none"), List.of("-b", "br0"),
                List.of("--ip", "10.0.0.5", "--iptables=true"), List.of("--bip", "10.9.0.1/24"))) {
            assertEquals(List.of(), new DockerBridge(said).make(web, Fixture.in(10)));
        }
        assertFalse(new DockerBridge(List.of("--ip", "10.0.0.5", "--ip-forward=false"))
                .make(web, Fixture.in(10)).isEmpty(), "says nothing of a bridge");
        new DockerBridge(NONE).remove(web, Fixture.in(10));
        Fixture.stage(dir, "/etc/docker/daemon.json",
                "{\"debug\": true, \"bip\": \"10.9.0.1/24\"}");
        assertEquals(List.of(), new DockerBridge(NONE).make(site("web"), Fixture.in(10)));
        Fixture.stage(dir, "/etc/docker/other.json", "{\"debug\": true}");
        assertFalse(new DockerBridge(List.of("--config-file", "/etc/docker/other.json"))
                .make(site("web"), Fixture.in(10)).isEmpty());
        new DockerBridge(NONE).remove(web, Fixture.in(10));
        assertEquals(before, network());
    }

    @Test
    void withoutAPacketFilterItIsSaidThatContainersOnlyAnswer() throws Exception {
        Commands bare = command -> command.argv().get(0).equals("iptables")
                ? new Result(Result.Ending.MISSING, -1, "", "", Duration.ZERO)
                : inside.run(command);
        Fixture.Watched watched = new Fixture.Watched();
        ServiceFile file = Fixture.file(dir, "[container#1]\ntype = docker\nimage = lab/box:1\n");
        Surroundings around = Fixture.around(dir, bare, watched);
        Site web = new Site(new Rid("container#1"), file, around, Docker.of(file, around));
        assertFalse(new DockerBridge(NONE).make(web, Fixture.in(10)).isEmpty());
        assertTrue(watched.said.contains("WARNING expected the command iptables, got none: the"
                + " containers reach nothing but this node"), watched.said::toString);
        assertTrue(new DockerBridge(NONE).remove(web, Fixture.in(10)));
    }

    @Test
    void networksOverlapWhereOneHoldsTheOther() {
        Ipv4Network small = Ipv4Network.parse("172.30.7.0/24");
        assertTrue(small.overlaps(Ipv4Network.parse("172.16.0.0/12")));
        assertTrue(small.overlaps(Ipv4Network.parse("172.30.7.255")));
        assertTrue(small.overlaps(Ipv4Network.parse("0.0.0.0/0")));
        assertFalse(small.overlaps(Ipv4Network.parse("172.30.8.0/24")));
        assertEquals("172.30.7.1", small.first());
        assertEquals("192.168.255.0/24", Ipv4Network.parse("192.168.255.77/24").toString());
    }
}
