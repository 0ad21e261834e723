package org.understudy.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import org.understudy.model.Rules.MonitorAction;

/** Ends this machine without asking anybody, by the kernel's own trigger. */
final class Reset {
    /** The number that the kernel gives the first PID namespace of a machine. */
    private static final String FIRST = "pid:[4026531836]";

    private final Chronicle chronicle;
    private final Path trigger;

    /** @param trigger takes the letter that ends the machine: /proc/sysrq-trigger on a real one */
    Reset(Chronicle chronicle, Path trigger) {
        this.chronicle = chronicle;
        this.trigger = trigger;
    }

    /**
     * Ends the machine. In a container it would end the host, and is refused.
     *
     * @return what went wrong
     */
    List<String> now(MonitorAction how, String why) {
        try {
            if (!ownMachine()) {
                throw new IOException("this is a container: the reset would end its host");
            }
            chronicle.write("node.reset", "how", how.name().toLowerCase(Locale.ROOT),
                    "reason", why);
            Files.writeString(trigger, how == MonitorAction.CRASH ? "c" : "b",
                    StandardOpenOption.WRITE);
            return List.of("the kernel was told to end this machine, and has not");
        } catch (IOException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    /** The first PID namespace, or one whose trigger was replaced by one of its own. */
    private boolean ownMachine() throws IOException {
        return first() || Files.readAttributes(trigger,
                BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther();
    }

    /** Whether this is no container with processes of its own. */
    static boolean first() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString().equals(FIRST);
        } catch (IOException unreadable) {
            return false;
        }
    }
}
