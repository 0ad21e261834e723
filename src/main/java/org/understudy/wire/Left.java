package org.understudy.wire;

import java.util.List;

/**
 * How far a node is that leaves its cluster: answer to {@code POST /v1/cluster/leave}.
 *
 * @param state {@code done}; {@code begun} while its agent does it; {@code confirm} when it is not
 *     begun before somebody said yes to what follows; {@code plan} when that was all that was asked
 * @param told what was done, or what follows, a line each; for the answer
 * @param notes what else is to be known or done, a line each
 */
public record Left(String state, List<String> told, List<String> notes) {
}
