package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.exec.Await;
import org.understudy.exec.Commands;
import org.understudy.model.Status;

/** Addresses on a cable between two network namespaces. Needs root. */
@Tag("lab")
@Covers("ip")
class RealIpTest implements DriverContract {
    @TempDir
    Path dir;
    private final Lab lab = new Lab();
    private final String here = "us-a" + ProcessHandle.current().pid();
    private final String there = "us-b" + ProcessHandle.current().pid();
    private Commands inside;

    @Override
    public Driver driver() throws Exception {
        inside = lab.network(here);
        lab.network(there);
        lab.cable(here, there);
        lab.run("ip", "-n", here, "addr", "add", "10.99.0.1/24", "dev", "eth0");
        return ip("10.99.0.5", "");
    }

    private Driver ip(String address, String more) {
        return Fixture.driver(dir, inside, "[ip#1]\nipdev = eth0\nipname = " + address + "\n"
                + more);
    }

    @Override
    public String machine() throws Exception {
        return lab.run("ip", "-n", here, "addr", "show").replaceAll("(?m)^.*valid_lft.*$", "");
    }

    @Test
    void addressHasMaskAndLabelAndTheNeighbourHearsOfIt() throws Exception {
        Driver driver = driver();
        lab.run("ip", "-n", there, "addr", "add", "10.99.0.2/24", "dev", "eth0");
        lab.run("ip", "-n", there, "neigh", "add", "10.99.0.5", "lladdr", "02:00:00:00:00:99",
                "dev", "eth0", "nud", "stale");
        driver.start(Fixture.in(10));
        assertTrue(machine().contains("inet 10.99.0.5/24 scope global secondary eth0:1"),
                machine());
        String mac = lab.run("ip", "netns", "exec", here, "cat", "/sys/class/net/eth0/address");
        assertTrue(Await.until(() -> lab.run("ip", "-n", there, "neigh", "show", "10.99.0.5")
                .contains(mac), Duration.ofMillis(50), Fixture.in(5)));
        driver.stop(Fixture.in(10));
    }

    @Test
    void addressInUseIsRefusedWithTheOthersMac() throws Exception {
        Driver driver = driver();
        lab.run("ip", "-n", there, "addr", "add", "10.99.0.5/24", "dev", "eth0");
        String mac = lab.run("ip", "netns", "exec", there, "cat",
                "/sys/class/net/eth0/address");
        DriverException e = assertThrows(DriverException.class,
                () -> driver.start(Fixture.in(10)));
        assertTrue(e.getMessage().endsWith("10.99.0.5 is already up on another host (" + mac
                + ")"), e.getMessage());
        assertFalse(machine().contains("10.99.0.5"));
    }

    @Test
    void secondServicesAddressSurvivesTheFirsts() throws Exception {
        driver();
        Driver first = ip("10.98.0.5", "netmask = 255.255.255.0\n");
        Driver second = ip("10.98.0.6", "netmask = 24\n");
        first.start(Fixture.in(10));
        second.start(Fixture.in(10));
        first.stop(Fixture.in(10));
        DriverContract.assertIs(Status.UP, second);
    }

    @Test
    void ipv6Works() throws Exception {
        driver();
        Driver six = ip("fd00:99::5", "netmask = 64\n");
        assertTrue(six.start(Fixture.in(20)));
        DriverContract.assertIs(Status.UP, six);
        assertTrue(six.stop(Fixture.in(10)));
        DriverContract.assertIs(Status.DOWN, six);
    }

    /** Known as it was of a node that is gone, or not at all; with a filter that drops pings. */
    @Test
    void ipv6AddressInUseIsRefusedWithTheOthersMac() throws Exception {
        driver();
        Driver six = ip("fd00:99::5", "netmask = 64\n");
        lab.run("ip", "netns", "exec", there, "sysctl", "-q", "-w",
                "net/ipv6/icmp/echo_ignore_all=1");
        lab.run("ip", "-n", there, "addr", "add", "fd00:99::5/64", "dev", "eth0", "nodad");
        String mac = lab.run("ip", "netns", "exec", there, "cat",
                "/sys/class/net/eth0/address");
        for (boolean stale : new boolean[] {false, true}) {
            if (stale) {
                lab.run("ip", "-n", here, "neigh", "replace", "fd00:99::5", "lladdr",
                        "02:00:00:00:00:99", "dev", "eth0", "nud", "stale");
            }
            String said = assertThrows(DriverException.class,
                    () -> six.start(Fixture.in(20))).getMessage();
            assertTrue(said.endsWith("fd00:99:0:0:0:0:0:5 is already up on another host ("
                    + mac + ")"), said);
            assertFalse(machine().contains("fd00:99::5"));
        }
    }

    /** It may have answered to nothing before, and is found by the kernel's own detection. */
    @Test
    void ipv6AddressFoundTakenByTheKernelIsLetGoAndTheOthersMacTold() throws Exception {
        driver();
        String mac = lab.run("ip", "netns", "exec", there, "cat",
                "/sys/class/net/eth0/address");
        Driver six = Fixture.driver(dir, command -> {
            if (command.toString().startsWith("ip addr add fd00:99:0:0:0:0:0:5")) {
                lab.run("ip", "-n", there, "addr", "add", "fd00:99::5/64", "dev", "eth0",
                        "nodad");
            }
            return inside.run(command);
        }, "[ip#1]\nipdev = eth0\nipname = fd00:99::5\nnetmask = 64\n");
        String said = assertThrows(DriverException.class,
                () -> six.start(Fixture.in(20))).getMessage();
        assertTrue(said.endsWith("fd00:99:0:0:0:0:0:5 is already up on another host (" + mac
                + ")"), said);
        assertFalse(machine().contains("fd00:99::5"));
    }

    /** Who is gone is still among the neighbours for a while. */
    @Test
    void ipv6AddressOfANodeThatIsGoneIsFree() throws Exception {
        driver();
        lab.run("ip", "-n", here, "neigh", "replace", "fd00:99::5", "lladdr",
                "02:00:00:00:00:99", "dev", "eth0", "nud", "stale");
        assertTrue(ip("fd00:99::5", "netmask = 64\n").start(Fixture.in(20)));
    }

    @Test
    void interfaceMustExistAndBeUp() throws Exception {
        driver();
        Driver absent = Fixture.driver(dir, inside,
                "[ip#1]\nipdev = eth7\nipname = 10.99.0.5\nnetmask = 24\n");
        assertTrue(assertThrows(DriverException.class, () -> absent.start(Fixture.in(5)))
                .getMessage().endsWith("interface eth7 not found. Cannot stack over it."));
        lab.run("ip", "-n", here, "link", "set", "eth0", "down");
        assertTrue(assertThrows(DriverException.class, () -> ip("10.99.0.5", "").start(
                Fixture.in(5))).getMessage().contains("is not up"));
    }

    @AfterEach
    void clean() throws Exception {
        lab.clean();
    }
}
