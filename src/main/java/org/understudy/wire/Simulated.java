package org.understudy.wire;

import java.util.List;

/**
 * Answer of {@code POST /v1/simulate}. Nothing of it has happened.
 *
 * @param answers what becomes of each service, one sentence each
 * @param story what happens and what is decided, in order
 * @param services what becomes of each service
 * @param notes what had to be supposed
 * @param lastsMillis how much time was played
 * @param ended whether nothing more follows; if not, the time for it was up
 */
public record Simulated(List<String> answers, List<Line> story, List<Fate> services,
        List<String> notes, long lastsMillis, boolean ended) {
    /**
     * One thing that happens or is decided.
     *
     * @param atMillis since the first happening
     * @param kind {@code happens}, {@code decides}, {@code holds}, {@code done}, {@code failed}
     * @param node where; empty when everywhere
     * @param service about which; empty when about none
     * @param what {@code start}; or what happens, in words
     * @param rule which rule decided; empty when none did
     * @param reason why, in words
     * @param steps what is done, in order
     */
    public record Line(long atMillis, String kind, String node, String service, String what,
            String rule, String reason, List<Step> steps) {
    }

    /**
     * A step.
     *
     * @param what {@code start}, {@code stop} or {@code fence}
     * @param rid of the resource; empty for a fence
     * @param expected {@code 1.3s}, the median of the last ones; or {@code no history}
     * @param parallel steps of the same number but 0 are done at once
     */
    public record Step(String what, String rid, String expected, int parallel) {
    }

    /**
     * What becomes of a service.
     *
     * @param before the nodes on which it was up
     * @param after those on which it is up in the end
     * @param downMillis how long it was up nowhere, having been up
     * @param backMillis when it was up again, since the first happening; negative when it never
     *     came back or was never gone
     * @param why the reason that decided; empty when it stays as it is
     * @param unknown what no duration is known of and was taken to need no time: {@code stop of
     *     fs#1}, {@code fence of n1}
     */
    public record Fate(String service, List<String> before, List<String> after, long downMillis,
            long backMillis, String why, List<String> unknown) {
    }
}
