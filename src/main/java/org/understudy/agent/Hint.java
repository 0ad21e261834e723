package org.understudy.agent;

import java.util.List;
import org.understudy.api.Call;
import org.understudy.config.ConfigException;
import org.understudy.model.ServiceName;

/** A command that helps where what failed names no better one. */
final class Hint {
    static final String LOG = "journalctl -u understudy -n 20";

    private Hint() {
    }

    static String of(Call call) {
        String[] path = call.path().split("/");
        String what = part(path, 2);
        String file = part(path, 3).equals("config") ? " print config" : " --help";
        return switch (what) {
            case "services" -> ofService(part(path, 3), part(path, 4));
            case "nodes", "links", "files" -> "svcmgr nodes";
            case "node", "cluster" -> "svcmgr " + what + file;
            case "simulate", "timeline", "keywords", "validate" -> "svcmgr " + what + " --help";
            case "journal", "events", "requests" -> "svcmgr timeline --help";
            default -> "svcmgr --help";
        };
    }

    /** What tells all that is wrong with the first of the files that are. */
    static String of(ConfigException wrong) {
        String stem = Reports.stem(wrong.problems().get(0).file());
        return List.of("cluster", "node").contains(stem) ? "svcmgr " + stem + " edit config"
                : ServiceName.isOne(stem) ? "svcmgr -s " + stem + " validate" : "svcmgr --help";
    }

    /** What looks at the part of it that was asked about. */
    private static String ofService(String name, String part) {
        if (!ServiceName.isOne(name)) {
            return "svcmgr ls";
        }
        return switch (part) {
            case "create", "delete" -> "svcmgr " + part + " --help";
            case "config" -> "svcmgr -s " + name + " print config";
            case "why-not" -> "svcmgr -s " + name + " explain --why-not <node>";
            default -> "svcmgr -s " + name + " print status";
        };
    }

    private static String part(String[] path, int index) {
        return index < path.length ? path[index] : "";
    }
}
