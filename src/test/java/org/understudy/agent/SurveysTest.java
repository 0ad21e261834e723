package org.understudy.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.api.Call;
import org.understudy.api.Reply;
import org.understudy.model.NodeName;
import org.understudy.wire.Shapes;
import org.understudy.wire.Validated;

/** Two nodes' desks, each with files of its own on this machine; the third is not heard. */
class SurveysTest {
    private static final String WEB = "[DEFAULT]\nnodes = n1 n2 n3\n"
            + "[ip#1]\nipname = 10.0.0.5\nipdev = lo\nipdev@n2 = nosuch0\n"
            + "[app#1]\ntype = simple\nstart = sleep 9\ncwd = /nosuch/web\n";

    @TempDir
    Path dir;

    @Test
    void eachNodeIsAskedWhatItLacks() throws IOException {
        write("n1", "web", WEB);
        write("n2", "web", WEB);
        Validated found = asked("web");
        assertEquals(List.of(), found.findings());
        assertEquals("n1 app#1 error expected the directory /nosuch/web, got none there\n"
                + "n2 app#1 error expected the directory /nosuch/web, got none there\n"
                + "n2 ip#1 error expected the interface nosuch0, got …\n"
                + "n3  note could not be asked: n3 is not heard", told(found));
    }

    @Test
    void anotherFileOrNoneThereIsNamed() throws IOException {
        write("n1", "web", WEB.replace("/nosuch/web", "/"));
        write("n2", "web", WEB.replace("/nosuch/web", "/").replace("nosuch0", "lo"));
        String other = told(asked("web"));
        assertTrue(other.matches("n2  warning its web.conf is another one \\([0-9a-f]{16}, here"
                + " [0-9a-f]{16}\\)\n(?s).*"), other);
        write("n1", "db", WEB.replace("/nosuch/web", "/"));
        assertTrue(told(asked("db")).startsWith("n2  error expected " + dir));
        write("n2", "web", "[DEFAULT]\nnode = n1\n");
        assertTrue(told(asked("web")).startsWith("n2  error its own file is refused: web.conf:"));
    }

    @Test
    void nothingIsMadeAndWhatIsDisabledIsNotMissed() throws IOException {
        write("n1", "web", WEB.replace("cwd =", "disable = true\ncwd ="));
        write("n2", "web", WEB.replace("cwd =", "disable = true\ncwd ="));
        assertTrue(told(asked("web")).startsWith("n2 ip#1 error expected the interface nosuch0"));
        assertTrue(Files.notExists(dir.resolve("n1/var")), "a directory was made");
    }

    /** Whoever may look at services may not read other files by asking what is wrong with them. */
    @Test
    void aPathIsNoService() throws IOException {
        Files.createDirectories(dir.resolve("n1/etc/services"));
        Files.writeString(dir.resolve("n1/etc/secret.conf"), "password = x\n");
        FileDesk n1 = new FileDesk(Desks.paths(dir.resolve("n1")), new NodeName("n1"),
                Witness.NONE);
        for (String path : List.of("../secret", "/etc/secret", "a/../../secret", "..", "")) {
            Reply reply = n1.answer(new Call("GET", "/v1/validate", Map.of("service", path), "",
                    1000)).orElseThrow();
            assertEquals(!path.isEmpty(), reply.status() == 400, reply::json);
            assertTrue(!reply.json().contains("password"), reply.json());
        }
    }

    @Test
    void theFenceOfTheOtherNodeMustBeThere() throws IOException {
        write("n1", "web", WEB.replace("/nosuch/web", "/").replace("ipdev@n2 = nosuch0\n", ""));
        Files.writeString(dir.resolve("n1/etc/cluster.conf"), "[cluster]\nnodes = n1 n2 n3\n"
                + "[hb#1]\ntype = unicast\naddr@n1 = 10.0.0.1\naddr@n2 = 10.0.0.2\n"
                + "addr@n3 = 10.0.0.3\n[stonith#n2]\ncmd = /nosuch/fence n2\n");
        assertTrue(told(asked("web")).startsWith("n1  error [stonith#n2] expected the executable"
                + " /nosuch/fence, got none\n"));
    }

    private void write(String node, String service, String text) throws IOException {
        Files.writeString(Files.createDirectories(dir.resolve(node + "/etc/services"))
                .resolve(service + ".conf"), text);
    }

    private Validated asked(String service) {
        FileDesk n2 = new FileDesk(Desks.paths(dir.resolve("n2")), new NodeName("n2"),
                Witness.NONE);
        FileDesk n1 = new FileDesk(Desks.paths(dir.resolve("n1")), new NodeName("n1"),
                asking(n2));
        Reply reply = n1.answer(new Call("GET", "/v1/validate", Map.of("service", service,
                "survey", "everywhere"), "", 0)).orElseThrow();
        return Shapes.read(reply.json(), Validated.class);
    }

    private static String told(Validated found) {
        return found.missing().stream().map(one -> one.node() + " " + one.rid() + " "
                + one.severity() + " " + one.text().replaceFirst("got lo.*|got .*, lo.*", "got …"))
                .collect(Collectors.joining("\n"));
    }

    /** Knows nothing but how to ask n2. */
    private static Witness asking(FileDesk n2) {
        return new Standing(List.of(), node -> node.value().equals("n2"), (node, call) -> {
            if (!node.value().equals("n2")) {
                throw Standing.unheard(node);
            }
            return n2.answer(call).orElseThrow();
        });
    }
}
