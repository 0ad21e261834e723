package org.understudy.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.understudy.wire.ServiceStatus;

/** What there is to know of all services; asked for once, and only when it matters. */
final class Census {
    private final Agent agent;
    private final boolean files;
    private final Map<String, Map<String, Map<String, String>>> sections = new LinkedHashMap<>();
    private final Map<String, Failure> unread = new LinkedHashMap<>();
    private Map<String, ServiceStatus> statuses;

    /** @param files whether what is meant are the files: those nobody uses, too, and agentless */
    Census(Agent agent, boolean files) {
        this.agent = agent;
        this.files = files;
    }

    List<String> names() throws Failure {
        return files ? agent.names() : List.copyOf(statuses().keySet());
    }

    /** As last looked at; empty when the agent does not know it. */
    Optional<ServiceStatus> status(String name) throws Failure {
        return Optional.ofNullable(statuses().get(name));
    }

    private Map<String, ServiceStatus> statuses() throws Failure {
        if (statuses == null) {
            Map<String, ServiceStatus> all = new LinkedHashMap<>();
            agent.services(List.of()).forEach(one -> all.put(one.name(), one));
            statuses = all;
        }
        return statuses;
    }

    /** The services whose files could not be asked, and why. */
    Map<String, Failure> unread() {
        return unread;
    }

    /** Whether a service has such a resource, or any of such a group. */
    boolean has(String name, String what) throws Failure {
        if (sections(name).keySet().stream().anyMatch(header -> isOf(header, what))) {
            return true;
        }
        return !files && status(name).stream().flatMap(one -> one.resources().stream())
                .anyMatch(row -> row.rid().equals(what) || row.group().equals(what));
    }

    private static boolean isOf(String header, String what) {
        return header.equals(what) || header.startsWith(what + "#");
    }

    /** All that a key comes to: one value, or one for each section of a group. */
    List<String> values(String name, String key) throws Failure {
        int dot = key.indexOf('.');
        String section = dot < 0 ? "DEFAULT" : key.substring(0, dot);
        String option = key.substring(dot + 1);
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, Map<String, String>> one : sections(name).entrySet()) {
            if (isOf(one.getKey(), section)) {
                String said = one.getValue().get(option);
                (said == null ? unsaid(name, one.getKey() + "." + option) : Optional.of(said))
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    /** What holds where its section does not say it. */
    private Optional<String> unsaid(String name, String key) {
        try {
            return Optional.of(ConfigFile.ofService(agent, name).value(key, EVALUATED));
        } catch (Failure none) {
            return Optional.empty();
        }
    }

    private static final Map<String, String> EVALUATED = Map.of("eval", "true");

    /** By section, as this node sees it; of a file with values that are wrong, as written. */
    private Map<String, Map<String, String>> sections(String name) throws Failure {
        Map<String, Map<String, String>> known = sections.get(name);
        if (known != null) {
            return known;
        }
        Map<String, Map<String, String>> read = read(ConfigFile.ofService(agent, name), name);
        sections.put(name, read);
        return read;
    }

    /** One that is gone, while its service is still managed, says nothing. */
    private Map<String, Map<String, String>> read(ConfigFile file, String name) throws Failure {
        try {
            return file.sections(EVALUATED);
        } catch (Failure wrong) {
            try {
                return file.sections(Map.of());
            } catch (Failure gone) {
                if (gone.isNoAgent() || gone.isPassing()) {
                    throw gone;
                }
                unread.put(name, gone);
                return Map.of();
            }
        }
    }
}
