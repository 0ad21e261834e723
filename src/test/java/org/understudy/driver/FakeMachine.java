package org.understudy.driver;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.understudy.exec.Await;
import org.understudy.exec.Command;
import org.understudy.exec.Commands;
import org.understudy.exec.Result;

/** A machine with one interface, loop devices, mounts and a volume group, all made up. */
final class FakeMachine implements Commands {
    private static final Result FINE = exit(0, "");
    private static final String OWN = "2: eth0    inet 10.0.0.1/24 brd 10.0.0.255 scope global"
            + " eth0\\       valid_lft forever preferred_lft forever\n";

    private record Answer(Pattern pattern, Function<Matcher, Result> result) {
    }

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> ran = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, String> addresses = new TreeMap<>();
    private final Map<String, String> loops = new TreeMap<>();
    private final Map<String, String> mounts = new TreeMap<>();
    private final List<String> tags = new ArrayList<>(List.of("n2"));
    private boolean active;
    private boolean hangs;
    private boolean blocks;
    private int before = -1;
    private Commands instead;
    private boolean met;

    FakeMachine() {
        when("ip -o addr show", m -> exit(0, OWN + lines(addresses, "2: eth0    inet %s scope"
                + " global secondary %s\\       valid_lft forever")));
        when("ip -o link show dev eth0", m -> exit(0, "2: eth0: <BROADCAST,UP,LOWER_UP> mtu"));
        when("timeout .* arping -D .*", m -> FINE);
        when("ip addr add (\\S+) dev eth0 label (\\S+)", m -> put(addresses, m));
        when("ip addr del (\\S+) dev eth0", m -> remove(addresses, m));
        when("cat /var/lib/nfs/etab", m -> exit(0, ""));
        when("test -[edfx] (.+)", m -> exit(Files.exists(Path.of(m.group(1))) ? 0 : 1, ""));
        when("mkdir -p .*", m -> FINE);
        when("getent (passwd|group) root", m -> FINE);
        when("cat /var/lib/nfs/etab", m -> FINE);
        when("losetup --noheadings --output NAME --associated (.+)", m -> exit(0,
                loops.getOrDefault(m.group(1), "")));
        when("losetup --list .*", m -> FINE);
        when("losetup --find --show (.+)()", m -> {
            loops.put(m.group(1), "/dev/loop7\n");
            return exit(0, "/dev/loop7\n");
        });
        when("losetup --detach /dev/loop7", m -> {
            loops.clear();
            return FINE;
        });
        when("cat /proc/self/mountinfo", m -> exit(0, lines(mounts,
                "36 35 0:9 / %s rw,relatime shared:1 - tmpfs %s rw")));
        when("mount -t tmpfs (\\S+) (\\S+)", m -> {
            mounts.put(m.group(2), m.group(1));
            return FINE;
        });
        when("umount (\\S+)", m -> remove(mounts, m));
        when("lvs --noheadings -o lv_attr vg0", m -> exit(0, active ? "  -wi-a-----\n"
                : "  -wi-------\n"));
        when("lvs --noheadings -o lv_name vg0", m -> exit(0, "  root\n"));
        when("vgs --noheadings -o vg_missing_pv_count vg0", m -> exit(0, "  0\n"));
        when("vgs --version", m -> exit(0, "LVM version"));
        when("vgs --noheadings -o vg_name --config devices/hints=\"none\"",
                m -> exit(0, "  vg0\n  root\n"));
        when("vgs --noheadings -o vg_tags vg0", m -> exit(0, "  " + String.join(",", tags)));
        when("vgchange --deltag @(\\S+) vg0", m -> tag(tags.remove(m.group(1))));
        when("vgchange --addtag @(\\S+) vg0", m -> tag(tags.add(m.group(1))));
        when("vgchange -a ([yn]) vg0", m -> {
            active = m.group(1).equals("y");
            return FINE;
        });
    }

    /** The latest answer that fits is given. */
    void when(String pattern, Function<Matcher, Result> answer) {
        answers.addFirst(new Answer(Pattern.compile(pattern), answer));
    }

    /** LVM has not noticed the group; until it is told to look at all disks. */
    void forgets(String group) {
        when("(vgs|lvs|vgchange) .* " + group, m -> exit(5, "Volume group not found"));
        Answer unseen = answers.getFirst();
        when("lvs --noheadings -o lv_attr " + group + " --config .*", m -> exit(0,
                "  -wi-------\n"));
        when("pvscan --cache", m -> {
            answers.remove(unseen);
            return FINE;
        });
    }

    /** From now on every command ends at its deadline only. */
    void hang() {
        hangs = true;
    }

    /** From now on every command takes all the time it is given. */
    void block() {
        blocks = true;
    }

    /** The command behind the next so many ones meets this instead. */
    void at(int number, Commands fault) {
        before = number;
        instead = fault;
        met = false;
    }

    /** Whether that command has come. */
    boolean met() {
        return met;
    }

    /** What it would answer. */
    Result answer(Command command) {
        for (Answer answer : answers) {
            Matcher matcher = answer.pattern().matcher(command.toString());
            if (matcher.matches()) {
                return answer.result().apply(matcher);
            }
        }
        return new Result(Result.Ending.MISSING, -1, "", command.argv().get(0), Duration.ZERO);
    }

    List<String> ran() {
        return List.copyOf(ran);
    }

    /** Everything a command could have changed. */
    String state() {
        return addresses + " " + loops + " " + mounts + " " + tags + " " + active;
    }

    @Override
    public Result run(Command command) throws InterruptedException {
        ran.add(command.toString());
        if (blocks) {
            Await.until(() -> false, Duration.ofMillis(20), command.deadline());
        }
        if (hangs || command.deadline().passed()) {
            return new Result(Result.Ending.KILLED, -1, "", "", Duration.ofSeconds(1));
        }
        if (command.toString().startsWith("arping -U") || before-- != 0) {
            return answer(command); // an announcement is beside what is tried, now or later
        }
        met = true;
        return instead.run(command);
    }

    static Result exit(int code, String out) {
        return new Result(Result.Ending.EXITED, code, out, "", Duration.ofMillis(1));
    }

    private static String lines(Map<String, String> pairs, String form) {
        StringBuilder lines = new StringBuilder();
        pairs.forEach((key, value) -> lines.append(String.format(form, key, value)).append('\n'));
        return lines.toString();
    }

    private static Result put(Map<String, String> map, Matcher m) {
        return map.put(m.group(1), m.group(2)) == null ? FINE : exit(2, "File exists");
    }

    private static Result remove(Map<String, String> map, Matcher m) {
        return map.remove(m.group(1)) != null ? FINE : exit(2, "not there");
    }

    private static Result tag(boolean changed) {
        return changed ? FINE : exit(5, "no such tag");
    }
}
