package org.understudy.config;

import static org.understudy.config.Keyword.optional;
import static org.understudy.config.Keyword.required;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The keywords of {@code [hb#1]}, by the type of the link. */
final class LinkKeywords {
    static final String UNICAST = "unicast";
    static final String MULTICAST = "multicast";
    static final String DISK = "disk";
    static final String RELAY = "relay";

    static final Keyword<String> TYPE = required("type", Types.of(
            "one of unicast, multicast, disk, relay",
            Types.oneOf(UNICAST, MULTICAST, DISK, RELAY)::parse), "how beats travel; one of them"
            + " has to be unicast or multicast").unscoped().like(UNICAST);
    static final Keyword<String> ADDR = required("addr", Types.ADDRESS,
            "each member's own address on this link, as addr@node");
    static final Keyword<String> GROUP = optional("addr", Types.of(
            "an IPv4 multicast address from 224.0.1.0 to 239.255.255.255, such as 239.3.29.71",
            LinkKeywords::group), "where all members listen").or("224.3.29.71").unscoped();
    static final Keyword<String> INTF = optional("intf", Types.of(
            "the name of a network card such as eth1, or this node's address on it",
            LinkKeywords::card), "the card; that on which the routes lead to addr unless said")
            .like("eth1");
    static final Keyword<Integer> PORT = optional("port", Types.PORT,
            "the same on every member").or("10000").unscoped();
    static final Keyword<Path> DEV = required("dev", Types.PATH,
            "a disk, or a file on one, that all members reach and that is used for nothing else;"
            + " 1 MiB, and 1 MiB more for each member")
            .like("/dev/disk/by-id/scsi-36001405abcdef");
    static final Keyword<String> MACHINE = required("addr", Types.ADDRESS,
            "where understudy-agent relay runs: a machine that is no member and that all of them"
            + " reach").unscoped().like("10.0.0.9");
    static final Keyword<Integer> DOOR = optional("port", Types.PORT,
            "its TCP port").or("10501").unscoped();
    static final Keyword<Duration> TIMEOUT = optional("timeout", Types.DURATION,
            "without a beat for this long, a peer is silent on this link").or("15s").unscoped();
    static final Keyword<Duration> INTERVAL = optional("interval", Types.DURATION,
            "between two beats; a tenth of timeout unless said").unscoped();

    /** By type, in the order of help. */
    static final Map<String, Keywords> OF_TYPE = ofType();

    /** All of them, to recognise what a file says. */
    static final Keywords ALL = new Keywords(OF_TYPE.values().stream()
            .flatMap(keywords -> keywords.all().stream()).distinct().toList());

    private LinkKeywords() {
    }

    private static Map<String, Keywords> ofType() {
        Map<String, Keywords> types = new LinkedHashMap<>();
        types.put(UNICAST, of(ADDR, PORT));
        types.put(MULTICAST, of(GROUP, PORT, INTF));
        types.put(DISK, of(DEV));
        types.put(RELAY, of(MACHINE, DOOR));
        return types;
    }

    private static Keywords of(Keyword<?>... own) {
        List<Keyword<?>> all = new ArrayList<>(List.of(TYPE));
        all.addAll(Arrays.asList(own));
        all.addAll(List.of(TIMEOUT, INTERVAL, ResourceKeywords.COMMENT));
        return new Keywords(all);
    }

    /** The type as the section says it; unicast where it says none that is known. */
    static String type(Ini.Block block) {
        return Vocabulary.type(block).map(type -> type.toLowerCase(Locale.ROOT))
                .filter(OF_TYPE::containsKey).orElse(UNICAST);
    }

    /** What the section may say. */
    static Keywords of(Ini.Block block) {
        return OF_TYPE.get(type(block));
    }

    /** What is to be said of a key that belongs to another type; empty of all others. */
    static String elsewhere(Ini.Block block, String name) {
        List<String> types = OF_TYPE.entrySet().stream()
                .filter(one -> one.getValue().find(name).isPresent()).map(Map.Entry::getKey)
                .toList();
        return types.isEmpty() ? "" : "expected a key of type = " + type(block)
                + ", got one of type = " + String.join(" or ", types);
    }

    /** The groups below are between routers. */
    private static String group(String text) {
        String address = Types.ADDRESS.parse(text);
        if (!address.matches("(22[4-9]|23\\d)\\..*") || address.startsWith("224.0.0.")) {
            throw new IllegalArgumentException(text);
        }
        return address;
    }

    private static String card(String text) {
        if (!text.matches("[\\w.:@-]{1,39}")) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }
}
