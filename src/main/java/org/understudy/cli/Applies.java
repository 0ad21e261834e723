package org.understudy.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Which option means something to which action; one that means nothing is refused, not ignored. */
final class Applies {
    private static final Set<String> ALWAYS = Set.of("--help", "--version", "--docker-socket");
    private static final String ASKING = "--service --local --wait --time --reason --dry-run";
    private static final String OF_NODE = "--node --wait --time --reason --dry-run";

    /** By action; an action of two words is known by both. */
    private static final Map<String, Set<String>> OPTIONS = Map.ofEntries(
            action("start", ASKING), action("stop", ASKING, "--for"),
            action("shutdown", ASKING, "--for"), action("restart", ASKING),
            action("abort", ASKING), action("clear", ASKING),
            action("freeze", ASKING, "--for"), action("thaw", ASKING, "--yes"),
            action("unfreeze", ASKING, "--yes"),
            action("switch", "--service --to --wait --time --reason --dry-run"),
            action("takeover", "--service --wait --time --reason --dry-run"),
            action("giveback", "--service --wait --time --reason --dry-run"),
            action("set", "--service --kw --param --value"), action("status", "--service"),
            action("print status", "--service --format"), action("print config", "--service"),
            action("explain", "--service --why-not"), action("docker", "--service"),
            action("rto", "--service --last"), action("nodes", "--format"),
            action("keywords", "--format"),
            action("validate", "--service --everywhere --format"), action("timeline",
                    "--service --node --since --format --follow --after"),
            action("simulate", "--service --config --format", "--crash --reboot --shutdown --cut",
                    "--heal --fail --freeze --thaw --switch --then --after"),
            action("fence-ack", "--node --i-verified-it-is-off"),
            action("node freeze", OF_NODE, "--for"), action("node thaw", OF_NODE, "--yes"),
            action("node drain", OF_NODE, "--for"),
            action("node shutdown", "--node --wait --time --dry-run"),
            action("cluster freeze", "--reason --for --dry-run"),
            action("cluster thaw", "--reason --yes --dry-run"));

    private Applies() {
    }

    private static Map.Entry<String, Set<String>> action(String name, String... options) {
        return Map.entry(name, Arrays.stream(options).flatMap(some -> Arrays.stream(
                some.split(" "))).collect(Collectors.toUnmodifiableSet()));
    }

    /** Refuses what does not apply; an action that nobody knows is refused elsewhere. */
    static void check(String action, ParseResult typed, List<Happenings.Typed> happenings)
            throws Failure {
        Set<String> known = OPTIONS.get(action);
        List<String> strange = Stream.concat(typed.matchedOptions().stream()
                .map(OptionSpec::longestName),
                happenings.stream().map(one -> "--" + one.name())).distinct()
                .filter(name -> !ALWAYS.contains(name))
                .filter(name -> known != null && !known.contains(name)).toList();
        if (!strange.isEmpty()) {
            throw Failure.usage(action + ": " + String.join(", ", strange) + (strange.size() == 1
                    ? " does not apply" : " do not apply"), "svcmgr --help");
        }
    }
}
