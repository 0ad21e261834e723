package org.understudy.driver;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.understudy.model.ResourceStatus;
import org.understudy.model.Status;

/**
 * What can be seen of a resource by another way than its status. When that last said up, it leaves
 * a trace for as long as exactly the same can be seen again; see {@link Driver#trace}.
 */
final class SecondLook {
    private final String words;
    private final Supplier<List<String>> look;
    private volatile List<String> then = List.of();

    /**
     * Looks at nothing yet.
     *
     * @param words what it means to see the same again, for people
     * @param look what there is to be seen now; nothing where there is nothing to go by
     */
    SecondLook(String words, Supplier<List<String>> look) {
        this.words = words;
        this.look = look;
    }

    /** Looks, after a status that answered; returns what that found. */
    ResourceStatus after(ResourceStatus found) {
        then = found.status() == Status.UP ? List.copyOf(look.get()) : List.of();
        return found;
    }

    Optional<String> shown() {
        List<String> seen = then;
        return seen.isEmpty() || !look.get().equals(seen) ? Optional.empty() : Optional.of(words);
    }
}
