package org.understudy.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Changes configuration files. Every byte that was not meant stays as it was; a result that would
 * be refused is not written; edits wait for each other. What cannot be written for another reason
 * is told by an {@link UnwritableException}.
 */
public final class Editor {
    private final Form form;

    public Editor(Form form) {
        this.form = form;
    }

    /**
     * What became of an edit.
     *
     * @param changed false when all of it was so already; the file is then not written
     * @param warnings what is odd but harmless in the file as it is now
     */
    public record Edited(boolean changed, List<Problem> warnings) {
        public Edited {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Sets and unsets keys in one atomic write, which survives a power cut. A key that is there
     * under an older spelling keeps it; a section that is missing is added at the end.
     *
     * @param file followed where it is a symbolic link; made where there is none
     * @param set expressions such as {@code orchestrate=ha} or {@code fs#1.tags+=a}
     * @param unset keys or sections; one that is not there is no error
     * @throws ConfigException with the problems the file would have; it is then not written
     */
    public Edited edit(Path file, List<String> set, List<String> unset) {
        Path real = real(file);
        return locked(real, () -> {
            SourceFile before = SourceFile.readIfThere(real);
            return write(before, drafted(before, set, unset));
        });
    }

    /**
     * Puts another text in its place.
     *
     * @param checksum of the text that was the base of the new one
     * @return empty when the file is no longer that one; it is then not written
     * @throws ConfigException with all that is wrong with the text; it is then not written
     */
    public Optional<Edited> replace(Path file, String text, String checksum) {
        Path real = real(file);
        return locked(real, () -> {
            SourceFile before = SourceFile.readIfThere(real);
            return before.checksum().equals(checksum)
                    ? Optional.of(write(before, source(real, text))) : Optional.empty();
        });
    }

    /**
     * Makes a file that only its owner may read.
     *
     * @param text to begin with
     * @param set expressions on top of it
     * @throws ConfigException with all that would be wrong with it, or when there is one already;
     *     nothing is written then
     */
    public Edited create(Path file, String text, List<String> set) {
        return made(file, text, set, false);
    }

    /** As {@link #create}, but over the file that is there, if any. */
    public Edited put(Path file, String text) {
        return made(file, text, List.of(), true);
    }

    /**
     * Moves a file away, once edits to it have ended.
     *
     * @throws UnwritableException when that fails; it is then where it was
     */
    public void move(Path file, Path to) {
        locked(file, () -> {
            AtomicFile.create(to, Files.readAllBytes(file));
            Files.delete(file);
            AtomicFile.sync(file.toAbsolutePath().getParent());
            return to;
        });
    }

    /** All that is wrong with the file now; empty when nothing is. */
    public List<Problem> problems(Path file) {
        try {
            form.check(SourceFile.readIfThere(file));
            return List.of();
        } catch (ConfigException e) {
            return e.problems();
        }
    }

    /**
     * Looks at a text as if it were in the file; nothing is written.
     *
     * @throws ConfigException with all that would be wrong
     */
    public void check(Path file, String text) {
        form.check(source(file, text));
    }

    /** Looks at what {@link #edit} would make of the file; nothing is written. */
    public void check(Path file, List<String> set, List<String> unset) {
        form.check(drafted(SourceFile.readIfThere(file), set, unset));
    }

    private SourceFile drafted(SourceFile before, List<String> set, List<String> unset) {
        Draft draft = new Draft(form, before);
        try {
            set.forEach(draft::set);
            unset.forEach(draft::unset);
            return draft.source();
        } catch (IllegalArgumentException e) {
            throw new ConfigException(before.name(), e.getMessage());
        }
    }

    private Edited made(Path file, String text, List<String> set, boolean over) {
        return locked(file, () -> {
            SourceFile source = drafted(source(file, text), set, List.of());
            List<Problem> warnings = form.check(source);
            if (over) {
                AtomicFile.put(file, source.bytes());
            } else {
                AtomicFile.create(file, source.bytes());
            }
            return new Edited(true, warnings);
        });
    }

    private static <T> T locked(Path file, EditLock.Work<T> work) {
        try {
            return EditLock.during(Files.createDirectories(file.toAbsolutePath().getParent()),
                    work);
        } catch (FileAlreadyExistsException e) {
            throw new ConfigException(name(file), "expected no such file, got " + e.getMessage());
        } catch (IOException e) {
            throw new UnwritableException(file, e);
        }
    }

    private Edited write(SourceFile before, SourceFile after) throws IOException {
        if (after.text().equals(before.text())) {
            return new Edited(false, List.of());
        }
        List<Problem> warnings = form.check(after);
        if (Files.exists(before.path())) {
            AtomicFile.replace(before.path(), before.bytes(), after.bytes());
        } else {
            AtomicFile.create(before.path(), after.bytes());
        }
        return new Edited(true, warnings);
    }

    private static SourceFile source(Path file, String text) {
        return SourceFile.of(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Path real(Path file) {
        try {
            return Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        } catch (IOException e) {
            throw new ConfigException(name(file), "cannot be read: " + e);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
