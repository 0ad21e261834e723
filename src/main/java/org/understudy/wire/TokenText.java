package org.understudy.wire;

import java.util.List;

/**
 * Answer to {@code POST /v1/cluster/token}.
 *
 * @param token one line; a secret
 * @param notes what else is to be known or done, a line each
 */
public record TokenText(String token, List<String> notes) {
}
