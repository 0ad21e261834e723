package org.understudy.driver;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.understudy.config.Section;
import org.understudy.exec.Command;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;
import org.understudy.model.NodeName;
import org.understudy.model.Rid;

/** One sync's rsync to one node, as root over ssh; see rsync(1). */
final class Rsync {
    private static final List<String> USUAL = List.of("-HAXpogDtrlx", "--delete", "--force");
    /** What says nothing for so long is dead; both ends watch. */
    private static final String SILENCE = "--timeout=120";
    private static final List<String> SSH = List.of("ssh", "-o", "BatchMode=yes", "-o",
            "ConnectTimeout=10", "-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=4");
    /** Nothing but the shell's patterns are expanded: no words are split, nothing is run. */
    private static final String GLOB = "IFS=; for one in $1; do printf '%s\\n' \"$one\"; done";
    /** An answer has more than this only if it was cut. */
    private static final int MOST = 60_000;
    private static final Duration SHORT = Duration.ofMinutes(1);
    private static final Pattern FILES =
            Pattern.compile("Number of regular files transferred: ([\\d,]+)");
    private static final Pattern BYTES =
            Pattern.compile("Total transferred file size: ([\\d,]+) bytes");

    private final Section section;
    private final Site site;
    private final NodeName node;

    Rsync(Section section, Site site, NodeName node) {
        this.section = section;
        this.site = site;
        this.node = node;
    }

    private String host() {
        return "root@" + node;
    }

    /** @throws DriverException when dstfs is not mounted there, or nobody can tell */
    void checkFilesystem(Deadline deadline) throws InterruptedException {
        if (section.find(SyncKeys.DSTFS).isEmpty()) {
            return;
        }
        String dstfs = section.find(SyncKeys.DSTFS).get().toString();
        List<String> argv = new ArrayList<>(SSH);
        argv.addAll(List.of(host(), "mountpoint -q -- '" + dstfs.replace("'", "'\\''") + "'"));
        Result result = site.ask(deadline.atMost(SHORT), argv.toArray(String[]::new));
        if (!result.ok()) {
            boolean told = result.ending() == Result.Ending.EXITED && result.exit() != 255
                    && result.exit() != 127;
            throw site.failure("sync " + node, "dstfs " + dstfs + " mounted on " + node,
                    told ? "nothing mounted there" : result.summary());
        }
    }

    /** @throws DriverException when the service's filesystem below what is copied is away */
    private void checkSource(String source, Deadline deadline) throws InterruptedException {
        Optional<Rid> away = new Own(site).absentAbove(Path.of(source), deadline);
        if (away.isPresent()) {
            throw site.failure("sync " + node, away.get() + " mounted, which " + source
                    + " is on", "nothing mounted there");
        }
    }

    /** @return how much it was, in words */
    String copy(Deadline deadline) throws InterruptedException {
        for (String source : section.get(SyncKeys.SRC)) {
            checkSource(source, deadline);
        }
        List<String> argv = new ArrayList<>(List.of("rsync"));
        if (!section.get(SyncKeys.RESET_OPTIONS)) {
            argv.addAll(USUAL);
        }
        argv.addAll(List.of("--stats", SILENCE));
        section.find(SyncKeys.BWLIMIT).ifPresent(most -> argv.add("--bwlimit=" + most));
        argv.addAll(section.get(SyncKeys.OPTIONS));
        argv.addAll(List.of("-e", String.join(" ", SSH), "--"));
        argv.addAll(sources(deadline));
        argv.add(host() + ":" + section.get(SyncKeys.DST));
        Result result = site.act(Command.of(deadline, argv.toArray(String[]::new)));
        if (!result.ok()) {
            throw site.failure("sync " + node, "exit 0 of rsync", result.summary());
        }
        return number(FILES, result) + " files, " + number(BYTES, result) + " bytes";
    }

    /** Brings a file to the same place there, below the agent's own directory. */
    Result bring(Path file, Deadline deadline) throws InterruptedException {
        Path var = site.around().var();
        return site.ask(deadline.atMost(SHORT), "rsync", "-Rt", SILENCE, "-e",
                String.join(" ", SSH), "--", var + "/./" + var.relativize(file),
                host() + ":" + var + "/");
    }

    private List<String> sources(Deadline deadline) throws InterruptedException {
        List<String> all = new ArrayList<>();
        for (String source : section.get(SyncKeys.SRC)) {
            if (!source.matches(".*[*?\\[].*")) {
                all.add(source);
                continue;
            }
            Result found = site.answer(deadline.atMost(SHORT), "/bin/sh", "-c", GLOB, "sh",
                    source);
            if (found.out().length() > MOST) {
                throw site.failure("sync " + node, "less than " + MOST + " characters of names in "
                        + source, "more; name the directory itself");
            }
            all.addAll(found.out().lines().toList());
        }
        return all;
    }

    private static String number(Pattern pattern, Result result) {
        Matcher found = pattern.matcher(result.out());
        return found.find() ? found.group(1) : "?";
    }
}
