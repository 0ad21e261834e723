package org.understudy.driver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.understudy.config.Keyword;
import org.understudy.config.Keywords;
import org.understudy.config.Type;
import org.understudy.config.Types;
import org.understudy.exec.Deadline;
import org.understudy.model.Rid;
import org.understudy.model.Status;

/**
 * A state another resource must have before an action.
 *
 * @param rid whose; empty for one that is never met
 * @param states the states that will do
 */
record Requirement(Optional<Rid> rid, List<Status> states) {
    private static final String NEVER = "impossible";
    private static final Pattern ONE = Pattern.compile("\\s*([^\\s(]+)(?:\\(([^)]*)\\))?");

    private static final Type<List<Requirement>> TYPE = Types.of(
            "resources, each with the states that will do: fs#1(up,warn) ip#1", Requirement::parse);

    static final Keyword<List<Requirement>> START = Keyword.optional("start_requires", TYPE,
            "states of other resources without which a start fails; up unless said").leaf()
            .like("fs#1(up,warn) ip#1");
    static final Keyword<List<Requirement>> STOP = Keyword.optional("stop_requires", TYPE,
            "states of other resources without which a stop fails").leaf()
            .like("app#2(down)");
    static final Keywords KEYS = Keywords.of(START, STOP);

    /** The same for another action. */
    static Keyword<List<Requirement>> of(String action) {
        return Keyword.optional(action + "_requires", TYPE,
                "states of other resources without which a " + action + " fails").leaf()
                .like("app#2(up)");
    }

    private static List<Requirement> parse(String text) {
        List<Requirement> all = new ArrayList<>();
        Matcher found = ONE.matcher(text);
        int at = 0;
        while (at < text.stripTrailing().length()) {
            if (!found.find(at) || found.start() != at) {
                throw new IllegalArgumentException(text);
            }
            all.add(one(found.group(1), Optional.ofNullable(found.group(2))));
            at = found.end();
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException(text);
        }
        return all;
    }

    private static Requirement one(String name, Optional<String> states) {
        if (name.equals(NEVER)) {
            return new Requirement(Optional.empty(), List.of());
        }
        return new Requirement(Optional.of(new Rid(name)), states.map(words ->
                Arrays.stream(words.split(",")).map(word -> Status.of(word.strip())).toList())
                .orElse(List.of(Status.UP, Status.STDBY_UP)));
    }

    /**
     * Looks whether all of them are met.
     *
     * @param all the service's resources
     * @throws DriverException naming the first that is not
     */
    static void check(List<Requirement> requirements, String action, Map<Rid, Driver> all,
            Site site, Deadline deadline) throws InterruptedException {
        for (Requirement one : requirements) {
            if (one.rid().isEmpty()) {
                throw site.failure(action, "what is possible", action + "_requires = impossible");
            }
            Driver other = all.get(one.rid().get());
            if (other == null) {
                site.warn(action + "_requires: no resource " + one.rid().get());
                continue;
            }
            Status status = other.status(deadline).status();
            if (one.states().stream().noneMatch(wanted -> same(wanted, status))) {
                throw site.failure(action, one.rid().get() + " to be " + String.join(" or ",
                        one.states().stream().map(Status::word).toList()), status.word());
            }
        }
    }

    /** A driver does not know of standby: to it what is up is up. */
    private static boolean same(Status wanted, Status found) {
        return switch (wanted) {
            case UP, STDBY_UP, UP_AND_STDBY, DOWN_AND_STDBY -> found == Status.UP;
            case DOWN, STDBY_DOWN -> found == Status.DOWN;
            case WARN, NA, UNDEF -> found == wanted;
        };
    }
}
