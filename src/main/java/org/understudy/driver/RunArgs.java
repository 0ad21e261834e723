package org.understudy.driver;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ulimit;
import com.github.dockerjava.api.model.Volume;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.understudy.config.Type;
import org.understudy.config.Types;

/**
 * Options of {@code docker run}, as far as a service may use them. What moves or restarts
 * containers behind the agent's back is refused, and so is what is not known.
 *
 * @param values of each option under its long name, in the order given
 */
record RunArgs(SortedMap<String, List<String>> values) {
    /** Other spellings of the options. */
    private static final Map<String, String> ALIASES = Map.ofEntries(Map.entry("-v", "--volume"),
            Map.entry("-e", "--env"), Map.entry("-p", "--publish"), Map.entry("--net", "--network"),
            Map.entry("-h", "--hostname"), Map.entry("-w", "--workdir"), Map.entry("-u", "--user"),
            Map.entry("-l", "--label"), Map.entry("-m", "--memory"), Map.entry("-P",
                    "--publish-all"));
    private static final List<String> VALUED = List.of("--volume", "--env", "--publish",
            "--network", "--name", "--hostname", "--workdir", "--user", "--entrypoint", "--label",
            "--memory", "--uts", "--pid", "--ipc", "--userns", "--cap-add", "--cap-drop",
            "--add-host", "--dns", "--device", "--tmpfs", "--security-opt", "--shm-size",
            "--stop-signal", "--ulimit");
    private static final List<String> SWITCHES = List.of("--privileged", "--publish-all",
            "--read-only", "--init");
    /** Always so, for containers behave as the predecessors' did. */
    private static final String ANYWAY = "-[tid]+|--tty|--interactive|--detach";

    static final Type<RunArgs> TYPE = Types.of("options of docker run among -t -i -d "
            + String.join(" ", new TreeMap<>(ALIASES).keySet()) + " " + String.join(" ", VALUED)
            + " " + String.join(" ", SWITCHES), RunArgs::parse);
    static final RunArgs NONE = new RunArgs(Collections.emptySortedMap());

    private static RunArgs parse(String text) {
        SortedMap<String, List<String>> values = new TreeMap<>();
        Iterator<String> words = Types.SHLEX.parse(text).iterator();
        while (words.hasNext()) {
            String word = words.next();
            if (!word.matches(ANYWAY)) {
                take(word, words, values);
            }
        }
        RunArgs args = new RunArgs(Collections.unmodifiableSortedMap(values));
        args.tryOut();
        return args;
    }

    /** {@code -p80:80} is {@code -p} and its value. */
    private static String[] parts(String word) {
        String key = word.length() > 2 ? word.substring(0, 2) : word;
        boolean glued = word.length() > 2 && word.charAt(2) != '=' && ALIASES.containsKey(key)
                && VALUED.contains(ALIASES.get(key));
        return glued ? new String[] {key, word.substring(2)} : word.split("=", 2);
    }

    private static void take(String word, Iterator<String> words,
            SortedMap<String, List<String>> values) {
        String[] parts = parts(word);
        String option = ALIASES.getOrDefault(parts[0], parts[0]);
        if (!VALUED.contains(option) && !SWITCHES.contains(option)) {
            throw new IllegalArgumentException(word);
        }
        List<String> all = values.computeIfAbsent(option, o -> new ArrayList<>());
        if (SWITCHES.contains(option)) {
            all.add(parts.length > 1 ? parts[1] : "true");
        } else if (parts.length > 1) {
            all.add(parts[1]);
        } else if (words.hasNext()) {
            all.add(words.next());
        } else {
            throw new IllegalArgumentException(word + " without a value");
        }
    }

    /** With more values of one option. */
    RunArgs with(String option, List<String> more) {
        if (more.isEmpty()) {
            return this;
        }
        SortedMap<String, List<String>> all = new TreeMap<>(values);
        List<String> both = new ArrayList<>(all(option));
        both.addAll(more);
        all.put(option, List.copyOf(both));
        return new RunArgs(Collections.unmodifiableSortedMap(all));
    }

    /** As words of a command line, but for the name. */
    List<String> argv() {
        List<String> argv = new ArrayList<>();
        values.forEach((option, all) -> all.stream().filter(v -> !option.equals("--name"))
                .forEach(value -> argv.add(option + "=" + value)));
        return argv;
    }

    /** Whether it has a terminal and an open input, as the predecessors' always had. */
    boolean has(String option) {
        return last(option).map(Types.BOOLEAN::parse).orElse(true);
    }

    /** Bad values come to light when the file is read, not when the service is needed. */
    void tryOut() {
        ports();
        binds();
        host();
    }

    List<String> all(String option) {
        return values.getOrDefault(option, List.of());
    }

    Optional<String> last(String option) {
        return all(option).stream().reduce((a, b) -> b);
    }

    private boolean on(String option) {
        return last(option).map(Types.BOOLEAN::parse).orElse(false);
    }

    void to(CreateContainerCmd create) {
        create.withHostConfig(host()).withEnv(all("--env").stream().map(RunArgs::variable).toList())
                .withLabels(labels()).withExposedPorts(ports().stream()
                        .map(PortBinding::getExposedPort).toArray(ExposedPort[]::new))
                .withVolumes(all("--volume").stream().filter(v -> !v.contains(":"))
                        .map(Volume::new).toArray(Volume[]::new));
        last("--hostname").ifPresent(create::withHostName);
        last("--workdir").ifPresent(create::withWorkingDir);
        last("--user").ifPresent(create::withUser);
        last("--entrypoint").ifPresent(create::withEntrypoint);
        last("--stop-signal").ifPresent(create::withStopSignal);
    }

    private HostConfig host() {
        HostConfig host = HostConfig.newHostConfig().withBinds(binds()).withPortBindings(ports())
                .withPrivileged(on("--privileged")).withPublishAllPorts(on("--publish-all"))
                .withReadonlyRootfs(on("--read-only")).withInit(on("--init"))
                .withExtraHosts(all("--add-host").toArray(String[]::new))
                .withDns(all("--dns")).withSecurityOpts(all("--security-opt")).withTmpFs(tmpfs())
                .withCapAdd(capabilities("--cap-add")).withCapDrop(capabilities("--cap-drop"))
                .withDevices(all("--device").stream().map(Device::parse).toList());
        if (!all("--ulimit").isEmpty()) {
            host.withUlimits(ulimits());
        }
        last("--network").ifPresent(host::withNetworkMode);
        last("--uts").ifPresent(host::withUtSMode);
        last("--pid").ifPresent(host::withPidMode);
        last("--ipc").ifPresent(host::withIpcMode);
        last("--userns").ifPresent(host::withUsernsMode);
        last("--memory").map(Types.SIZE::parse).ifPresent(host::withMemory);
        last("--shm-size").map(Types.SIZE::parse).ifPresent(host::withShmSize);
        return host;
    }

    /** {@code nofile=1024:2048}: soft and hard, or one number for both. */
    private List<Ulimit> ulimits() {
        return all("--ulimit").stream().map(value -> {
            if (!value.matches("[a-z]+=\\d{1,18}(:\\d{1,18})?")) {
                throw new IllegalArgumentException(value);
            }
            String[] parts = value.split("[=:]");
            return new Ulimit(parts[0], Long.parseLong(parts[1]),
                    Long.parseLong(parts[parts.length - 1]));
        }).toList();
    }

    private List<PortBinding> ports() {
        return all("--publish").stream().map(PortBinding::parse).toList();
    }

    private List<Bind> binds() {
        return all("--volume").stream().filter(v -> v.contains(":")).map(Bind::parse).toList();
    }

    private Capability[] capabilities(String option) {
        return all(option).stream().map(c -> Capability.valueOf(c.replaceFirst("^CAP_", "")))
                .toArray(Capability[]::new);
    }

    private Map<String, String> tmpfs() {
        Map<String, String> mounts = new HashMap<>();
        for (String value : all("--tmpfs")) {
            String[] parts = value.split(":", 2);
            mounts.put(parts[0], parts.length > 1 ? parts[1] : "");
        }
        return mounts;
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new HashMap<>();
        for (String value : all("--label")) {
            String[] parts = value.split("=", 2);
            labels.put(parts[0], parts.length > 1 ? parts[1] : "");
        }
        return labels;
    }

    /** {@code -e NAME} hands the agent's own value on, as the docker command does. */
    private static String variable(String word) {
        String own = word.contains("=") ? null : System.getenv(word);
        return own == null ? word : word + "=" + own;
    }
}
