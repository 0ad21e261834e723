package org.understudy.driver;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.understudy.config.Keyword;
import org.understudy.config.Keywords;
import org.understudy.config.ReservationKeywords;
import org.understudy.config.Section;
import org.understudy.config.Type;
import org.understudy.config.Types;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Status;

/**
 * Devices that programs use as they are ({@code [raw#…]}, {@code [disk#…]} of type raw): given to
 * whom they belong, and under a second name where the file asks for one. Needs mknod(1).
 */
final class Raw implements Driver {
    private static final Type<List<Pair>> PAIRS = Types.of(
            "absolute paths such as /dev/sdb, or pairs of them /dev/sdb:/srv/db/disk", Raw::pairs);
    static final Keyword<List<Pair>> DEVS = Keyword.required("devs", PAIRS,
            "devices, and after a colon the name under which a start makes one known")
            .like("/dev/sdb:/srv/db/disk");
    static final Keywords KEYS = Keywords.of(DEVS).and(ReservationKeywords.ALL)
            .and(Ownership.KEYS);

    /** A device and, where it is to have one, its second name. */
    record Pair(Path source, Optional<Path> made) {
        Path used() {
            return made.orElse(source);
        }
    }

    private final Site site;
    private final List<Pair> pairs;
    private final Ownership ownership;
    private final String label;
    private final SecondLook second = new SecondLook("its devices are still there",
            this::devices);

    Raw(Section section, Site site) {
        this.site = site;
        this.pairs = section.get(DEVS);
        this.ownership = new Ownership(section, site);
        this.label = String.join(", ", pairs.stream().map(p -> p.used().toString()).toList());
    }

    private static List<Pair> pairs(String text) {
        List<Pair> all = Types.WORDS.parse(text).stream().map(word -> {
            String[] parts = word.split(":", -1);
            if (parts.length > 2) {
                throw new IllegalArgumentException(word);
            }
            return new Pair(Types.PATH.parse(parts[0]), parts.length == 1 ? Optional.empty()
                    : Optional.of(Types.PATH.parse(parts[1])));
        }).toList();
        if (all.isEmpty() || all.stream().map(Pair::used).distinct().count() != all.size()) {
            throw new IllegalArgumentException(text);
        }
        return all;
    }

    /** A list of devices that are always there is n/a: nothing starts or stops with it. */
    @Override
    public ResourceStatus status(Deadline deadline) throws InterruptedException {
        return second.after(judged(deadline));
    }

    /** Of the directory and the kernel: neither opens a device. */
    @Override
    public Optional<String> trace(Deadline deadline) {
        return second.shown();
    }

    /** What was made, as long as the kernel still knows the devices themselves. */
    private List<String> devices() {
        Sights sights = site.sights();
        List<String> there = made().stream().flatMap(path -> sights.node(path).stream())
                .filter(node -> !node.number().isEmpty()
                        && sights.has("/sys/dev/" + node.number().replace(' ', '/')))
                .map(Sights.Node::toString).toList();
        return there.size() == made().size() ? there : List.of();
    }

    private ResourceStatus judged(Deadline deadline) throws InterruptedException {
        List<String> odd = new ArrayList<>();
        for (Pair pair : pairs) {
            odd.addAll(wrong(pair, deadline));
        }
        List<Path> there = new ArrayList<>();
        for (Path made : made()) {
            if (number(made, deadline).isPresent()) {
                there.add(made);
            }
        }
        if (made().isEmpty()) {
            return new ResourceStatus(odd.isEmpty() ? Status.NA : Status.DOWN, label, odd);
        }
        Status status = there.isEmpty() ? Status.DOWN : odd.isEmpty() ? Status.UP : Status.WARN;
        return new ResourceStatus(status, label, there.isEmpty() ? List.of() : odd);
    }

    private List<String> wrong(Pair pair, Deadline deadline) throws InterruptedException {
        Optional<String> source = number(pair.source(), deadline);
        Optional<String> used = number(pair.used(), deadline);
        if (source.isEmpty() || used.isEmpty()) {
            return List.of((source.isEmpty() ? pair.source() : pair.used())
                    + " is no device that is there");
        }
        if (!source.equals(used)) {
            return List.of(pair.used() + " is not " + pair.source());
        }
        return ownership.differences(pair.used(), deadline).stream()
                .map(text -> pair.used() + ": " + text).toList();
    }

    @Override
    public boolean start(Deadline deadline) throws InterruptedException {
        boolean changed = false;
        for (Pair pair : pairs) {
            changed |= make(pair, deadline);
            changed |= ownership.apply(pair.used(), deadline) && pair.made().isEmpty();
        }
        if (!changed) {
            site.say(label + " is already up");
        }
        return changed;
    }

    private boolean make(Pair pair, Deadline deadline) throws InterruptedException {
        String number = number(pair.source(), deadline).orElseThrow(() -> site.failure(
                "use " + pair.source(), "a device", "none there"));
        Path used = pair.used();
        Optional<String> there = number(used, deadline);
        if (there.isPresent() && there.get().equals(number)) {
            return false;
        }
        if (there.isPresent() || site.is("-e", used, deadline)) {
            throw site.failure("make " + used, "nothing there, or " + pair.source(),
                    "something else");
        }
        String[] words = number.split(" ");
        site.must(deadline, "mkdir", "-p", used.getParent().toString());
        site.must(deadline, "mknod", used.toString(), words[0].substring(0, 1),
                Integer.toString(Integer.parseInt(words[1], 16)),
                Integer.toString(Integer.parseInt(words[2], 16)));
        return true;
    }

    @Override
    public boolean stop(Deadline deadline) throws InterruptedException {
        boolean changed = false;
        for (Pair pair : pairs) {
            Optional<String> made = pair.made().isEmpty() ? Optional.empty()
                    : number(pair.used(), deadline);
            if (made.isPresent() && number(pair.source(), deadline).map(made.get()::equals)
                    .orElse(true)) {
                site.must(deadline, "rm", pair.used().toString());
                changed = true;
            }
        }
        return changed;
    }

    private List<Path> made() {
        return pairs.stream().flatMap(pair -> pair.made().stream()).toList();
    }

    /** {@code block 8 10}: kind and numbers of a device, in hex; empty when it is none. */
    private Optional<String> number(Path path, Deadline deadline) throws InterruptedException {
        Result stat = site.answer(deadline, "stat", "-L", "-c", "%t %T %F", path.toString());
        String[] words = stat.out().strip().split(" ");
        return stat.ok() && words.length > 2 && words[2].matches("block|character")
                ? Optional.of(words[2] + " " + words[0] + " " + words[1]) : Optional.empty();
    }

    @Override
    public List<Lack> lacks(Deadline deadline) throws InterruptedException {
        List<Lack> lacks = new ArrayList<>(ownership.lacks(deadline));
        Own own = new Own(site);
        for (Pair pair : pairs) {
            if (own.bringing(pair.source().toString()).isEmpty()) {
                own.file("the device", pair.source(), "-e", deadline).ifPresent(lacks::add);
            }
        }
        return lacks;
    }
}
