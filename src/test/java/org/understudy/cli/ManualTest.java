package org.understudy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The pages of man(1) in cli/man: one for each program and for the files, and as they are now. */
@Timeout(60)
class ManualTest {
    private static final Path PAGES = Path.of("cli/man");

    @Test
    void pagesSayWhatTheProgramsSay() throws IOException {
        current("svcmgr.1", Manual.ofAll());
        current("svcmon.1", Manual.of(new SvcmonLine()));
        current("understudy.conf.5", KeywordPagesTest.out("keywords", "--format", "man")
                .lines().toList());
    }

    @Test
    void everyActionHasAPageThatSaysWhatItsHelpSays() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Act act : Acts.all().values()) {
            String name = "svcmgr-" + act.name().replace(' ', '-') + ".1";
            current("actions/" + name, Manual.of(act));
            names.add(name);
        }
        assertEquals(names, files(PAGES.resolve("actions")));
    }

    @Test
    void everyProgramThatIsInstalledHasAPage() throws Exception {
        Set<String> pages = files(PAGES).stream().map(page -> page.replaceFirst("\\.\\d$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> programs = programs();
        assertEquals(Set.of("svcmgr", "svcmon", "nodemgr", "understudy-agent"), programs);
        programs.add("understudy.conf");
        assertEquals(programs, pages);
    }

    @Test
    void theAgentsPageNamesEachVariableThatMovesItsFiles() throws IOException {
        String page = Files.readString(PAGES.resolve("understudy-agent.8"));
        Set<String> variables = Pattern.compile("UNDERSTUDY_[A-Z]+").matcher(
                Files.readString(Path.of("agent/understudy-agent"))
                + Files.readString(Path.of("src/main/java/org/understudy/agent/Paths.java")))
                .results().map(MatchResult::group).collect(Collectors.toSet());
        assertTrue(variables.size() >= 5, variables.toString());
        assertEquals(Set.of(), variables.stream().filter(one -> !page.contains(one))
                .collect(Collectors.toSet()));
    }

    @Test
    void noLineIsARequestByMistake() throws IOException {
        try (Stream<Path> pages = Files.walk(PAGES)) {
            for (Path page : pages.filter(Files::isRegularFile).toList()) {
                assertEquals(List.of(), Files.readAllLines(page).stream().filter(line ->
                        line.startsWith("'") || line.startsWith(".")
                                && !line.matches("\\.(?:TH|SH|TP|PP|B|BR|I|nf|fi|so)(?: .*)?"))
                        .toList(), page.toString());
            }
        }
    }

    private static void current(String name, List<String> lines) throws IOException {
        Path page = PAGES.resolve(name);
        String text = String.join("\n", lines) + "\n";
        if ("true".equals(System.getProperty("rewrite"))) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, text, StandardCharsets.UTF_8);
        }
        assertEquals(text, Files.readString(page), page + ": mvn test -Dtest=ManualTest -Drewrite");
    }

    private static Set<String> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(Files::isRegularFile).map(page -> page.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** What the package puts into a directory of programs. */
    private static Set<String> programs() throws Exception {
        String text = Files.readString(Path.of("agent/package/assembly.xml"));
        NodeList files = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(text))).getElementsByTagName("file");
        Set<String> programs = new TreeSet<>();
        for (int i = 0; i < files.getLength(); i++) {
            List<String> words = files.item(i).getTextContent().strip().lines()
                    .map(String::strip).toList();
            if (words.get(1).matches("usr/s?bin")) {
                String source = Path.of(words.get(0)).getFileName().toString();
                programs.add(words.size() > 3 ? words.get(2) : source);
            }
        }
        return programs;
    }
}
