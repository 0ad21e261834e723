package org.understudy.cli;

import java.util.Map;
import java.util.TreeMap;
import org.understudy.api.Call;
import org.understudy.api.Reply;
import org.understudy.wire.ConfigSections;
import org.understudy.wire.ConfigValue;
import org.understudy.wire.Shapes;

/** What the files of the made-up services say: {@code web} a little, the others their sections. */
final class Written {
    private static final Map<String, Map<String, String>> WEB = new TreeMap<>(Map.of(
            "DEFAULT", new TreeMap<>(Map.of("nodes", "n1 n2", "orchestrate", "ha",
                    "priority", "11")),
            "fs#1", Map.of("mnt", "/srv")));
    private static final Map<String, Map<String, String>> OTHER =
            new TreeMap<>(Map.of("DEFAULT", Map.of("nodes", "deb1 deb2"), "vg#1",
                    Map.of("name", "vg"), "container#1", Map.of("type", "docker")));

    private Written() {
    }

    static Reply of(String service, String what, Call call) {
        if (what.equals("sections")) {
            return Reply.ok(Shapes.write(new ConfigSections(
                    service.equals("web") ? WEB : OTHER)));
        }
        String key = call.query().get("key");
        return key.equals("DEFAULT.priority") ? Reply.ok(Shapes.write(new ConfigValue("5")))
                : key.equals("DEFAULT.orchestrate") ? Reply.ok(Shapes.write(new ConfigValue("no")))
                : Reply.problem(404, "option '" + key + "' not found", "");
    }
}
