package org.understudy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Every action says what it does, what it takes and how it ends; a slip leads there. */
@Timeout(60)
final class HelpTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/help");
    private static final int WIDTH = 79;
    /** What fits on a usual screen, with a prompt below it. */
    private static final int OVERVIEW = 66;

    @RegisterExtension
    static final Stage STAGE = new Stage();

    @Test
    void eachActionIsExplainedAsReviewed() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Act act : Acts.all().values()) {
            String name = act.name().replace(' ', '-');
            Golden.check("help/" + name, help(act.name()));
            names.add(name + ".txt");
        }
        for (String some : List.of("node", "cluster", "sync", "print", "cluster config")) {
            String name = some.replace(' ', '-') + "-_";
            Golden.check("help/" + name, help(some));
            names.add(name + ".txt");
        }
        try (Stream<Path> files = Files.list(GOLDEN)) {
            assertEquals(names, files.map(file -> file.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    private static String help(String action) {
        Stage.Ran ran = STAGE.svcmgr(Engines.PROGRAMS.contains(action) ? "--help " + action
                : action + " --help");
        assertEquals(0, ran.code(), ran.err());
        assertTrue(ran.out().lines().allMatch(line -> line.length() <= WIDTH), ran.out());
        return ran.out();
    }

    @Test
    void theOverviewNamesEachActionAndFits() {
        List<String> lines = STAGE.svcmgr("--help").out().lines().toList();
        String all = String.join(" ", lines).replaceAll("\\s+", " ");
        assertTrue(lines.size() <= OVERVIEW, lines.size() + " lines");
        assertTrue(lines.stream().allMatch(line -> line.length() <= WIDTH));
        assertEquals(List.of(), Acts.all().values().stream().filter(act -> !act.isAlias())
                .map(Act::name).filter(name -> !all.contains(" " + name) && !all.contains(
                        " " + name.substring(name.indexOf(' ') + 1) + ",")
                        && !all.contains(" " + name.substring(name.indexOf(' ') + 1) + " "))
                .toList());
    }

    @Test
    void everyOptionOfAnActionIsThereAndSaysWhatItMeansToIt() {
        CommandSpec spec = CommandSpec.forAnnotatedObject(new SvcmgrLine());
        for (Act act : Acts.all().values()) {
            for (String name : act.options()) {
                OptionSpec option = spec.findOption(name);
                assertFalse(Help.of(option, act).isBlank(), act.name() + " " + name);
            }
        }
        for (OptionSpec option : spec.options()) {
            for (String clause : option.description()) {
                assertEquals(List.of(), Help.named(clause).stream().filter(named ->
                        Acts.all().values().stream().noneMatch(act -> (" " + act.name() + " ")
                                .contains(" " + named + " ")
                                && act.options().contains(option.longestName()))).toList(),
                        option.longestName() + ": " + clause);
            }
        }
    }

    @Test
    void theExamplesCanBeTyped() throws Failure {
        for (Act act : Acts.all().values()) {
            assertTrue(act.examples().size() >= 2, act.name());
            for (String example : act.examples()) {
                String action = typed(example, act.name());
                assertTrue(example != act.examples().get(0)
                        || action.equals(act.as()), example);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "web strat | unsupported action: web strat, did you mean start? | svcmgr start --help",
        "-s web strat | unsupported action: strat, did you mean start? | svcmgr start --help",
        "node drian | unsupported action: node drian, did you mean node drain?"
                + " | svcmgr node drain --help",
        "cluster dance | unsupported action: cluster dance | svcmgr cluster --help",
        "dance | unsupported action: dance | svcmgr --help",
        "dance --help | unsupported action: dance | svcmgr --help",
        "-s web start now | start: expected no words behind it, got \"now\""
                + " | svcmgr start --help",
        "-s web start --wiat | Unknown option: '--wiat', did you mean --wait?"
                + " | svcmgr start --help",
        "web switch --tp=n2 | Unknown option: '--tp=n2', did you mean --to?"
                + " | svcmgr switch --help",
        "--dryrun | Unknown option: '--dryrun', did you mean --dry-run? | svcmgr --help",
        "-s web start --crash n1 | start: --crash does not apply | svcmgr start --help",
        "logs -n x | Invalid value for option '--lines': expected a number such as 20, got \"x\""
                + " | svcmgr logs --help",
        "-s web stop --time 5 | Invalid value for option '--time': expected a duration with a"
                + " unit such as 5m, got \"5\" | svcmgr stop --help",
        "node drain --to n2 | node drain: --to does not apply | svcmgr node drain --help"})
    void aSlipLeadsToTheHelpOfWhatWasMeant(String typed, String said, String where) {
        assertEquals(new Stage.Ran(2, "", "svcmgr: " + said + "\ntry: " + where + "\n"),
                STAGE.svcmgr(typed));
    }

    @Test
    void helpIsGivenWhereverItStandsAndWhateverTheServiceIs() {
        String start = STAGE.svcmgr("start --help").out();
        for (String typed : List.of("--help start", "-s web start --help", "web start -h",
                "help start", "-s web help start", "help startfs",
                "startfs --help", "start --wait --help --rid fs#1", "-s nope start --help")) {
            assertEquals(new Stage.Ran(0, start, ""), STAGE.svcmgr(typed), typed);
        }
        assertEquals(STAGE.svcmgr("print status --help"), STAGE.svcmgr("pri st --help"));
        assertEquals(2, STAGE.svcmgr("st --help").code());
        assertEquals(STAGE.svcmgr("--help"), STAGE.svcmgr("help"));
        assertEquals(STAGE.svcmgr("node --help"), STAGE.svcmgr("node help"));
        assertEquals(STAGE.svcmgr("node drain --help"), STAGE.svcmgr("node help drain"));
        for (String typed : List.of("help docker", "docker --help", "docker -h")) {
            assertEquals(STAGE.svcmgr("--help docker"), STAGE.svcmgr(typed), typed);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "node print schedule | node print schedule: only services have schedules"
                + " | svcmgr allservices print schedule",
        "node validate config | node validate: it is called validate, with the file"
                + " | svcmgr validate /etc/understudy/node.conf",
        "daemon join --secret x | daemon join: it is called cluster join"
                + " | svcmgr cluster join --help",
        "-s web print_env_mtime | print env mtime: it is called print config mtime"
                + " | svcmgr -s web print config mtime",
        "web update --resource x | update: it is called set"
                + " | svcmgr -s web set fs#1.mnt_opt=ro",
        "-s web collector ack action | collector: there is no collector, and nothing is pushed to"
                + " one | svcmgr timeline",
        "-s web start --disable-rollback | --disable-rollback: whether a failed start is undone is"
                + " in its file | svcmgr -s web set rollback=false",
        "-s web start --slave=x | --slave: no agent runs inside containers: all is done on the node"
                + " itself | svcmgr -s web start --rid container",
        "-s web start -c | -c: the agent itself manages the cluster: there is no other manager to"
                + " speak for | svcmgr start --help"})
    void whatIsLeftOutSaysWhyAndWhatToDoInstead(String typed, String said, String where) {
        assertEquals(new Stage.Ran(2, "", "svcmgr: " + said + "\ntry: " + where + "\n"),
                STAGE.svcmgr(typed));
    }

    @Test
    void svcmonSaysWhyAnOptionIsLeftOut() {
        assertEquals(new Stage.Ran(2, "", "svcmon: --node: nodes and links are beside the services"
                + " on the whole terminal\ntry: svcmon --watch\n"), STAGE.svcmon("--node n2"));
        assertEquals(new Stage.Ran(2, "", "svcmon: expected no word, got help\n"
                + "try: svcmon --help\n"), STAGE.svcmon("help"));
    }

    @Test
    void whatIsSaidInsteadOfWhatIsLeftOutCanBeTyped() throws Failure {
        for (String word : LeftOut.hints().keySet()) {
            String hint = LeftOut.hints().get(word);
            assertFalse(Acts.isOne(word), word);
            if (hint.startsWith("svcmgr ") && !hint.equals("svcmgr --version")) {
                typed(hint, word);
            }
        }
    }

    /** The action of a line that applies with its options. */
    private static String typed(String text, String why) throws Failure {
        String[] words = text.replaceAll("'([^' ]*)( ([^']*))?'", "$1")
                .replaceFirst("^nodemgr", "svcmgr node").split(" ");
        SvcmgrLine line = new SvcmgrLine();
        CommandLine.ParseResult typed = new CommandLine(line).parseArgs(Phrase.spelled(
                Arrays.copyOfRange(words, 1, words.length)));
        line.settle();
        assertTrue(Acts.isOne(line.action()), why + ": " + text);
        Acts.check(line.action(), typed.matchedOptions().stream()
                .map(OptionSpec::longestName).toList());
        return line.action();
    }
}
