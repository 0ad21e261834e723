package org.understudy.wire;

import java.util.List;
import java.util.Map;

/**
 * Why a service is as it is: {@code svcmgr explain --format json}.
 *
 * @param service its name
 * @param node who tells
 * @param sentence how it is and what last started, stopped or moved it, in one sentence
 * @param rule by which the node decides on it now: {@code content}, {@code needs_operator}, …;
 *     empty where it has not yet, or is of a release that does not tell
 * @param reasons why it is so now, one each: the decision's, then all that is not as it should be
 * @param avail status word
 * @param overall status word
 * @param orchestrate {@code no}, {@code start} or {@code ha}
 * @param monitor {@code idle}, {@code starting}, {@code start failed}, …
 * @param frozen whether the cluster leaves the instance alone
 * @param decision what led to its last start or stop: {@code node}, {@code at}, {@code do},
 *     {@code rule}, {@code because}, {@code trigger}, {@code heard}, {@code others} and
 *     {@code plan} as journalled; empty where no journal here has it
 * @param took where the time of its last start or stop went; empty where no journal here has it
 * @param asked what an operator asked for last, where nothing came of it; else empty
 * @param instances what is known of it on every node, in the order of its nodes
 * @param advice what an operator may do about it, a line each
 */
public record Explained(String service, String node, String sentence, String rule,
        List<String> reasons, String avail, String overall, String orchestrate, String monitor,
        boolean frozen, Map<String, String> decision, String took, String asked,
        List<ServiceStatus.Peer> instances, List<String> advice) {
}
