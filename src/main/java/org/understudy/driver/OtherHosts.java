package org.understudy.driver;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.understudy.exec.Await;
import org.understudy.exec.Command;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;

/**
 * The hosts around an interface. Whoever holds an address answers an ARP probe or a neighbour
 * solicitation for it, even behind a packet filter, and tells its MAC; a LAN takes a millisecond,
 * so two probes of 0.3 s each find it even when one is lost, in less than the second that arping
 * would wait for one. Where none can be sent (no arping, an interface without a MAC) ping must do.
 */
record OtherHosts(Site site, String dev) {
    /** Exit code of timeout(1). */
    private static final int TIMED_OUT = 124;
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration TO_ANSWER = Duration.ofMillis(300);
    private static final int TRIES = 2;
    /** An interface that has just come up sends none for a second or two. */
    private static final int TRIES_FOR_A_NAME = 10;
    private static final Pattern REPLY = Pattern.compile("\\[([0-9A-Fa-f:]{17})]");
    private static final Pattern ENTRY = Pattern.compile("lladdr ([0-9A-Fa-f:]{17})");

    /**
     * What came of a probe.
     *
     * @param sent whether there was any
     * @param mac of who answered
     */
    private record Probe(boolean sent, Optional<String> mac) {
        boolean unheard() {
            return sent && mac.isEmpty();
        }
    }

    /** Who else has the address, {@code " (02:00:…)"}, or a blank where no MAC is to be had. */
    Optional<String> holding(InetAddress ip, Deadline deadline) throws InterruptedException {
        Probe probe = ip instanceof Inet4Address ? arp(ip, deadline)
                : solicit(ip, TRIES, deadline);
        if (probe.sent()) {
            return probe.mac().map(mac -> " (" + mac + ")");
        }
        return site.ask(deadline, "ping", "-c", "1", "-W", "1", ip.getHostAddress()).ok()
                ? Optional.of("") : Optional.empty();
    }

    /** The same of an IPv6 address that somebody has, as is known: what is wanted is the MAC. */
    String holder(InetAddress ip, Deadline deadline) throws InterruptedException {
        return solicit(ip, TRIES_FOR_A_NAME, deadline).mac().map(mac -> " (" + mac + ")")
                .orElse("");
    }

    private Probe arp(InetAddress ip, Deadline deadline) throws InterruptedException {
        Probe first = arpOnce(ip, deadline);
        return first.unheard() ? arpOnce(ip, deadline) : first;
    }

    private Probe arpOnce(InetAddress ip, Deadline deadline) throws InterruptedException {
        Result result = site.ask(deadline, "timeout", "-s", "INT", "0.3", "arping", "-D", "-f",
                "-c", "1", "-w", "1", "-I", dev, ip.getHostAddress());
        Optional<String> mac = found(REPLY, result);
        return new Probe(mac.isPresent() || result.exit() == TIMED_OUT || result.ok(), mac);
    }

    /**
     * By the kernel: an entry that is in use is resolved, with no address of that network needed.
     * One from before is forgotten first, for it may be of a node that is gone.
     */
    private Probe solicit(InetAddress ip, int tries, Deadline deadline)
            throws InterruptedException {
        Probe probe = new Probe(true, Optional.empty());
        for (int i = 0; i < tries && probe.unheard(); i++) {
            probe = solicitOnce(ip, deadline);
        }
        change("del", ip, "", deadline);
        return probe;
    }

    private Probe solicitOnce(InetAddress ip, Deadline deadline) throws InterruptedException {
        change("del", ip, "", deadline);
        if (!change("replace", ip, "use", deadline).ok()) {
            return new Probe(false, Optional.empty());
        }
        Await.until(() -> found(ENTRY, entry(ip, deadline)).isPresent(), LOOK,
                deadline.atMost(TO_ANSWER));
        Result last = entry(ip, deadline);
        return new Probe(!last.out().isBlank(), found(ENTRY, last));
    }

    private Result entry(InetAddress ip, Deadline deadline) throws InterruptedException {
        return site.ask(deadline, argv("show", ip, ""));
    }

    /** Of what the kernel remembers: nobody is told, and one that fails is no news. */
    private Result change(String verb, InetAddress ip, String flag, Deadline deadline)
            throws InterruptedException {
        return site.around().commands().run(Command.of(deadline, argv(verb, ip, flag)));
    }

    private String[] argv(String verb, InetAddress ip, String flag) {
        return ("ip -6 neigh " + verb + " " + ip.getHostAddress() + " dev " + dev + " " + flag)
                .strip().split(" ");
    }

    private static Optional<String> found(Pattern pattern, Result result) {
        Matcher mac = pattern.matcher(result.out());
        return mac.find() ? Optional.of(mac.group(1).toLowerCase(Locale.ROOT)) : Optional.empty();
    }
}
