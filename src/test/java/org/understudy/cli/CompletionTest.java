package org.understudy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Model.CommandSpec;

/** The completion in a real bash, with an svcmgr that knows some keywords. */
@Timeout(30)
class CompletionTest {
    private static final String STAGE = """
            svcmgr() {
                echo asked >&3
                printf '%s\\n' DEFAULT.orchestrate 'fs#.mnt' 'fs#.mnt_opt' --wait \\
                    node.orchid cluster.nodes 'hb#.type'
            }
            compopt() { :; }
            . cli/completion.bash
            COMP_LINE=$1
            # As bash does it: = is a word of its own.
            read -ra COMP_WORDS <<<"${1//=/ = }"
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            "_${COMP_WORDS[0]}" 3>/dev/null
            echo "${COMPREPLY[@]}"
            """;
    private static final String TWICE = STAGE.replace("\"_${COMP_WORDS[0]}\" 3>/dev/null",
            "exec 3>&1; _svcmgr; _svcmgr");

    private static final Path SCRIPT = Path.of("cli/completion.bash");
    private static final String MARK =
            "written by mvn test -Dtest=CompletionTest -Drewrite=true.\n";

    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "svcmgr -s web set fs#1.mn | fs#1.mnt fs#1.mnt_opt",
        "svcmgr -s web get orch | orchestrate", "svcmgr keywords f | fs",
        "svcmgr node set orch | orchid", "nodemgr get or | orchid",
        "svcmgr cluster set cl | cluster.nodes", "svcmgr cluster set node | node.orchid",
        "svcmgr cluster get hb#2.t | hb#2.type", "svcmgr -s web set no | ''",
        "svcmgr -s w | web", "svcmgr -s web stat | status", "svcmgr -s web print res | resource",
        "svcmgr web print sta | status", "svcmgr node d | drain", "svcmgr -s web startf | startfs",
        "svcmgr cluster config ta | take", "svcmgr -s web frozen f | ''",
        "svcmgr --wa | --wait --waitlock", "svcmgr -s web start --up | --upto",
        "svcmgr web start --local --d | --dry-run", "svcmgr -s web startfs --down | ''",
        "svcmgr --service=w | web", "svcmgr --service= | web", "svcmgr -s db,w | db,web",
        "svcmgr --format=j | json", "svcmgr nodes --color n | never",
        "svcmgr --status=u | up undef",
        "svcmgr --service=web print sta | status", "svcmgr help sim | simulate",
        "svcmgr help print sta | status", "nodemgr d | drain", "nodemgr print c | config",
        "nodemgr drain --dr | --dry-run", "svcmon --service=w | web", "svcmon -s w | web",
        "svcmon --format=y | yaml", "svcmon --ver | --verbose --version",
        "svcmgr -s web switch --to n2 --wa | --wait", "svcmgr logs --l | --lines"})
    void wordsComeFromTheDeclarationsAndTheFiles(String typed, String offered) throws Exception {
        Files.createFile(Files.createDirectories(dir.resolve("services")).resolve("web.conf"));
        assertEquals(offered + "\n", bash(STAGE, typed));
    }

    @Test
    void actionsAndTheirOptionsAreThoseOfTheDeclarations() throws IOException {
        TreeMap<String, Act> all = new TreeMap<>(Acts.all());
        ShortAction.words().forEach(word ->
                all.put(word, Acts.all().get(ShortAction.of(word).action())));
        List<String> lines = new ArrayList<>();
        all.forEach((name, act) -> lines.add(
                name + ":" + String.join(" ", new TreeSet<>(act.options()))));
        CommandSpec spec = CommandSpec.forAnnotatedObject(new SvcmgrLine());
        String valued = spec.options().stream().filter(option -> option.arity().max() > 0)
                .flatMap(option -> Stream.of(option.names())).sorted()
                .collect(Collectors.joining(" "));
        String written = Files.readString(SCRIPT);
        String text = written.substring(0, written.indexOf(MARK) + MARK.length())
                + "_svcmgr_valued='" + valued + "'\n_svcmgr_acts='"
                + String.join("\n", lines) + "'\n";
        if ("true".equals(System.getProperty("rewrite"))) {
            Files.writeString(SCRIPT, text);
        }
        assertEquals(text, Files.readString(SCRIPT));
    }

    @Test
    void theWordsAreAskedOnceForEachShell() throws Exception {
        assertEquals("asked\nfs#1.mnt fs#1.mnt_opt\n", bash(TWICE, "svcmgr -s web set fs#1.mn"));
        assertEquals("asked\nfs\n", bash(TWICE, "svcmgr keywords f"));
    }

    @Test
    void theManualPageHasEveryKeywordOnce() {
        String page = KeywordPagesTest.out("keywords", "--format", "man");
        assertEquals(1, page.lines().filter("\\fBnodes\\fR, required"::equals).count());
        assertEquals(0, page.lines().filter(line -> line.matches("\\.[a-z].*")).count());
    }

    private String bash(String stage, String typed) throws IOException, InterruptedException {
        ProcessBuilder bash = new ProcessBuilder("bash", "-c", stage, "bash", typed)
                .redirectErrorStream(true);
        bash.environment().put("UNDERSTUDY_ETC", dir.toString());
        Process process = bash.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
