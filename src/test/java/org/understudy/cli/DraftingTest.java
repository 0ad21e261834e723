package org.understudy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.understudy.agent.Desks;
import org.understudy.api.ApiClient;
import org.understudy.api.ApiServer;
import org.understudy.api.Desk;
import org.understudy.api.Reply;

/** Whole files in the user's editor, which is a shell command here. */
@Timeout(60)
final class DraftingTest {
    private static final String WEB = "# ours\n[DEFAULT]\nnodes = n1 n2\npriority = 5\n";

    @TempDir
    private Path dir;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Deque<String> answers = new ArrayDeque<>();
    private final List<Path> drafts = new ArrayList<>();
    private Path file;
    private ApiServer server;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(dir.resolve("etc/services"));
        file = Files.writeString(dir.resolve("etc/services/web.conf"), WEB);
        Desk desk = Desks.of(dir, "n1");
        server = new ApiServer(dir.resolve("agent.sock"), call -> desk.answer(call).orElseGet(
                () -> Reply.problem(404, "no such path", "")));
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        for (Path draft : drafts) {
            Files.deleteIfExists(draft);
            Files.deleteIfExists(Path.of(draft + ".before"));
            Files.deleteIfExists(draft.getParent());
        }
    }

    @Test
    void goodDraftIsInstalledAndGone() throws Exception {
        String seen = dir.resolve("seen").toString();
        edit("", "f() { ls -l \"$1\" >" + seen + "; sed -i s/5/7/ \"$1\"; }; f");
        assertEquals(WEB.replace("5", "7"), Files.readString(file));
        String listed = Files.readString(Path.of(seen));
        assertTrue(listed.startsWith("-rw-------"), listed);
        assertTrue(listed.strip().endsWith("/web.conf"), listed);
        assertFalse(Files.exists(Path.of(listed.strip().replaceAll(".* ", ""))));
    }

    @Test
    void modeAndOwnerOfTheFileStay() throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        edit("", "sed -i s/5/7/");
        assertEquals("rw-r--r--",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void badDraftIsShownWithAllThatIsWrongAndKept() throws Exception {
        Failure kept = assertThrows(Failure.class,
                () -> edit("", "sed -i -e s/5/x/ -e s/nodes/nodez/"));
        String shown = out.toString(StandardCharsets.UTF_8);
        assertTrue(shown.contains("web.conf:3:1 [DEFAULT] nodez: unknown key, did you mean nodes?")
                && shown.contains("web.conf:4:1 [DEFAULT] priority: expected a whole number"),
                shown);
        assertEquals(WEB, Files.readString(file));
        Path draft = draft(kept);
        assertTrue(Files.readString(draft).contains("nodez"));
        edit(draft.toString(), "sed -i -e s/x/9/ -e s/nodez/nodes/");
        assertEquals(WEB.replace("5", "9"), Files.readString(file));
        assertFalse(Files.exists(draft));
    }

    @Test
    void onATerminalItCanBeEditedAgainOrDiscarded() throws Exception {
        answers.addAll(List.of("e", "E", ""));
        edit("", "f() { if grep -q xxx \"$1\"; then sed -i s/xxx*/8/ \"$1\";"
                + " else sed -i 's/= 5/= x/; s/= x/= xx/; s/= xx/= xxx/' \"$1\"; fi; }; f");
        assertEquals(WEB.replace("5", "8"), Files.readString(file));
        answers.clear();
        answers.add("d");
        Failure discarded = assertThrows(Failure.class, () -> edit("", "sed -i s/8/x/"));
        assertEquals("the draft is discarded; the file is as it was", discarded.getMessage());
    }

    @Test
    void whatSomebodyElseDidMeanwhileIsShownAndKept() throws Exception {
        String others = WEB + "app = theirs\n";
        Failure stale = assertThrows(Failure.class, () -> edit("", "f() { sed -i s/5/7/ \"$1\";"
                + " echo 'app = theirs' >>" + file + "; }; f"));
        assertTrue(stale.getMessage().startsWith("somebody else changed the file meanwhile"),
                stale.getMessage());
        assertEquals(List.of("+ app = theirs"), stale.details());
        assertEquals(others, Files.readString(file));
        Path draft = draft(stale);
        assertEquals(WEB.replace("5", "7"), Files.readString(draft));
        Failure again = assertThrows(Failure.class, () -> edit(draft.toString(), "sed -i s/7/8/"));
        assertTrue(again.getMessage().startsWith("somebody else"), again.getMessage());
        assertEquals(others, Files.readString(file));
    }

    @Test
    void editorThatFailsOrChangesNothingLeavesNothing() throws Exception {
        edit("", "true");
        assertEquals("nothing changed\n", out.toString(StandardCharsets.UTF_8));
        Failure failed = assertThrows(Failure.class, () -> edit("", "false"));
        assertEquals("the editor, false, ended with exit 1; nothing changed",
                failed.getMessage());
        Failure after = assertThrows(Failure.class, () -> edit("",
                "f() { sed -i s/5/7/ \"$1\"; return 3; }; f"));
        assertTrue(Files.exists(draft(after)));
        assertEquals(WEB, Files.readString(file));
        assertThrows(Failure.class, () -> edit("/no/such/draft", "true"));
    }

    @Test
    void draftInAnotherEncodingIsKept() {
        Failure failed = assertThrows(Failure.class, () -> edit("",
                "f() { printf '# \\351\\n' >>\"$1\"; }; f"));
        assertTrue(failed.getMessage().startsWith("expected UTF-8, got another encoding; the"
                + " draft is kept as "), failed.getMessage());
        assertTrue(Files.exists(draft(failed)));
    }

    @Test
    void withoutATerminalNoEditorIsStarted() {
        Failure refused = assertThrows(Failure.class, () -> new Drafting(new Screen("svcmgr",
                new PrintStream(out), new PrintStream(out)), ConfigFile.ofService(new Agent(
                        new ApiClient(dir.resolve("agent.sock"))), "web"), new Nobody(),
                Map.of("EDITOR", "touch " + dir.resolve("started") + " #")).edit(""));
        assertTrue(refused.getMessage().startsWith("expected a terminal"), refused.getMessage());
        assertFalse(Files.exists(dir.resolve("started")));
    }

    /** No terminal at all. */
    private record Nobody() implements Drafting.Terminal {
        @Override
        public Optional<String> ask(String question) {
            return Optional.empty();
        }

        @Override
        public boolean isThere() {
            return false;
        }
    }

    private Path draft(Failure failure) {
        Path draft = Path.of(failure.getMessage().replaceFirst("(?s).*the draft is kept as ", ""));
        drafts.add(draft);
        return draft;
    }

    private void edit(String kept, String editor) throws Failure {
        PrintStream both = new PrintStream(out, true, StandardCharsets.UTF_8);
        new Drafting(new Screen("svcmgr", both, both), ConfigFile.ofService(new Agent(
                new ApiClient(dir.resolve("agent.sock"))), "web"),
                question -> Optional.ofNullable(answers.poll()), Map.of("EDITOR", editor))
                        .edit(kept);
    }
}
