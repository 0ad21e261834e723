package org.understudy.wire;

/**
 * Body of {@code POST /v1/drills}.
 *
 * @param what {@code link-cut} or {@code switch-and-back}
 * @param service of switch-and-back: which; else empty
 * @param link of link-cut: which, or empty for the first; else empty
 * @param to of switch-and-back: the node, or empty for the only other one; else empty
 * @param lastsMillis of link-cut: how long; 0 for as long as is usual
 * @param yes whether somebody agreed to it
 * @param dryRun only tell what would be done
 */
public record AskedDrill(String what, String service, String link, String to, long lastsMillis,
        boolean yes, boolean dryRun) {
}
