package org.understudy.config;

import static org.understudy.config.Keyword.optional;
import static org.understudy.config.Keyword.required;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.understudy.model.Link;

/** The keywords of {@code [stonith#node]}, by the type of the fence device. */
public final class FenceKeywords {
    static final String CMD_TYPE = "cmd";
    private static final String IPMI = "ipmi";
    private static final String REDFISH = "redfish";
    static final String DISK = "disk";

    /** Which of them. */
    public static final Keyword<String> TYPE = optional("type",
            Types.oneOf(CMD_TYPE, IPMI, REDFISH, DISK),
            "what switches it off: a command, its BMC by IPMI or Redfish, or its own agent, by an"
            + " order on a shared disk")
            .or(CMD_TYPE).unscoped();

    /** Switches the node off. */
    public static final Keyword<List<String>> CMD = required("cmd", Types.SHLEX,
            "switches the node off; exit status 0 once it is off")
            .like("/etc/understudy/fence n1");
    /** Proves that {@link #CMD} could work. */
    public static final Keyword<List<String>> TEST_CMD = optional("test_cmd", Types.SHLEX,
            "changes nothing; exit status 0 when the node could be switched off now")
            .like("/etc/understudy/fence n1 --test");

    /** Of the BMC. */
    public static final Keyword<String> ADDR = required("addr", Types.ADDRESS,
            "the BMC's own address");
    public static final Keyword<Integer> PORT = optional("port", Types.PORT,
            "the BMC's UDP port").or("623");
    public static final Keyword<String> USERNAME = required("username", Types.NAME,
            "of an account that may switch the power").like("fence");
    public static final Keyword<Path> PASSWORD_FILE = required("password_file", Types.PATH,
            "its first line is the password; mode 0600").like("/etc/understudy/bmc.password");
    public static final Keyword<String> INTERFACE = optional("interface",
            Types.oneOf("lanplus", "lan"), "lanplus is IPMI 2.0, lan 1.5").or("lanplus");
    public static final Keyword<Integer> CIPHER = optional("cipher", Types.COUNT,
            "cipher suite of lanplus; ipmitool's own unless said").like("17");
    public static final Keyword<String> PRIVILEGE = optional("privilege",
            Types.oneOf("ADMINISTRATOR", "OPERATOR"), "what the session asks for")
            .or("OPERATOR");

    public static final Keyword<String> URI = required("uri", Types.of(
            "an address such as https://10.0.1.1", FenceKeywords::uri),
            "where the BMC answers Redfish");
    public static final Keyword<String> SYSTEM = optional("system", Types.of(
            "a path such as /redfish/v1/Systems/1", FenceKeywords::path),
            "which of its systems; not needed where it has one");
    public static final Keyword<Path> CA_FILE = optional("ca_file", Types.PATH,
            "certificates to trust, PEM; the machine's own unless said")
            .like("/etc/understudy/bmc.pem");
    public static final Keyword<Boolean> INSECURE = optional("insecure", Types.BOOLEAN,
            "whoever answers at that address is believed and told the password").or("false");

    /** What becomes of a node that is off. */
    public static final Keyword<String> ACTION = optional("action", Types.oneOf("off", "reboot"),
            "reboot: switched on again once it was read to be off").or("off");
    /** How long one try of one level may take. */
    public static final Keyword<Duration> TIMEOUT = optional("timeout",
            Types.of("a duration above 0s such as 10s", FenceKeywords::positive),
            "a fence that takes longer has proved nothing").or("10s");
    /** The disk where orders are put. */
    public static final Keyword<String> HB = optional("hb", Types.NAME,
            "the link of type disk on which the node reads that it is to end; the first one unless"
            + " said").like("hb#2").unscoped();
    static final Keyword<Duration> DISK_TIMEOUT = optional("timeout",
            Types.of("a duration above 0s such as 30s", FenceKeywords::positive),
            "at least 25s: twice the timeout of its watchdog, and some").or("30s");

    /** Between two harmless tests. */
    public static final Keyword<Duration> TEST_INTERVAL = optional("test_interval",
            Types.of("a duration from 10s such as 10m", FenceKeywords::interval),
            "how often it is tested, harmlessly").or("10m");

    /** By type, in the order of help. */
    static final Map<String, Keywords> OF_TYPE = ofType();

    /** All of them, to recognise what a file says. */
    static final Keywords ALL = new Keywords(OF_TYPE.values().stream()
            .flatMap(keywords -> keywords.all().stream()).distinct().toList());

    private FenceKeywords() {
    }

    /** How long a try of all these levels takes at most. */
    public static Duration limit(List<Section> levels) {
        return levels.stream().map(level -> level.get(TIMEOUT))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** The link of one that puts orders on a disk; empty for any other. */
    public static Optional<Link> link(List<Link> links, Section level) {
        return !level.get(TYPE).equals(DISK) ? Optional.empty() : links.stream()
                .filter(link -> link.disk() && level.find(HB)
                        .filter(name -> !name.equals(link.name().toString())).isEmpty())
                .findFirst();
    }

    /** The types there are. */
    public static Set<String> types() {
        return OF_TYPE.keySet();
    }

    private static Map<String, Keywords> ofType() {
        Map<String, Keywords> types = new LinkedHashMap<>();
        types.put(CMD_TYPE, of(CMD, TEST_CMD));
        types.put(IPMI, of(ADDR, PORT, USERNAME, PASSWORD_FILE, INTERFACE, CIPHER, PRIVILEGE,
                ACTION));
        types.put(REDFISH, of(URI, SYSTEM, USERNAME, PASSWORD_FILE, CA_FILE, INSECURE, ACTION));
        types.put(DISK, disk());
        return types;
    }

    private static Keywords of(Keyword<?>... own) {
        List<Keyword<?>> all = new ArrayList<>(List.of(TYPE));
        all.addAll(Arrays.asList(own));
        all.addAll(List.of(TIMEOUT, TEST_INTERVAL, ResourceKeywords.COMMENT));
        return new Keywords(all);
    }

    /** It takes longer than the others. */
    private static Keywords disk() {
        return new Keywords(List.of(TYPE, HB, DISK_TIMEOUT, TEST_INTERVAL,
                ResourceKeywords.COMMENT));
    }

    static Duration positive(String text) {
        Duration duration = Types.DURATION.parse(text);
        if (duration.isZero()) {
            throw new IllegalArgumentException(text);
        }
        return duration;
    }

    private static Duration interval(String text) {
        Duration duration = Types.DURATION.parse(text);
        if (duration.compareTo(Duration.ofSeconds(10)) < 0) {
            throw new IllegalArgumentException(text);
        }
        return duration;
    }

    /** Host and port alone: a password in it would be shown everywhere. */
    private static String uri(String text) {
        if (!text.matches("https?://([\\w.-]+|\\[[0-9a-fA-F:.]+])(:\\d{1,5})?/?")) {
            throw new IllegalArgumentException(text);
        }
        return text.replaceAll("/$", "");
    }

    private static String path(String text) {
        if (!text.matches("/[\\w./~-]+")) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }
}
