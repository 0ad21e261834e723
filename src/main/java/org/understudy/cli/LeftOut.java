package org.understudy.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Words and options of other versions that make no sense here, and why. */
final class LeftOut {
    private static final List<String> DEVICES = List.of("the disks of a node that no service"
            + " uses are lsblk's to tell, on the node", "svcmgr -s web print devs");
    private static final List<String> BOXES = List.of("volumes, filesystems and images"
            + " that a file names are made by hand: who makes them might take what is lost for new",
            "svcmgr -s web validate --everywhere");
    private static final List<String> COLLECTOR = List.of("there is no collector, and nothing is"
            + " pushed to one", "svcmgr timeline");
    private static final List<String> COPIES = List.of("copies are made by rsync alone, which"
            + " needs no such step", "svcmgr -s web sync all");
    private static final List<String> POOLS = List.of("there are no pools of disks here, but"
            + " volume groups and filesystems", "svcmgr keywords disk");
    private static final List<String> INSIDE = List.of("no agent runs inside containers: all is"
            + " done on the node itself", "svcmgr -s web start --rid container");
    private static final List<String> PREFERS = List.of("which node a service prefers is in its"
            + " file: the first of nodes", "svcmgr -s 'nodes~^n1' ls");
    private static final List<String> WATCHED = List.of("nodes and links are beside the services"
            + " on the whole terminal", "svcmon --watch");
    /** Why, and what to do instead. */
    private static final Map<String, List<String>> ALL = all();

    private LeftOut() {
    }

    private static Map<String, List<String>> all() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        all.put("toc", List.of("what monitor_action says is done by itself, when a resource with"
                + " monitor = true stays down and cannot be restarted; by hand, say what is to be"
                + " done", "svcmgr -s web switch"));
        all.put("migrate", List.of("nothing that runs here can move while it is up",
                "svcmgr -s web switch --to n2"));
        all.put("move", List.of("it is called switch", "svcmgr -s web switch --to n2"));
        all.put("scale", List.of("how many there are is in its file",
                "svcmgr -s web set flex_target=2"));
        all.put("boot", List.of("the agent does what is to be done after a boot when it starts",
                "svcmgr -s web explain"));
        all.put("resource monitor", List.of("the agent looks at resources all the time",
                "svcmgr -s web print status"));
        all.put("node print devs", DEVICES);
        all.put("node scanscsi", DEVICES);
        for (String word : List.of("provision", "unprovision", "purge")) {
            all.put(word, BOXES);
        }
        for (String word : List.of("collector", "compliance", "node checks", "node push",
                "node pushasset", "node pushstats", "node pushpkg", "node pushpatch",
                "node pushdisks")) {
            all.put(word, COLLECTOR);
        }
        for (String step : List.of("resync", "verify", "quiesce", "break", "split", "establish",
                "swap", "resume", "full", "restore")) {
            all.put("sync " + step, COPIES);
            all.put("sync" + step, COPIES);
        }
        List.of("presync", "postsync").forEach(word -> all.put(word, COPIES));
        List.of("startpool", "stoppool").forEach(word -> all.put(word, POOLS));
        otherwiseCalled(all);
        ofTheDaemon(all);
        options(all);
        return all;
    }

    private static void otherwiseCalled(Map<String, List<String>> all) {
        called(all, "print env mtime", "print config mtime", "svcmgr -s web print config mtime");
        called(all, "print env", "print config", "svcmgr -s web print config");
        called(all, "json config", "print config --format json",
                "svcmgr -s web print config --format json");
        called(all, "printsvc", "json status", "svcmgr -s web json status");
        called(all, "oci", "docker or podman", "svcmgr -s web docker ps");
        called(all, "update", "set", "svcmgr -s web set fs#1.mnt_opt=ro");
        called(all, "install", "create --config", "svcmgr -s web create --config web.env");
        called(all, "snooze", "freeze --for", "svcmgr -s web freeze --for 1h");
        called(all, "unsnooze", "thaw", "svcmgr -s web thaw");
        called(all, "version", "--version", "svcmgr --version");
        called(all, "mon", "svcmon", "svcmon --watch");
        called(all, "stonith", "fence", "svcmgr fence --node n2");
        called(all, "node validate", "validate, with the file",
                "svcmgr validate /etc/understudy/node.conf");
        called(all, "cluster validate", "validate, with the file",
                "svcmgr validate /etc/understudy/cluster.conf");
        called(all, "cluster status", "svcmon --watch, or nodes", "svcmgr nodes");
        called(all, "node logs", "logs", "svcmgr logs");
        List.of("print resinfo", "json resinfo").forEach(word -> all.put(word, List.of("what is"
                + " known of a resource is in its service's status", "svcmgr -s web json status")));
        all.put("node print schedule", List.of("only services have schedules",
                "svcmgr allservices print schedule"));
        all.put("node schedulers", List.of("the agent itself runs what is due",
                "svcmgr allservices print schedule"));
        all.put("reboot", List.of("it is a node that boots", "svcmgr node reboot --dry-run"));
    }

    private static void called(Map<String, List<String>> all, String word, String here,
            String hint) {
        all.put(word, List.of("it is called " + here, hint));
    }

    private static void ofTheDaemon(Map<String, List<String>> all) {
        for (String word : List.of("daemon", "node daemon")) {
            for (String step : List.of("start", "stop", "restart")) {
                all.put(word + " " + step, List.of("systemd starts and ends the agent",
                        "systemctl " + step + " understudy"));
            }
            called(all, word + " running", "systemctl is-active",
                    "systemctl is-active understudy");
            called(all, word + " status", "svcmon --watch", "svcmon --watch");
            called(all, word + " shutdown", "node shutdown", "svcmgr node shutdown --dry-run");
            called(all, word + " join", "cluster join", "svcmgr cluster join --help");
            called(all, word + " leave", "cluster leave", "svcmgr cluster leave --dry-run");
            called(all, word + " blacklist", "links, which counts what was dropped",
                    "svcmgr links");
        }
    }

    private static void options(Map<String, List<String>> all) {
        List.of("--master", "--slave", "--slaves").forEach(one -> all.put(one, INSIDE));
        List.of("--onlyprimary", "--onlysecondary").forEach(one -> all.put(one, PREFERS));
        List.of("allprimaryservices", "allsecondaryservices").forEach(one -> all.put(one, PREFERS));
        List.of("--provision", "--leader").forEach(one -> all.put(one, BOXES));
        List.of("svcmon --cluster", "svcmon -c", "svcmon --sections", "svcmon --node")
                .forEach(one -> all.put(one, WATCHED));
        all.put("--cron", List.of("the agent itself runs what has a schedule",
                "svcmgr -s web print schedule"));
        all.put("--debug", List.of("what the agent does, and why, is in its log",
                "svcmgr logs -f"));
        List.of("--parallel", "-p").forEach(one -> all.put(one, List.of("several services are"
                + " acted on at once anyway", "svcmgr allservices freeze --dry-run")));
        List.of("--cluster", "-c").forEach(one -> all.put(one, List.of("the agent itself manages"
                + " the cluster: there is no other manager to speak for", "svcmgr start --help")));
        List.of("--interactive", "-i").forEach(one -> all.put(one, List.of("nothing is asked for"
                + " key by key", "svcmgr create --help")));
        all.put("--ignore-affinity", List.of("where a service may run is in its file",
                "svcmgr keywords hard_affinity"));
        all.put("--disable-rollback", List.of("whether a failed start is undone is in its file",
                "svcmgr -s web set rollback=false"));
        all.put("--watch", List.of("it is svcmon's; an action is seen through by --wait",
                "svcmgr -s web start --wait"));
        List.of("--show-disabled", "--hide-disabled").forEach(one -> all.put(one, List.of("disabled"
                + " resources are always shown, marked D", "svcmgr -s web print status")));
        List.of("--namespace", "--server").forEach(one -> all.put(one, List.of("there is one"
                + " cluster here, and one name space in it", "svcmgr ls")));
        List.of("--resource", "--env").forEach(one -> all.put(one, List.of("it is called --kw",
                "svcmgr -s web create --kw nodes=n1")));
        called(all, "--envfile", "--config", "svcmgr -s web create --config web.env");
        called(all, "--state", "--status", "svcmgr --status down ls");
        called(all, "--comment", "--reason", "svcmgr -s web freeze --reason 'new disk'");
    }

    /** The words and options, each with what to do instead. */
    static Map<String, String> hints() {
        Map<String, String> hints = new LinkedHashMap<>();
        ALL.forEach((word, why) -> hints.put(word, why.get(1)));
        return hints;
    }

    /** What to say of such words, whatever follows; services may stand before them. */
    static Optional<Failure> of(List<String> words) {
        for (int from = 0; from < Math.min(2, words.size()); from++) {
            List<String> rest = List.of(String.join(" ", words.subList(from, words.size()))
                    .replace('_', ' ').split(" "));
            for (int to = rest.size(); to > 0; to--) {
                Optional<Failure> why = of(String.join(" ", rest.subList(0, to)));
                if (why.isPresent()) {
                    return why;
                }
            }
        }
        return Optional.empty();
    }

    /** What to say of one such word, or of an option. */
    static Optional<Failure> of(String word) {
        return Optional.ofNullable(ALL.get(word))
                .map(why -> Failure.usage(word + ": " + why.get(0), why.get(1)));
    }

    /** What to say of one of these options, with or without a value. */
    static Optional<Failure> ofOption(String program, String typed) {
        String option = typed.split("=", 2)[0];
        List<String> why = ALL.getOrDefault(program + " " + option, ALL.get(option));
        return !option.startsWith("-") || why == null ? Optional.empty()
                : Optional.of(Failure.usage(option + ": " + why.get(0), why.get(1)));
    }
}
