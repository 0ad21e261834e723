package org.understudy.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code svcmon -w} on a real terminal, tmux's, as somebody at it would see it. */
@Tag("lab")
@Timeout(180)
final class TerminalTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path dir;

    private LiveAgent agent;

    @BeforeEach
    void begin() throws IOException {
        agent = new LiveAgent(dir);
    }

    @AfterEach
    void end() throws Exception {
        tmux("kill-server");
        agent.close();
    }

    @Test
    void showsAllThereIsAndWhatChangesOnceItIsTold() throws Exception {
        svcmon("-w", "-i", "10m");
        shows("it is up and stays so");
        Golden.check("live", screen());
        assertTrue(tmux("capture-pane", "-p", "-e").contains("\u001b[32m"));
        agent.is("down", true);
        shows("it is down and stays so");
        keys("q");
        shows("left=0");
        restored();
    }

    @Test
    void fitsWhateverSizeTheTerminalHas() throws Exception {
        svcmon("-w", "-i", "10m", "--color=never");
        shows("it is up and stays so");
        assertTrue(!tmux("capture-pane", "-p", "-e").contains("\u001b[32m"));
        tmux("resize-window", "-x", "40", "-y", "8");
        shows("more");
        Golden.check("live-small", screen());
        tmux("resize-window", "-x", "80", "-y", "24");
        shows("it is up and stays so");
        Golden.check("live", screen());
    }

    @Test
    void saysSinceWhenTheAgentIsAwayAndGoesOnWithTheNext() throws Exception {
        svcmon("-w");
        shows("it is up and stays so");
        agent.end();
        shows("the agent does not answer since");
        assertTrue(screen().contains("; last seen <time>"), screen());
        assertTrue(screen().contains("it is up and stays so"));
        agent.is("warn", false);
        agent.begin();
        shows("it is warn and stays so");
        keys("C-c");
        shows("left=130");
        restored();
    }

    @Test
    void aSignalLeavesTheTerminalAsItWas() throws Exception {
        svcmon("-w");
        shows("it is up and stays so");
        String pane = tmux("display-message", "-p", "#{pane_pid}").strip();
        long java = ProcessHandle.of(Long.parseLong(pane)).orElseThrow().children()
                .findFirst().orElseThrow().pid();
        assertEquals(0, new ProcessBuilder("kill", "-TERM", Long.toString(java)).start()
                .waitFor());
        shows("left=143");
        restored();
    }

    @Test
    void manyServicesAreReachedOnTerminalsOfAnySize() throws Exception {
        agent.serves(40);
        svcmon("-w", "-i", "10m", "--color=never");
        shows("arrows: scroll");
        for (int[] size : new int[][] {{40, 10}, {60, 15}, {200, 60}, {20, 5}, {80, 24}}) {
            tmux("resize-window", "-x", "" + size[0], "-y", "" + size[1]);
            await().atMost(SOON).untilAsserted(() -> fits(size[0], size[1]));
        }
        keys("G");
        shows("west-140");
        assertTrue(!screen().contains("nodes"), screen());
        fits(80, 24);
        keys("Up");
        shows("+1 more, ");
        keys("PPage");
        keys("Down");
        keys("g");
        shows("nodes");
        tmux("resize-window", "-x", "40", "-y", "10");
        agent.end();
        shows("the agent does not answer since");
        fits(40, 10);
        Golden.check("live-away-small", screen().replaceFirst("since \\d+ s", "since <n> s"));
        agent.begin();
        shows("q: quit\nnodes");
        keys("q");
        shows("left=0");
    }

    /** All lines are taken, none goes on in the next, and the first and last are what they are. */
    private void fits(int width, int height) throws Exception {
        String joined = tmux("capture-pane", "-p", "-J");
        List<String> lines = joined.lines().map(String::stripTrailing).toList();
        assertEquals(height, lines.size(), joined);
        assertTrue(lines.stream().allMatch(line -> !line.isEmpty() && Width.of(line) <= width),
                joined);
        assertTrue(lines.get(0).matches("(n2  \\d\\d:|the agent does).*"), joined);
        assertTrue(lines.get(height - 1).matches("(\\+\\d+ more.*|\\d+ above.*)"), joined);
    }

    @Test
    void aTerminalThatGoesAwayLeavesNothingBehind() throws Exception {
        svcmon("-w");
        shows("it is up and stays so");
        ProcessHandle shell = ProcessHandle.of(Long.parseLong(
                tmux("display-message", "-p", "#{pane_pid}").strip())).orElseThrow();
        List<ProcessHandle> all = Stream.concat(Stream.of(shell), shell.descendants()).toList();
        assertTrue(all.size() > 1, all.toString());
        tmux("kill-server");
        await().atMost(SOON).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
        assertEquals("", Files.readString(dir.resolve("err")));
    }

    /** What was on the terminal before is there again, and so is how it takes keys. */
    private void restored() throws Exception {
        assertTrue(screen().startsWith("before\n"), screen());
        assertEquals(Files.readString(dir.resolve("was")), Files.readString(dir.resolve("is")));
        assertEquals("1", tmux("display-message", "-p", "#{cursor_flag}").strip());
    }

    /** As where a command was begun in another mount namespace, by nsenter say. */
    @Test
    void aTerminalWithoutANameGetsTheTableForEachChange() throws Exception {
        svcmon("unshare -m sh -c 'mount -t devpts -o newinstance devpts /dev/pts; exec \"$@\"' -",
                List.of("-w"));
        shows(" up         up         False");
        assertEquals("svcmon: the terminal: expected one that tty names, got none; so the table is"
                + " shown once for each change\n", Files.readString(dir.resolve("err")));
        agent.is("down", true);
        shows(" down       down       False");
    }

    /** Standard output alone decides, not what standard input or errors are. */
    @Test
    void coloursAreForATerminalAlone() throws Exception {
        String status = quoted(agent.program("Svcmgr", "-s", "registry.opensvc.com", "print",
                "status"));
        Path script = Files.writeString(dir.resolve("script"), String.join("\n", "unset NO_COLOR",
                status + " </dev/null 2>" + dir + "/err", status + " >" + dir + "/file",
                "TERM=dumb " + status, "echo end", "read end", ""));
        tmux("new-session", "-d", "-x", "80", "-y", "60", "sh " + script);
        shows("end");
        String shown = tmux("capture-pane", "-p", "-e");
        String name = "registry.opensvc.com\n";
        assertEquals(2, screen().split(name, -1).length - 1, shown);
        assertEquals(1, shown.split("\u001b\\[1m" + name.strip(), -1).length - 1, shown);
        assertTrue(shown.contains("\u001b[32mup"), shown);
        Golden.check("tutorial-registry-deb1", Files.readString(dir.resolve("file")));
        assertEquals("", Files.readString(dir.resolve("err")));
    }

    private static String quoted(List<String> words) {
        return words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    }

    private void svcmon(String... words) throws Exception {
        svcmon("", List.of(words));
    }

    /** @param begun by what */
    private void svcmon(String begun, List<String> words) throws Exception {
        String command = begun + " " + quoted(agent.svcmon(words.toArray(String[]::new)));
        Path script = Files.writeString(dir.resolve("script"), String.join("\n", "echo before",
                "stty -g >" + dir + "/was", command + " 2>" + dir + "/err", "left=$?",
                "stty -g >" + dir + "/is", "echo left=$left", "read end", ""));
        tmux("new-session", "-d", "-x", "80", "-y", "24", "sh " + script);
    }

    private void keys(String keys) throws Exception {
        tmux("send-keys", keys);
    }

    private void shows(String words) {
        await().atMost(SOON).untilAsserted(() -> assertTrue(screen().contains(words), screen()));
    }

    /** The screen without what differs from run to run. */
    private String screen() throws Exception {
        return tmux("capture-pane", "-p").replaceAll("\\d\\d:\\d\\d:\\d\\d", "<time>");
    }

    private String tmux(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("tmux", "-f", "/dev/null", "-S",
                dir.resolve("tmux").toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().remove("TMUX");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
