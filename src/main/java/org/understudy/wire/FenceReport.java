package org.understudy.wire;

import java.util.List;

/**
 * What a try to fence a node, or a test of what would do it, has come to.
 *
 * @param node which
 * @param result one of the words below
 * @param detail what the device said; empty when it has not
 * @param follows what an operator should know before it is done
 */
public record FenceReport(String node, String result, String detail, List<String> follows) {
    public static final String PENDING = "pending";
    public static final String CONFIRM = "confirm";
    public static final String CONFIRMED = "confirmed";
    public static final String WORKS = "works";
    public static final String FAILS = "fails";
    public static final String UNTESTED = "untested";

    public FenceReport {
        follows = List.copyOf(follows);
    }
}
