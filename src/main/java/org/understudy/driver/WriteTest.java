package org.understudy.driver;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.understudy.driver.Mounts.Mount;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;
import org.understudy.model.Status;

/**
 * Whether a mounted filesystem takes what is written to it. It leaves no file behind: the time of
 * last access is set, which goes through the journal.
 *
 * <p>Of ext4 that is not enough. Kernels such as 6.1 leave one whose journal was aborted rw, and
 * take a new time without a word that it will never reach the disk. Newer ones show it among the
 * filesystem's options; what every one refuses is to set its attributes, even to what they are.
 */
final class WriteTest {
    private static final String NOT_WRITABLE = "fs is not writable";
    /** As the kernel shows a filesystem that it has given up, though it was mounted rw. */
    private static final List<String> GIVEN_UP = List.of("ro", "emergency_ro", "shutdown",
            "abort");

    private final Site site;
    private final Path mnt;
    /** Where the attribute is; it is not looked for again, as every look costs a command. */
    private volatile Optional<Mount> attributed = Optional.empty();

    WriteTest(Site site, Path mnt) {
        this.site = site;
        this.mnt = mnt;
    }

    /** What came of it, with the words for people. */
    record Verdict(Status status, List<String> words) {
        static final Verdict FINE = new Verdict(Status.UP, List.of());

        private static Verdict warn(String words) {
            return new Verdict(Status.WARN, List.of(words));
        }
    }

    /** @param there a mount that is to be written to */
    Verdict verdict(Mount there, Deadline deadline) throws InterruptedException {
        if (there.options().contains("ro")) {
            return Verdict.warn(NOT_WRITABLE + ": it is mounted ro");
        }
        Optional<String> shown = there.state().stream().filter(GIVEN_UP::contains).findFirst();
        if (shown.isPresent()) {
            return Verdict.warn(NOT_WRITABLE + ": the kernel has it as " + shown.get());
        }
        if (attributed.equals(Optional.of(there)) && attributes(deadline).equals(Verdict.FINE)) {
            return Verdict.FINE;
        }
        attributed = Optional.empty();
        Verdict touched = judged(site.ask(deadline, "touch", "-a", mnt.toString()));
        return touched.equals(Verdict.FINE) && there.type().matches("ext[34]")
                ? attributesIfThere(there, deadline) : touched;
    }

    /**
     * The attribute e, which what mkfs.ext4 makes has: having it set again changes nothing. Where
     * it is missing nothing is set, nor where e2fsprogs is.
     */
    private Verdict attributesIfThere(Mount there, Deadline deadline)
            throws InterruptedException {
        Result now = site.ask(deadline, "lsattr", "-d", mnt.toString());
        if (!now.ok() || !now.out().split(" ")[0].contains("e")) {
            return now.ending() == Result.Ending.KILLED ? judged(now) : Verdict.FINE;
        }
        attributed = Optional.of(there);
        return attributes(deadline);
    }

    private Verdict attributes(Deadline deadline) throws InterruptedException {
        Result again = site.ask(deadline, "chattr", "+e", mnt.toString());
        return again.ending() == Result.Ending.EXITED && !again.ok()
                ? Verdict.warn(NOT_WRITABLE + ": " + again.err().strip()) : judged(again);
    }

    private static Verdict judged(Result test) {
        return switch (test.ending()) {
            case EXITED -> test.ok() || test.err().contains("No space left") ? Verdict.FINE
                    : Verdict.warn(NOT_WRITABLE);
            case KILLED -> Verdict.warn("fs is not responding");
            case MISSING -> new Verdict(Status.UP,
                    List.of("write test skipped: " + test.summary()));
        };
    }
}
