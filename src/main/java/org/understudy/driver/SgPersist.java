package org.understudy.driver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.understudy.driver.ScsiDisks.Disk;
import org.understudy.exec.Await;
import org.understudy.exec.Command;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;

/** Persistent reservations of SCSI disks, by sg_persist(8) of sg3-utils. */
final class SgPersist {
    /** Exit codes: what the disk has to tell first, and that somebody else holds it. */
    private static final int UNIT_ATTENTION = 6;
    private static final int CONFLICT = 24;
    private static final int TRIES = 10;
    /** Registrants only may write; all may read. */
    private static final String TYPE = "--prout-type=5";
    private static final Pattern KEY = Pattern.compile("(?m)^\\s*(?:Key=)?0x([0-9a-fA-F]+)\\s*$");
    private static final Pattern RIGHT_TYPE =
            Pattern.compile("type: Write Exclusive, registrants only");

    private final Site site;

    SgPersist(Site site) {
        this.site = site;
    }

    /**
     * What a disk says of itself.
     *
     * @param holder the key it is reserved with
     * @param keys those that are registered, and may write while it is reserved
     * @param exclusive whether it is reserved so that those without a key cannot write
     */
    record Hold(Optional<String> holder, List<String> keys, boolean exclusive) {
        Hold {
            keys = List.copyOf(keys);
        }

        boolean by(String key) {
            return holder.filter(key::equals).isPresent();
        }
    }

    /** Whether the program is there. */
    boolean present(Deadline deadline) throws InterruptedException {
        return site.ask(deadline, "sg_persist", "--version").ending() != Result.Ending.MISSING;
    }

    /**
     * Reads a disk; changes nothing.
     *
     * @throws DriverException when it cannot be read, such as for knowing no reservations
     */
    Hold read(Disk disk, Deadline deadline) throws InterruptedException {
        String holder = ask(disk, "--read-reservation", deadline);
        List<String> found = keys(holder);
        return new Hold(found.stream().findFirst(), keys(ask(disk, "--read-keys", deadline)),
                RIGHT_TYPE.matcher(holder).find());
    }

    private static List<String> keys(String out) {
        List<String> keys = new ArrayList<>();
        Matcher matcher = KEY.matcher(out);
        while (matcher.find()) {
            keys.add("0x" + matcher.group(1).toLowerCase(Locale.ROOT));
        }
        return keys;
    }

    private String ask(Disk disk, String what, Deadline deadline) throws InterruptedException {
        Result result = patiently(Command.of(deadline, "sg_persist", "--no-inquiry", "--readonly",
                "--in", what, disk.device()), false);
        if (result.ending() != Result.Ending.EXITED) {
            throw site.failure("sg_persist " + what + " " + disk.device(), "an answer",
                    result.summary());
        }
        if (!result.ok()) {
            throw site.failure("sg_persist " + what + " " + disk.device(), "exit 0", result.exit()
                    == UNIT_ATTENTION ? "timed out waiting for 'Unit Attention' to go away"
                            : "disk " + disk.device() + " does not support persistent"
                                    + " reservation: " + result.summary());
        }
        return result.out();
    }

    /** Registers this node's key, to outlive a loss of the disk's power where it can. */
    void register(Disk disk, String key, Deadline deadline) throws InterruptedException {
        Result lasting = act(disk, deadline, "--register-ignore", "--param-aptpl",
                "--param-sark=" + key);
        if (!lasting.ok()) {
            must(disk, act(disk, deadline, "--register-ignore", "--param-sark=" + key));
            site.warn(disk.device() + " forgets its reservations when it loses power");
        }
    }

    void reserve(Disk disk, String key, Deadline deadline) throws InterruptedException {
        must(disk, act(disk, deadline, "--reserve", "--param-rk=" + key, TYPE));
    }

    /** Takes the registration of another key away, and the reservation if that is its own. */
    void preempt(Disk disk, String key, String other, boolean abort, Deadline deadline)
            throws InterruptedException {
        must(disk, act(disk, deadline, abort ? "--preempt-abort" : "--preempt", "--param-rk=" + key,
                "--param-sark=" + other, TYPE));
    }

    void release(Disk disk, String key, Deadline deadline) throws InterruptedException {
        must(disk, act(disk, deadline, "--release", "--param-rk=" + key, TYPE));
    }

    void unregister(Disk disk, String key, Deadline deadline) throws InterruptedException {
        must(disk, act(disk, deadline, "--register-ignore", "--param-rk=" + key,
                "--param-sark=0x0"));
    }

    private Result act(Disk disk, Deadline deadline, String... words)
            throws InterruptedException {
        List<String> argv = new ArrayList<>(List.of("sg_persist", "--no-inquiry", "--out"));
        argv.addAll(List.of(words));
        argv.add(disk.device());
        return patiently(Command.of(deadline, argv.toArray(String[]::new)), true);
    }

    /** After another node's preemption, and after a reset, the first command is not carried out. */
    private Result patiently(Command command, boolean told) throws InterruptedException {
        List<Result> results = new ArrayList<>();
        Await.until(() -> {
            results.add(told ? site.act(command)
                    : site.around().commands().run(command));
            Result last = results.get(results.size() - 1);
            return last.exit() != UNIT_ATTENTION || results.size() >= TRIES;
        }, Duration.ofMillis(200), command.deadline());
        return results.get(results.size() - 1);
    }

    private void must(Disk disk, Result result) {
        if (!result.ok()) {
            throw site.failure("reserve " + disk.device(), "exit 0", result.exit() == CONFLICT
                    ? "another node has taken it (reservation conflict)" : result.summary());
        }
    }
}
