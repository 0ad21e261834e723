package org.understudy.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an arbitrator listens.
 *
 * @param host an IP address
 * @param port UDP
 */
public record ArbitratorAddress(String host, int port) {
    private static final Pattern URI =
            Pattern.compile("vote://(?:\\[([0-9a-fA-F:.]+)]|([0-9.]+))(?::(\\d{1,5}))?/?");
    private static final String PORT = "10500";

    static ArbitratorAddress parse(String text) {
        Matcher uri = URI.matcher(text);
        if (!uri.matches()) {
            throw new IllegalArgumentException(text);
        }
        String host = uri.group(1) == null ? uri.group(2) : uri.group(1);
        return new ArbitratorAddress(Types.ADDRESS.parse(host),
                Types.PORT.parse(uri.group(3) == null ? PORT : uri.group(3)));
    }

    @Override
    public String toString() {
        return "vote://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
