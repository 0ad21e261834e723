package org.understudy.driver;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import org.understudy.exec.Command;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;

/**
 * Tells the neighbours that an address is here now, several times, beside the start: nothing waits
 * for it. Of an IPv6 address the kernel tells them itself, once, if it was asked to.
 */
final class Announcement {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Thread telling;

    private Announcement(Runnable tell, String name) {
        telling = new Thread(tell, name);
        telling.setDaemon(true);
    }

    /** Before there was any: its end is nothing. */
    static Announcement none() {
        return new Announcement(() -> { }, "announce-nothing");
    }

    static Announcement begun(InetAddress ip, String dev, Site site) {
        Announcement one = new Announcement(() -> tell(ip, dev, site),
                "announce-" + ip.getHostAddress());
        if (ip instanceof Inet4Address) {
            one.telling.start();
        }
        return one;
    }

    /**
     * Once the address goes nobody may hear that it is here: the next node that looks for whoever
     * has it would find this one, and its clients would come back.
     */
    void end(Deadline deadline) throws InterruptedException {
        telling.interrupt();
        telling.join(deadline.atMost(LIMIT).left().toMillis() + 1);
    }

    private static void tell(InetAddress ip, String dev, Site site) {
        try {
            Command command = Command.of(Deadline.in(LIMIT), "arping", "-U", "-c", "3", "-I", dev,
                    "-s", ip.getHostAddress(), ip.getHostAddress());
            if (site.act(command).ending() == Result.Ending.MISSING) {
                site.warn("arp announce skipped. install 'arping'");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
