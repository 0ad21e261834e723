package org.understudy.driver;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.understudy.config.Keyword;
import org.understudy.config.Keywords;
import org.understudy.config.Section;
import org.understudy.config.Types;
import org.understudy.driver.Exports.Export;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Status;

/** A directory offered over NFS ({@code [share#…]} of type nfs). Needs nfs-kernel-server. */
final class ShareNfs implements Driver {
    static final Keyword<Path> PATH = Keyword.required("path", Types.PATH,
            "the directory that is exported").leaf().like("/srv/web");
    static final Keyword<Exports> OPTS = Keyword.required("opts", Exports.TYPE,
            "who may mount it and how: client(options) client2(options) …")
            .like("10.0.0.0/24(rw,sync)");
    static final Keywords KEYS = Keywords.of(PATH, OPTS);

    /** A socket on port 2049 in the state LISTEN; see proc(5), net/tcp. */
    private static final Pattern LISTENS = Pattern.compile("\\s*\\d+: \\S+:0801 \\S+ 0A .*");

    private final Site site;
    private final String path;
    private final Exports wanted;
    private final SecondLook second = new SecondLook("it is still in the table of exports",
            this::entries);

    ShareNfs(Section section, Site site) {
        this.site = site;
        this.path = section.get(PATH).normalize().toString();
        this.wanted = section.get(OPTS);
    }

    @Override
    public ResourceStatus status(Deadline deadline) throws InterruptedException {
        return second.after(judged(deadline));
    }

    /** Without a name server, and without the server's own files, which wait for its threads. */
    @Override
    public Optional<String> trace(Deadline deadline) {
        return second.shown();
    }

    /** What the table says of the directory, and whether anybody listens for clients. */
    private List<String> entries() {
        Sights sights = site.sights();
        List<String> there = new ArrayList<>(sights.lines(Exports.TABLE).stream()
                .filter(line -> Mounts.plain(line.split("\t")[0]).equals(path)).toList());
        if (!there.isEmpty()) {
            there.add("listening: " + Stream.of("tcp", "tcp6").anyMatch(kind -> sights.text(
                    "/proc/self/net/" + kind).stream().flatMap(String::lines)
                    .anyMatch(LISTENS.asMatchPredicate())));
        }
        return there;
    }

    private ResourceStatus judged(Deadline deadline) throws InterruptedException {
        Exports table = Exports.read(site, deadline);
        List<String> odd = new ArrayList<>();
        int there = 0;
        for (Export one : wanted.all()) {
            Optional<Export> found = table.of(path, one.client(), site, deadline);
            there += found.isPresent() ? 1 : 0;
            if (found.isEmpty()) {
                odd.add(path + " not exported to " + one.client());
            } else if (!one.isMetBy(found.get())) {
                odd.add(path + " is exported to " + one.client() + " with "
                        + String.join(",", found.get().options()));
            }
        }
        if (there == 0) {
            return found(Status.DOWN, List.of());
        }
        if (!served(deadline)) {
            odd.add("the nfs server is not running");
        }
        return found(odd.isEmpty() ? Status.UP : Status.WARN, odd);
    }

    /** An export without a server is a line in a table. */
    private boolean served(Deadline deadline) throws InterruptedException {
        Result threads = site.answer(deadline, "cat", "/proc/fs/nfsd/threads");
        return threads.ok() && !threads.out().strip().equals("0");
    }

    @Override
    public boolean start(Deadline deadline) throws InterruptedException {
        boolean changed = false;
        for (Export one : wanted.all()) {
            changed |= export(one, deadline);
        }
        if (!changed) {
            site.say(path + " is already exported");
        }
        return changed;
    }

    private boolean export(Export one, Deadline deadline) throws InterruptedException {
        Optional<Export> found = Exports.read(site, deadline).of(path, one.client(), site,
                deadline);
        if (found.isPresent() && one.isMetBy(found.get())) {
            return false;
        }
        if (!site.is("-d", Path.of(path), deadline)) {
            throw site.failure("export " + path, "a directory", "none there");
        }
        if (found.isPresent()) {
            site.must(deadline, "exportfs", "-u", found.get().argument(path));
        }
        List<String> argv = new ArrayList<>(List.of("exportfs", "-i"));
        if (!one.options().isEmpty()) {
            argv.addAll(List.of("-o", String.join(",", one.options())));
        }
        argv.add(one.argument(path));
        site.must(deadline, argv.toArray(String[]::new));
        return true;
    }

    @Override
    public boolean stop(Deadline deadline) throws InterruptedException {
        boolean changed = false;
        for (Export one : wanted.all()) {
            Optional<Export> found = Exports.read(site, deadline).of(path, one.client(), site,
                    deadline);
            if (found.isPresent()) {
                site.must(deadline, "exportfs", "-u", found.get().argument(path));
                changed = true;
            }
        }
        if (!changed) {
            site.say(path + " is already not exported");
        }
        return changed;
    }

    @Override
    public List<Lack> lacks(Deadline deadline) throws InterruptedException {
        List<Lack> lacks = new ArrayList<>();
        if (site.ask(deadline, "exportfs", "-s").ending() == Result.Ending.MISSING) {
            lacks.add(Lack.of("expected the command exportfs, got none: apt-get install"
                    + " nfs-kernel-server"));
        }
        new Own(site).file("the directory", Path.of(path), "-d", deadline).ifPresent(lacks::add);
        return lacks;
    }

    private ResourceStatus found(Status status, List<String> messages) {
        return new ResourceStatus(status, "nfs:" + path, messages);
    }
}
