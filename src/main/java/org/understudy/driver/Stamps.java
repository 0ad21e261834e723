package org.understudy.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.understudy.model.NodeName;

/**
 * When each node got its last whole copy of a sync: a file for each, which its source keeps and
 * the node gets as well, so that both know.
 */
final class Stamps {
    private final Site site;

    Stamps(Site site) {
        this.site = site;
    }

    /** In the same place on every node. */
    Path file(NodeName node) {
        return site.file(node + ".synced");
    }

    /** Empty when it never got one, as far as is known here. */
    Optional<Instant> of(NodeName node) {
        try {
            return Optional.of(Instant.parse(Files.readString(file(node)).strip()));
        } catch (IOException | DateTimeException none) {
            return Optional.empty();
        }
    }

    /**
     * Whether this node has had a whole copy, or what others got came from it: else nobody knows
     * what its files are worth, and to copy them by itself might empty the only good ones.
     */
    boolean any() {
        String begin = site.stem() + ".";
        String[] names = site.around().var().resolve(site.service().value()).toFile().list();
        return names != null && Arrays.stream(names).anyMatch(
                name -> name.startsWith(begin) && name.endsWith(".synced"));
    }

    void set(NodeName node, Instant at) {
        Path file = file(node);
        try {
            Site.replace(file, at + "\n");
        } catch (IOException e) {
            throw site.failure("remember that " + node + " is up to date", file + " written",
                    e.toString());
        }
    }
}
