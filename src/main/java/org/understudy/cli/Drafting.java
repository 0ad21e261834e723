package org.understudy.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.understudy.wire.ConfigText;

/**
 * Edits a whole file with the user's own editor: on a private copy, which is installed only when
 * nothing is wrong with it and nobody else changed the file meanwhile.
 */
final class Drafting {
    private static final String BEFORE = ".before";

    private final Screen screen;
    private final ConfigFile file;
    private final Terminal terminal;
    private final Map<String, String> environment;

    /** Where somebody may be asked. */
    interface Terminal {
        /** The answer; empty where nobody is there. */
        Optional<String> ask(String question);

        /** Whether an editor has somebody to work for. */
        default boolean isThere() {
            return true;
        }
    }

    /** The one the program was started on. */
    static final Terminal OWN = new Terminal() {
        @Override
        public Optional<String> ask(String question) {
            return Optional.ofNullable(System.console()).map(one -> one.readLine(question));
        }

        @Override
        public boolean isThere() {
            return System.console() != null;
        }
    };

    Drafting(Screen screen, ConfigFile file, Terminal terminal,
            Map<String, String> environment) {
        this.screen = screen;
        this.file = file;
        this.terminal = terminal;
        this.environment = environment;
    }

    /**
     * Lets the user edit until the file is good, or they had enough.
     *
     * @param kept a draft that was kept before; empty to begin with the file as it is
     */
    void edit(String kept) throws Failure {
        if (!terminal.isThere()) {
            throw Failure.of("expected a terminal for the editor, got none; set and unset change"
                    + " keys without one", file.command() + " set <key>=<value>");
        }
        ConfigText now = file.text();
        try {
            Path draft = kept.isEmpty() ? begun(now) : Path.of(kept).toAbsolutePath();
            String base = Files.readString(before(draft));
            while (true) {
                open(draft);
                String text = read(draft);
                if (text.equals(base)) {
                    screen.progress("nothing changed");
                    drop(draft);
                    return;
                }
                if (installed(text, fresh(base, draft), draft)) {
                    return;
                }
            }
        } catch (NoSuchFileException e) {
            throw Failure.of("expected a draft that was kept, got no such file: "
                    + e.getMessage(), file.command() + " edit config");
        } catch (IOException e) {
            throw Failure.of("the draft cannot be read or written: " + e, "ls -l " + kept);
        }
    }

    /** A private copy, and a second one that tells what it was made from. */
    private static Path begun(ConfigText now) throws IOException {
        Path directory = Files.createTempDirectory("svcmgr-edit-");
        Path draft = directory.resolve(Path.of(now.path()).getFileName());
        Path temporary = Files.createTempFile(directory, "draft", "");
        Files.writeString(temporary, now.text());
        Files.move(temporary, draft);
        Path second = Files.createTempFile(directory, "draft", "");
        Files.writeString(second, now.text());
        Files.move(second, before(draft));
        return draft;
    }

    private static Path before(Path draft) {
        return draft.resolveSibling(draft.getFileName() + BEFORE);
    }

    private String read(Path draft) throws IOException, Failure {
        try {
            return Files.readString(draft);
        } catch (CharacterCodingException e) {
            throw kept(draft, "expected UTF-8, got another encoding", List.of());
        }
    }

    /** As a shell would: the variable may hold options too. */
    private void open(Path draft) throws Failure, IOException {
        String editor = environment.getOrDefault("VISUAL",
                environment.getOrDefault("EDITOR", "vi"));
        try {
            int code = new ProcessBuilder("/bin/sh", "-c", editor + " \"$1\"", "sh",
                    draft.toString()).inheritIO().start().waitFor();
            if (code != 0 && Files.mismatch(draft, before(draft)) < 0) {
                drop(draft);
                throw Failure.of("the editor, " + editor + ", ended with exit " + code
                        + "; nothing changed", "EDITOR=nano " + file.command() + " edit config");
            }
            if (code != 0) {
                throw kept(draft, "the editor, " + editor + ", ended with exit " + code,
                        List.of());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw kept(draft, "interrupted", List.of());
        }
    }

    /** The checksum of the file, if it is still as it was: what somebody else did is not undone. */
    private String fresh(String base, Path draft) throws Failure {
        ConfigText now = file.text();
        if (!now.text().equals(base)) {
            throw kept(draft, "somebody else changed the file meanwhile, as follows; it is as they"
                    + " left it", Differences.of(base, now.text()));
        }
        return now.checksum();
    }

    private boolean installed(String text, String checksum, Path draft)
            throws Failure, IOException {
        try {
            file.replace(text, checksum).notes().forEach(screen::progress);
            drop(draft);
            return true;
        } catch (Failure refused) {
            screen.progress(refused.getMessage());
            refused.details().forEach(one -> screen.progress("  " + one));
            return again(draft, refused);
        }
    }

    /** Whether that was the end of it. */
    private boolean again(Path draft, Failure refused) throws Failure, IOException {
        String answer = terminal.ask("edit again, discard, or keep the draft? [e/d/k] ")
                .orElse("k").strip().toLowerCase(Locale.ROOT);
        switch (answer.isEmpty() ? "e" : answer.substring(0, 1)) {
            case "e" -> {
                return false;
            }
            case "d" -> {
                drop(draft);
                throw Failure.of("the draft is discarded; the file is as it was",
                        file.command() + " print config");
            }
            default -> throw kept(draft, "not installed", refused.details().isEmpty()
                    ? List.of(refused.getMessage()) : List.of());
        }
    }

    private Failure kept(Path draft, String why, List<String> details) {
        return new Failure(Failure.FAILED, why + "; the draft is kept as " + draft, details,
                file.command() + " edit config --config " + draft);
    }

    private static void drop(Path draft) {
        try {
            Files.deleteIfExists(before(draft));
            Files.deleteIfExists(draft);
            try (var rest = Files.list(draft.getParent())) {
                if (rest.findAny().isEmpty() && draft.getParent().getFileName().toString()
                        .startsWith("svcmgr-edit-")) {
                    Files.delete(draft.getParent());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
