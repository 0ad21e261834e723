package org.understudy.wire;

/**
 * A drill, as {@code GET /v1/drills} tells of it.
 *
 * @param at when it began, by the clock of the node that played it
 * @param node where it was asked for
 * @param drill {@code link-cut} or {@code switch-and-back}
 * @param of the link or service
 * @param author who asked: {@code root@n1}
 * @param result {@code running}, {@code ok}, {@code reverted}, {@code failed}, or
 *     {@code interrupted} when the agent ended in it
 * @param took how long it took, {@code 10.2s}; empty while it runs
 * @param moved what is elsewhere after it than before: {@code nothing}, {@code there and back} or
 *     {@code web: n1 to n2}
 * @param downtime of a service, each way: {@code 2.1s there, 1.9s back}; else empty
 * @param detail how it went
 * @param id the drill
 */
public record DrillText(String at, String node, String drill, String of, String author,
        String result, String took, String moved, String downtime, String detail, String id) {
}
