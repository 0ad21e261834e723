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
record Announcement(InetAddress ip, String dev) {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    void begin(Site site) {
        if (ip instanceof Inet4Address) {
            Thread thread = new Thread(() -> tell(site), "announce-" + ip.getHostAddress());
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void tell(Site site) {
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
