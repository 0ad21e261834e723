package org.understudy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.exec.Result;
import org.understudy.wire.JournalLine;

/**
 * The two services of the tutorial, as their files in {@code examples} have them but for what this
 * lab lacks: image files for the volumes of their groups, and its own nodes, addresses and images.
 */
@Tag("lab")
final class TutorialTest {
    private static final String REGISTRY = "registry.opensvc.com";
    private static final String BUSYBOX = "busybox.opensvc.com";
    private static final List<String> BOTH = List.of(REGISTRY, BUSYBOX);
    private static final String ALL = String.join(",", BOTH);
    private static final String HOSTS =
            "10.77.0.124 " + BUSYBOX + "\\n10.77.0.125 " + REGISTRY + "\\n";
    /** Of one parallel subset: in any order. */
    private static final List<String> APPSERVERS =
            List.of("container#2", "container#3", "container#4", "container#5");

    @TempDir
    private static Path files;
    private static Lab lab;
    private static LabNode n1;
    private static LabNode n2;

    @BeforeAll
    static void begin() throws Exception {
        Map<String, Integer> disks = Map.of(REGISTRY, adapt(REGISTRY), BUSYBOX, adapt(BUSYBOX));
        lab = new Lab("tutorial", Map.of("LAB_SERVICES", files.toString(), "LAB_NODE_CONF",
                "[node]\nrejoin_grace_period = 12s\nready_period = 2s"));
        lab.up();
        n1 = lab.node("n1");
        n2 = lab.node("n2");
        for (Map.Entry<String, Integer> one : disks.entrySet()) {
            for (int i = 1; i <= one.getValue(); i++) {
                String image = "/mnt/shared/" + one.getKey() + i + ".img";
                on(n1, "truncate", "-s", "300M", image);
                on(n1, "mkfs.ext4", "-q", image);
            }
        }
        known(n1);
        known(n2);
        images();
    }

    @AfterAll
    static void end() {
        lab.close();
    }

    /** The service's file for this lab, and how many disks it wants. */
    private static int adapt(String service) throws IOException {
        String text = Files.readString(Path.of("examples", service + ".env"));
        List<String> disks = new ArrayList<>();
        Matcher volumes = Pattern.compile("(?m)^dev = (/dev/mapper/\\S+)$")
                .matcher(text);
        while (volumes.find()) {
            disks.add(volumes.group(1));
        }
        StringBuilder loops = new StringBuilder();
        for (int i = 1; i <= disks.size(); i++) {
            String image = "/mnt/shared/" + service + i + ".img";
            text = text.replace(disks.get(i - 1), image);
            loops.append("[disk#").append(i).append("]\ntype = loop\nfile = ").append(image)
                    .append("\n\n");
        }
        text = text.replaceFirst("(?s)\\[vg#1].*?(?=\\[)", loops.toString())
                .replace("deb1.opensvc.com deb2.opensvc.com", "n1 n2")
                .replace("37.59.71.24", "10.77.0.124").replace("37.59.71.25", "10.77.0.125")
                .replaceAll("run_image = \\w+",
                        "run_image = lab/" + service.split("\\.")[0] + ":1");
        Files.writeString(files.resolve(service + ".env"), text);
        return disks.size();
    }

    private static String on(LabNode node, String... command) throws InterruptedException {
        Result result = node.runs(command);
        assertTrue(result.ok(), () -> node + ": " + String.join(" ", command) + ": "
                + result.summary() + "\n" + result.err() + "\n" + lab.report());
        return result.out();
    }

    /** Knows the services' names from now on, and both of them. */
    private static void known(LabNode node) throws InterruptedException {
        on(node, "sh", "-c", "printf '" + HOSTS + "' >>/etc/hosts");
        lab.await(node + " to know both services", Stage.PATIENCE, () -> node.joined()
                && BOTH.stream().allMatch(service -> node.is(service, "down")));
    }

    /** As an operator brings them: into the services' own dockers, on their own disks. */
    private static void images() throws InterruptedException {
        on(n1, "svcmgr", "-s", ALL, "clear");
        on(n1, "svcmgr", "-s", ALL, "start", "--upto", "fs", "--time", "60s");
        String script = Path.of("src/test/resources/lab/import-image").toAbsolutePath().toString();
        on(n1, script, REGISTRY, "lab/registry:1", "/bin/httpd", "-f", "-p", "5000", "-h", "/www");
        on(n1, script, BUSYBOX, "lab/busybox:1", "/bin/sh", "-c",
                "trap exit TERM; sleep 1000000 & wait");
        on(n1, "svcmgr", "-s", ALL, "stop", "--time", "60s");
        on(n1, "svcmgr", "-s", ALL, "thaw", "--yes");
    }

    @Test
    void bothStartStopFailOverAndComeBackInTheOrderOfTheSpec() throws Exception {
        onlyOn(n1, () -> on(n1, "svcmgr", "-s", ALL, "start", "--wait", "--time", "90s"));
        List<String> containers = containers(n1);
        assertEquals(8, containers.size(), containers::toString);

        onlyOn(null, () -> on(n1, "svcmgr", "-s", ALL, "stop", "--wait", "--time", "90s"));
        onlyOn(n1, () -> on(n1, "svcmgr", "-s", ALL, "start", "--wait", "--time", "90s"));
        assertEquals(containers, containers(n1), "the same ones were started again");

        assertTrue(BOTH.stream().noneMatch(service -> n1.service(service).orElseThrow().frozen()),
                "what the stop froze, the start has taken back");
        on(n1, "svcmgr", "-s", ALL, "set", "orchestrate=ha");
        lab.await("n2 to have taken that in", Stage.PATIENCE, () -> BOTH.stream().allMatch(
                service -> n2.service(service).filter(s -> s.orchestrate().equals("ha"))
                        .isPresent()));
        onlyOn(n2, () -> lab.does("kill", "n1"));
        assertEquals(containers, containers(n2), "no container was made anew");

        lab.does("boot", "n1");
        known(n1);
        onlyOn(n1, () -> on(n1, "svcmgr", "-s", ALL, "giveback", "--wait", "--time", "90s"));
        assertEquals(containers, containers(n1), "the same ones came back");
        assertTrue(BOTH.stream().allMatch(service -> n2.is(service, "down")), lab::report);
    }

    /** What leads to them being up there and nowhere else; null: nowhere. */
    private interface Doing {
        Object now() throws Exception;
    }

    private static void onlyOn(LabNode node, Doing doing) throws Exception {
        Map<LabNode, Long> marks = lab.nodes().stream().filter(LabNode::on)
                .collect(Collectors.toMap(one -> one, LabNode::mark));
        List<LabNode> before = lab.nodes().stream().filter(one -> one.is(REGISTRY, "up")).toList();
        doing.now();
        for (LabNode one : lab.nodes()) {
            if (one.on()) {
                lab.await("both services as they are to be on " + one, Stage.PATIENCE,
                        () -> BOTH.stream().allMatch(service -> one.is(service,
                                one == node ? "up" : "down")));
            }
        }
        for (String service : BOTH) {
            if (node != null) {
                assertEquals(order(service), steps(node, marks.get(node), service, "start"));
            }
            for (LabNode left : before) {
                if (left.on()) {
                    List<String> reverse = new ArrayList<>(order(service));
                    Collections.reverse(reverse);
                    assertEquals(sorted(reverse), steps(left, marks.get(left), service, "stop"));
                }
            }
        }
        serves(node);
    }

    private static List<String> order(String service) {
        List<String> front = service.equals(REGISTRY)
                ? List.of("ip#1", "disk#1", "disk#2", "disk#3", "fs#1", "fs#2", "fs#3",
                        "container#1")
                : List.of("ip#1", "disk#1", "disk#2", "fs#1", "fs#2", "container#1");
        return service.equals(REGISTRY) ? front : Stream.of(front, APPSERVERS,
                List.of("container#6", "container#7")).flatMap(List::stream).toList();
    }

    /** The steps in the order in which they began, those of the parallel subset sorted. */
    private static List<String> steps(LabNode node, long after, String service, String verb) {
        return sorted(node.journal(after, "step.begin", "service", service, "do", verb).stream()
                .map(JournalLine::facts).map(facts -> facts.get("rid")).toList());
    }

    private static List<String> sorted(List<String> rids) {
        List<String> all = new ArrayList<>(rids);
        int begin = Collections.indexOfSubList(all.stream().map(APPSERVERS::contains).toList(),
                Collections.nCopies(APPSERVERS.size(), true));
        if (begin >= 0) {
            Collections.sort(all.subList(begin, begin + APPSERVERS.size()));
        }
        return all;
    }

    /** Two dockers on a node: neither takes the other's ports, addresses or way out. */
    private static void serves(LabNode node) throws InterruptedException {
        Result answer = lab.run(Stage.PATIENCE, "client", "curl", "-s", "-m", "5",
                "http://10.77.0.125:5000/");
        assertEquals(node == null ? "" : REGISTRY + " answers\n", answer.out());
        for (LabNode one : lab.nodes()) {
            if (one.on() && one != node) {
                assertEquals("", on(one, "sh", "-c", "ip -o link show type bridge; iptables -S"
                        + " | grep us-; cat /proc/mounts | grep /opt/; true"));
            }
        }
        if (node != null) {
            on(node, "svcmgr", "-s", BUSYBOX, "docker", "exec", BUSYBOX + ".container.4",
                    "/bin/ping", "-c", "1", "-W", "5", "10.77.0.200");
        }
    }

    private static List<String> containers(LabNode node) throws InterruptedException {
        List<String> all = new ArrayList<>();
        for (String service : BOTH) {
            all.addAll(on(node, "svcmgr", "-s", service, "docker", "ps", "--format",
                    "{{.Names}} {{.ID}}").lines().sorted().toList());
        }
        return all;
    }
}
