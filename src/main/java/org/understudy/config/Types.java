package org.understudy.config;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.understudy.model.NodeName;
import org.understudy.model.Schedule;
import org.understudy.model.ServiceName;

/** The types of values there are. */
public final class Types {
    private static final Set<String> TRUE = Set.of("true", "t", "yes", "y", "1");
    private static final Set<String> FALSE = Set.of("false", "f", "no", "n", "0", "0.0", "none",
            "[]", "{}", "");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    /** Compiled once each; there are a handful. */
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();
    private static final String LITERAL_V4 = "(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}";

    /** Anything on one line, verbatim; may be empty. */
    public static final Type<String> TEXT = of("text on one line",
            text -> matching(text, "[^\n]*"));

    /** One word. */
    public static final Type<String> NAME = of("a name without blanks",
            text -> matching(text, "\\S+"));

    /** An absolute path. */
    public static final Type<Path> PATH = of("an absolute path such as /srv/web",
            text -> Path.of(matching(text, "/[^\n]*")));

    public static final Type<Boolean> BOOLEAN = of("true or false", Types::truth);

    /** A whole number; {@code 2.0} is 2. */
    public static final Type<Integer> INTEGER = of("a whole number such as 100",
            text -> Integer.valueOf(matching(text, "[+-]?\\d+(\\.0*)?").replaceFirst("\\..*", "")));

    /** A whole number, 0 or more. */
    public static final Type<Integer> COUNT = of("a whole number from 0 up",
            text -> Integer.valueOf(matching(text, "\\d{1,9}")));

    /** A length of time; each number carries its unit. */
    public static final Type<Duration> DURATION = of("a duration with a unit such as 10s",
            Durations::parse);

    /** When something runs by itself; see the README for its parts. */
    public static final Type<Schedule> SCHEDULE = of(
            "a schedule such as 04:00-06:00@2h mon-fri", Schedules::parse);

    /** Words between blanks. */
    public static final Type<List<String>> WORDS = of("words separated by blanks", Types::words);

    /** Words as a POSIX shell splits them, quotes and backslashes honoured. */
    public static final Type<List<String>> SHLEX = of(
            "words with every quote closed, as for a shell", ShellWords::split);

    /** A number of bytes; K, M, G, T, P and E count by 1024, with or without i and B. */
    public static final Type<Long> SIZE = of("a size such as 512m or 10g", Sizes::parse);

    /** Names of nodes, the preferred one first. */
    public static final Type<List<NodeName>> NODES = of(
            "node names separated by blanks, each once", Types::nodes);

    /** Names of services. */
    public static final Type<List<ServiceName>> SERVICES = of(
            "service names separated by blanks, each once", Types::services);

    /** Hexadecimal digits, with or without {@code 0x}. */
    public static final Type<BigInteger> HEX = of("a hexadecimal number such as 0x1a2b",
            text -> new BigInteger(matching(text, "(0[xX])?[0-9a-fA-F]{1,64}")
                    .replaceFirst("^0[xX]", ""), 16));

    /** An IPv4 or IPv6 address; never looked up, since names fail when networks do. */
    public static final Type<String> ADDRESS = of("an IP address such as 10.0.0.1",
            text -> matching(text, LITERAL_V4 + "|(?=.*:.*:)[0-9a-fA-F:.]+(%\\w+)?"));

    /** A TCP or UDP port. */
    public static final Type<Integer> PORT = of("a port from 1 to 65535", Types::port);

    private Types() {
    }

    /** One of these words, spelt exactly so. */
    public static Type<String> oneOf(String... words) {
        List<String> allowed = List.of(words);
        return of("one of " + String.join(", ", allowed), text -> {
            if (!allowed.contains(text)) {
                throw new IllegalArgumentException(text);
            }
            return text;
        });
    }

    /**
     * A type of its own.
     *
     * @param expected what the text must look like
     * @param parse throws IllegalArgumentException when the text does not
     */
    public static <T> Type<T> of(String expected, Function<String, T> parse) {
        return new Declared<>(expected, parse);
    }

    private record Declared<T>(String expected, Function<String, T> parser) implements Type<T> {
        public T parse(String text) { return parser.apply(text); }
    }

    private static String matching(String text, String pattern) {
        if (!PATTERNS.computeIfAbsent(pattern, Pattern::compile).matcher(text).matches()) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    private static Boolean truth(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        if (!TRUE.contains(word) && !FALSE.contains(word)) {
            throw new IllegalArgumentException(text);
        }
        return TRUE.contains(word);
    }

    private static List<String> words(String text) {
        return Arrays.stream(BLANKS.split(text)).filter(word -> !word.isEmpty()).toList();
    }

    private static List<NodeName> nodes(String text) {
        List<NodeName> nodes = words(text).stream().map(NodeName::new).toList();
        if (nodes.isEmpty() || nodes.stream().distinct().count() != nodes.size()) {
            throw new IllegalArgumentException(text);
        }
        return nodes;
    }

    private static List<ServiceName> services(String text) {
        List<ServiceName> services = words(text).stream().map(ServiceName::new).toList();
        if (services.stream().distinct().count() != services.size()) {
            throw new IllegalArgumentException(text);
        }
        return services;
    }

    private static Integer port(String text) {
        int port = Integer.parseInt(matching(text, "\\d{1,5}"));
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException(text);
        }
        return port;
    }
}
