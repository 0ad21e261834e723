package org.understudy.sim;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.understudy.model.NodeName;
import org.understudy.model.Rid;
import org.understudy.model.ServiceName;

/**
 * What would follow from some happenings.
 *
 * @param lines in their order
 * @param endings what becomes of each service
 * @param notes what had to be supposed
 * @param lasts how much time it covers
 * @param ended whether nothing more follows; if not, time was up
 */
public record Story(List<Line> lines, List<Ending> endings, List<String> notes, Duration lasts,
        boolean ended) {
    public Story {
        lines = List.copyOf(lines);
        endings = List.copyOf(endings);
        notes = List.copyOf(notes);
    }

    static final String FENCE = "fence of ";
    static final String CONFIRMED = " confirmed";

    /** What a line is about. */
    public enum Kind { HAPPENS, DECIDES, HOLDS, DONE, FAILED }

    /**
     * One thing that happens or is decided.
     *
     * @param at since the first happening
     * @param node where; empty when everywhere
     * @param service which; empty when it is about none
     * @param what {@code start}; or what happens, in words
     * @param rule which rule decided; empty when nobody did
     * @param reason why, in words; empty when nobody decided
     * @param steps what is done, in order
     */
    public record Line(Duration at, Kind kind, Optional<NodeName> node,
            Optional<ServiceName> service, String what, String rule, String reason,
            List<Step> steps) {
        public Line {
            steps = List.copyOf(steps);
        }

        /** The node that is off now because it was fenced. */
        public Optional<NodeName> fenced() {
            return kind == Kind.DONE && what.startsWith(FENCE) && what.endsWith(CONFIRMED)
                    ? Optional.of(new NodeName(what.substring(FENCE.length(),
                            what.length() - CONFIRMED.length()))) : Optional.empty();
        }
    }

    /**
     * One step.
     *
     * @param up whether it is started
     * @param rid of the resource; empty for a fence
     * @param takes how long, if that is known
     * @param parallel number of the set whose steps are done at once; 0 for none
     */
    public record Step(boolean up, Optional<Rid> rid, Optional<Duration> takes, int parallel) {
    }

    /**
     * What becomes of a service.
     *
     * @param before where it was up
     * @param after where it is up in the end
     * @param down how long it was up nowhere though it had been up
     * @param back when it was last up again after it had been down, since the first happening
     * @param why what decided it, in words; empty when nothing changed
     * @param unknown what was supposed to take no time: {@code start of fs#1}, {@code fence of n1}
     */
    public record Ending(ServiceName service, List<NodeName> before, List<NodeName> after,
            Duration down, Optional<Duration> back, String why, List<String> unknown) {
        public Ending {
            before = List.copyOf(before);
            after = List.copyOf(after);
            unknown = List.copyOf(unknown);
        }
    }
}
