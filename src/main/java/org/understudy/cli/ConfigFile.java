package org.understudy.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.understudy.model.ServiceName;
import org.understudy.wire.ConfigSections;
import org.understudy.wire.ConfigText;
import org.understudy.wire.ConfigValue;
import org.understudy.wire.Edit;
import org.understudy.wire.Edited;
import org.understudy.wire.NewText;
import org.understudy.wire.Removal;
import org.understudy.wire.Shapes;

/** A configuration file, through the agent or, where none runs, as it lies on this node. */
final class ConfigFile {
    private final Agent agent;
    private final String base;
    private final String command;

    private ConfigFile(Agent agent, String base, String command) {
        this.agent = agent;
        this.base = base;
        this.command = command;
    }

    static ConfigFile ofService(Agent agent, String service) throws Failure {
        try {
            new ServiceName(service);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(e.getMessage(), "svcmgr ls");
        }
        return new ConfigFile(agent, "/v1/services/" + service, "svcmgr -s " + service);
    }

    /** @param what {@code cluster} or {@code node} */
    static ConfigFile of(Agent agent, String what) {
        return new ConfigFile(agent, "/v1/" + what, "svcmgr " + what);
    }

    /** What acts on it: {@code svcmgr -s web}. */
    String command() {
        return command;
    }

    /** The service, or {@code cluster} or {@code node}. */
    String name() {
        return base.substring(base.lastIndexOf('/') + 1);
    }

    ConfigText text() throws Failure {
        return Agent.read(agent.anywhere("GET", base + "/config", Map.of(), ""),
                ConfigText.class);
    }

    /** One value, as the file says it or, with a query for it, as a node sees it. */
    String value(String key, Map<String, String> how) throws Failure {
        Map<String, String> query = new TreeMap<>(how);
        query.put("key", key);
        return Agent.read(agent.anywhere("GET", base + "/config/value", query, ""),
                ConfigValue.class).value();
    }

    /** Every value likewise. */
    Map<String, Map<String, String>> sections(Map<String, String> how) throws Failure {
        return Agent.read(agent.anywhere("GET", base + "/config/sections", how, ""),
                ConfigSections.class).sections();
    }

    Edited edit(List<String> set, List<String> unset) throws Failure {
        return post("/config", new Edit(set, unset));
    }

    /** Puts a text in the place of the one with that checksum. */
    Edited replace(String text, String checksum) throws Failure {
        return post("/config/text", new NewText(text, checksum, List.of()));
    }

    Edited create(String text, List<String> set) throws Failure {
        return post("/create", new NewText(text, "", set));
    }

    Edited delete(boolean yes) throws Failure {
        return post("/delete", new Removal(yes));
    }

    private Edited post(String path, Object body) throws Failure {
        return Agent.read(agent.anywhere("POST", base + path, Map.of(), Shapes.write(body)),
                Edited.class);
    }
}
