package org.understudy.driver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.understudy.driver.Mounts.Mount;

/**
 * What this node shows without a command: the kernel's own tables, links and devices. What is
 * asked for takes no lock that is held while a disk or a peer is waited for, so it answers when
 * those do not. Where a kernel has it otherwise the caller hangs beyond any deadline: it has to be
 * on a thread that nothing waits for.
 *
 * @param root where paths begin: {@code /}
 */
record Sights(Path root) {

    /**
     * A device or a link as it lies in its directory.
     *
     * @param number {@code block 8:16}; empty for what is no device
     */
    record Node(String number, int mode, int user, int group) {
    }

    private Path at(String path) {
        return root.resolve(path.substring(1));
    }

    /** The text of a file in /proc or /sys, without blanks around it; empty without one. */
    Optional<String> text(String path) {
        try {
            return Optional.of(Files.readString(at(path)).strip());
        } catch (IOException absent) {
            return Optional.empty(); // its device or module is gone, or never was there
        }
    }

    boolean has(String path) {
        return Files.exists(at(path), LinkOption.NOFOLLOW_LINKS);
    }

    /** What is in a directory, in order; nothing without one. */
    List<String> names(String path) {
        TreeSet<String> names = new TreeSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(at(path))) {
            all.forEach(one -> names.add(one.getFileName().toString()));
        } catch (IOException | DirectoryIteratorException absent) {
            return List.of(); // as above
        }
        return List.copyOf(names);
    }

    /** Of an address on an interface that is up and has a carrier; empty without one. */
    static Optional<Integer> prefix(InetAddress ip, String dev) {
        try {
            NetworkInterface on = NetworkInterface.getByInetAddress(ip);
            if (on == null || !on.getName().equals(dev) || !on.isUp()) {
                return Optional.empty();
            }
            return on.getInterfaceAddresses().stream().filter(one -> one.getAddress().equals(ip))
                    .map(one -> (int) one.getNetworkPrefixLength()).findFirst();
        } catch (SocketException unreadable) {
            return Optional.empty(); // ip(8) says why
        }
    }

    /** The kernel's name, {@code md127}, for a path below /dev, which may be a link. */
    String kernelName(String device) {
        try {
            return at(device).toRealPath().getFileName().toString();
        } catch (IOException absent) {
            return Path.of(device).getFileName().toString();
        }
    }

    /**
     * What lies at a path of this node's own: in memory, or on the filesystem that the node itself
     * runs from. Elsewhere nobody looks: that disk or server may be what does not answer.
     */
    Optional<Node> node(Path path) {
        if (!isOwn(at(path.toString()))) {
            return Optional.empty();
        }
        try {
            Map<String, Object> found = Files.readAttributes(at(path.toString()),
                    "unix:mode,uid,gid,rdev", LinkOption.NOFOLLOW_LINKS);
            int mode = (Integer) found.get("mode");
            return Optional.of(new Node(number(mode, (Long) found.get("rdev")), mode,
                    (Integer) found.get("uid"), (Integer) found.get("gid")));
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    /** The lines of a file of this node's own, as {@link #node} has it. */
    List<String> lines(String path) {
        return isOwn(at(path)) ? text(path).stream().flatMap(String::lines).toList() : List.of();
    }

    private static boolean isOwn(Path path) {
        Mounts mounts = Mounts.own();
        Optional<String> system = mounts.at(Path.of("/")).map(Mount::number);
        return mounts.holding(path).filter(mount -> mount.type().matches("tmpfs|devtmpfs")
                || system.equals(Optional.of(mount.number()))).isPresent();
    }

    private static String number(int mode, long device) {
        int kind = mode & 0170000;
        if (kind != 0060000 && kind != 0020000) {
            return "";
        }
        long major = device >> 8 & 0xfff | device >> 32 & ~0xfffL;
        long minor = device & 0xff | device >> 12 & ~0xffL;
        return (kind == 0060000 ? "block " : "char ") + major + ":" + minor;
    }
}
