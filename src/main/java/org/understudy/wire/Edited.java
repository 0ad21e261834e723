package org.understudy.wire;

import java.util.List;

/**
 * What became of a change to a file.
 *
 * @param changed false when all of it was so already
 * @param told what was done, a line each; for the answer
 * @param notes what else is to be known or done, a line each
 */
public record Edited(boolean changed, List<String> told, List<String> notes) {
}
