package org.understudy.wire;

/**
 * A limit that follows from the configuration: element of {@code GET /v1/timings}.
 *
 * @param what takes or lasts so long
 * @param value {@code 15s}
 * @param why where it comes from, and what was measured
 */
public record TimingText(String what, String value, String why) {
}
