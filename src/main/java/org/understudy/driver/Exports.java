package org.understudy.driver;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.understudy.config.Type;
import org.understudy.config.Types;
import org.understudy.exec.Deadline;
import org.understudy.exec.Result;

/**
 * Directories offered over NFS: to whom, and how.
 *
 * @param all as in exportfs(8)'s own table, or as a file asks for
 */
record Exports(List<Export> all) {
    static final Type<Exports> TYPE = Types.of(
            "clients and their options such as 10.0.0.0/24(rw,sync)", Exports::wanted);

    static final String TABLE = "/var/lib/nfs/etab";
    private static final Pattern CLIENT = Pattern.compile("([^\\s()]+)(?:\\(([^\\s()]*)\\))?");
    /** What exports(5) takes where neither is given: the first. */
    private static final List<List<String>> PAIRS = List.of(List.of("ro", "rw"),
            List.of("root_squash", "no_root_squash"), List.of("no_all_squash", "all_squash"),
            List.of("secure", "insecure"));

    /**
     * One directory for one client.
     *
     * @param path empty in what a file asks for
     * @param client a host, a network, a netgroup or {@code *}
     * @param options as given, or all of them in the table
     */
    record Export(String path, String client, List<String> options) {
        Export {
            options = List.copyOf(options);
        }

        /** As exportfs(8) takes it. */
        String argument(String directory) {
            return (client.contains(":") ? "[" + client + "]" : client) + ":" + directory;
        }

        /** Whether the table's entry is what this one asks for, defaults included. */
        boolean isMetBy(Export there) {
            return there.options().containsAll(options) && PAIRS.stream()
                    .filter(pair -> pair.stream().noneMatch(options::contains))
                    .noneMatch(pair -> there.options().contains(pair.get(1)));
        }
    }

    Exports {
        all = List.copyOf(all);
    }

    private static Exports wanted(String text) {
        List<Export> all = Types.WORDS.parse(text).stream().map(word -> {
            Matcher client = CLIENT.matcher(word);
            if (!client.matches()) {
                throw new IllegalArgumentException(word);
            }
            return new Export("", client.group(1), options(client.group(2)));
        }).toList();
        if (all.isEmpty() || all.stream().map(Export::client).distinct().count() != all.size()) {
            throw new IllegalArgumentException(text);
        }
        return new Exports(all);
    }

    private static List<String> options(String text) {
        return text == null ? List.of()
                : Arrays.stream(text.split(",")).filter(o -> !o.isEmpty()).toList();
    }

    /** The table of this node: a line for each; none before anything was ever exported. */
    static Exports read(Site site, Deadline deadline) throws InterruptedException {
        Result table = site.answer(deadline, "cat", TABLE);
        if (!table.ok() && site.is("-e", java.nio.file.Path.of(TABLE), deadline)) {
            throw site.failure("read " + TABLE, "exit 0", table.summary());
        }
        return new Exports(table.out().lines().flatMap(Exports::line).toList());
    }

    private static Stream<Export> line(String line) {
        String[] words = line.split("\t");
        Matcher client = CLIENT.matcher(words[words.length - 1]);
        return words.length == 2 && client.matches()
                ? Stream.of(new Export(Mounts.plain(words[0]), client.group(1),
                        options(client.group(2)))) : Stream.empty();
    }

    List<Export> of(String path) {
        return all.stream().filter(export -> export.path().equals(path)).toList();
    }

    /** The entry for a client; the table may know a host by its full name. */
    Optional<Export> of(String path, String client, Site site, Deadline deadline)
            throws InterruptedException {
        Optional<Export> plain = of(path).stream().filter(e -> e.client().equals(client))
                .findFirst();
        if (plain.isPresent() || of(path).isEmpty() || client.matches(".*[/*?@\\[].*")) {
            return plain;
        }
        List<String> names = List.of(site.answer(deadline, "getent", "hosts", client).out()
                .strip().split("\\s+"));
        return of(path).stream().filter(e -> names.contains(e.client())).findFirst();
    }
}
