package org.understudy.wire;

import java.util.List;

/**
 * Body of every answer that is not 2xx.
 *
 * @param error what was wrong: expected and got
 * @param details one line each, such as the problems of a file
 * @param hint the command that would help; may be empty
 */
public record Problem(String error, List<String> details, String hint) {
}
