package org.understudy.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.understudy.exec.Command;
import org.understudy.exec.Commands;
import org.understudy.exec.Result;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Rid;
import org.understudy.model.Status;

/** An address on an interface that is not as it should be. */
@Covers("ip")
class IpTest extends OnFake {
    private String flags = "BROADCAST,UP,LOWER_UP";

    @Override
    String section() {
        return "[ip#1]\nipname = 10.0.0.5\nipdev = eth0\ntags = dedicated\n";
    }

    @Override
    public Driver driver() throws Exception {
        return driver("");
    }

    private Driver driver(String more) throws Exception {
        machine.when("ip -o link show dev eth0", m -> exit(0, "2: eth0: <" + flags + "> mtu"));
        machine.when("ip link set dev eth0 (up|down)", m -> {
            flags = m.group(1).equals("up") ? "BROADCAST,UP,LOWER_UP" : "BROADCAST";
            return exit(0, "");
        });
        return Fixture.driver(dir, machine, section() + more);
    }

    @Override
    public String machine() {
        return machine.state() + flags;
    }

    @Test
    void nobodyIsToldOfAnAddressAnyMoreBeforeItGoes() throws Exception {
        CountDownLatch telling = new CountDownLatch(1);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Commands slow = command -> {
            if (command.toString().startsWith("arping -U")) {
                telling.countDown();
                try {
                    new CountDownLatch(1).await();
                } finally {
                    order.add("silent");
                }
            }
            order.add(command.toString());
            return machine.run(command);
        };
        driver(); // so that the machine knows the interface
        Driver driver = Fixture.driver(dir, slow, section());
        driver.start(Fixture.in(5));
        telling.await();
        driver.stop(Fixture.in(5));
        assertTrue(order.indexOf("silent") >= 0, order::toString);
        assertTrue(order.indexOf("silent") < order.indexOf("ip addr del 10.0.0.5/24 dev eth0"),
                order::toString);
    }

    @Test
    void aDedicatedInterfaceGoesUpAndDownWithItsAddress() throws Exception {
        flags = "BROADCAST";
        Driver driver = driver();
        assertTrue(driver.start(Fixture.in(5)));
        assertEquals("BROADCAST,UP,LOWER_UP", flags);
        driver.stop(Fixture.in(5));
        assertEquals("BROADCAST", flags);
    }

    /** The real kernel is asked: it has one of the two addresses, whatever was said of them. */
    @Test
    void addressLeavesATraceWhileTheKernelHasIt() throws Exception {
        machine.when("ip -o addr show", m -> exit(0, "1: lo    inet 127.0.0.1/8 scope host lo\\ "
                + "valid_lft forever\n2: eth0    inet 198.51.100.7/24 scope global eth0\\ valid"));
        for (String address : List.of("127.0.0.1", "198.51.100.7")) {
            Driver driver = Fixture.driver(dir, machine, "[ip#1]\nipname = " + address
                    + "\nipdev = eth0\n");
            assertEquals(Optional.empty(), driver.trace(Fixture.in(1)));
            driver.status(Fixture.in(1));
            assertEquals(address.startsWith("127"), driver.trace(Fixture.in(1)).isPresent());
        }
    }

    /** The kernel tells all there is to an address of IPv4; ip(8) is asked where it is odd. */
    @Test
    void whatIsAsItShouldBeIsSeenWithoutACommand() throws Exception {
        List<String> ran = new ArrayList<>();
        Commands counted = new Commands() {
            @Override
            public Result run(Command command) throws InterruptedException {
                ran.add(command.toString());
                return exit(0, command.argv().contains("addr") ? "1: lo    inet 127.0.0.1/8 scope"
                        + " host lo\\ valid_lft forever\n" : "1: lo: <LOOPBACK,UP,LOWER_UP> mtu");
            }

            @Override
            public boolean here() {
                return true;
            }
        };
        String loopback = "[ip#1]\nipname = 127.0.0.1\nipdev = lo\nnetmask = ";
        DriverContract.assertIs(Status.UP, Fixture.driver(dir, counted, loopback + "8\n"));
        assertEquals(List.of(), ran);
        ResourceStatus odd = Fixture.driver(dir, counted, loopback + "24\n")
                .status(Fixture.in(5));
        assertEquals(List.of("current netmask 8, configured 24"), odd.messages());
        assertEquals("ip -o addr show", ran.get(0));
        ran.clear();
        DriverContract.assertIs(Status.DOWN, Fixture.driver(dir, counted,
                "[ip#1]\nipname = 198.51.100.7\nipdev = lo\nnetmask = 24\n"));
        assertEquals(List.of("ip -o addr show"), ran);
    }

    @Test
    void anAddressOfIpv6ThatAnotherHostHasIsAWarning() throws Exception {
        machine.when("ip -o addr show", m -> exit(0, "2: eth0    inet6 2001:db8::5/64 scope"
                + " global dadfailed tentative \\ valid_lft forever"));
        ResourceStatus there = Fixture.driver(dir, machine, "[ip#1]\nipname = 2001:db8::5\n"
                + "ipdev = eth0\n").status(Fixture.in(5));
        assertEquals(Status.WARN, there.status());
        assertTrue(there.messages().get(0).contains("dadfailed"), there::toString);
    }

    @Test
    void withoutALinkNothingStartsAndWhatIsUpIsAWarning() throws Exception {
        Driver driver = driver();
        driver.start(Fixture.in(5));
        flags = "NO-CARRIER,BROADCAST,UP";
        assertEquals(new ResourceStatus(Status.WARN, "10.0.0.5@eth0",
                List.of("no carrier on eth0")), driver.status(Fixture.in(1)));
        DriverContract.assertIs(Status.UP, driver("check_carrier = false\n"));
        driver.stop(Fixture.in(5));
        flags = "NO-CARRIER,BROADCAST,UP";
        assertTrue(refusal(() -> driver.start(Fixture.in(5))).contains("no carrier on eth0"));
        assertEquals("expected a link on eth0, got no carrier", driver.lacks(Fixture.in(1)).get(0)
                .text());
        assertTrue(driver("check_carrier = false\n").start(Fixture.in(5)));
    }

    @Test
    void anotherNetmaskThanTheConfiguredOneIsAWarning() throws Exception {
        driver().start(Fixture.in(5));
        assertEquals(List.of("current netmask 24, configured 27"),
                driver("netmask = 255.255.255.224\n").status(Fixture.in(1)).messages());
    }

    @Test
    void aStartWaitsForANameAsLongAsItIsTold() throws Exception {
        int[] asked = {0};
        machine.when("getent ahosts web.example", m -> asked[0]++ < 2 ? exit(2, "")
                : exit(0, "10.0.0.7 STREAM web.example\n"));
        Driver waits = Fixture.driver(dir, machine,
                "[ip#1]\nipname = web.example\nipdev = eth0\nwait_dns = 5s\n");
        assertTrue(waits.start(Fixture.in(10)));
        asked[0] = 0;
        Driver hasty = Fixture.driver(dir, machine,
                "[ip#1]\nipname = web.example\nipdev = eth0\n");
        assertTrue(refusal(() -> hasty.start(Fixture.in(10))).contains("could not resolve"));
        assertBad("check_carrier", section() + "check_carrier = maybe\n");
        assertBad("wait_dns", section() + "wait_dns = 5\n");
    }

    /** All that stands in the way is known before anything is touched, and asked for once. */
    @Test
    void anAddressThatIsTakenIsAConflictBeforeTheStart() throws Exception {
        int[] asked = {0};
        machine.when("timeout -s INT 0.3 arping .*", m -> {
            asked[0]++;
            return exit(1, asked[0] > 2 ? "Unicast reply from 10.0.0.5 [02:00:00:00:00:09] 1ms"
                    : "");
        });
        flags = "BROADCAST,UP,LOWER_UP";
        driver(); // the interface is as the flags say
        Driver driver = Fixture.driver(dir, machine, section().replace("dedicated", "other"));
        assertEquals(List.of(), driver.conflicts(Fixture.in(5)));
        int once = asked[0];
        assertTrue(driver.start(Fixture.in(5)));
        assertEquals(once, asked[0]);
        assertEquals(List.of(), driver.conflicts(Fixture.in(5)), "it is ours");
        driver.stop(Fixture.in(5));
        asked[0] = 2;
        List<String> taken = driver.conflicts(Fixture.in(5));
        assertEquals(1, taken.size());
        assertTrue(taken.get(0).contains("10.0.0.5 is already up on another host"
                + " (02:00:00:00:00:09)"), taken::toString);
        flags = "BROADCAST";
        assertTrue(driver.conflicts(Fixture.in(5)).get(0).contains("eth0 is not up"));
    }

    /** C15: a node that hangs still answers for the address, and is shut out of its disks first. */
    @Test
    void anAddressIsAskedForOnlyOnceTheDisksAreReserved() throws Exception {
        boolean[] letGo = {false};
        machine.when("timeout -s INT 0.3 arping .*", m -> {
            boolean free = letGo[0];
            letGo[0] = true;
            return exit(1, free ? "" : "Unicast reply from 10.0.0.5 [02:00:00:00:00:09] 1ms");
        });
        flags = "BROADCAST,UP,LOWER_UP";
        driver(); // the interface is as the flags say
        Driver driver = Fixture.resources(dir, machine, section().replace("dedicated", "other")
                + "[vg#1]\nname = data\nscsireserv = true\n").drivers().get(new Rid("ip#1"));
        assertEquals(List.of(), driver.conflicts(Fixture.in(5)));
        assertFalse(letGo[0], "nobody was asked");
        assertTrue(driver.start(Fixture.in(30)));
        assertTrue(letGo[0]);
    }

    /** Where no solicitation can be sent, as through a tunnel, ping must do. */
    @Test
    void ofAnIpv6AddressTheNeighboursAreAskedBeforePing() throws Exception {
        String[] entry = {"fd00::5 lladdr 02:00:00:00:00:0A REACHABLE \n"};
        machine.when("ip -6 neigh (del|replace) .*", m -> exit(0, ""));
        machine.when("ip -6 neigh show fd00:0:0:0:0:0:0:5 dev eth0", m -> exit(0, entry[0]));
        machine.when("ping .*", m -> exit(0, ""));
        flags = "BROADCAST,UP,LOWER_UP";
        driver(); // the interface is as the flags say
        Driver six = Fixture.driver(dir, machine,
                "[ip#1]\nipname = fd00::5\nipdev = eth0\nnetmask = 64\n");
        assertTrue(six.conflicts(Fixture.in(5)).get(0).endsWith(
                "is already up on another host (02:00:00:00:00:0a)"));
        entry[0] = "fd00::5 INCOMPLETE \n";
        assertEquals(List.of(), six.conflicts(Fixture.in(5)));
        assertEquals(List.of(), ran("ping"));
        entry[0] = "";
        assertTrue(six.conflicts(Fixture.in(5)).get(0).endsWith("is already up on another host"));
    }

    /** What changes the kernel's table must not go on behind the back of an agent that ended. */
    @Test
    void onlyWhatLooksAtTheNeighboursIsAGlance() throws Exception {
        List<String> glances = new ArrayList<>();
        List<String> acts = new ArrayList<>();
        machine.when("ip -6 neigh (del|replace) .*", m -> exit(0, ""));
        machine.when("ip -6 neigh show .*", m -> exit(0, "fd00::5 INCOMPLETE \n"));
        flags = "BROADCAST,UP,LOWER_UP";
        driver(); // the interface is as the flags say
        Fixture.driver(dir, command -> {
            if (command.toString().startsWith("ip -6 neigh ")) {
                (command.kind() == Command.Kind.GLANCE ? glances : acts).add(command.argv().get(3));
            }
            return machine.run(command);
        }, "[ip#1]\nipname = fd00::5\nipdev = eth0\nnetmask = 64\n").conflicts(Fixture.in(5));
        assertEquals(Set.of("show"), Set.copyOf(glances));
        assertEquals(Set.of("del", "replace"), Set.copyOf(acts));
    }

    /** Bits of an IPv4 mask say nothing of an IPv6 address, nor 64 of an IPv4 one. */
    @Test
    void aNetmaskOfTheOtherFamilyIsRefusedBeforeAnythingIsTouched() throws Exception {
        flags = "BROADCAST,UP,LOWER_UP";
        driver(); // the interface is as the flags say
        for (String odd : List.of("10.0.0.5\nnetmask = 64", "fd00::5\nnetmask = 255.255.255.0",
                "fd00::5\nnetmask = 0xffffff00")) {
            Driver driver = Fixture.driver(dir, machine, "[ip#1]\nipdev = eth0\nipname = " + odd
                    + "\n");
            String said = driver.conflicts(Fixture.in(5)).get(0);
            assertTrue(said.matches("expected a netmask .*, got the netmask \\d+"), said);
            assertEquals(said, driver.lacks(Fixture.in(5)).get(0).text());
            assertTrue(refusal(() -> driver.start(Fixture.in(5))).endsWith(said));
            assertEquals(List.of(), ran("ip addr add"));
        }
        for (String fine : List.of("10.0.0.5\nnetmask = 32", "fd00::5\nnetmask = 32")) {
            assertEquals(List.of(), Fixture.driver(dir, machine, "[ip#1]\nipdev = eth0\nipname = "
                    + fine + "\n").lacks(Fixture.in(5)));
        }
    }
}
