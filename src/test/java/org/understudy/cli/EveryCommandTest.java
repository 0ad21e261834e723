package org.understudy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.agent.Desks;
import picocli.CommandLine;

/** Nothing can be typed that no reviewed screen shows. */
@Timeout(60)
final class EveryCommandTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final String PROMPT = "$ svcmgr ";

    /** In this order, since the made-up agent remembers; those on real files are elsewhere. */
    private static final List<String> EXAMPLES = List.of("-s web start", "-s web start --wait",
            "-s web stop --local", "-s web shutdown", "-s web restart", "-s web abort",
            "-s web freeze --reason disk --for 2h", "-s web thaw", "-s web thaw --yes",
            "-s web unfreeze --yes", "-s web switch --to n2 --dry-run", "-s web takeover",
            "-s web giveback", "-s web clear", "-s web forget --i-verified-it-is-down --rid app#1",
            "-s web run --yes", "-s web sync all", "-s web syncall", "-s web sync nodes --force",
            "-s web syncnodes", "-s web sync drp", "-s web syncdrp", "-s web sync update",
            "-s web syncupdate", "-s web status", "-s web prstatus", "-s web print status",
            "-s web json status", "-s web frozen",
            "-s * frozen", "ls", "-s w* ls", "ls --format json", "-s web print config mtime",
            "-s web print resource status --rid fs#1", "-s web print resource status --rid fs#7",
            "-s registry.opensvc.com print resource status --rid vg",
            "-s web print resource status",
            "busybox.opensvc.com print resource status --rid disk,ip",
            "-s web print schedule", "-s web print schedule --format json", "-s web enter",
            "-s web push", "-s web push config", "-s web push resinfo", "-s web explain",
            "-s web explain --why-not n1", "-s web rto", "-s web docker ps", "-s web podman ps",
            "nodes",
            "nodes --format json", "links", "links --format json", "timings",
            "timings --format json", "timeline", "timeline --after 0 --format json",
            "logs -n 3", "-s web logs --format json", "logs --format csv",
            "simulate --crash n1", "simulate --crash n1 --format json",
            "cluster drill link-cut --dry-run", "cluster drill link-cut --for 10s",
            "cluster drill link-cut --link hb#2 --yes", "cluster drill link-cut --link hb#9",
            "-s web drill switch-and-back --yes", "web drill swi --to n2 --dry-run",
            "drill switch-and-back", "drills", "drills --format json", "drills end",
            "node freeze", "node thaw --yes", "node unfreeze --yes",
            "node frozen", "node ls", "node ping --node n1",
            "node ping --node n2", "node ping --node n9", "node drain --wait", "node shutdown",
            "cluster freeze", "cluster thaw", "fence-ack --node n1", "pri st -s web", "s",
            "fence-ack --node n1 --i-verified-it-is-off", "web dance", "nodes --format yml",
            "-s web config diff n2", "-s web config take n2", "cluster config diff n2",
            "cluster config take n2", "cluster unset hb#9", "cluster key rotate",
            "cluster disk-init --dev /dev/sdx", "fence --node n1", "fence --node n1 --yes",
            "fence --test", "node stonith --node n1 --yes", "-s web toc", "web toc",
            "-s web print devs", "-s web print devs --format json",
            "-s w* print devs --format csv", "-s web print devlist", "-s web print disklist",
            "-s web json devlist", "-s web json disklist", "node print devs",
            "-s web provision",
            "node reboot", "node reboot --wait", "node prkey", "node prkey --format json",
            "-s web,busybox.opensvc.com status --format json", "-s web prstatus --format json",
            "-s * frozen --format csv", "-s web print config mtime --format json",
            "-s web print resource status --rid fs --format json",
            "-s web explain --format json", "-s web explain --filter .sentence",
            "-s web,busybox.opensvc.com explain --format table",
            "-s web explain --why-not n1 --format json", "-s web rto --format json",
            "-s web,busybox.opensvc.com rto --format csv", "-s web rto --filter totalMillis",
            "-s web get DEFAULT.priority --format json", "-s web,db eval priority --format csv",
            "-s web,busybox.opensvc.com print config --format csv",
            "-s web config diff n2 --format json", "cluster config diff n2 --format json",
            "fence --test --format json", "node stonith --test --node n1 --format flat",
            "fence --node n1 --yes --format json", "fence --node n1 --format json",
            "node frozen --format json", "node ls --format json",
            "node ping --node n1 --format json", "-s web print devlist --format json",
            "-s w*,busybox.opensvc.com print disklist --format json");

    /** On real files. */
    private static final List<String> ON_FILES = List.of("keywords fs.mnt",
            "keywords --format csv", "validate", "-s web validate",
            "-s web validate --format json", "node set max_parallel=3", "node get max_parallel",
            "node eval max_parallel", "node print config", "node print config --format json",
            "node unset max_parallel", "node edit --config none", "node edit config --config none",
            "cluster edit --config none", "cluster edit config --config none",
            "-s web edit --config none", "cluster print config --format csv",
            "web print config --format table", "web set priority=high", "-s web print sched",
            "web get nodes --format json", "web eval nodes --kw task#1.schedule --format csv",
            "node get max_parallel --format json", "node eval max_parallel --format json",
            "cluster get cluster.name --format json", "cluster eval cluster.name --format json",
            "web,none print config --format json");

    @RegisterExtension
    static final Stage STAGE = new Stage();

    @Test
    void eachLooksAsReviewed() {
        StringBuilder all = new StringBuilder();
        for (String typed : EXAMPLES) {
            Stage.Ran ran = STAGE.svcmgr(typed);
            all.append(PROMPT).append(typed).append('\n').append(ran.out()).append(ran.err())
                    .append(ran.code() == 0 ? "" : "[exit " + ran.code() + "]\n");
        }
        Golden.check("commands", all.toString());
    }

    @Test
    void eachOnFilesLooksAsReviewed(@TempDir Path dir) throws IOException {
        Files.createDirectories(dir.resolve("etc/services"));
        Files.writeString(dir.resolve("etc/services/web.conf"),
                "[DEFAULT]\nnodes = n1\n[task#1]\ncommand = /bin/true\nschedule = @10\n");
        try (OneNode n1 = new OneNode(dir, Desks.of(dir, "n1"))) {
            ON_FILES.forEach(typed -> n1.svcmgr(typed.split(" ")));
            Golden.check("commands-files", n1.transcript().stream().map(line ->
                    line.replace(Path.of("").toAbsolutePath().toString(), "<here>")).toList());
        }
    }

    @Test
    void eachIsOnSomeScreen() throws Exception {
        Map<String, Set<String>> shown = new TreeMap<>();
        try (Stream<Path> files = Files.list(GOLDEN)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.readAllLines(file).stream().filter(line -> line.startsWith(PROMPT))
                        .forEach(line -> note(shown, line.substring(PROMPT.length())));
            }
        }
        Set<String> missing = new TreeSet<>(Acts.all().keySet());
        missing.removeAll(shown.keySet());
        assertEquals(Set.of(), missing);
        Acts.all().forEach((action, act) -> {
            if (act.options().contains("--format") && !shown.get(action).contains("--format")) {
                missing.add(action);
            }
        });
        assertEquals(Set.of(), missing, "without an example of --format");
    }

    private static void note(Map<String, Set<String>> shown, String typed) {
        try {
            SvcmgrLine line = new SvcmgrLine();
            Set<String> options = new TreeSet<>();
            new CommandLine(line).parseArgs(typed.split(" ")).matchedOptions()
                    .forEach(option -> options.add(option.longestName()));
            line.settle();
            shown.computeIfAbsent(line.action(), action -> new TreeSet<>()).addAll(options);
        } catch (CommandLine.ParameterException | Failure refused) {
            shown.computeIfAbsent("refused", none -> new TreeSet<>()).add(typed);
        }
    }
}
