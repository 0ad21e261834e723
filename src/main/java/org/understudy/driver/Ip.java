package org.understudy.driver;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.understudy.config.Keyword;
import org.understudy.config.Keywords;
import org.understudy.config.ResourceKeywords;
import org.understudy.config.Section;
import org.understudy.config.Type;
import org.understudy.config.Types;
import org.understudy.exec.Await;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Status;

/** An address on an interface ({@code [ip#…]}). Needs iproute2; iputils for its announcements. */
final class Ip implements Driver {
    private static final Type<String> HOST = spelt("a name, or an address such as 10.0.0.5 without"
            + " its netmask", "[A-Za-z0-9_][\\w.-]{0,252}"
            + "|(?=.*:.*:)[0-9a-fA-F:.]{2,45}(%[\\w.-]{1,15})?");
    private static final Type<String> INTERFACE = spelt("an interface such as eth0",
            "[A-Za-z0-9_][\\w.-]{0,14}(:[\\w.-]{1,13})?");
    static final Keyword<String> IPNAME = Keyword.required("ipname", HOST,
            "address, or a name that stands for it").like("10.0.0.5").alias("name");
    static final Keyword<String> IPDEV = Keyword.required("ipdev", INTERFACE,
            "interface that carries the address; eth0:web sets the label too").like("eth0")
            .alias("dev");
    static final Keyword<Netmask> NETMASK = Keyword.optional("netmask", Netmask.TYPE,
            "length of the network's part; default: as the interface's first address");
    static final Keyword<Boolean> ALIAS = Keyword.optional("alias", Types.BOOLEAN,
            "whether the address is labelled eth0:1, eth0:2, …").or("true");
    static final Keyword<Boolean> CHECK_CARRIER = Keyword.optional("check_carrier",
            Types.BOOLEAN, "whether the interface must have a link; false for a lone bridge")
            .or("true");
    static final Keyword<Duration> WAIT_DNS = Keyword.optional("wait_dns", Types.DURATION,
            "how long a start waits for the name to have an address").or("0s");
    static final Keywords KEYS = Keywords.of(IPNAME, IPDEV, NETMASK, ALIAS, CHECK_CARRIER,
            WAIT_DNS);

    private static final int LABEL_MAX = 15;
    /** Who was asked for so lately is not asked again. */
    private static final Duration FRESH = Duration.ofSeconds(5);
    /** A switch may take its time to let a port through. */
    private static final Duration LINK = Duration.ofSeconds(10);
    /** In which a node lets go of the address that has lost its disks to this one. */
    private static final Duration SHUT_OUT = Duration.ofSeconds(20);

    private final Site site;
    private final Section section;
    private final String name;
    private final String dev;
    private volatile Deadline freeUntil = Deadline.in(Duration.ZERO);
    private volatile Optional<InetAddress> seen = Optional.empty();
    private volatile Announcement announced = Announcement.none();

    private static Type<String> spelt(String expected, String pattern) {
        Predicate<String> fits = Pattern.compile(pattern).asMatchPredicate();
        return Types.of(expected, text -> {
            if (!fits.test(text)) {
                throw new IllegalArgumentException(text);
            }
            return text;
        });
    }

    Ip(Section section, Site site) {
        this.site = site;
        this.section = section;
        this.name = section.get(IPNAME);
        this.dev = section.get(IPDEV).split(":")[0];
    }

    @Override
    public ResourceStatus status(Deadline deadline) throws InterruptedException {
        Optional<InetAddress> ip = resolve(deadline);
        if (ip.isEmpty()) {
            return found(Status.WARN, List.of("could not resolve " + name + " to an ip address"));
        }
        if (site.here() && isPlain(ip.get())) {
            seen = ip;
            return found(Status.UP, List.of());
        }
        Optional<Address> held = holder(ip.get(), deadline);
        seen = held.map(Address::ip);
        if (held.isEmpty()) {
            return found(Status.DOWN, List.of());
        }
        if (!held.get().dev().equals(dev)) {
            return found(Status.UP, List.of("the address is on " + held.get().dev() + ", not on "
                    + dev));
        }
        List<String> odd = odd(held.get(), deadline);
        return found(odd.isEmpty() ? Status.UP : Status.WARN, odd);
    }

    /** As it should be; IPv6 has more to it, which only ip(8) tells. */
    private boolean isPlain(InetAddress ip) {
        return ip instanceof Inet4Address && Sights.prefix(ip, dev).filter(found -> section
                .find(NETMASK).filter(wanted -> wanted.length() != found).isEmpty()).isPresent();
    }

    /** Of the kernel, without a command or a name server. */
    @Override
    public Optional<String> trace(Deadline deadline) {
        return seen.filter(ip -> {
            try {
                return NetworkInterface.getByInetAddress(ip) != null;
            } catch (SocketException unreadable) {
                return false;
            }
        }).map(ip -> text(ip) + " is still on this node");
    }

    /** What keeps an address that is there from being of use. */
    private List<String> odd(Address held, Deadline deadline) throws InterruptedException {
        List<String> odd = new ArrayList<>();
        if (section.get(CHECK_CARRIER) && flags(deadline).contains("NO-CARRIER")) {
            odd.add("no carrier on " + dev);
        }
        if (held.is("dadfailed")) {
            odd.add("another host has it: nothing answers for it here (dadfailed)");
        }
        section.find(NETMASK).filter(one -> one.length() != held.prefix()).ifPresent(wanted ->
                odd.add("current netmask " + held.prefix() + ", configured " + wanted));
        return odd;
    }

    @Override
    public boolean start(Deadline deadline) throws InterruptedException {
        Await.until(() -> resolve(deadline).isPresent(), Duration.ofMillis(500),
                deadline.atMost(section.get(WAIT_DNS)));
        InetAddress ip = resolved(deadline);
        Optional<Address> held = holder(ip, deadline);
        if (held.isPresent()) {
            site.say(text(ip) + " is already up on " + held.get().dev());
            return false;
        }
        requireDevice(deadline);
        if (freeUntil.passed()) {
            requireFree(ip, deadline);
        }
        add(ip, deadline);
        announced = Announcement.begun(ip, dev, site);
        return true;
    }

    /**
     * Of an interface that is brought up first, nobody can be asked yet; a node that is shut out
     * of the disks first lets go of the address only then, or still answers for it while it hangs.
     */
    @Override
    public List<String> conflicts(Deadline deadline) throws InterruptedException {
        Optional<InetAddress> ip = resolve(deadline);
        if (ip.isEmpty() || holder(ip.get(), deadline).isPresent() || tagged("dedicated")) {
            return List.of();
        }
        if (misfit(ip.get()).isPresent()) {
            return List.of("expected " + misfit(ip.get()).get() + ", got the netmask "
                    + section.get(NETMASK));
        }
        try {
            requireDevice(deadline);
            if (site.file().reservations().isEmpty()) {
                requireFree(ip.get(), deadline);
                freeUntil = Deadline.in(FRESH);
            }
            return List.of();
        } catch (DriverException conflict) {
            return List.of(conflict.getMessage());
        }
    }

    @Override
    public boolean stop(Deadline deadline) throws InterruptedException {
        InetAddress ip = resolved(deadline);
        Optional<Address> held = holder(ip, deadline);
        if (held.isEmpty()) {
            site.say(text(ip) + " is already down on " + dev);
            return false;
        }
        announced.end(deadline);
        keepNeighbours(held.get(), deadline);
        site.must(deadline, "ip", "addr", "del", held.get().cidr(), "dev", held.get().dev());
        if (holder(ip, deadline).isPresent()) {
            throw site.failure("ip addr del", "the address gone", text(ip) + " refuse to go down");
        }
        if (tagged("dedicated")) {
            site.must(deadline, "ip", "link", "set", "dev", dev, "down");
        }
        return true;
    }

    @Override
    public List<Lack> lacks(Deadline deadline) throws InterruptedException {
        List<Lack> lacks = new ArrayList<>();
        if (!site.answer(deadline, "ip", "-o", "link", "show", "dev", dev).ok()) {
            lacks.add(Lack.of("expected the interface " + dev + ", got " + site.answer(deadline,
                    "ip", "-br", "link").out().lines().map(line -> line.split("[\\s@]")[0])
                    .collect(Collectors.joining(", "))));
        } else if (section.get(CHECK_CARRIER) && flags(deadline).contains("NO-CARRIER")) {
            lacks.add(Lack.of("expected a link on " + dev + ", got no carrier"));
        }
        Optional<InetAddress> ip = resolve(deadline);
        ip.flatMap(this::misfit).ifPresent(wanted -> lacks.add(Lack.of("expected " + wanted
                + ", got the netmask " + section.get(NETMASK))));
        if (ip.isEmpty()) {
            lacks.add(Lack.of("expected an address for " + name
                    + ", got none: it is in neither /etc/hosts nor DNS"));
        }
        return lacks;
    }

    private ResourceStatus found(Status status, List<String> messages) {
        return new ResourceStatus(status, name + "@" + section.get(IPDEV), messages);
    }

    private InetAddress resolved(Deadline deadline) throws InterruptedException {
        return resolve(deadline).orElseThrow(() -> site.failure("resolve " + name, "an address",
                "could not resolve " + name + " to an ip address"));
    }

    /** By getent(1), since a look-up inside the JVM can be neither bounded nor interrupted. */
    private Optional<InetAddress> resolve(Deadline deadline) throws InterruptedException {
        if (Address.isLiteral(name)) {
            return Optional.of(Address.literal(name));
        }
        List<InetAddress> all = site.answer(deadline, "getent", "ahosts", name).out().lines()
                .map(line -> Address.literal(line.split("\\s+")[0])).toList();
        return all.stream().filter(Inet4Address.class::isInstance).findFirst()
                .or(() -> all.stream().findFirst());
    }

    private List<Address> addresses(Deadline deadline) throws InterruptedException {
        Result result = site.answer(deadline, "ip", "-o", "addr", "show");
        if (!result.ok()) {
            throw site.failure("ip -o addr show", "exit 0", result.summary());
        }
        return Address.parse(result.out());
    }

    private Optional<Address> holder(InetAddress ip, Deadline deadline)
            throws InterruptedException {
        return addresses(deadline).stream().filter(a -> a.ip().equals(ip)).findFirst();
    }

    private void requireDevice(Deadline deadline) throws InterruptedException {
        if (tagged("dedicated") && !flags(deadline).contains("UP")) {
            site.must(deadline, "ip", "link", "set", "dev", dev, "up");
            Await.until(() -> !flags(deadline).contains("NO-CARRIER"), Duration.ofMillis(100),
                    deadline.atMost(LINK));
        }
        if (!flags(deadline).contains("UP")) {
            throw site.failure("look at " + dev, "an interface that is up",
                    "interface " + dev + " is not up. Cannot stack over it.");
        }
        if (section.get(CHECK_CARRIER) && flags(deadline).contains("NO-CARRIER")) {
            throw site.failure("look at " + dev, "a link, or check_carrier = false",
                    "no carrier on " + dev + ": nobody could be asked for the address");
        }
    }

    /** {@code UP}, {@code NO-CARRIER}, … as ip(8) prints them. */
    private List<String> flags(Deadline deadline) throws InterruptedException {
        Result link = site.answer(deadline, "ip", "-o", "link", "show", "dev", dev);
        if (!link.ok()) {
            throw site.failure("look at " + dev, "an interface",
                    "interface " + dev + " not found. Cannot stack over it.");
        }
        return List.of(link.out().replaceFirst("(?s).*?<(.*?)>.*", "$1").split(","));
    }

    private void requireFree(InetAddress ip, Deadline deadline) throws InterruptedException {
        if (tagged("nonrouted")) {
            return;
        }
        site.say("checking " + text(ip) + " availability");
        List<DriverException> taken = new ArrayList<>();
        boolean free = Await.until(() -> {
            try {
                checkFree(ip, deadline);
                return true;
            } catch (DriverException answered) {
                taken.add(0, answered);
                return false;
            }
        }, Duration.ofSeconds(1), deadline.atMost(site.file().reservations().isEmpty()
                ? Duration.ZERO : SHUT_OUT));
        if (!free) {
            throw taken.get(0);
        }
    }

    private void checkFree(InetAddress ip, Deadline deadline) throws InterruptedException {
        Optional<String> other = new OtherHosts(site, dev).holding(ip, deadline);
        if (other.isPresent()) {
            throw conflict(ip, other.get());
        }
    }

    private DriverException conflict(InetAddress ip, String who) {
        return site.failure("start " + text(ip), "nobody else to hold it",
                text(ip) + " is already up on another host" + who);
    }

    private void add(InetAddress ip, Deadline deadline) throws InterruptedException {
        List<Address> all = addresses(deadline);
        String cidr = text(ip) + "/" + prefix(ip, all);
        Optional<String> label = ip instanceof Inet4Address ? label(all) : Optional.empty();
        if (ip instanceof Inet6Address) {
            site.attempt(deadline, "sysctl", "-q", "-w",
                    "net/ipv6/conf/" + dev + "/ndisc_notify=1");
        }
        if (label.isPresent()) {
            site.must(deadline, "ip", "addr", "add", cidr, "dev", dev, "label", label.get());
        } else {
            site.must(deadline, "ip", "addr", "add", cidr, "dev", dev);
        }
        if (ip instanceof Inet6Address) {
            settle(ip, cidr, deadline);
        }
    }

    private Optional<String> misfit(InetAddress ip) {
        return section.find(NETMASK).flatMap(one -> one.instead(ip));
    }

    private int prefix(InetAddress ip, List<Address> all) {
        misfit(ip).ifPresent(wanted -> {
            throw site.failure("start " + text(ip), wanted,
                    "the netmask " + section.get(NETMASK));
        });
        return section.find(NETMASK).map(Netmask::length).or(() -> all.stream()
                .filter(a -> a.dev().equals(dev) && a.ip().getClass() == ip.getClass())
                .filter(a -> !a.ip().isLinkLocalAddress())
                .map(Address::prefix).findFirst()).orElseThrow(() -> site.failure(
                        "start " + text(ip), "a netmask",
                        "No netmask set on parent interface " + dev));
    }

    private Optional<String> label(List<Address> all) {
        if (section.get(IPDEV).contains(":")) {
            return Optional.of(section.get(IPDEV));
        }
        if (!section.get(ALIAS) || tagged("noalias")) {
            return Optional.empty();
        }
        List<String> taken = all.stream().map(Address::label).toList();
        String free = IntStream.rangeClosed(1, all.size() + 1).mapToObj(n -> dev + ":" + n)
                .filter(label -> !taken.contains(label)).findFirst().orElseThrow();
        if (free.length() > LABEL_MAX) {
            site.say("no label: " + free + " is longer than " + LABEL_MAX + " characters");
            return Optional.empty();
        }
        return Optional.of(free);
    }

    /**
     * Waits for the kernel's own duplicate detection, which IPv6 has and IPv4 has not. It tells
     * nobody who answered: that is asked again, without the address.
     */
    private void settle(InetAddress ip, String cidr, Deadline deadline)
            throws InterruptedException {
        Await.until(() -> holder(ip, deadline).map(a -> !a.is("tentative") || a.is("dadfailed"))
                .orElse(true), Duration.ofMillis(100), deadline.atMost(Duration.ofSeconds(4)));
        if (holder(ip, deadline).map(a -> a.is("dadfailed")).orElse(false)) {
            site.act(deadline, "ip", "addr", "del", cidr, "dev", dev);
            throw conflict(ip, new OtherHosts(site, dev).holder(ip, deadline));
        }
    }

    /** Other addresses of the same network must not vanish together with a primary one. */
    private void keepNeighbours(Address held, Deadline deadline) throws InterruptedException {
        if (held.ip() instanceof Inet4Address && !held.is("secondary")
                && addresses(deadline).stream().anyMatch(a -> a.is("secondary")
                        && a.dev().equals(held.dev()))) {
            site.attempt(deadline, "sysctl", "-q", "-w",
                    "net/ipv4/conf/" + held.dev() + "/promote_secondaries=1");
        }
    }

    private boolean tagged(String tag) {
        return section.find(ResourceKeywords.TAGS).orElse(List.of()).contains(tag);
    }

    private static String text(InetAddress ip) {
        return ip.getHostAddress();
    }
}
