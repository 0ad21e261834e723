package org.understudy.driver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.understudy.config.Keyword;
import org.understudy.config.Keywords;
import org.understudy.config.Section;
import org.understudy.config.Type;
import org.understudy.config.Types;
import org.understudy.model.Rid;

/** What {@code [container#…]} sections say, whichever engine runs the container. */
final class ContainerKeys {
    static final Keyword<String> IMAGE = Keyword.required("image", Types.NAME,
            "12 digits of an image's id, or repo:tag").alias("run_image").like("nginx:1.24");
    static final Keyword<List<String>> COMMAND = Keyword.optional("command", Types.SHLEX,
            "what to run instead of the image's own command").alias("run_command").or("")
            .like("httpd -f -p 80");
    static final Keyword<RunArgs> RUN_ARGS = Keyword.optional("run_args", RunArgs.TYPE,
            "options as for docker run").or("").like("-v /srv/web:/www:ro -p 80:80");
    static final Keyword<String> NAME = Keyword.optional("name", Types.NAME,
            "the container's name; default <svc>.container.<n>").leaf().like("web");
    static final Keyword<Duration> START_TIMEOUT = Keyword.optional("start_timeout",
            Types.DURATION, "limit of a start, its daemon's included").or("2m");
    static final Keyword<Duration> STOP_TIMEOUT = Keyword.optional("stop_timeout",
            Types.DURATION, "limit of a stop").or("60s");
    static final Keyword<Boolean> DETACH = Keyword.optional("detach", Types.BOOLEAN,
            "false: a start runs it to its end, which must be exit code 0").or("true");
    static final Keyword<Boolean> RM = Keyword.optional("rm", Types.BOOLEAN,
            "whether a stop removes it, so that a start makes it anew").or("false");
    static final Keyword<String> PULL_POLICY = Keyword.optional("image_pull_policy",
            Types.oneOf("once", "always", "never"),
            "pull an image that is not there, or at each creation, or not at all").or("once");
    static final Keyword<Duration> PULL_TIMEOUT = Keyword.optional("pull_timeout",
            Types.DURATION, "limit of a pull").or("2m");

    private static final Keyword<List<String>> VOLUMES = words("volume_mounts", "--volume",
            "directories and volumes it sees: source:path or source:path:ro",
            "/srv/web:/www:ro");
    private static final Keyword<List<String>> DEVICES = words("devices", "--device",
            "devices it may use: source or source:path", "/dev/fuse");
    private static final Keyword<List<String>> ENVIRONMENT = Keyword.optional("environment",
            Types.of("words such as NAME=value", ContainerKeys::variables),
            "its variables, their names in capitals: NAME=value …").or("").like("LANG=C");
    /** Each of them one option of {@code docker run}. */
    private static final Map<String, Keyword<String>> SINGLE = new TreeMap<>(Map.of(
            "--hostname", single("hostname", "its host's name").like("web"),
            "--entrypoint", single("entrypoint", "program to run instead of the image's own")
                    .like("/init"),
            "--user", single("user", "user it runs as: name, or number:number").like("33:33"),
            "--network", single("netns", "network it sees: host, none, container#2 or a name")
                    .alias("net").like("host"),
            "--userns", single("userns", "users it sees: host or container#2").like("host"),
            "--pid", single("pidns", "processes it sees: host or container#2").like("host"),
            "--ipc", single("ipcns", "shared memory it sees: host or container#2").like("host"),
            "--uts", single("utsns", "host's name it sees: host or container#2").like("host")));
    private static final Map<String, Keyword<Boolean>> SWITCHES = new TreeMap<>(Map.of(
            "--privileged", Keyword.optional("privileged", Types.BOOLEAN,
                    "whether it may do what root of the node may"),
            "--interactive", Keyword.optional("interactive", Types.BOOLEAN,
                    "false: without an open input"),
            "--tty", Keyword.optional("tty", Types.BOOLEAN, "false: without a terminal")));

    static final Keywords KEYS = keys();

    private ContainerKeys() {
    }

    private static Keywords keys() {
        List<Keyword<?>> all = new ArrayList<>(List.of(IMAGE, COMMAND, RUN_ARGS, NAME,
                START_TIMEOUT, STOP_TIMEOUT, DETACH, RM, PULL_POLICY, PULL_TIMEOUT, VOLUMES,
                DEVICES, ENVIRONMENT));
        all.addAll(SINGLE.values());
        all.addAll(SWITCHES.values());
        return new Keywords(all);
    }

    /** Leaf, since an application's user or variables in DEFAULT are not meant for containers. */
    private static Keyword<String> single(String name, String help) {
        return Keyword.optional(name, Types.NAME, help).leaf();
    }

    private static Keyword<List<String>> words(String name, String option, String help,
            String sample) {
        Type<List<String>> type = Types.of("words such as " + sample, text -> {
            List<String> all = Types.SHLEX.parse(text);
            RunArgs.NONE.with(option, all).tryOut();
            return all;
        });
        return Keyword.optional(name, type, help).leaf().or("").like(sample);
    }

    private static List<String> variables(String text) {
        return Types.SHLEX.parse(text).stream().map(word -> {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(word);
            }
            return word.substring(0, equals).toUpperCase(Locale.ROOT) + word.substring(equals);
        }).toList();
    }

    /** The options of {@code docker run} and those the keywords stand for; a keyword wins. */
    static RunArgs args(Section section, Site site) {
        RunArgs args = section.get(RUN_ARGS).with("--volume", section.get(VOLUMES))
                .with("--device", section.get(DEVICES)).with("--env", section.get(ENVIRONMENT));
        for (Map.Entry<String, Keyword<String>> one : SINGLE.entrySet()) {
            Optional<String> value = section.find(one.getValue());
            if (value.isPresent()) {
                args = args.with(one.getKey(), List.of(shared(value.get(), site)));
            }
        }
        for (Map.Entry<String, Keyword<Boolean>> one : SWITCHES.entrySet()) {
            Optional<Boolean> value = section.find(one.getValue());
            if (value.isPresent()) {
                args = args.with(one.getKey(), List.of(value.get().toString()));
            }
        }
        return args;
    }

    /** {@code container#2} stands for that container, whatever its name is. */
    private static String shared(String value, Site site) {
        if (!value.matches("container#.+")) {
            return value;
        }
        Rid rid = new Rid(value);
        Section other = site.file().sections().get(rid);
        if (other == null) {
            throw site.failure("share with " + value, "a container of the service", "none");
        }
        return "container:" + name(rid, other, site);
    }

    static String name(Rid rid, Section section, Site site) {
        return section.find(NAME).or(() -> section.get(RUN_ARGS).last("--name"))
                .orElse(site.service() + "." + rid.value().replace('#', '.'));
    }
}
