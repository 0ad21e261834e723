package org.understudy.wire;

import java.util.Map;

/**
 * What a hook's command reads on stdin.
 *
 * @param hook {@code hook#mail}
 * @param at ISO-8601 wall clock in UTC
 * @param node where it happened
 * @param event by which name the hook wants it: {@code fence.end}, {@code service.down}
 * @param facts the rest, as in the timeline
 * @param leftOut how many events this hook has not been run for since its last run
 */
public record HookEvent(String hook, String at, String node, String event,
        Map<String, String> facts, long leftOut) {
}
