package org.understudy.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.understudy.model.NodeName;

/** The text of a first cluster.conf: the commented one this program ships, with some lines on. */
final class NewCluster {
    private static final String SHIPPED = "/conf/cluster.conf";

    /** What replaces which line. */
    private final Map<String, String> lines = new TreeMap<>();

    /**
     * The commented text with one member.
     *
     * @param address its own on hb#1; empty for no link yet
     */
    static String text(String name, NodeName self, String address) {
        NewCluster cluster = new NewCluster();
        cluster.on("[cluster]", "[cluster]");
        cluster.on("name = default", "name = " + name);
        cluster.on("nodes = n1 n2", "nodes = " + self);
        if (!address.isEmpty()) {
            cluster.on("[hb#1]", "[hb#1]");
            cluster.on("type = unicast", "type = unicast");
            cluster.on("addr@n1 = 10.0.0.1", "addr@" + self + " = " + address);
        }
        return cluster.applied();
    }

    private NewCluster() {
    }

    private void on(String shipped, String line) {
        lines.put("#" + shipped, line);
    }

    /** An address of a member that is not there is left out: it would be taken for a hint. */
    private String applied() {
        List<String> text = new ArrayList<>();
        for (String line : shipped().lines().toList()) {
            String on = lines.remove(line);
            if (on != null) {
                text.add(on);
            } else if (!line.startsWith("#addr@")) {
                text.add(line);
            }
        }
        if (!lines.isEmpty()) {
            throw new IllegalStateException(SHIPPED + " lacks the lines " + lines.keySet());
        }
        return String.join("\n", text) + "\n";
    }

    private static String shipped() {
        try (InputStream in = NewCluster.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw new IllegalStateException(SHIPPED + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(SHIPPED + " cannot be read", e);
        }
    }
}
