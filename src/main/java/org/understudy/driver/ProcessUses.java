package org.understudy.driver;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.understudy.exec.Deadline;

/**
 * The processes that use something on a mount, in whatever namespace: their directories, programs,
 * open and mapped files. Read from /proc by commands, since reading the maps of a process that is
 * stuck in the kernel may get stuck too.
 *
 * @param all by pid: what it uses, such as {@code cwd /srv/web}
 */
record ProcessUses(SortedMap<Long, List<String>> all) {
    private static final Duration MAPS = Duration.ofSeconds(3);
    private static final int SHOWN = 10;

    static ProcessUses of(MountPlaces places, Site site, Deadline deadline)
            throws InterruptedException {
        ProcessUses uses = new ProcessUses(new TreeMap<>());
        uses.links(places, site, deadline);
        uses.maps(places, site, deadline.atMost(MAPS));
        return uses;
    }

    /** Those that may be ended: neither the node's first process nor the agent. */
    List<Long> endable() {
        return all.keySet().stream().filter(pid -> pid != 1
                && pid != ProcessHandle.current().pid()).toList();
    }

    private void links(MountPlaces places, Site site, Deadline deadline)
            throws InterruptedException {
        List<String> argv = new ArrayList<>(List.of("find", "/proc", "-mindepth", "1", "-maxdepth",
                "3", "(", "!", "-path", "/proc/[0-9]*", "-o", "-path", "/proc/[0-9]*/*", "-type",
                "d", "!", "-name", "fd", ")", "-prune", "-o", "-type", "l", "(", "-name", "cwd",
                "-o", "-name", "root", "-o", "-name", "exe", "-o", "-path", "*/fd/*", ")", "("));
        String or = "";
        for (Path point : places.points()) {
            String pattern = pattern(point.toString());
            for (String form : List.of(pattern, pattern + "/*", pattern + " (deleted)")) {
                if (!or.isEmpty()) {
                    argv.add(or);
                }
                argv.addAll(List.of("-lname", form));
                or = "-o";
            }
        }
        argv.addAll(List.of(")", "-printf", "%P\\t%l\\n"));
        site.ask(deadline, argv.toArray(String[]::new)).out().lines()
                .map(line -> line.split("\t", 2)).filter(w -> w.length == 2)
                .forEach(w -> add(places, w[0].split("/"), w[1]));
    }

    private void add(MountPlaces places, String[] link, String target) {
        String path = target.replaceFirst(" \\(deleted\\)$", "");
        String kind = link[1].equals("fd") ? "file" : link[1];
        note(places, Long.parseLong(link[0]), path, kind + " " + target);
    }

    private void note(MountPlaces places, long pid, String path, String use) {
        if (path.startsWith("/") && places.holds(pid, Path.of(path))) {
            List<String> uses = all.computeIfAbsent(pid, p -> new ArrayList<>());
            if (!uses.contains(use)) {
                uses.add(use);
            }
        }
    }

    private void maps(MountPlaces places, Site site, Deadline deadline)
            throws InterruptedException {
        List<String> argv = new ArrayList<>(List.of("find", "/proc", "-mindepth", "1", "-maxdepth",
                "2", "(", "!", "-path", "/proc/[0-9]*", "-o", "-path", "/proc/[0-9]*/*", "-type",
                "d", ")", "-prune", "-o", "-name", "maps", "-exec", "grep", "-s", "-H", "-F"));
        places.points().forEach(point -> argv.addAll(List.of("-e",
                " " + (point.getNameCount() == 0 ? "" : point) + "/")));
        argv.addAll(List.of("{}", "+"));
        site.ask(deadline, argv.toArray(String[]::new)).out().lines()
                .filter(line -> line.matches("/proc/\\d+/maps:.*? /.*")).forEach(line -> {
                    String path = line.substring(line.indexOf(" /") + 1)
                            .replaceFirst(" \\(deleted\\)$", "");
                    note(places, Long.parseLong(line.split("/")[2]), path, "mapped " + path);
                });
    }

    /** Text for find -lname, where some characters mean others. */
    static String pattern(String text) {
        return text.replaceAll("[\\\\*?\\[\\]]", "\\\\$0");
    }

    /** Names them for people: pid, command, what each uses. */
    String told(Site site, Deadline deadline) throws InterruptedException {
        String pids = all.keySet().stream().limit(SHOWN).map(String::valueOf)
                .collect(Collectors.joining(","));
        TreeMap<String, String> commands = new TreeMap<>();
        site.ask(deadline.atMost(MAPS), "ps", "-ww", "-o", "pid=,stat=,args=", "-p", pids).out()
                .lines().map(line -> line.strip().split("\\s+", 3)).filter(w -> w.length == 3)
                .forEach(w -> commands.put(w[0], w[2]
                        + (w[1].startsWith("D") ? " (stuck in the kernel)" : "")));
        commands.put(Long.toString(ProcessHandle.current().pid()), "(this agent)");
        String list = all.entrySet().stream().limit(SHOWN).map(each -> each.getKey() + " "
                + brief(commands.getOrDefault(each.getKey().toString(), "?")) + ": "
                + each.getValue().stream().limit(3).collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
        return all.size() > SHOWN ? list + "; and " + (all.size() - SHOWN) + " more" : list;
    }

    private static String brief(String command) {
        return command.length() > 80 ? command.substring(0, 80) + "…" : command;
    }

    String[] signal(String signal) {
        List<String> argv = new ArrayList<>(List.of("kill", signal));
        endable().forEach(pid -> argv.add(pid.toString()));
        return argv.toArray(String[]::new);
    }
}
