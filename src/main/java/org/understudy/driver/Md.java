package org.understudy.driver;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.understudy.config.Keyword;
import org.understudy.config.Keywords;
import org.understudy.config.ReservationKeywords;
import org.understudy.config.Section;
import org.understudy.config.Type;
import org.understudy.config.Types;
import org.understudy.exec.Await;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Status;

/** An array of disks ({@code [md#…]}, {@code [disk#…]} of type md). Needs mdadm. */
final class Md implements Driver {
    private static final Type<String> ID = Types.of(
            "an array's uuid as mdadm --detail shows it, such as"
                    + " 3aaa0122:29827cfa:5331ad66:ca767371", Md::id);
    static final Keyword<String> UUID = Keyword.required("uuid", ID, "the array").leaf();
    static final Keywords KEYS = Keywords.of(UUID).and(ReservationKeywords.ALL);

    /** Where this node is told to leave the array alone when it boots. */
    private static final Path CONF = Path.of("/etc/mdadm/mdadm.conf");

    private static final Duration LOOK = Duration.ofMillis(200);

    private final Site site;
    private final String uuid;
    private final String label;
    private final SecondLook second = new SecondLook("the kernel still runs it", this::running);
    private volatile String last = "";

    Md(Section section, Site site) {
        this.site = site;
        this.uuid = section.get(UUID);
        this.label = "md " + uuid;
    }

    private static String id(String text) {
        if (!text.matches("[0-9a-fA-F]{8}(:[0-9a-fA-F]{8}){3}")) {
            throw new IllegalArgumentException(text);
        }
        return text.toLowerCase(Locale.ROOT);
    }

    /**
     * The array as the kernel has it.
     *
     * @param device where it is
     * @param active whether it can be read and written, not just collected
     */
    private record Array(String device, boolean active) {
    }

    @Override
    public ResourceStatus status(Deadline deadline) throws InterruptedException {
        Optional<Array> array = array(deadline);
        array.ifPresent(there -> last = there.device());
        return second.after(array.isEmpty() ? new ResourceStatus(Status.DOWN, label)
                : judged(array.get(), deadline));
    }

    /** Of sysfs, which neither reads a disk nor waits for the array. */
    @Override
    public Optional<String> trace(Deadline deadline) {
        return second.shown();
    }

    /** The array with its disks, if it can be read and written. */
    private List<String> running() {
        Sights sights = site.sights();
        String block = "/sys/block/" + sights.kernelName(last);
        boolean runs = sights.text(block + "/md/array_state").filter(state -> state.matches(
                "clean|active|write-pending|active-idle|read-auto")).isPresent();
        return !runs ? List.of() : List.of(block, String.join(" ", sights.names(block + "/slaves")),
                "degraded " + sights.text(block + "/md/degraded").orElse("0"));
    }

    private ResourceStatus judged(Array array, Deadline deadline) throws InterruptedException {
        String device = array.device();
        if (!array.active()) {
            return warn(device + " is inactive: not all of its disks have come");
        }
        Result detail = site.answer(deadline, "mdadm", "--detail", device);
        String state = detail.out().lines().map(String::strip).filter(l -> l.startsWith("State :"))
                .map(l -> l.substring(7).strip()).findFirst().orElseThrow(() -> site.failure(
                        "mdadm --detail " + device, "a state", detail.summary()));
        if (Arrays.stream(state.split(",\\s*")).anyMatch(word -> !word.matches(
                "clean|active|write-pending|active-idle|read-auto|checking"))) {
            return warn(device + " is " + state);
        }
        return leftAlone(deadline) ? new ResourceStatus(Status.UP, label)
                : warn("assembled at boot too: expected \"" + line() + "\" in " + CONF);
    }

    private ResourceStatus warn(String message) {
        return new ResourceStatus(Status.WARN, label, List.of(message));
    }

    @Override
    public boolean start(Deadline deadline) throws InterruptedException {
        Optional<Array> array = array(deadline);
        if (array.isPresent() && array.get().active()) {
            site.say(label + " is already up on " + array.get().device());
            leaveAlone(deadline);
            return false;
        }
        if (array.isPresent()) {
            site.must(deadline, "mdadm", "--stop", array.get().device());
        }
        String device = "/dev/md/" + site.service() + "." + site.stem();
        site.must(deadline, "mdadm", "--assemble", device, "-u", uuid);
        leaveAlone(deadline);
        if (!Await.until(() -> site.is("-b", Path.of(device), deadline), LOOK, deadline)) {
            throw site.failure("assemble " + uuid, "udev to make " + device, "no block device");
        }
        return true;
    }

    @Override
    public boolean stop(Deadline deadline) throws InterruptedException {
        Optional<Array> array = array(deadline);
        if (array.isEmpty()) {
            site.say(label + " is already down");
            return false;
        }
        site.must(deadline, "mdadm", "--stop", array.get().device());
        if (!Await.until(() -> array(deadline).isEmpty(), Duration.ofMillis(100),
                deadline.atMost(Duration.ofSeconds(3)))) {
            throw site.failure("mdadm --stop " + array.get().device(), "no array", "it is there");
        }
        return true;
    }

    @Override
    public List<Lack> lacks(Deadline deadline) throws InterruptedException {
        Result disks = site.ask(deadline, "mdadm", "--examine", "--scan");
        if (disks.ending() == Result.Ending.MISSING) {
            return List.of(Lack.of("expected the command mdadm, got none: apt-get install mdadm"));
        }
        return has(disks.out()) || array(deadline).isPresent() ? List.of()
                : List.of(Lack.of("expected disks of the array " + uuid + ", got none"));
    }

    /** Where it is, assembled or in part; empty when it is not. */
    Optional<String> device(Deadline deadline) throws InterruptedException {
        return array(deadline).map(Array::device);
    }

    /** {@code ARRAY /dev/md0 metadata=1.2 UUID=…}, or {@code INACTIVE-ARRAY}. */
    private Optional<Array> array(Deadline deadline) throws InterruptedException {
        Result scan = site.answer(deadline, "mdadm", "--detail", "--scan");
        if (!scan.ok()) {
            throw site.failure("mdadm --detail --scan", "exit 0", scan.summary());
        }
        return scan.out().lines().filter(this::has).map(line -> line.split("\\s+"))
                .map(words -> new Array(words[1], words[0].equals("ARRAY"))).findFirst();
    }

    private boolean has(String text) {
        return text.toLowerCase(Locale.ROOT).contains("uuid=" + uuid);
    }

    private String line() {
        return "ARRAY <ignore> UUID=" + uuid;
    }

    private boolean leftAlone(Deadline deadline) throws InterruptedException {
        Result conf = site.answer(deadline, "cat", CONF.toString());
        return conf.out().lines().anyMatch(l -> l.strip().equalsIgnoreCase(line()));
    }

    /** A node that assembled it at boot would write to disks that another one uses. */
    private void leaveAlone(Deadline deadline) throws InterruptedException {
        if (leftAlone(deadline)) {
            return;
        }
        // It adds no line to a file that has none.
        if (!site.act(deadline, "sed", "-i", "$a " + line(), CONF.toString()).ok()
                || !leftAlone(deadline)) {
            site.warn("this node assembles " + uuid + " by itself at boot: expected \"" + line()
                    + "\" in " + CONF);
        }
    }
}
