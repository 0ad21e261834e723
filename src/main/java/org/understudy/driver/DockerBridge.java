package org.understudy.driver;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;

/**
 * The network of a service's own dockerd, where nobody says what it is to be. Two daemons on a node
 * would share the bridge {@code docker0}, give out the same addresses, and empty each other's chain
 * of the packet filter. So each gets a bridge, with a network of 256 addresses that this node has
 * no route to, and leaves the packet filter alone: docker-proxy(1) serves what is published, and a
 * few rules of this bridge's let its containers out. All of that goes with the daemon.
 */
final class DockerBridge {
    /** With one of these the user has decided, and what dockerd makes of it is left alone. */
    private static final Set<String> SAID = Set.of("-b", "--bridge", "--bip", "--iptables",
            "--ip6tables", "--ip-masq", "--userland-proxy", "--fixed-cidr", "--ipv6",
            "--default-gateway");
    private static final Pattern SAID_IN_FILE = Pattern.compile(
            "\"(bridge|bip|iptables|ip6tables|ip-masq|userland-proxy|fixed-cidr|ipv6)\"\\s*:");
    private static final List<String> POOLS = List.of("172.30", "10.230", "192.168");

    /** Wider than this is a way out to everywhere, as a VPN's two halves of the world are. */
    private static final int A_NETWORK = 8;

    private final List<String> args;

    /** @param args what the user says to dockerd */
    DockerBridge(List<String> args) {
        this.args = List.copyOf(args);
    }

    /** An interface's name has 15 characters at most. */
    static String name(Site site) {
        String all = site.service().value();
        String letters = all.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return "us-" + letters.substring(0, Math.min(6, letters.length()))
                + String.format("-%04x", all.hashCode() & 0xffff);
    }

    private static String alias(Site site) {
        return "docker of " + site.service();
    }

    /**
     * Makes it, or takes up what is left of it.
     *
     * @return what dockerd is to be told of it; nothing where the user has
     * @throws DriverException where no network is free, or the name is somebody else's
     */
    List<String> make(Site site, Deadline deadline) throws InterruptedException {
        if (decided(site)) {
            return List.of();
        }
        String name = name(site);
        Optional<String> of = owner(site, deadline);
        if (of.isPresent() && !of.get().isEmpty() && !of.get().equals(alias(site))) {
            throw site.failure("make the bridge " + name, "none yet, or --bridge in"
                    + " docker_daemon_args", "that of " + of.get());
        }
        if (of.isEmpty()) {
            site.must(deadline, "ip", "link", "add", "name", name, "type", "bridge");
        }
        site.must(deadline, "ip", "link", "set", "dev", name, "up", "alias", alias(site));
        Optional<Ipv4Network> held = network(site, deadline);
        Ipv4Network network = held.isPresent() ? held.get() : free(site, deadline);
        if (held.isEmpty()) {
            site.must(deadline, "ip", "addr", "add", network.first() + "/" + network.length(),
                    "dev", name);
        }
        letOut(site, network, deadline);
        return List.of("--bridge", name, "--iptables=false", "--ip6tables=false");
    }

    /**
     * Takes away what it made. What stays of it is a warning: it harms nobody, and a stop that
     * failed for it would keep the service from going elsewhere.
     *
     * @return whether this call changed anything
     */
    boolean remove(Site site, Deadline deadline) throws InterruptedException {
        if (owner(site, deadline).filter(alias(site)::equals).isEmpty()) {
            return false;
        }
        Optional<Ipv4Network> network = network(site, deadline);
        if (network.isPresent()) {
            for (List<String> rule : rules(site, network.get())) {
                if (iptables(site, rule, "-C", deadline).ok()) {
                    site.attempt(deadline, words(rule, "-D"));
                }
            }
        }
        site.attempt(deadline, "ip", "link", "del", "dev", name(site));
        return true;
    }

    private boolean decided(Site site) {
        return args.stream().anyMatch(arg -> SAID.contains(arg.split("=")[0]))
                || site.sights().text(fileOfDockerd()).filter(text ->
                        SAID_IN_FILE.matcher(text).find()).isPresent();
    }

    private String fileOfDockerd() {
        return IntStream.range(0, args.size()).filter(i -> args.get(i).startsWith("--config-file"))
                .mapToObj(i -> args.get(i).contains("=") || i + 1 == args.size()
                        ? args.get(i).replaceFirst("^[^=]*=?", "") : args.get(i + 1))
                .filter(file -> Path.of(file).isAbsolute())
                .findFirst().orElse("/etc/docker/daemon.json");
    }

    /** Whose an interface of this name is, as its alias says; empty where there is none. */
    private Optional<String> owner(Site site, Deadline deadline) throws InterruptedException {
        Result link = site.answer(deadline, "ip", "link", "show", "dev", name(site));
        return link.ok() ? Optional.of(link.out().lines().map(String::strip)
                .filter(line -> line.startsWith("alias ")).map(line -> line.substring(6))
                .findFirst().orElse("")) : Optional.empty();
    }

    private Optional<Ipv4Network> network(Site site, Deadline deadline)
            throws InterruptedException {
        return Address.parse(site.answer(deadline, "ip", "-4", "-o", "addr", "show", "dev",
                name(site)).out()).stream().findFirst()
                .map(held -> Ipv4Network.of(held.ip(), held.prefix()));
    }

    /** Two services begin at different places: each mostly has the same one again. */
    private Ipv4Network free(Site site, Deadline deadline) throws InterruptedException {
        List<Ipv4Network> taken = site.answer(deadline, "ip", "-4", "route", "show", "table", "all")
                .out().lines().flatMap(line -> Stream.of(line.split("\\s+")))
                .filter(word -> word.matches("[0-9.]+(/\\d+)?") && word.contains("."))
                .map(Ipv4Network::parse).filter(net -> net.length() >= A_NETWORK).toList();
        int begin = site.service().value().hashCode() & 0xff;
        return POOLS.stream().flatMap(pool -> IntStream.range(0, 256).mapToObj(i ->
                        Ipv4Network.parse(pool + "." + (begin + i & 0xff) + ".0/24")))
                .filter(one -> taken.stream().noneMatch(one::overlaps)).findFirst()
                .orElseThrow(() -> site.failure("make the bridge " + name(site),
                        "a free network, or --bridge in docker_daemon_args", "routes to all of "
                        + String.join(", ", POOLS)));
    }

    private static List<List<String>> rules(Site site, Ipv4Network network) {
        String name = name(site);
        return List.of(
                List.of("nat", "POSTROUTING", "-s", network.toString(), "!", "-o", name, "-j",
                        "MASQUERADE"),
                List.of("filter", "FORWARD", "-i", name, "-j", "ACCEPT"),
                List.of("filter", "FORWARD", "-o", name, "-m", "conntrack", "--ctstate",
                        "RELATED,ESTABLISHED", "-j", "ACCEPT"));
    }

    /** Without these a container only answers, which is much of what a service does. */
    private void letOut(Site site, Ipv4Network network, Deadline deadline)
            throws InterruptedException {
        for (List<String> rule : rules(site, network)) {
            Result there = iptables(site, rule, "-C", deadline);
            if (there.ending() == Result.Ending.MISSING) {
                site.warn("expected the command iptables, got none: the containers reach nothing"
                        + " but this node");
                return;
            }
            if (!there.ok()) {
                site.act(deadline, words(rule, "-A"));
            }
        }
    }

    private static Result iptables(Site site, List<String> rule, String verb, Deadline deadline)
            throws InterruptedException {
        return site.ask(deadline, words(rule, verb));
    }

    /** It waits 5 s for who else changes the packet filter. */
    private static String[] words(List<String> rule, String verb) {
        List<String> words = new ArrayList<>(List.of("iptables", "-w", "5", "-t", rule.get(0),
                verb));
        words.addAll(rule.subList(1, rule.size()));
        return words.toArray(String[]::new);
    }

    /**
     * A network of IPv4 addresses.
     *
     * @param base its lowest address, as a number
     * @param length of its prefix
     */
    record Ipv4Network(int base, int length) {
        static Ipv4Network of(InetAddress ip, int length) {
            byte[] octets = ip.getAddress();
            int bits = IntStream.range(0, 4).map(i -> (octets[i] & 0xff) << 24 - 8 * i).sum();
            return new Ipv4Network(bits & mask(length), length);
        }

        /** {@code 10.0.0.0/8}, or an address alone. */
        static Ipv4Network parse(String text) {
            String[] parts = text.split("/");
            return of(Address.literal(parts[0]), parts.length > 1 ? Integer.parseInt(parts[1])
                    : 32);
        }

        private static int mask(int length) {
            return length == 0 ? 0 : -1 << 32 - length;
        }

        boolean overlaps(Ipv4Network other) {
            int wider = mask(Math.min(length, other.length));
            return (base & wider) == (other.base & wider);
        }

        /** Its first address for a host. */
        String first() {
            return dotted(base + 1);
        }

        private static String dotted(int bits) {
            return (bits >>> 24) + "." + (bits >>> 16 & 0xff) + "." + (bits >>> 8 & 0xff) + "."
                    + (bits & 0xff);
        }

        @Override
        public String toString() {
            return dotted(base) + "/" + length;
        }
    }
}
